import type { Past } from '../decide/past.ts';
import { SAME_POSITION } from './source.ts';

/** Offers of a category that are looked through for one position. */
const LOOK = 400;

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
  const { categories, offers } = past.snapshot;
  const { person, pool } = past;
  const from = categories.offers.start[category]!;
  const end = Math.min(categories.offers.start[category + 1]!, from + LOOK);
  let added = 0;
  let positioned = false;
  for (let i = from; i < end && added < most; i++) {
    const offer = categories.offers.values[i]!;
    const position = offers.position[offer]!;
    if (!Number.isNaN(position)) positioned = true;
    if (person.positioned && !(Math.abs(position - person.position) <= SAME_POSITION)) continue;
    if (pool.add(offer, source, via, weight)) added++;
  }
  if (positioned || !person.positioned) return added;
  for (let i = from; i < end && added < most; i++)
    if (pool.add(categories.offers.values[i]!, source, via, weight)) added++;
  return added;
}
