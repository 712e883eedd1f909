import { coBoughtValue } from '../../models/index.ts';
import type { Person } from '../decide/person.ts';
import type { Neighbours } from '../snapshot/types.ts';

/**
 * How near an item is to what a person bought, as `coBoughtValue`: weights of the rows of all that the person keeps in `bought`, added in
 * that order. The plain form of `Near`, for one item.
 */
export function plainNearness({ start, values, weight }: Neighbours, person: Person, item: number): number {
  let sum = 0;
  for (const seed of person.bought.subarray(0, person.boughtCount))
    for (let k = start[seed]!; k < start[seed + 1]!; k++) if (values[k] === item) sum += weight[k]!;
  return coBoughtValue(sum);
}
