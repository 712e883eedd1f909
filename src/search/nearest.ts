/** The most relevant of many documents, the lower number first among equals. Cost of each that is offered: O(log most) at most. */
export class Nearest {
  readonly #most: number;
  readonly #doc: Uint32Array;
  readonly #relevance: Float64Array;
  #n = 0;

  constructor(most: number) {
    this.#most = Math.max(0, most);
    this.#doc = new Uint32Array(this.#most);
    this.#relevance = new Float64Array(this.#most);
  }

  /** What a document must be worth to be among them; −∞ while there is room. */
  get least(): number {
    if (this.#n < this.#most) return Number.NEGATIVE_INFINITY;
    return this.#most === 0 ? Number.POSITIVE_INFINITY : this.#relevance[0]!;
  }

  offer(doc: number, relevance: number): void {
    if (this.#n < this.#most) {
      this.#put(this.#n++, doc, relevance);
      if (this.#n === this.#most) for (let at = (this.#n >> 1) - 1; at >= 0; at--) this.#sink(at, this.#n);
      return;
    }
    if (this.#most === 0 || !this.#worse(0, doc, relevance)) return;
    this.#put(0, doc, relevance);
    this.#sink(0, this.#n);
  }

  /** All of them, the best first. It is empty then. */
  take(): { docs: Uint32Array; relevance: Float64Array } {
    const n = this.#n;
    if (n < this.#most) for (let at = (n >> 1) - 1; at >= 0; at--) this.#sink(at, n);
    for (let end = n - 1; end > 0; end--) {
      const doc = this.#doc[0]!;
      const relevance = this.#relevance[0]!;
      this.#put(0, this.#doc[end]!, this.#relevance[end]!);
      this.#put(end, doc, relevance);
      this.#sink(0, end);
    }
    this.#n = 0;
    return { docs: this.#doc.slice(0, n), relevance: this.#relevance.slice(0, n) };
  }

  /** Whether the one at a place comes after another. */
  #worse(at: number, doc: number, relevance: number): boolean {
    const own = this.#relevance[at]!;
    return own < relevance || (own === relevance && this.#doc[at]! > doc);
  }

  #put(at: number, doc: number, relevance: number): void {
    this.#doc[at] = doc;
    this.#relevance[at] = relevance;
  }

  /** The root is the worst. */
  #sink(from: number, length: number): void {
    const doc = this.#doc[from]!;
    const relevance = this.#relevance[from]!;
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= length) break;
      if (child + 1 < length && this.#worse(child + 1, this.#doc[child]!, this.#relevance[child]!)) child++;
      if (!this.#worse(child, doc, relevance)) break;
      this.#put(at, this.#doc[child]!, this.#relevance[child]!);
      at = child;
    }
    this.#put(at, doc, relevance);
  }
}
