import { topK } from '../math/index.ts';
import type { Query, Variant } from './query.ts';
import { FIELDS, type Field, type SearchIndex } from './types.ts';

/** Documents that answer a query, in no order. */
export interface Matches {
  readonly docs: Uint32Array;
  /** shape (docs,): Σ over words of weight × impact. */
  readonly relevance: Float64Array;
  /** Words that had to be left out so that anything is found. */
  readonly dropped: readonly string[];
}

/** Memory that is used again from query to query. One per thread. */
export interface Scratch {
  readonly score: Float64Array;
  readonly word: Float32Array;
  readonly has: Uint16Array;
  readonly touched: Uint32Array;
  readonly held: Uint32Array;
}

/** Scratch for an index of so many documents: 26 bytes each. */
export function scratchFor(docs: number): Scratch {
  return {
    score: new Float64Array(docs),
    word: new Float32Array(docs),
    has: new Uint16Array(docs),
    touched: new Uint32Array(docs),
    held: new Uint32Array(docs),
  };
}

/**
 * Matches a query, word by word: a document's score for a word is that of its best variant, and words add up. All words must be
 * there; where no allowed document has all, those with the most words are taken, and the rarest words that none of
 * the best has are reported as dropped.
 * @param allowed documents that may be answered; null: all
 * Cost: O(postings of the query's terms), no allocation but the answer.
 */
export function match(
  index: SearchIndex,
  query: Query,
  scratch: Scratch,
  allowed: ((doc: number) => boolean) | null = null,
): Matches {
  const { score, word, has, touched, held } = scratch;
  let n = 0;
  query.wanted.forEach(({ variants }, w) => {
    let m = 0;
    for (const variant of variants)
      eachDoc(index, variant, (doc, impact) => {
        if (word[doc] === 0) held[m++] = doc;
        if (impact > word[doc]!) word[doc] = impact;
      });
    for (let i = 0; i < m; i++) {
      const doc = held[i]!;
      if (has[doc] === 0) touched[n++] = doc;
      has[doc]! |= 1 << w;
      score[doc]! += word[doc]!;
      word[doc] = 0;
    }
  });
  const counts = new Uint8Array(n);
  let best = 0;
  for (let i = 0; i < n; i++) {
    const doc = touched[i]!;
    if (allowed && !allowed(doc)) continue;
    counts[i] = bits(has[doc]!);
    best = Math.max(best, counts[i]!);
  }
  let found = 0;
  let covered = 0;
  for (let i = 0; i < n; i++) {
    const doc = touched[i]!;
    if (best > 0 && counts[i] === best) {
      held[found++] = doc;
      covered |= has[doc]!;
    }
  }
  const docs = held.slice(0, found);
  const relevance = Float64Array.from(docs, (doc) => score[doc]!);
  for (let i = 0; i < n; i++) {
    score[touched[i]!] = 0;
    has[touched[i]!] = 0;
  }
  const dropped = query.wanted.filter((_, w) => found > 0 && !(covered & (1 << w)));
  return { docs, relevance, dropped: dropped.map(({ word }) => word) };
}

/**
 * The most relevant documents in order, the lower number first among equals.
 * @param keep which of them count; null: all. Cost: O(docs · log most)
 */
export function ranked(
  { docs, relevance }: Matches,
  most: number,
  keep: ((doc: number) => boolean) | null = null,
): { docs: Uint32Array; relevance: Float64Array } {
  const at = new Uint32Array(docs.length);
  let n = 0;
  for (let i = 0; i < docs.length; i++) if (!keep || keep(docs[i]!)) at[n++] = i;
  // Documents of one word come in the order of their numbers, those of several do not: sorting makes the choice among equals one.
  const kept = at.subarray(0, n).sort((a, b) => docs[a]! - docs[b]!);
  const values = Float64Array.from(kept, (i) => relevance[i]!);
  const best = topK(values, most);
  return {
    docs: Uint32Array.from(best, (i) => docs[kept[i]!]!),
    relevance: Float64Array.from(best, (i) => values[i]!),
  };
}

/** Calls back for every document that holds all terms of a variant, with its weighted impact. */
function eachDoc(
  index: SearchIndex,
  { terms, weight }: Variant,
  each: (doc: number, impact: number) => void,
): void {
  const { start, doc, impact } = index;
  const [first, ...others] = [...terms].sort(
    (a, b) => start[a + 1]! - start[a]! - (start[b + 1]! - start[b]!),
  );
  if (first === undefined) return;
  const end = start[first + 1]!;
  if (others.length === 0) {
    for (let i = start[first]!; i < end; i++) each(doc[i]!, Math.fround(weight * impact[i]!));
    return;
  }
  const at = others.map((term) => start[term]!);
  for (let i = start[first]!; i < end; i++) {
    const d = doc[i]!;
    let sum = impact[i]!;
    let all = true;
    for (let o = 0; o < others.length && all; o++) {
      const stop = start[others[o]! + 1]!;
      while (at[o]! < stop && doc[at[o]!]! < d) at[o]!++;
      all = at[o]! < stop && doc[at[o]!] === d;
      if (all) sum += impact[at[o]!]!;
    }
    if (all) each(d, Math.fround(weight * sum));
  }
}

function bits(mask: number): number {
  let n = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) n++;
  return n;
}

/** Why a document is relevant: for each word that it has, through which terms, in which fields, and what that adds. */
export interface WordMatch {
  readonly word: string;
  readonly terms: readonly string[];
  readonly how: Variant['how'];
  readonly fields: readonly Field[];
  readonly amount: number;
}

/** The words of a query in one document, in the query's order; their amounts add up to its relevance, bit for bit. */
export function explainMatch(index: SearchIndex, query: Query, doc: number): WordMatch[] {
  const matches: WordMatch[] = [];
  for (const { word, variants } of query.wanted) {
    let best: WordMatch | null = null;
    for (const variant of variants) {
      const at = variant.terms.map((term) => postingOf(index, term, doc));
      if (at.some((place) => place < 0)) continue;
      // The rarest term first, as when it was matched: the order of additions is part of the sum.
      const order = variant.terms
        .map((term, n) => ({ n, holding: index.start[term + 1]! - index.start[term]! }))
        .sort((a, b) => a.holding - b.holding);
      const sum = order.reduce((total, { n }) => total + index.impact[at[n]!]!, 0);
      const amount = Math.fround(variant.weight * sum);
      if (best && best.amount >= amount) continue;
      const mask = at.reduce((bitsOf, place) => bitsOf | index.fields[place]!, 0);
      best = {
        word,
        terms: variant.terms.map((term) => index.terms[term]!),
        how: variant.how,
        fields: FIELDS.filter((_, f) => mask & (1 << f)),
        amount,
      };
    }
    if (best) matches.push(best);
  }
  return matches;
}

function postingOf(index: SearchIndex, term: number, doc: number): number {
  let low = index.start[term]!;
  let high = index.start[term + 1]!;
  const end = high;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (index.doc[middle]! < doc) low = middle + 1;
    else high = middle;
  }
  return low < end && index.doc[low] === doc ? low : -1;
}
