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

/** Place of the first of sorted numbers that is not below `value`. */
export function lowerBound(sorted: Uint32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Number of a word, or −1. Words that only the live segment has are numbered after the others. */
export function termOf({ terms, live }: SearchIndex, word: string): number {
  const term = placeOf(terms, word);
  if (term >= 0 || !live) return term;
  const place = placeOf(live.terms, word);
  return place < 0 ? -1 : terms.length + place;
}

/** The word of a number. */
export function wordOf({ terms, live }: SearchIndex, term: number): string {
  return terms[term] ?? live!.terms[term - terms.length]!;
}

/** How many documents hold a term: of a word that the index knows, those in the index, whatever changed since. */
export function holdingOf({ terms, start, live }: SearchIndex, term: number): number {
  if (term < terms.length) return start[term + 1]! - start[term]!;
  const row = live!.rowOf.get(term)!;
  return live!.start[row + 1]! - live!.start[row]!;
}

/** Words that are typed so in pinyin. */
export function typedAs({ pinyinKeys, pinyinStart, pinyinTerm, live }: SearchIndex, key: string): number[] {
  const at = placeOf(pinyinKeys, key);
  const terms = at < 0 ? [] : [...pinyinTerm.subarray(pinyinStart[at]!, pinyinStart[at + 1]!)];
  if (live) terms.push(...(live.byPinyin.get(key) ?? []));
  return terms;
}

/** Calls back with the words that, with letters left out, have this hash. */
export function eachNear(
  { deletionHash, deletionTerm, live }: SearchIndex,
  hash: number,
  each: (term: number) => void,
): void {
  for (let at = lowerBound(deletionHash, hash); deletionHash[at] === hash; at++) each(deletionTerm[at]!);
  for (const term of live?.byDeletion.get(hash) ?? []) each(term);
}

/** Words that begin so, at most so many of the index and of the live segment each. */
export function beginningWith({ terms, live }: SearchIndex, word: string, most: number): number[] {
  const found: number[] = [];
  for (const [list, base] of [[terms, 0] as const, [live?.terms ?? [], terms.length] as const])
    for (let at = firstFrom(list, word), n = 0; list[at]?.startsWith(word) && n < most; at++, n++)
      found.push(base + at);
  return found;
}

/** How many `key=value` there are. */
export function facetCount({ facetValues, live }: SearchIndex): number {
  return facetValues.length + (live?.facetValues.length ?? 0);
}

/** The `key=value` of a number. */
export function facetText({ facetValues, live }: SearchIndex, facet: number): string {
  return facetValues[facet] ?? live!.facetValues[facet - facetValues.length]!;
}

/** Number of a `key=value`, or −1. */
export function facetOf({ facetValues, live }: SearchIndex, pair: string): number {
  const facet = placeOf(facetValues, pair);
  if (facet >= 0 || !live) return facet;
  const place = placeOf(live.facetValues, pair);
  return place < 0 ? -1 : facetValues.length + place;
}
