import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Flow, sankeyLayout } from './sankey-layout.ts';
import { ticks } from './ticks.ts';

const name = fc.integer({ min: 0, max: 9 }).map(String);
const flows: fc.Arbitrary<Flow[]> = fc.uniqueArray(
  fc.record({ from: name, to: name, value: fc.double({ min: 0.1, max: 1e6, noNaN: true }) }),
  { minLength: 1, maxLength: 40, selector: (f) => `${f.from}~${f.to}` },
);
const near = (a: number, b: number) => expect(Math.abs(a - b)).toBeLessThan(1e-6 * Math.max(1, Math.abs(a)));

test('[C1] flows fill their nodes exactly, on one scale, and nodes keep their distance within the drawing', () => {
  fc.assert(
    fc.property(
      flows,
      fc.integer({ min: 50, max: 800 }),
      fc.integer({ min: 10, max: 40 }),
      (given, room, gap) => {
        const { left, right, ribbons, height } = sankeyLayout(given, room, gap);
        near(
          ribbons.reduce((sum, r) => sum + r.thickness, 0),
          room,
        );
        for (const [column, end, y] of [
          [left, 'from', 'fromY'],
          [right, 'to', 'toY'],
        ] as const) {
          expect(new Set(column.map((n) => n.id))).toEqual(new Set(given.map((f) => f[end])));
          let below = Number.NEGATIVE_INFINITY;
          for (const node of column) {
            expect(node.y).toBeGreaterThan(below - 1e-6);
            below = node.y + node.height + gap;
            let at = node.y;
            for (const r of ribbons
              .filter((one) => given[one.index]![end] === node.id)
              .sort((a, b) => a[y] - b[y] || a.thickness - b.thickness)) {
              near(r[y], at);
              at += r.thickness;
            }
            near(at, node.y + node.height);
          }
          expect(column[0]!.y).toBeGreaterThan(-1e-6);
          expect(below - gap).toBeLessThan(height + 1e-6);
        }
      },
    ),
  );
});

test('[C2] ticks begin at zero, rise evenly, and reach the largest value without a step to spare', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), fc.boolean(), (max, whole) => {
      const levels = ticks(max, whole);
      const step = levels[1]!;
      expect(levels[0]).toBe(0);
      expect(levels.at(-1)!).toBeGreaterThanOrEqual(max * (1 - 1e-6));
      expect(levels.at(-2)!).toBeLessThan(max);
      for (const [i, v] of levels.entries()) near(v, i * step);
      if (whole) for (const v of levels) expect(Number.isInteger(v)).toBe(true);
      expect(levels.length).toBeLessThanOrEqual(6);
    }),
  );
});
