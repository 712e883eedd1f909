import type { SearchIndex } from './types.ts';

/** Place of a key in a sorted list, or −1. Cost: O(log n). */
export function placeOf(keys: readonly string[], key: string): number {
  const at = firstFrom(keys, key);
  return keys[at] === key ? at : -1;
}

/** Place of the first key that is not before `key`. */
export function firstFrom(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keys[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many documents hold a term. */
export function holdingOf(index: SearchIndex, term: number): number {
  return index.start[term + 1]! - index.start[term]!;
}
