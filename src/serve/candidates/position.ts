import type { Past } from '../decide/past.ts';
import type { Snapshot } from '../snapshot/types.ts';
import { SAME_POSITION } from './source.ts';

/** Offers of a category that are looked through for one position. */
const LOOK = 400;

const listed = new WeakMap<Snapshot, Float32Array>();

/** Price positions in the order in which categories list their offers: a category's are looked through one after the other. */
function listedPositions(snapshot: Snapshot): Float32Array {
  let positions = listed.get(snapshot);
  if (positions) return positions;
  const { values } = snapshot.categories.offers;
  positions = Float32Array.from(values, (offer) => snapshot.offers.position[offer]!);
  listed.set(snapshot, positions);
  return positions;
}

/**
 * Offers of a category at the person's price position, the likeliest bought first. Where the person's position is not known, all of
 * them; where the category positions none of its offers, those without a position.
 * @returns how many were added
 */
export function addAtPosition(
  past: Past,
  category: number,
  source: number,
  via: number,
  weight: number,
  most: number,
): number {
  const { categories } = past.snapshot;
  const { person, pool } = past;
  const positions = listedPositions(past.snapshot);
  const from = categories.offers.start[category]!;
  const end = Math.min(categories.offers.start[category + 1]!, from + LOOK);
  let added = 0;
  let positioned = false;
  const { values } = categories.offers;
  const anywhere = !person.positioned;
  const own = person.position;
  for (let i = from; i < end && added < most; i++) {
    const position = positions[i]!;
    if (!Number.isNaN(position)) positioned = true;
    if ((anywhere || Math.abs(position - own) <= SAME_POSITION) && pool.add(values[i]!, source, via, weight))
      added++;
  }
  if (positioned || !person.positioned) return added;
  for (let i = from; i < end && added < most; i++) if (pool.add(values[i]!, source, via, weight)) added++;
  return added;
}
