import { Nearest } from './nearest.ts';
import { holdingOfWord, type Segment, segmentsOf } from './postings.ts';
import type { Query } from './query.ts';
import { Rows } from './rows.ts';
import type { SearchIndex } from './types.ts';

/** Fewer documents with all words than this, and the nearest of those with some are answered after them. */
export const ENOUGH = 24;
/** So many of them at most: some pages. */
export const NEARBY = 240;
/** What a document with some of the words counts beside one with all: a power of two, so that its parts still add up bit for bit. */
export const SOME = 0.5;
/** Relevance beside the best's from which a document with some of the words is near enough. */
export const NEAR = 0.1;

/** Documents that answer a query, in no order but that those with the most words come first. */
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
  readonly rows: Rows;
  /** By document, the round in which it was met. */
  readonly met: Uint32Array;
  round: number;
}

/** Scratch for an index of so many documents: 4 bytes each, and what the longest query takes. */
export function scratchFor(docs: number): Scratch {
  return { rows: new Rows(), met: new Uint32Array(docs), round: 0 };
}

type Allowed = ((doc: number) => boolean) | null;

/**
 * Matches a query, word by word: a document's score for a word is that of its best variant, and words add up. Those with the most
 * words answer; words that none of them has are reported as dropped. Where they are fewer than ENOUGH, those with some of the words that are near
 * the best in relevance follow, the nearest of them: a page of one result and nothing beside it helps nobody.
 * @param allowed documents that may be answered; null: all @param nearby of those with some words, so many at most
 * Cost: what the rarest word has, looked up in the others, where enough documents have all words. Else words are read from the rarest on until
 * those that are left could not bring a document among the nearest.
 */
export function match(
  index: SearchIndex,
  { wanted }: Query,
  scratch: Scratch,
  allowed: Allowed = null,
  nearby = NEARBY,
): Matches {
  const holding = wanted.map((word) => holdingOfWord(index, word));
  const order = wanted.map((_, w) => w).sort((a, b) => holding[a]! - holding[b]! || a - b);
  const asked = { segments: segmentsOf(index, wanted), order, scratch, allowed };
  const all = withAll(asked);
  if (all.docs.length >= ENOUGH || wanted.length < 2) return all;
  const { covered, ...most } = withMost(asked, nearby);
  const dropped = wanted.filter((_, w) => most.words > 0 && !(covered & (1 << w)));
  return { ...most, dropped: dropped.map(({ word }) => word) };
}

interface AskedWords {
  readonly segments: readonly Segment[];
  /** Words, the rarest first. */
  readonly order: readonly number[];
  readonly scratch: Scratch;
  readonly allowed: Allowed;
}

/** Documents with every word, from those with its rarest one. */
function withAll({ segments, order, scratch: { rows }, allowed }: AskedWords): Matches {
  const most = segments.reduce((sum, { postings }) => sum + (postings[order[0]!]?.doc.length ?? 0), 0);
  const docs = new Uint32Array(most);
  const relevance = new Float64Array(most);
  const [rarest, ...others] = order;
  let n = 0;
  for (const { postings, masked } of most > 0 ? segments : []) {
    const { doc, impact, weight } = postings[rarest!]!;
    rows.reset(order.length);
    for (let i = 0; i < doc.length; i++)
      if (masked === null || masked[doc[i]!] === 0)
        rows.push(doc[i]!, rarest!, Math.fround(weight * impact[i]!));
    others.forEach((w, before) => {
      rows.look(postings[w]!, w);
      rows.keep((i) => rows.words[i] === before + 2);
    });
    for (let i = 0; i < rows.length; i++) {
      if (allowed && !allowed(rows.doc[i]!)) continue;
      docs[n] = rows.doc[i]!;
      relevance[n++] = rows.relevance(i);
    }
  }
  return {
    docs: docs.subarray(0, n),
    relevance: relevance.subarray(0, n),
    words: n > 0 ? order.length : 0,
    whole: n,
    dropped: [],
  };
}

