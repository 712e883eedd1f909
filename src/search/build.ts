import { pinyinOf } from './pinyin.ts';
import { deletionsOf, mistakesIn } from './spelling.ts';
import { hasHan } from './text.ts';
import { FIELD_WEIGHTS, FIELDS, type SearchDoc, type SearchIndex } from './types.ts';
import { pairsOf, wordsOf } from './words.ts';

/** Saturation and length normalisation of BM25F. Names are short, so length says less than in prose. */
export const K1 = 1.2;
export const B = 0.5;

/** A term of a document: how often it stands in each field. */
export type Counts = Map<string, Uint16Array>;

/** Texts of each field of a document, in the order of FIELDS. */
export function fieldTexts(doc: SearchDoc): readonly (readonly string[])[] {
  return [
    doc.names,
    doc.brands,
    doc.categories,
    doc.attributes.map((a) => a.slice(a.indexOf('=') + 1)),
    doc.shops,
  ];
}

/** Counts of a document's terms, and how many words each field has. */
export interface Counted {
  readonly counts: Counts;
  readonly lengths: readonly number[];
}

/** Texts that many documents share, cut once: brands, categories, shops. */
type Cut = Map<string, { readonly words: readonly string[]; readonly terms: readonly string[] }>;

function cutText(text: string, known: Cut | null) {
  const before = known?.get(text);
  if (before) return before;
  const words = wordsOf(text, true);
  const cut = { words, terms: [...words, ...pairsOf(text)] };
  known?.set(text, cut);
  return cut;
}

/** Counts a document's terms by field. @param known texts of other fields than the name, cut before */
export function countTerms(doc: SearchDoc, known: Cut | null = null): Counted {
  const counts: Counts = new Map();
  const lengths = fieldTexts(doc).map((texts, field) => {
    let length = 0;
    for (const text of texts) {
      const { words, terms } = cutText(text, field === 0 ? null : known);
      length += words.length;
      for (const word of terms) {
        const row = counts.get(word) ?? new Uint16Array(FIELDS.length);
        row[field]!++;
        counts.set(word, row);
      }
    }
    return length;
  });
  return { counts, lengths };
}

/**
 * Weighted term frequency of BM25F: Σ_f w_f · tf_f / (1 − b + b · len_f / avg_f).
 * Source: Robertson, Zaragoza, The Probabilistic Relevance Framework (2009), eq. 3.16.
 */
export function weightedFrequency(
  counts: ArrayLike<number>,
  lengths: ArrayLike<number>,
  averages: ArrayLike<number>,
): number {
  let sum = 0;
  for (let f = 0; f < FIELDS.length; f++) {
    if (counts[f] === 0) continue;
    const relative = averages[f]! > 0 ? lengths[f]! / averages[f]! : 1;
    sum += (FIELD_WEIGHTS[FIELDS[f]!] * counts[f]!) / (1 - B + B * relative);
  }
  return sum;
}

/** ln(1 + (N − n + ½) / (n + ½)): never negative. */
export function inverseFrequency(docs: number, holding: number): number {
  return Math.log(1 + (docs - holding + 0.5) / (holding + 0.5));
}

/** What a term adds to a document's score. */
export function impactOf(frequency: number, inverse: number): number {
  return (inverse * frequency * (K1 + 1)) / (K1 + frequency);
}

/**
 * Builds the index. Deterministic: the same documents give the same columns.
 * Cost: O(words), about 100 bytes a word while it is built.
 */
export function buildIndex(docs: Iterable<SearchDoc>): SearchIndex {
  const numberOf = new Map<string, number>();
  const facetNumber = new Map<string, number>();
  const rows = new Growing();
  const known: Cut = new Map();
  const facets: number[] = [];
  const facetStart: number[] = [0];
  const lengths: number[] = [];
  const totals = new Float64Array(FIELDS.length);
  let size = 0;
  for (const doc of docs) {
    const counted = countTerms(doc, known);
    for (const [word, row] of counted.counts) {
      rows.push(numbered(numberOf, word), size, row);
    }
    counted.lengths.forEach((length, f) => {
      lengths.push(length);
      totals[f]! += length;
    });
    for (const value of new Set(doc.attributes)) {
      facets.push(numbered(facetNumber, value));
    }
    facetStart.push(facets.length);
    size++;
  }
  const terms = sortedKeys(numberOf);
  const facetValues = sortedKeys(facetNumber);
  const averages = totals.map((total) => total / Math.max(1, size));
  return {
    docs: size,
    averages,
    terms: terms.keys,
    ...postings(rows, terms, lengths, averages, size),
    ...deletions(terms.keys),
    ...byPinyin(terms.keys),
    facetValues: facetValues.keys,
    facetStart: Uint32Array.from(facetStart),
    facet: Uint32Array.from(facets, (facet) => facetValues.place[facet]!),
  };
}

