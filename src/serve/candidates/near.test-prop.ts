import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CO_BOUGHT_ITEMS, coBoughtValue } from '../../models/index.ts';
import type { Person } from '../decide/person.ts';
import { plainNearness } from '../score/co-bought.ts';
import { NEIGHBOUR_RULES } from '../snapshot/build/neighbours.ts';
import type { Neighbours } from '../snapshot/types.ts';
import { Near } from './near.ts';

const { most } = NEIGHBOUR_RULES;

/** Full lists of as many items as a person keeps; `step` tells how far apart two lists begin: at `most` none shares an item. */
function listsOf(step: number): { lists: Neighbours; items: number } {
  const values = Uint32Array.from(
    { length: CO_BOUGHT_ITEMS * most },
    (_, k) => Math.floor(k / most) * step + (k % most),
  );
  return {
    lists: {
      start: Uint32Array.from({ length: CO_BOUGHT_ITEMS + 1 }, (_, seed) => seed * most),
      values,
      weight: Float32Array.from(values, (item, k) => 1 / (1 + ((item * 31 + k) % 97))),
    },
    items: CO_BOUGHT_ITEMS * step + most,
  };
}

it('[N11] near items walked in two goes are each as near as alone, to the bit, for whoever bought most as well', () => {
  const near = new Near();
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: most }),
      fc.shuffledSubarray(
        Array.from({ length: CO_BOUGHT_ITEMS }, (_, seed) => seed),
        { minLength: 1 },
      ),
      fc.nat(CO_BOUGHT_ITEMS),
      (step, seeds, first) => {
        const { lists, items } = listsOf(step);
        const person = { bought: Int32Array.from(seeds), boughtCount: seeds.length } as Person;
        near.begin();
        near.walk(lists, person.bought, Math.min(first, seeds.length));
        near.walk(lists, person.bought, seeds.length);
        for (let item = 0; item < items; item += 7)
          expect(coBoughtValue(near.of(item))).toBe(plainNearness(lists, person, item));
      },
    ),
    { examples: [[most, Array.from({ length: CO_BOUGHT_ITEMS }, (_, seed) => seed), 48]], numRuns: 20 },
  );
});
