import fc from 'fast-check';
import { expect, test } from 'vitest';
import { popularityValue } from '../../models/index.ts';
import { boughtAtOnce, boughtBefore, popularityOf, seasonOf } from './build/bought.ts';

test('[B1] popularity is what a plain sum over all lines gives, however many steps it takes', () => {
  const line = fc.record({ item: fc.integer({ min: -1, max: 5 }), day: fc.integer({ min: 0, max: 200 }) });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 60 }), fc.integer({ min: 0, max: 210 }), (lines, day) => {
      const columns = { item: lines.map(({ item }) => item), day: lines.map(({ day: on }) => on) };
      const plain = [0, 0, 0, 0, 0, 0];
      const slow = [0, 0, 0, 0, 0, 0];
      const late = [0, 0, 0, 0, 0, 0];
      let total = 0;
      for (const { item, day: on } of lines) {
        if (item < 0 || on >= day) continue;
        plain[item]! += 2 ** ((on - day) / 60);
        slow[item]! += 2 ** ((on - day) / 360);
        late[item]! += 2 ** ((on - day) / 14);
        total += 2 ** ((on - day) / 60);
      }
      const expected = plain.map((amount) => popularityValue(amount, total / 6));
      const counted = boughtAtOnce(columns, 6, day);
      expect([...popularityOf(counted, 6)]).toEqual(expected);
      expect([...counted.slow]).toEqual(slow);
      expect([...counted.late]).toEqual(late);
      const sum = (of: number[]) => of.reduce((a, b) => a + b, 0);
      // Items 0 to 3 hang at two leaves, the others at none.
      const scale = total > 0 ? sum(late) / total : 0;
      const season = seasonOf(counted, [0, 1, 1, 0, -1, -1]);
      const first = Math.log((late[0]! + late[3]! + 5) / ((plain[0]! + plain[3]!) * scale + 5));
      expect(season[0]).toBeCloseTo(first, 9);
      expect(season[3]).toBe(season[0]);
      expect(season[5]).toBeNaN();
    }),
  );
});

test('[B2] many lines are counted in steps, and items that came later were bought by nobody', () => {
  const n = 500_000;
  const lines = { item: new Int32Array(n).fill(1), day: new Int32Array(n).fill(9) };
  let steps = 0;
  const counting = boughtBefore(lines, 2, 10);
  for (;;) {
    const { done, value } = counting.next();
    if (!done) {
      steps++;
      continue;
    }
    expect(steps).toBe(2);
    const popularity = popularityOf(value, 4);
    expect(popularity[3]).toBe(popularity[0]);
    expect(popularity[1]).toBeGreaterThan(popularity[0]!);
    return;
  }
});
