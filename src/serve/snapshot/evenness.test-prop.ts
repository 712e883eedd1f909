import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rngOf } from '../../base/index.ts';
import { categoryEvenness } from './build/evenness.ts';
import { categoryShares } from './build/repeat.ts';
import { plainEvenness } from './evenness-reference.ts';

/** Two departments, one of them with a shelf and a shelf below it. */
const tree = { parent: Int32Array.of(-1, -1, 0, 2, 0), top: Int32Array.of(0, 1, 0, 0, 0) };

test('[E1] evenness is what sums over every person and category say', () => {
  const person = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 12 });
  fc.assert(
    fc.property(fc.array(person, { maxLength: 30 }), (people) => {
      const start = Uint32Array.from([0, ...people.map((_, p) => people.slice(0, p + 1).flat().length)]);
      const lines = { start, category: Int32Array.from(people.flat()) };
      const share = categoryShares(lines, tree.parent);
      const plain = plainEvenness(people, [...tree.parent], [...share]);
      [...categoryEvenness(lines, tree, share)].forEach((one, c) => {
        expect(one).toBeCloseTo(plain[c]!, 4);
      });
    }),
  );
});

test('[E2] it finds the shape that liking was drawn with, of a department and of a leaf beside it', () => {
  // Liking is 0 or 1/q, with mean 1: a shape of q / (1 − q). Half of the people buy in department 0 at all, and one in five of them in leaf 4.
  const luck = rngOf(7);
  const next = () => luck.next();
  const people = Array.from({ length: 20_000 }, () => {
    const likes = next() < 0.5;
    const likesLeaf = next() < 0.2;
    return Array.from({ length: 20 }, () => {
      if (next() >= (likes ? 0.6 : 0)) return 1;
      return next() < (likesLeaf ? 0.5 : 0) ? 4 : 2;
    });
  });
  const lines = {
    start: Uint32Array.from({ length: people.length + 1 }, (_, p) => 20 * p),
    category: Int32Array.from(people.flat()),
  };
  const found = categoryEvenness(lines, tree, categoryShares(lines, tree.parent));
  expect(found[0]).toBeGreaterThan(0.9);
  expect(found[0]).toBeLessThan(1.1);
  expect(found[4]).toBeGreaterThan(0.22);
  expect(found[4]).toBeLessThan(0.28);
});
