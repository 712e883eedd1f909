/** What is searched: one document an item; its offers are grouped under it. */
export interface SearchDoc {
  /** In every language it has. */
  readonly names: readonly string[];
  readonly brands: readonly string[];
  /** Of its category and those above. */
  readonly categories: readonly string[];
  /** `key=value` in lower case. */
  readonly attributes: readonly string[];
  readonly shops: readonly string[];
}

/** Fields in the order of their bits in `SearchIndex.fields`. */
export const FIELDS = ['name', 'brand', 'category', 'attribute', 'shop'] as const;
export type Field = (typeof FIELDS)[number];

/** What a word in a field counts beside one in the name. */
export const FIELD_WEIGHTS: Readonly<Record<Field, number>> = {
  name: 1,
  brand: 0.8,
  category: 0.6,
  attribute: 0.5,
  shop: 0.3,
};

/** An inverted index in columns. Document numbers are the caller's item numbers. */
export interface SearchIndex {
  readonly docs: number;
  /** Sorted by code units; `^ab` is a pair of neighbouring Chinese characters, `#500ml` a measure. */
  readonly terms: readonly string[];
  /** Postings of term t: start[t] … start[t + 1] − 1, by document. */
  readonly start: Uint32Array;
  readonly doc: Uint32Array;
  /** BM25F contribution of the term to the document, inverse document frequency included. */
  readonly impact: Float32Array;
  /** Bits of FIELDS that hold it. */
  readonly fields: Uint8Array;
  /** Words in each field of a document, in the mean. */
  readonly averages: Float64Array;
  /** Sorted hashes of words with letters left out, and the terms they come from. */
  readonly deletionHash: Uint32Array;
  readonly deletionTerm: Uint32Array;
  /** Chinese terms by how they are typed: sorted keys; terms of key k are pinyinTerm[pinyinStart[k] …]. */
  readonly pinyinKeys: readonly string[];
  readonly pinyinStart: Uint32Array;
  readonly pinyinTerm: Uint32Array;
  /** `key=value` attributes, sorted, and those of document d: facet[facetStart[d] …]. */
  readonly facetValues: readonly string[];
  readonly facetStart: Uint32Array;
  readonly facet: Uint32Array;
  /** Documents that changed or came since; absent: none. */
  readonly live?: LiveSegment;
}

/** A small segment over an index. Its documents have the index's numbers where they replace one, and higher ones where they are new. */
export interface LiveSegment {
  /** 1: the document is in this segment, whatever the index holds of it. */
  readonly masked: Uint8Array;
  /** Words that the index does not know, sorted; the number of one is `index.terms.length` and its place. */
  readonly terms: readonly string[];
  /** Row of a term, known to the index or not; the postings of row r are start[r] … start[r + 1] − 1, by document. */
  readonly rowOf: ReadonlyMap<number, number>;
  readonly start: Uint32Array;
  readonly doc: Uint32Array;
  readonly impact: Float32Array;
  readonly fields: Uint8Array;
  readonly byPinyin: ReadonlyMap<string, readonly number[]>;
  readonly byDeletion: ReadonlyMap<number, readonly number[]>;
  /** Attributes that the index does not know, numbered after its own, and those of each document. */
  readonly facetValues: readonly string[];
  readonly facets: ReadonlyMap<number, Uint32Array>;
}
