import { atOnce } from '../base/index.ts';
import { type Counted, countTerms, impactOf, inverseFrequency, weightedFrequency } from './build.ts';
import { placeOf } from './lookup.ts';
import { pinyinOf } from './pinyin.ts';
import { deletionsOf, mistakesIn } from './spelling.ts';
import { hasHan } from './text.ts';
import { FIELDS, type LiveSegment, type SearchDoc, type SearchIndex } from './types.ts';

/** Documents whose words are kept cut from one change to the next. */
const KEPT = 50_000;
const cut = new Map<string, Counted>();

/**
 * The index with some documents put in place of their own, or after them: a small second segment, and a mark on what it
 * replaces. Words are weighed with the index's statistics (documents, documents with a word, lengths); a word that the index does not
 * know is counted in the segment. So a document scores as it would in the index, and all others as they did.
 * Deterministic; the index is shared. Cost: O(words of the documents); those that were here before are not cut again.
 * @param docs by number, ascending @param size one above the highest number of a document
 */
export function withDocs(
  index: SearchIndex,
  docs: ReadonlyMap<number, SearchDoc>,
  size: number,
): SearchIndex {
  return atOnce(layingDocs(index, docs, size));
}

/** The same, a few documents or words a step, so that who serves can answer requests in between. */
export function* layingDocs(
  index: SearchIndex,
  docs: ReadonlyMap<number, SearchDoc>,
  size: number,
): Generator<void, SearchIndex> {
  const masked = new Uint8Array(Math.max(size, index.docs));
  const holders = new Map<string, { doc: number; counts: Uint16Array; lengths: readonly number[] }[]>();
  let n = 0;
  for (const [doc, content] of docs) {
    masked[doc] = 1;
    const { counts, lengths } = cutOf(content);
    for (const [word, row] of counts) {
      const list = holders.get(word);
      if (list) list.push({ doc, counts: row, lengths });
      else holders.set(word, [{ doc, counts: row, lengths }]);
    }
    if (++n % DOCS_AT_ONCE === 0) yield;
  }
  const known = new Map<string, number>();
  for (const [word, place] of placesIn(index.terms, holders.keys())) {
    known.set(word, place);
    if (known.size % WORDS_AT_ONCE === 0) yield;
  }
  const terms = [...holders.keys()].filter((word) => !known.has(word)).sort((a, b) => (a < b ? -1 : 1));
  yield;
  const rowOf = new Map<number, number>();
  const start = [0];
  const doc: number[] = [];
  const impact: number[] = [];
  const fields: number[] = [];
  const all = Math.max(index.docs, size);
  const numbered = [...known, ...terms.map((word, t): [string, number] => [word, index.terms.length + t])];
  let put = 0;
  for (const [word, term] of numbered) {
    const rows = holders.get(word)!;
    rowOf.set(term, start.length - 1);
    const holding = term < index.terms.length ? index.start[term + 1]! - index.start[term]! : rows.length;
    const inverse = inverseFrequency(term < index.terms.length ? index.docs : all, holding);
    for (const row of rows) {
      doc.push(row.doc);
      impact.push(impactOf(weightedFrequency(row.counts, row.lengths, index.averages), inverse));
      fields.push(FIELDS.reduce((mask, _, f) => mask | (row.counts[f]! > 0 ? 1 << f : 0), 0));
      if (++put % WORDS_AT_ONCE === 0) yield;
    }
    start.push(doc.length);
  }
  const ways = yield* waysTo(terms, index.terms.length);
  const live: LiveSegment = {
    masked,
    terms,
    rowOf,
    start: Uint32Array.from(start),
    doc: Uint32Array.from(doc),
    impact: Float32Array.from(impact),
    fields: Uint8Array.from(fields),
    ...ways,
    ...facetsOf(index, docs),
  };
  return { ...index, live };
}
/** Documents that are read, and words that are counted or looked up, in one step. */
const DOCS_AT_ONCE = 10;
const WORDS_AT_ONCE = 1_000;

function cutOf({ names, brands, categories, attributes, shops }: SearchDoc): Counted {
  const key = JSON.stringify([names, brands, categories, attributes, shops]);
  let counted = cut.get(key);
  if (counted) return counted;
  counted = countTerms({ names, brands, categories, attributes, shops });
  if (cut.size >= KEPT) cut.clear();
  cut.set(key, counted);
  return counted;
}

/** Words of a sorted list with their places in it. */
function* placesIn(list: readonly string[], words: Iterable<string>): Generator<[string, number]> {
  for (const word of words) {
    const place = placeOf(list, word);
    if (place >= 0) yield [word, place];
  }
}

/** How new words are found when they are typed in pinyin or with mistakes. */
function* waysTo(
  terms: readonly string[],
  from: number,
): Generator<void, Pick<LiveSegment, 'byPinyin' | 'byDeletion'>> {
  const byPinyin = new Map<string, number[]>();
  const byDeletion = new Map<number, number[]>();
  const add = <K>(to: Map<K, number[]>, key: K, term: number) => {
    const list = to.get(key);
    if (list) list.push(term);
    else to.set(key, [term]);
  };
  for (const [n, term] of terms.entries()) {
    if (term[0] !== '^' && hasHan(term)) add(byPinyin, pinyinOf(term), from + n);
    if (/^[a-z]+$/.test(term) && mistakesIn(term) > 0)
      for (const hash of deletionsOf(term)) add(byDeletion, hash, from + n);
    if (n % DOCS_AT_ONCE === 0) yield;
  }
  return { byPinyin, byDeletion };
}

function facetsOf(index: SearchIndex, docs: ReadonlyMap<number, SearchDoc>) {
  const pairs = new Set([...docs.values()].flatMap(({ attributes }) => attributes));
  const known = new Map(placesIn(index.facetValues, pairs));
  const facetValues = [...pairs].filter((pair) => !known.has(pair)).sort((a, b) => (a < b ? -1 : 1));
  facetValues.forEach((pair, n) => {
    known.set(pair, index.facetValues.length + n);
  });
  const facets = new Map(
    [...docs].map(([doc, { attributes }]) => [
      doc,
      Uint32Array.from(new Set(attributes), (pair) => known.get(pair)!),
    ]),
  );
  return { facetValues, facets };
}