/** Documents with the most words, and the nearest of the others. A document is met where its rarest word is read. */
function withMost(asked: AskedWords, nearby: number): Omit<Matches, 'dropped'> & { covered: number } {
  const { segments, order, scratch } = asked;
  const { rows } = scratch;
  // What the words from the n-th rarest on can add.
  const rest = order.map(() => 0);
  for (let n = order.length - 1; n >= 0; n--)
    rest[n] = (rest[n + 1] ?? 0) + Math.max(...segments.map(({ postings }) => postings[order[n]!]!.bound));
  begin(scratch);
  const met: { doc: number; relevance: number; words: number; has: number }[] = [];
  let words = 0;
  let n = 0;
  for (; n < order.length && order.length - n >= words; n++)
    for (const segment of segments) {
      meet(asked, segment, n, rest, Number.NEGATIVE_INFINITY);
      for (let i = 0; i < rows.length; i++) {
        met.push({
          doc: rows.doc[i]!,
          relevance: rows.relevance(i),
          words: rows.words[i]!,
          has: rows.has(i),
        });
        if (rows.words[i]! > words) words = rows.words[i]!;
      }
    }
  const whole = met.filter((one) => one.words === words);
  const covered = whole.reduce((bits, { has }) => bits | has, 0);
  const near = (NEAR / SOME) * whole.reduce((most, { relevance }) => Math.max(most, relevance), 0);
  const nearest = new Nearest(whole.length > 0 && whole.length < ENOUGH ? nearby : 0);
  const floor = () => Math.max(near, nearest.least);
  for (const one of met)
    if (one.words < words && one.relevance >= near) nearest.offer(one.doc, one.relevance);
  for (; n < order.length && rest[n]! * SLACK >= floor(); n++)
    for (const segment of segments) {
      meet(asked, segment, n, rest, floor());
      for (let i = 0; i < rows.length; i++) {
        const relevance = rows.relevance(i);
        if (relevance >= near) nearest.offer(rows.doc[i]!, relevance);
      }
    }
  const some = nearest.take();
  return {
    docs: Uint32Array.from([...whole.map(({ doc }) => doc), ...some.docs]),
    relevance: Float64Array.from([
      ...whole.map(({ relevance }) => relevance),
      ...some.relevance.map((relevance) => SOME * relevance),
    ]),
    words,
    whole: whole.length,
    covered,
  };
}

/** Bounds are added in another order than relevance is: this much is left for it. */
const SLACK = 1 + 1e-9;

/**
 * Puts into the rows the documents whose rarest word is the n-th, with all their words. Those that cannot reach `floor` are left out.
 * @param rest what the words from each on can add
 */
function meet(
  { order, scratch, allowed }: AskedWords,
  { postings, masked }: Segment,
  n: number,
  rest: readonly number[],
  floor: number,
): void {
  const { rows, met, round } = scratch;
  const word = order[n]!;
  const { doc, impact, weight } = postings[word]!;
  rows.reset(order.length);
  const after = rest[n + 1] ?? 0;
  for (let i = 0; i < doc.length; i++) {
    const d = doc[i]!;
    if (met[d] === round || (masked !== null && masked[d] !== 0)) continue;
    met[d] = round;
    const amount = Math.fround(weight * impact[i]!);
    if ((amount + after) * SLACK < floor || (allowed && !allowed(d))) continue;
    rows.push(d, word, amount);
  }
  for (let next = n + 1; next < order.length && rows.length > 0; next++) {
    rows.look(postings[order[next]!]!, order[next]!);
    const left = rest[next + 1] ?? 0;
    if (floor > 0) rows.keep((i) => (rows.sum[i]! + left) * SLACK >= floor);
  }
}

/** A round in which no document was met yet. */
function begin(scratch: Scratch): void {
  scratch.round++;
  if (scratch.round < 2 ** 32) return;
  scratch.met.fill(0);
  scratch.round = 1;
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
  const nearest = new Nearest(Math.min(most, docs.length));
  for (let i = 0; i < docs.length; i++)
    if (relevance[i]! >= nearest.least && (!keep || keep(docs[i]!))) nearest.offer(docs[i]!, relevance[i]!);
  return nearest.take();
}
