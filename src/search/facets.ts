import { facetCount } from './lookup.ts';
import type { LiveSegment, SearchIndex } from './types.ts';

/** One facet of documents; `chosen` narrows the answer. */
export interface FacetColumn {
  readonly name: string;
  /** Number of distinct values. */
  readonly size: number;
  /** The value of each document, −1: none. With `start` those of document d, each once: values[start[d] … start[d + 1]). */
  readonly values: ArrayLike<number>;
  readonly start?: Uint32Array;
  /** Documents that have others instead. */
  readonly live?: Pick<LiveSegment, 'masked' | 'facets'> | undefined;
  /** Values that are chosen: a document passes with any of them. Null: not narrowed. */
  readonly chosen: ReadonlySet<number> | null;
}

export interface FacetCount {
  readonly value: number;
  readonly count: number;
}

/** Attributes of an index as a facet. */
export function attributeColumn(
  index: SearchIndex,
  name: string,
  chosen: FacetColumn['chosen'],
): FacetColumn {
  const { facet: values, facetStart: start, live } = index;
  return { name, size: facetCount(index), values, start, live, chosen };
}

/**
 * Counts each value of each facet over documents that pass all other facets: what choosing it would give.
 * @param docs documents that match @returns by facet name, values with documents, the most first, ties by number
 * Cost: one pass over docs × facets.
 */
export function countFacets(
  docs: ArrayLike<number>,
  facets: readonly FacetColumn[],
): Map<string, FacetCount[]> {
  const failing = failingOf(docs, facets);
  return new Map(facets.map((facet, f) => [facet.name, countsOf(facet, f, docs, failing)]));
}

/** Whether a document passes a facet's choice. */
export function passes(facet: FacetColumn, doc: number): boolean {
  const { chosen, values, start } = facet;
  if (chosen === null) return true;
  if (start === undefined) return chosen.has(values[doc]!);
  let passed = false;
  eachValue(facet, doc, (value) => {
    passed ||= chosen.has(value);
  });
  return passed;
}

/** By document, how it fails the choices: not at all, in one facet (its place), or in several. Null: nothing is chosen. */
function failingOf(docs: ArrayLike<number>, facets: readonly FacetColumn[]): Int32Array | null {
  if (facets.every(({ chosen }) => chosen === null)) return null;
  const failing = new Int32Array(docs.length).fill(NOWHERE);
  facets.forEach((facet, f) => {
    if (facet.chosen === null) return;
    for (let i = 0; i < docs.length; i++)
      if (failing[i] !== SEVERAL && !passes(facet, docs[i]!))
        failing[i] = failing[i] === NOWHERE ? f : SEVERAL;
  });
  return failing;
}
const NOWHERE = -1;
const SEVERAL = -2;

function countsOf(
  facet: FacetColumn,
  f: number,
  docs: ArrayLike<number>,
  failing: Int32Array | null,
): FacetCount[] {
  const counts = new Uint32Array(facet.size);
  const met: number[] = [];
  const { values, start } = facet;
  const count = (value: number) => {
    if (counts[value] === 0) met.push(value);
    counts[value]!++;
  };
  for (let i = 0; i < docs.length; i++) {
    if (failing !== null && failing[i] !== NOWHERE && failing[i] !== f) continue;
    if (start !== undefined) eachValue(facet, docs[i]!, count);
    else if (values[docs[i]!]! >= 0) count(values[docs[i]!]!);
  }
  // As numbers: the counts from the highest down, then the values. Sorting those takes no callback.
  const keys = Float64Array.from(met, (value) => (docs.length - counts[value]!) * VALUES + value).sort();
  return Array.from(keys, (key) => ({ value: key % VALUES, count: counts[key % VALUES]! }));
}
/** Above the number of every value of a facet. */
const VALUES = 2 ** 26;

function eachValue({ values, start, live }: FacetColumn, doc: number, each: (value: number) => void): void {
  if (start === undefined) {
    const value = values[doc]!;
    if (value >= 0) each(value);
  } else if (live?.masked[doc]) {
    for (const value of live.facets.get(doc) ?? []) each(value);
  } else if (doc + 1 < start.length) {
    for (let i = start[doc]!; i < start[doc + 1]!; i++) each(values[i]!);
  }
}
