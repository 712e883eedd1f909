import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rngOf } from '../../base/index.ts';
import type { MetricCell, MetricResult } from '../../contracts/index.ts';
import { masked, type Shown, shownCells } from './privacy.ts';

/** A tree of sets of people: root, tops, leaves; children overlap, a parent is the union of its children. */
function grid(seed: number, k: number) {
  const r = rngOf(seed);
  const parents = new Map<string, string>();
  const sets = new Map<string, Set<number>>([['', new Set()]]);
  const population = 4 * k;
  for (let t = 0; t < 1 + r.below(4); t++) {
    parents.set(`t${t}`, '');
    sets.set(`t${t}`, new Set());
    for (let l = 0; l < 1 + r.below(4); l++) {
      const leaf = `t${t}l${l}`;
      parents.set(leaf, `t${t}`);
      const size = r.below(r.next() < 0.5 ? 2 * k : k + 5);
      const set = new Set(Array.from({ length: size }, () => r.below(population)));
      sets.set(leaf, set);
      for (const person of set) {
        sets.get(`t${t}`)!.add(person);
        sets.get('')!.add(person);
      }
    }
  }
  // The viewer's own people: some of each cell, nested as the cells are.
  const mine = new Set([...sets.get('')!].filter(() => r.next() < 0.4));
  const own = new Map([...sets].map(([key, set]) => [key, [...set].filter((p) => mine.has(p)).length]));
  const people = new Map([...sets].map(([key, set]) => [key, set.size]));
  const earlier = new Map<string, Shown>(
    [...people].map(([key, n]) => {
      const before = Math.max(0, n + r.below(9) - 4);
      return [key, { people: before, shown: before >= k && r.next() < 0.5, sameDate: true }];
    }),
  );
  return { parents, people, own, earlier };
}

describe('published grid: differencing overlapping queries reveals no cell under k', () => {
  it('for nested cells, for the viewer’s own people, for revisions, and for sums over siblings', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(5, 20, 100), (seed, k) => {
        const { parents, people, own, earlier } = grid(seed, k);
        const shown = shownCells({ k, people, own, parent: (key) => parents.get(key), earlier: [earlier] });
        const tells = (n: number) => n !== 0 && Math.abs(n) < k;
        for (const key of shown) {
          const n = people.get(key)!;
          expect(n).toBeGreaterThanOrEqual(k);
          expect(tells(n - own.get(key)!)).toBe(false);
          const before = earlier.get(key)!;
          if (before.shown) expect(tells(n - before.people)).toBe(false);
          for (let up = parents.get(key); up !== undefined; up = parents.get(up))
            if (shown.has(up)) expect(tells(people.get(up)! - n)).toBe(false);
        }
        for (const up of shown) {
          const hidden = [...parents].filter(
            ([key, p]) => p === up && !shown.has(key) && people.get(key)! > 0,
          );
          // parent − shown siblings is then a sum over at least two hidden cells and at least k people.
          if (hidden.length === 0) continue;
          expect(hidden.length).toBeGreaterThanOrEqual(2);
          expect(hidden.reduce((sum, [key]) => sum + people.get(key)!, 0)).toBeGreaterThanOrEqual(k);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('shown people are rounded to 10 and never under k; parts that sum are hidden together', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 2, maxLength: 5 }), (parts) => {
        const k = 100;
        const whole = parts.reduce((a, b) => a + b, 0);
        const cells: MetricCell[] = [
          { value: whole, status: 'ok' },
          ...parts.map((value, i): MetricCell => ({ value, status: 'ok', part: `p${i}` })),
        ];
        const result = { unit: 'people', cells } as MetricResult;
        const [total, ...rest] = masked(result, new Set(['']), k).cells;
        if (whole < k) expect(total!.status).toBe('suppressed');
        for (const c of [total!, ...rest]) if (c.value !== null) expect(c.value % 10).toBe(0);
        if (parts.some((n) => n > 0 && n < k)) expect(rest.every((c) => c.value === null)).toBe(true);
      }),
    );
  });
});
