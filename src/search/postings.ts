import { holdingOf } from './lookup.ts';
import type { Wanted } from './query.ts';
import type { LiveSegment, SearchIndex } from './types.ts';

/** Documents that have a word, ascending, and what it adds to each: `weight` × `impact[i]`, as a float of 32 bits. */
export interface Postings {
  readonly doc: Uint32Array;
  readonly impact: Float32Array;
  readonly weight: number;
  /** No document gets more from it. */
  readonly bound: number;
}

/** A part of an index whose documents are its own alone: what is masked counts in the other. */
export interface Segment {
  /** By word, in the query's order. */
  readonly postings: readonly Postings[];
  readonly masked: Uint8Array | null;
}

const NONE: Postings = { doc: new Uint32Array(0), impact: new Float32Array(0), weight: 1, bound: 0 };

/** The words of a query in each segment of an index. Words of one term are views; others are merged. Cost: O(their postings) at most. */
export function segmentsOf(index: SearchIndex, wanted: readonly Wanted[]): Segment[] {
  const { live } = index;
  const all = (rowOf: (term: number) => number, part: SearchIndex | LiveSegment) =>
    wanted.map((word) => postingsOf(index, word, part, rowOf));
  const own = all((term) => (term < index.terms.length ? term : -1), index);
  if (!live) return [{ postings: own, masked: null }];
  const later = all((term) => live.rowOf.get(term) ?? -1, live);
  return [
    { postings: own, masked: live.masked },
    { postings: later, masked: null },
  ];
}

/** How many documents may have a word: as many as hold the rarest term of each of its variants. */
export function holdingOfWord(index: SearchIndex, { variants }: Wanted): number {
  return variants.reduce(
    (sum, { terms }) => sum + Math.min(...terms.map((term) => holdingOf(index, term))),
    0,
  );
}

/** In the order in which a variant's terms are added up: it is part of the sum. */
export function rarestFirst(index: SearchIndex, terms: readonly number[]): readonly number[] {
  return terms.length === 1 ? terms : [...terms].sort((a, b) => holdingOf(index, a) - holdingOf(index, b));
}

/** A document has a word through the best of its variants. */
function postingsOf(
  index: SearchIndex,
  { variants }: Wanted,
  part: SearchIndex | LiveSegment,
  rowOf: (term: number) => number,
): Postings {
  let best = NONE;
  for (const { terms, weight } of variants) {
    const rows = rarestFirst(index, terms).map(rowOf);
    if (rows.some((row) => row < 0)) continue;
    const one = rows.length === 1 ? ofTerm(part, rows[0]!, weight) : together(part, rows, weight);
    best = best.doc.length === 0 ? one : one.doc.length === 0 ? best : either(best, one);
  }
  return best;
}

function ofTerm(part: SearchIndex | LiveSegment, row: number, weight: number): Postings {
  const [from, to] = [part.start[row]!, part.start[row + 1]!];
  return {
    doc: part.doc.subarray(from, to),
    impact: part.impact.subarray(from, to),
    weight,
    bound: Math.fround(weight * highestOf(part, row)),
  };
}

const highest = new WeakMap<Float32Array, Float32Array>();

/** The highest impact of a term; read once. */
function highestOf({ impact, start }: SearchIndex | LiveSegment, row: number): number {
  let known = highest.get(impact);
  if (!known) {
    known = new Float32Array(start.length - 1).fill(-1);
    highest.set(impact, known);
  }
  if (known[row]! < 0) {
    let most = 0;
    for (let i = start[row]!; i < start[row + 1]!; i++) if (impact[i]! > most) most = impact[i]!;
    known[row] = most;
  }
  return known[row]!;
}

/** Documents that hold all of these terms; their impacts are added in this order. */
function together(part: SearchIndex | LiveSegment, rows: readonly number[], weight: number): Postings {
  const [first, ...others] = rows.map((row) => ofTerm(part, row, 1)) as [Postings, ...Postings[]];
  const doc = new Uint32Array(first.doc.length);
  const impact = new Float32Array(first.doc.length);
  const at = others.map(() => 0);
  let n = 0;
  let bound = 0;
  for (let i = 0; i < first.doc.length; i++) {
    let sum = first.impact[i]!;
    for (let o = 0; o < others.length; o++) {
      const other = others[o]!;
      at[o] = seek(other.doc, at[o]!, first.doc[i]!);
      sum = other.doc[at[o]!] === first.doc[i] ? sum + other.impact[at[o]!]! : Number.NaN;
    }
    if (Number.isNaN(sum)) continue;
    doc[n] = first.doc[i]!;
    impact[n] = weight * sum;
    if (impact[n]! > bound) bound = impact[n]!;
    n++;
  }
  return { doc: doc.subarray(0, n), impact: impact.subarray(0, n), weight: 1, bound };
}

/** Documents of either; the higher amount where both have one. */
function either(a: Postings, b: Postings): Postings {
  const most = a.doc.length + b.doc.length;
  const doc = new Uint32Array(most);
  const impact = new Float32Array(most);
  let n = 0;
  for (let i = 0, j = 0; i < a.doc.length || j < b.doc.length; n++) {
    const left = i < a.doc.length ? a.doc[i]! : Number.POSITIVE_INFINITY;
    const right = j < b.doc.length ? b.doc[j]! : Number.POSITIVE_INFINITY;
    doc[n] = Math.min(left, right);
    let amount = 0;
    if (left <= right) amount = Math.fround(a.weight * a.impact[i++]!);
    if (right <= left) amount = Math.max(amount, Math.fround(b.weight * b.impact[j++]!));
    impact[n] = amount;
  }
  return {
    doc: doc.subarray(0, n),
    impact: impact.subarray(0, n),
    weight: 1,
    bound: Math.max(a.bound, b.bound),
  };
}

/** Place of the first of sorted documents from `at` on that is not before `doc`. Cost: O(log of the distance). */
export function seek(docs: Uint32Array, at: number, doc: number): number {
  if (at >= docs.length || docs[at]! >= doc) return at;
  let step = 1;
  while (at + step < docs.length && docs[at + step]! < doc) {
    at += step;
    step *= 2;
  }
  let low = at + 1;
  let high = Math.min(at + step, docs.length);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (docs[middle]! < doc) low = middle + 1;
    else high = middle;
  }
  return low;
}
