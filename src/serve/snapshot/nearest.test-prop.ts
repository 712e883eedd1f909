import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Nearest } from './build/nearest.ts';

test('[N5] the nearest are the first of all by weight, then number', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(fc.nat(60), fc.nat(4)), { selector: ([item]) => item, maxLength: 40 }),
      fc.integer({ min: 1, max: 8 }),
      (all, most) => {
        const nearest = new Nearest(most);
        nearest.add(7, 100);
        nearest.clear();
        for (const [item, weight] of all) nearest.add(item, weight);
        const expected = [...all].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, most);
        expect([...nearest.item.subarray(0, nearest.count)]).toEqual(expected.map(([item]) => item));
        expect([...nearest.weight.subarray(0, nearest.count)]).toEqual(expected.map(([, weight]) => weight));
      },
    ),
  );
});
