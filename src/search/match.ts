import { holdingOf, wordOf } from './lookup.ts';
import type { Query, Variant } from './query.ts';
import { FIELDS, type Field, type SearchIndex } from './types.ts';

/** Fewer documents with all words than this, and the nearest of those with some are answered after them. */
export const ENOUGH = 24;
/** What a document with some of the words counts beside one with all: a power of two, so that its parts still add up bit for bit. */
export const SOME = 0.5;
/** Relevance beside the best's from which a document with some of the words is near enough. */
export const NEAR = 0.1;

/** Documents that answer a query, in no order. */
export interface Matches {
  readonly docs: Uint32Array;
  /** shape (docs,): Σ over words of weight × impact; times SOME where a word is missing that others have. */
  readonly relevance: Float64Array;
  /** The most words that any has, and how many of the documents have so many. */
  readonly words: number;
  readonly whole: number;
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
 * Matches a query, word by word: a document's score for a word is that of its best variant, and words add up. Those with the most
 * words answer; words that none of them has are reported as dropped. Where they are fewer than ENOUGH, those with some of the words that are near
 * the best in relevance follow: a page of one result and nothing beside it helps nobody.
 * @param allowed documents that may be answered; null: all
 * Cost: O(postings of the rarest word × log postings) where enough documents have all words, else O(postings of all words).
 */
export function match(
  index: SearchIndex,
  query: Query,
  scratch: Scratch,
  allowed: ((doc: number) => boolean) | null = null,
): Matches {
  return withAll(index, query, scratch, allowed) ?? withMost(index, query, scratch, allowed);
}

/** Documents with every word, from those with its rarest one; null where they are not enough to leave all others out. */
function withAll(
  index: SearchIndex,
  { wanted }: Query,
  { word, held }: Scratch,
  allowed: ((doc: number) => boolean) | null,
): Matches | null {
  if (wanted.length < 2) return null;
  const holding = wanted.map(({ variants }) =>
    variants.reduce((sum, { terms }) => sum + Math.min(...terms.map((term) => holdingOf(index, term))), 0),
  );
  const order = wanted.map((_, w) => w).sort((a, b) => holding[a]! - holding[b]!);
  const [rarest, ...others] = order as [number, ...number[]];
  const rest = others.reduce((sum, w) => sum + holding[w]!, 0);
  if (holding[rarest]! < ENOUGH || SEEK * others.length * holding[rarest]! > rest) return null;
  let n = gather(index, wanted[rarest]!.variants, word, held);
  const amounts = new Map<number, Float32Array>();
  let kept = 0;
  for (let i = 0; i < n; i++) {
    const doc = held[i]!;
    if (!allowed || allowed(doc)) {
      const own = new Float32Array(wanted.length);
      own[rarest] = word[doc]!;
      amounts.set(doc, own);
      held[kept++] = doc;
    }
    word[doc] = 0;
  }
  for (const w of others) {
    n = kept;
    kept = 0;
    for (let i = 0; i < n; i++) {
      const doc = held[i]!;
      const best = bestOf(index, wanted[w]!.variants, doc);
      if (best === 0) continue;
      amounts.get(doc)![w] = best;
      held[kept++] = doc;
    }
    if (kept < ENOUGH) return null;
  }
  const docs = held.slice(0, kept);
  const relevance = Float64Array.from(docs, (doc) => amounts.get(doc)!.reduce((sum, part) => sum + part, 0));
  return { docs, relevance, words: wanted.length, whole: kept, dropped: [] };
}

/** What a look into a list of postings costs, against reading on in it. */
const SEEK = 8;

function bestOf(index: SearchIndex, variants: readonly Variant[], doc: number): number {
  let best = 0;
  for (const { terms, weight } of variants) {
    let sum = 0;
    for (const term of rarestFirst(index, terms)) {
      const posting = postingOf(index, term, doc);
      sum = posting ? sum + posting.impact : Number.NaN;
    }
    const amount = Math.fround(weight * sum);
    if (amount > best) best = amount;
  }
  return best;
}

/** Writes each document's best amount for a word to `word`, and its number to `held`. @returns how many */
function gather(
  index: SearchIndex,
  variants: readonly Variant[],
  word: Float32Array,
  held: Uint32Array,
): number {
  let m = 0;
  for (const variant of variants)
    eachDoc(index, variant, (doc, impact) => {
      if (word[doc] === 0) held[m++] = doc;
      if (impact > word[doc]!) word[doc] = impact;
    });
  return m;
}

/** Documents with the most words, after every posting of every word. */
function withMost(
  index: SearchIndex,
  query: Query,
  { score, word, has, touched, held }: Scratch,
  allowed: ((doc: number) => boolean) | null,
): Matches {
  let n = 0;
  query.wanted.forEach(({ variants }, w) => {
    const m = gather(index, variants, word, held);
    for (let i = 0; i < m; i++) {
      const doc = held[i]!;
      if (has[doc] === 0) touched[n++] = doc;
      has[doc]! |= 1 << w;
      score[doc]! += word[doc]!;
      word[doc] = 0;
    }
  });
  // Those with more words first; what may be answered is asked of as few as possible.
  let best = 0;
  let whole = 0;
  let covered = 0;
  let highest = 0;
  for (let count = query.wanted.length; count > 0 && whole === 0; count--)
    for (let i = 0; i < n; i++) {
      const doc = touched[i]!;
      if (bits(has[doc]!) !== count || (allowed && !allowed(doc))) continue;
      best = count;
      held[whole++] = doc;
      covered |= has[doc]!;
      highest = Math.max(highest, score[doc]!);
    }
  let found = whole;
  for (let i = 0; i < n && whole > 0 && whole < ENOUGH; i++) {
    const doc = touched[i]!;
    if (bits(has[doc]!) >= best || SOME * score[doc]! < NEAR * highest) continue;
    if (allowed && !allowed(doc)) continue;
    score[doc]! *= SOME;
    held[found++] = doc;
  }
  const docs = held.slice(0, found);
  const relevance = Float64Array.from(docs, (doc) => score[doc]!);
  for (let i = 0; i < n; i++) {
    score[touched[i]!] = 0;
    has[touched[i]!] = 0;
  }
  const dropped = query.wanted.filter((_, w) => found > 0 && !(covered & (1 << w)));
  return { docs, relevance, words: best, whole, dropped: dropped.map(({ word }) => word) };
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
  const size = Math.max(0, Math.min(most, docs.length));
  const heap = new Uint32Array(size);
  // The root is the worst kept: the least relevant, and of equals the highest number.
  const worse = (a: number, b: number) =>
    relevance[a]! < relevance[b]! || (relevance[a] === relevance[b] && docs[a]! > docs[b]!);
  const sink = (from: number, length: number) => {
    for (let at = from; ; ) {
      let least = at;
      for (let child = 2 * at + 1; child <= 2 * at + 2 && child < length; child++)
        if (worse(heap[child]!, heap[least]!)) least = child;
      if (least === at) return;
      const one = heap[at]!;
      heap[at] = heap[least]!;
      heap[least] = one;
      at = least;
    }
  };
  let n = 0;
  for (let i = 0; i < docs.length; i++) {
    if (n === size && (size === 0 || !worse(heap[0]!, i))) continue;
    if (keep && !keep(docs[i]!)) continue;
    if (n < size) {
      heap[n++] = i;
      if (n === size) for (let at = (size >> 1) - 1; at >= 0; at--) sink(at, size);
    } else {
      heap[0] = i;
      sink(0, size);
    }
  }
  const best = heap.subarray(0, n).sort((a, b) => (worse(a, b) ? 1 : -1));
  return {
    docs: Uint32Array.from(best, (i) => docs[i]!),
    relevance: Float64Array.from(best, (i) => relevance[i]!),
  };
}

/** Calls back for every document that holds all terms of a variant, with its weighted impact. */
function eachDoc(
  index: SearchIndex,
  { terms, weight }: Variant,
  each: (doc: number, impact: number) => void,
): void {
  const { live } = index;
  const rows = rarestFirst(index, terms);
  if (!live) {
    eachHolding(index, rows, weight, null, each);
    return;
  }
  if (rows.every((term) => term < index.terms.length)) eachHolding(index, rows, weight, live.masked, each);
  const own = rows.map((term) => live.rowOf.get(term));
  if (own.every((row) => row !== undefined)) eachHolding(live, own, weight, null, each);
}

/** In the order in which a variant's terms are added up: it is part of the sum. */
function rarestFirst(index: SearchIndex, terms: readonly number[]): readonly number[] {
  return terms.length === 1 ? terms : [...terms].sort((a, b) => holdingOf(index, a) - holdingOf(index, b));
}

/** The same in one segment; rows are those of its postings, the rarest first. */
function eachHolding(
  { start, doc, impact }: Pick<SearchIndex, 'start' | 'doc' | 'impact'>,
  rows: readonly number[],
  weight: number,
  masked: Uint8Array | null,
  each: (doc: number, impact: number) => void,
): void {
  const [first, ...others] = rows;
  if (first === undefined) return;
  const end = start[first + 1]!;
  if (others.length === 0) {
    for (let i = start[first]!; i < end; i++)
      if (masked === null || masked[doc[i]!] === 0) each(doc[i]!, Math.fround(weight * impact[i]!));
    return;
  }
  const at = others.map((row) => start[row]!);
  for (let i = start[first]!; i < end; i++) {
    const d = doc[i]!;
    let sum = impact[i]!;
    let all = masked === null || masked[d] === 0;
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

/**
 * The words of a query in one document, in the query's order; their amounts add up to its relevance, bit for bit.
 * @param words the most words that any document has: one with fewer counts SOME
 */
export function explainMatch(index: SearchIndex, query: Query, doc: number, words = 0): WordMatch[] {
  const matches: WordMatch[] = [];
  for (const { word, variants } of query.wanted) {
    let best: WordMatch | null = null;
    for (const variant of variants) {
      const at = variant.terms.map((term) => postingOf(index, term, doc));
      if (at.some((one) => one === null)) continue;
      // The rarest term first, as when it was matched: the order of additions is part of the sum.
      const order = variant.terms
        .map((term, n) => ({ n, holding: holdingOf(index, term) }))
        .sort((a, b) => a.holding - b.holding);
      const sum = order.reduce((total, { n }) => total + at[n]!.impact, 0);
      const amount = Math.fround(variant.weight * sum);
      if (best && best.amount >= amount) continue;
      const mask = at.reduce((bitsOf, one) => bitsOf | one!.fields, 0);
      best = {
        word,
        terms: variant.terms.map((term) => wordOf(index, term)),
        how: variant.how,
        fields: FIELDS.filter((_, f) => mask & (1 << f)),
        amount,
      };
    }
    if (best) matches.push(best);
  }
  if (matches.length >= words) return matches;
  return matches.map((one) => ({ ...one, amount: one.amount * SOME }));
}

/** What a term counts in a document, and the bits of the fields that hold it; null: it does not. */
function postingOf(index: SearchIndex, term: number, doc: number): { impact: number; fields: number } | null {
  const segment = index.live?.masked[doc] ? index.live : index;
  const row = segment === index ? term : index.live!.rowOf.get(term);
  if (row === undefined || row + 1 >= segment.start.length) return null;
  let low = segment.start[row]!;
  let high = segment.start[row + 1]!;
  const end = high;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (segment.doc[middle]! < doc) low = middle + 1;
    else high = middle;
  }
  return low < end && segment.doc[low] === doc
    ? { impact: segment.impact[low]!, fields: segment.fields[low]! }
    : null;
}
