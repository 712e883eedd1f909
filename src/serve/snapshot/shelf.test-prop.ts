import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Belief, BUCKETS, shelvesOf } from './build/shelf.ts';
import { plainShelf } from './shelf-reference.ts';

const item = fc.record({
  leaf: fc.integer({ min: 0, max: 2 }),
  position: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(Number.NaN)),
});

it('[H1] what a person is expected to buy from a shelf is what counting anew gives', () => {
  fc.assert(
    fc.property(
      fc.array(item, { minLength: 2, maxLength: 9 }),
      fc.array(fc.tuple(fc.nat(8), fc.nat(500)), { maxLength: 25 }),
      fc.uniqueArray(fc.nat(8), { maxLength: 4 }),
      (items, lines, some) => {
        const bought = lines
          .filter(([i]) => i < items.length)
          .map(([i, daysAgo]) => ({ item: `${i}`, daysAgo }));
        const amounts = (halfLife: number) =>
          items.map((_, i) =>
            bought.reduce((sum, one) => sum + (one.item === `${i}` ? 2 ** (-one.daysAgo / halfLife) : 0), 0),
          );
        const own = some.filter((i) => i < items.length);
        const leaf = items.map((one) => one.leaf);
        const position = items.map((one) => one.position);
        const shelves = shelvesOf(leaf, position, { slow: amounts(360), now: amounts(60) });
        const belief = new Belief(shelves).read(own, own.length);
        const plain = plainShelf({
          items: items.map((one, i) => ({ id: `${i}`, leaf: `${one.leaf}`, position: one.position })),
          bought,
        });
        items.forEach((_, i) => {
          expect(belief.value(i)).toBeCloseTo(plain(own.map(String), `${i}`), 4);
        });
        expect(belief.at.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
      },
    ),
    { numRuns: 200 },
  );
});

it('[H2] whoever buys dear is expected to buy dear elsewhere; what is of no category says nothing', () => {
  const leaf = [0, 0, 1, 1, -1];
  const position = [0.1, 0.9, 0.1, 0.9, 0.5];
  const amounts = { slow: [9, 9, 9, 9, 9], now: [2, 2, 2, 2, 2] };
  const belief = new Belief(shelvesOf(leaf, position, amounts));
  belief.read([1], 1);
  expect(belief.value(3)).toBeGreaterThan(0.3);
  expect(belief.value(2)).toBeLessThan(-0.3);
  expect(belief.value(4)).toBeNaN();
  expect(belief.value(-1)).toBeNaN();
  expect([...belief.read([], 0).at]).toEqual(new Array(BUCKETS).fill(1 / BUCKETS));
  expect(belief.value(3)).toBeCloseTo(belief.value(2), 6);
});
