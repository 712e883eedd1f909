import { Nearest } from './nearest.ts';
import { holdingOfWord, type Segment, seek, segmentsOf } from './postings.ts';
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
  const segments = segmentsOf(index, wanted);
  const rest = order.map(() => 0);
  for (let n = order.length - 1; n >= 0; n--)
    rest[n] = (rest[n + 1] ?? 0) + Math.max(...segments.map(({ postings }) => postings[order[n]!]!.bound));
  const asked = { segments, order, rest, scratch, allowed };
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
  /** What the words from the n-th rarest on can add. */
  readonly rest: readonly number[];
  readonly scratch: Scratch;
  readonly allowed: Allowed;
}

/** Documents with every word, from those with its rarest one. */
function withAll(asked: AskedWords): Matches {
  const { rows } = asked.scratch;
  begin(asked.scratch);
  if (asked.order.length > 0) meet(asked, 0, Number.NEGATIVE_INFINITY, asked.order.length);
  return {
    docs: rows.doc.slice(0, rows.length),
    relevance: rows.relevance.slice(0, rows.length),
    words: rows.length > 0 ? asked.order.length : 0,
    whole: rows.length,
    dropped: [],
  };
}

/** Documents with the most words, and the nearest of the others. A document is met where its rarest word is read. */
function withMost(asked: AskedWords, nearby: number): Omit<Matches, 'dropped'> & { covered: number } {
  const { order, rest, scratch } = asked;
  const { rows } = scratch;
  begin(scratch);
  let most = 0;
  let n = 0;
  for (let read = 0; n < order.length && order.length - n >= most; n++) {
    meet(asked, n, Number.NEGATIVE_INFINITY, 0);
    for (; read < rows.length; read++) if (rows.words[read]! > most) most = rows.words[read]!;
  }
  const whole: number[] = [];
  let covered = 0;
  let highest = 0;
  for (let i = 0; i < rows.length; i++)
    if (rows.words[i] === most) {
      whole.push(i);
      covered |= rows.has[i]!;
      highest = Math.max(highest, rows.relevance[i]!);
    }
  const near = (NEAR / SOME) * highest;
  const nearest = new Nearest(whole.length > 0 && whole.length < ENOUGH ? nearby : 0);
  let i = 0;
  const choose = () => {
    for (; i < rows.length; i++)
      if (rows.words[i]! < most && rows.relevance[i]! >= near)
        nearest.offer(rows.doc[i]!, rows.relevance[i]!);
  };
  choose();
  for (; n < order.length; n++) {
    const floor = Math.max(near, nearest.least);
    if (rest[n]! * SLACK < floor) break;
    meet(asked, n, floor, 0);
    choose();
  }
  const some = nearest.take();
  return {
    docs: Uint32Array.from([...whole.map((row) => rows.doc[row]!), ...some.docs]),
    relevance: Float64Array.from([
      ...whole.map((row) => rows.relevance[row]!),
      ...some.relevance.map((relevance) => SOME * relevance),
    ]),
    words: most,
    whole: whole.length,
    covered,
  };
}

/** Bounds are added in another order than relevance is: this much is left for it. */
const SLACK = 1 + 1e-9;

/**
 * Adds the documents whose rarest word is the n-th to the rows, with all their words. Those that cannot reach so much (`floor`) or so many words are
 * left as soon as that is seen.
 */
function meet(
  { segments, order, rest, scratch, allowed }: AskedWords,
  n: number,
  floor: number,
  words: number,
) {
  const { rows, met, round } = scratch;
  const word = order[n]!;
  const amounts = new Float32Array(order.length);
  const at = new Uint32Array(order.length);
  for (const { postings, masked } of segments) {
    const { doc, impact, weight } = postings[word]!;
    at.fill(0);
    documents: for (let i = 0; i < doc.length; i++) {
      const d = doc[i]!;
      if (met[d] === round || (masked !== null && masked[d] !== 0)) continue;
      met[d] = round;
      let sum = Math.fround(weight * impact[i]!);
      let count = 1;
      let has = 1 << word;
      amounts[word] = sum;
      for (let next = n + 1; next < order.length; next++) {
        if ((sum + rest[next]!) * SLACK < floor || count + order.length - next < words) continue documents;
        const w = order[next]!;
        const other = postings[w]!;
        const place = seek(other.doc, at[next]!, d);
        at[next] = place;
        amounts[w] = 0;
        if (other.doc[place] !== d) continue;
        const amount = Math.fround(other.weight * other.impact[place]!);
        amounts[w] = amount;
        sum += amount;
        has |= 1 << w;
        count++;
      }
      if (sum * SLACK < floor || count < words || (allowed && !allowed(d))) continue;
      let relevance = 0;
      for (let w = 0; w < order.length; w++) relevance += amounts[w]!;
      rows.push(d, relevance, count, has);
    }
  }
}

/** Nothing is found, and no document was met yet. */
function begin(scratch: Scratch): void {
  scratch.rows.length = 0;
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
