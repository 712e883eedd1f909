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
export function passes({ chosen, ...facet }: FacetColumn, doc: number): boolean {
  if (chosen === null) return true;
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
  const count = (value: number) => {
    if (counts[value] === 0) met.push(value);
    counts[value]!++;
  };
  for (let i = 0; i < docs.length; i++)
    if (failing === null || failing[i] === NOWHERE || failing[i] === f) eachValue(facet, docs[i]!, count);
  return met
    .map((value) => ({ value, count: counts[value]! }))
    .sort((a, b) => b.count - a.count || a.value - b.value);
}

function eachValue(
  { values, start, live }: Omit<FacetColumn, 'chosen'>,
  doc: number,
  each: (value: number) => void,
): void {
  if (start === undefined) {
    const value = values[doc]!;
    if (value >= 0) each(value);
  } else if (live?.masked[doc]) {
    for (const value of live.facets.get(doc) ?? []) each(value);
  } else if (doc + 1 < start.length) {
    for (let i = start[doc]!; i < start[doc + 1]!; i++) each(values[i]!);
  }
}
