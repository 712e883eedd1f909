import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ownPositions } from '../../models/index.ts';
import {
  type CrowdPerson,
  LEAST_POSITIONED,
  samePositionRates,
  samePositionReference,
} from './same-position.ts';

const personOf = (lines: readonly (readonly [category: number, percentile: number])[]): CrowdPerson => ({
  held: new Set(lines.map(([category]) => category)),
  positions: ownPositions({
    category: Uint32Array.from(lines, ([category]) => category),
    percentile: Float64Array.from(lines, ([, percentile]) => percentile),
    amount: new Float64Array(lines.length).fill(100),
  }),
});
const at = (category: number, percentile: number, lines = 20) =>
  personOf(Array.from({ length: lines }, () => [category, percentile] as const));
const many = (n: number, make: () => CrowdPerson) => Array.from({ length: n }, make);

it('[P1] counts the people of the crowd for whom B has an offer at their own position', () => {
  // 20 lines at π: own position 20/23 of it towards one half.
  const people = [...many(30, () => at(0, 0.1)), ...many(10, () => at(0, 0.9))];
  const low = [{ category: 1, percentile: 0.12, stable: true }];
  expect(samePositionRates(people, low, 2)(0, 1)).toBe(0.75);
  const both = [...low, { category: 1, percentile: 0.95, stable: true }];
  expect(samePositionRates(people, both, 2)(0, 1)).toBe(1);
  // Whoever holds B is not in the crowd.
  const buyer = personOf([...Array.from({ length: 20 }, () => [0, 0.9] as const), [1, 0.5]]);
  expect(samePositionRates([...people, buyer], low, 2)(0, 1)).toBe(0.75);
});

it('[P2] is null where nobody can say: no offer of B on a scale, too few positioned people', () => {
  const people = many(LEAST_POSITIONED, () => at(0, 0.5));
  const offers = [{ category: 1, percentile: 0.5, stable: true }];
  expect(samePositionRates(people, offers, 3)(0, 1)).toBe(1);
  expect(samePositionRates(people, offers, 3)(0, 2)).toBeNull();
  expect(samePositionRates(people.slice(1), offers, 3)(0, 1)).toBeNull();
  expect(samePositionRates([], [], 3)(0, 1)).toBeNull();
  const unplaced: CrowdPerson = { held: new Set([0]), positions: personOf([]).positions };
  expect(
    samePositionRates(
      many(50, () => unplaced),
      offers,
      3,
    )(0, 1),
  ).toBeNull();
});

it('[P3] equals trying every offer', () => {
  const place = fc.double({ min: 0.001, max: 0.999, noNaN: true });
  const person = fc
    .array(fc.tuple(fc.nat(3), place), { minLength: 1, maxLength: 8 })
    .map((lines) => personOf(lines));
  const offer = fc.record({ category: fc.nat(3), percentile: place, stable: fc.boolean() });
  fc.assert(
    fc.property(
      fc.array(person, { minLength: 30, maxLength: 80 }),
      fc.array(offer, { maxLength: 12 }),
      (people, offers) => {
        const rate = samePositionRates(people, offers, 4);
        for (let a = 0; a < 4; a++)
          for (let b = 0; b < 4; b++)
            if (a !== b) expect(rate(a, b)).toBe(samePositionReference(people, offers, a, b));
      },
    ),
    { numRuns: 60 },
  );
});
