import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupsOf, summarise } from './calibrate.ts';
import { powerOf } from './card-calibration.ts';

describe('groups of the candidates', () => {
  it('keep order, hold every row once, and are even in rows or in what is expected, to within a row', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1e-4, max: 0.5, noNaN: true }), { minLength: 10, maxLength: 60 }),
        fc.constantFrom('rows' as const, 'expected' as const),
        (values, by) => {
          const p = Float64Array.from(values);
          const group = groupsOf(p, by);
          const out = summarise(group, p, new Uint8Array(p.length));
          expect(out.reduce((a, g) => a + g.rows, 0)).toBe(p.length);
          for (let i = 0; i < p.length; i++)
            for (let j = 0; j < p.length; j++)
              if (p[i]! < p[j]!) expect(group[i]!).toBeLessThanOrEqual(group[j]!);
          const size = out.map((g) => (by === 'rows' ? g.rows : g.rows * g.predicted));
          const even = size.reduce((a, b) => a + b, 0) / 10;
          const row = by === 'rows' ? 1 : 0.5;
          for (const s of size) expect(Math.abs(s - even)).toBeLessThanOrEqual(row + 1e-9);
        },
      ),
    );
  });

  it('an interval excludes zero half of the time when the truth stands at its half width', () => {
    expect(powerOf(0.004, [0.001, 0.009])).toBeCloseTo(0.5, 6);
    expect(powerOf(0, [0.001, 0.009])).toBeCloseTo(0.025, 4);
    expect(powerOf(0.02, [0.001, 0.009])).toBeGreaterThan(0.999);
  });
});
