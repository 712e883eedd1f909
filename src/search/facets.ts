/** One facet of the documents: the values of document d are of(d); `chosen` narrows the answer. */
export interface FacetColumn {
  readonly name: string;
  /** Number of distinct values. */
  readonly size: number;
  /** Calls back with each value of a document, each at most once. */
  readonly each: (doc: number, value: (value: number) => void) => void;
  /** Values that are chosen: a document passes with any of them. Null: not narrowed. */
  readonly chosen: ReadonlySet<number> | null;
}

export interface FacetCount {
  readonly value: number;
  readonly count: number;
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
  const counts = facets.map(({ size }) => new Uint32Array(size));
  const failing = new Uint8Array(facets.length);
  for (let i = 0; i < docs.length; i++) {
    const doc = docs[i]!;
    let failed = 0;
    let which = -1;
    for (let f = 0; f < facets.length && failed < 2; f++) {
      const fails = passes(facets[f]!, doc) ? 0 : 1;
      failing[f] = fails;
      failed += fails;
      if (fails) which = f;
    }
    if (failed > 1) continue;
    for (let f = 0; f < facets.length; f++) {
      if (failed === 1 && f !== which) continue;
      const own = counts[f]!;
      facets[f]!.each(doc, (value) => {
        own[value]!++;
      });
    }
  }
  return new Map(facets.map(({ name }, f) => [name, sorted(counts[f]!)]));
}

/** Whether a document passes a facet's choice. */
export function passes(facet: FacetColumn, doc: number): boolean {
  if (facet.chosen === null) return true;
  let passed = false;
  facet.each(doc, (value) => {
    passed ||= facet.chosen!.has(value);
  });
  return passed;
}

function sorted(counts: Uint32Array): FacetCount[] {
  const found: FacetCount[] = [];
  counts.forEach((count, value) => {
    if (count > 0) found.push({ value, count });
  });
  return found.sort((a, b) => b.count - a.count || a.value - b.value);
}
