import { type Postings, seek } from './postings.ts';

/** Documents on trial, each with what every word of the query adds to it. Grows; reused from query to query. */
export class Rows {
  length = 0;
  doc = new Uint32Array(1024);
  /** Words that a document has, and what they add, in any order: to leave out what cannot be answered. */
  words = new Uint8Array(1024);
  sum = new Float64Array(1024);
  /** shape (rows, words): by the query's order of words. */
  amount = new Float32Array(4096);
  #width = 1;

  /** Empties it, for queries of so many words. */
  reset(width: number): void {
    this.length = 0;
    this.#width = width;
    this.#fit(this.doc.length);
  }

  push(doc: number, word: number, amount: number): void {
    const i = this.length++;
    if (i === this.doc.length) this.#grow();
    this.doc[i] = doc;
    this.words[i] = 1;
    this.sum[i] = amount;
    const from = i * this.#width;
    this.amount.fill(0, from, from + this.#width);
    this.amount[from + word] = amount;
  }

  /** Adds what a word counts in each; documents must be ascending. Cost: O(rows · log distance). */
  look({ doc, impact, weight }: Postings, word: number): void {
    for (let i = 0, at = 0; i < this.length; i++) {
      at = seek(doc, at, this.doc[i]!);
      if (at === doc.length) return;
      if (doc[at] !== this.doc[i]) continue;
      const amount = Math.fround(weight * impact[at]!);
      this.words[i]!++;
      this.sum[i]! += amount;
      this.amount[i * this.#width + word] = amount;
    }
  }

  /** Keeps the rows that pass, in their order. */
  keep(passes: (row: number) => boolean): void {
    let n = 0;
    for (let i = 0; i < this.length; i++) {
      if (!passes(i)) continue;
      if (n !== i) {
        this.doc[n] = this.doc[i]!;
        this.words[n] = this.words[i]!;
        this.sum[n] = this.sum[i]!;
        this.amount.copyWithin(n * this.#width, i * this.#width, (i + 1) * this.#width);
      }
      n++;
    }
    this.length = n;
  }

  /** Relevance of a row: its words added up in the query's order. */
  relevance(i: number): number {
    let sum = 0;
    for (let w = i * this.#width; w < (i + 1) * this.#width; w++) sum += this.amount[w]!;
    return sum;
  }

  /** Bits of the words that a row has. */
  has(i: number): number {
    let bits = 0;
    for (let w = 0; w < this.#width; w++) if (this.amount[i * this.#width + w]! > 0) bits |= 1 << w;
    return bits;
  }

  #grow(): void {
    const { doc, words, sum } = this;
    const size = doc.length * 2;
    this.doc = new Uint32Array(size);
    this.words = new Uint8Array(size);
    this.sum = new Float64Array(size);
    this.doc.set(doc);
    this.words.set(words);
    this.sum.set(sum);
    this.#fit(size);
  }

  #fit(rows: number): void {
    if (this.amount.length >= rows * this.#width) return;
    const { amount } = this;
    this.amount = new Float32Array(rows * this.#width);
    this.amount.set(amount);
  }
}
