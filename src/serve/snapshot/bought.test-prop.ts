import fc from 'fast-check';
import { expect, test } from 'vitest';
import { popularityValue } from '../../models/index.ts';
import { boughtAtOnce, boughtBefore, popularityOf } from './build/bought.ts';

test('[B1] popularity is what a plain sum over all lines gives, however many steps it takes', () => {
  const line = fc.record({ item: fc.integer({ min: -1, max: 5 }), day: fc.integer({ min: 0, max: 200 }) });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 60 }), fc.integer({ min: 0, max: 210 }), (lines, day) => {
      const columns = { item: lines.map(({ item }) => item), day: lines.map(({ day: on }) => on) };
      const plain = [0, 0, 0, 0, 0, 0];
      const slow = [0, 0, 0, 0, 0, 0];
      let total = 0;
      for (const { item, day: on } of lines) {
        if (item < 0 || on >= day) continue;
        plain[item]! += 2 ** ((on - day) / 60);
        slow[item]! += 2 ** ((on - day) / 360);
        total += 2 ** ((on - day) / 60);
      }
      const expected = plain.map((amount) => popularityValue(amount, total / 6));
      const counted = boughtAtOnce(columns, 6, day);
      expect([...popularityOf(counted, 6)]).toEqual(expected);
      expect([...counted.slow]).toEqual(slow);
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
