import { type CompiledSynonyms, type Query, type SearchIndex, understand } from '../../search/index.ts';

/** Queries that are kept understood: a few megabytes, whatever is asked. */
export const QUERIES_KEPT = 1_024;

/** What queries mean over one index: many people ask the same. Those asked longest ago go first, all of them with other synonyms. */
export class Understood {
  readonly #index: SearchIndex;
  #synonyms: CompiledSynonyms | undefined;
  readonly #kept = new Map<string, Query>();

  constructor(index: SearchIndex) {
    this.#index = index;
  }

  /** How many are kept. */
  get size(): number {
    return this.#kept.size;
  }

  of(text: string, synonyms: CompiledSynonyms | undefined): Query {
    if (synonyms !== this.#synonyms) this.#kept.clear();
    this.#synonyms = synonyms;
    const query = this.#kept.get(text) ?? understand(this.#index, text, synonyms);
    this.#kept.delete(text);
    this.#kept.set(text, query);
    if (this.#kept.size > QUERIES_KEPT) this.#kept.delete(this.#kept.keys().next().value!);
    return query;
  }
}