/** The number of a key, a new one if it has none. */
function numbered(numberOf: Map<string, number>, key: string): number {
  const known = numberOf.get(key);
  if (known !== undefined) return known;
  numberOf.set(key, numberOf.size);
  return numberOf.size - 1;
}

/** Term, document and field counts, row by row, in arrays that grow. */
class Growing {
  length = 0;
  term = new Uint32Array(1 << 16);
  doc = new Uint32Array(1 << 16);
  counts = new Uint16Array((1 << 16) * FIELDS.length);
  push(term: number, doc: number, counts: Uint16Array): void {
    if (this.length === this.term.length) {
      this.term = grown(this.term);
      this.doc = grown(this.doc);
      this.counts = grown(this.counts);
    }
    this.term[this.length] = term;
    this.doc[this.length] = doc;
    this.counts.set(counts, this.length * FIELDS.length);
    this.length++;
  }
}

function grown<T extends Uint32Array | Uint16Array>(from: T): T {
  const to = new (from.constructor as new (n: number) => T)(from.length * 2);
  to.set(from);
  return to;
}

function sortedKeys(numberOf: ReadonlyMap<string, number>): { keys: string[]; place: Uint32Array } {
  const keys = [...numberOf.keys()].sort((a, b) => (a < b ? -1 : 1));
  const place = new Uint32Array(keys.length);
  keys.forEach((key, at) => {
    place[numberOf.get(key)!] = at;
  });
  return { keys, place };
}

/** Postings by term, then document, with their impacts. Documents came in order, so a counting sort by term keeps it. */
function postings(
  rows: Growing,
  terms: { keys: string[]; place: Uint32Array },
  lengths: readonly number[],
  averages: Float64Array,
  docs: number,
) {
  const start = new Uint32Array(terms.keys.length + 1);
  for (let i = 0; i < rows.length; i++) start[terms.place[rows.term[i]!]! + 1]!++;
  for (let t = 0; t < terms.keys.length; t++) start[t + 1]! += start[t]!;
  const next = start.slice();
  const doc = new Uint32Array(rows.length);
  const impact = new Float32Array(rows.length);
  const fields = new Uint8Array(rows.length);
  const own = new Float64Array(FIELDS.length);
  for (let i = 0; i < rows.length; i++) {
    const term = terms.place[rows.term[i]!]!;
    const at = next[term]!++;
    const d = rows.doc[i]!;
    const counts = rows.counts.subarray(i * FIELDS.length, (i + 1) * FIELDS.length);
    for (let f = 0; f < FIELDS.length; f++) own[f] = lengths[d * FIELDS.length + f]!;
    const frequency = weightedFrequency(counts, own, averages);
    doc[at] = d;
    impact[at] = impactOf(frequency, inverseFrequency(docs, start[term + 1]! - start[term]!));
    for (let f = 0; f < FIELDS.length; f++) if (counts[f]! > 0) fields[at]! |= 1 << f;
  }
  return { start, doc, impact, fields };
}

function deletions(terms: readonly string[]) {
  const pairs: [hash: number, term: number][] = [];
  terms.forEach((term, t) => {
    if (!/^[a-z]+$/.test(term) || mistakesIn(term) === 0) return;
    for (const hash of deletionsOf(term)) pairs.push([hash, t]);
  });
  pairs.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return {
    deletionHash: Uint32Array.from(pairs, ([hash]) => hash),
    deletionTerm: Uint32Array.from(pairs, ([, term]) => term),
  };
}

function byPinyin(terms: readonly string[]) {
  const of = new Map<string, number[]>();
  terms.forEach((term, t) => {
    if (term[0] === '^' || !hasHan(term)) return;
    const key = pinyinOf(term);
    of.set(key, [...(of.get(key) ?? []), t]);
  });
  const keys = [...of.keys()].sort((a, b) => (a < b ? -1 : 1));
  const start = new Uint32Array(keys.length + 1);
  keys.forEach((key, k) => {
    start[k + 1] = start[k]! + of.get(key)!.length;
  });
  return {
    pinyinKeys: keys,
    pinyinStart: start,
    pinyinTerm: Uint32Array.from(keys.flatMap((key) => of.get(key)!)),
  };
}
