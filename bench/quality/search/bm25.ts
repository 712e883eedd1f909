import type { SearchDoc } from '../../../src/search/index.ts';
import { wordsOf } from '../../../src/search/words.ts';

/**
 * Plain BM25 over one bag of words a document, any word may match: what a search engine gives out of the box. The same documents and
 * the same cutting into words as the product's; nothing else of it.
 * Source: Robertson, Zaragoza, The Probabilistic Relevance Framework (2009), eq. 3.15.
 */
export class Bm25 {
  readonly #frequency: Map<string, number>[];
  readonly #length: number[];
  readonly #holding = new Map<string, number>();
  readonly #mean: number;

  constructor(docs: readonly SearchDoc[]) {
    this.#frequency = docs.map(({ names, brands, categories, attributes, shops }) => {
      const bag = new Map<string, number>();
      const values = attributes.map((pair) => pair.slice(pair.indexOf('=') + 1));
      for (const text of [...names, ...brands, ...categories, ...values, ...shops])
        for (const word of wordsOf(text, true)) bag.set(word, (bag.get(word) ?? 0) + 1);
      for (const word of bag.keys()) this.#holding.set(word, (this.#holding.get(word) ?? 0) + 1);
      return bag;
    });
    this.#length = this.#frequency.map((bag) => [...bag.values()].reduce((a, b) => a + b, 0));
    this.#mean = this.#length.reduce((a, b) => a + b, 0) / docs.length;
  }

  /** Numbers of the best documents, those without a word of the query left out; ties by number. */
  search(query: string, most: number, k1 = 1.2, b = 0.75): number[] {
    const words = new Set(wordsOf(query));
    const n = this.#frequency.length;
    const found: { doc: number; score: number }[] = [];
    this.#frequency.forEach((bag, doc) => {
      let score = 0;
      for (const word of words) {
        const tf = bag.get(word);
        if (tf === undefined) continue;
        const holding = this.#holding.get(word)!;
        const idf = Math.log(1 + (n - holding + 0.5) / (holding + 0.5));
        score += (idf * tf * (k1 + 1)) / (tf + k1 * (1 - b + (b * this.#length[doc]!) / this.#mean));
      }
      if (score > 0) found.push({ doc, score });
    });
    return found
      .sort((x, y) => y.score - x.score || x.doc - y.doc)
      .slice(0, most)
      .map(({ doc }) => doc);
  }
}
