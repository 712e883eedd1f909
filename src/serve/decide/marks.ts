/** A set of small numbers with a value each, emptied in O(1): for what is read anew with every request. */
export class Marks {
  readonly #stamp: Uint32Array;
  readonly #value: Float64Array;
  #now = 1;

  constructor(size: number) {
    this.#stamp = new Uint32Array(size);
    this.#value = new Float64Array(size);
  }

  clear(): void {
    this.#now++;
    if (this.#now === 0xffffffff) {
      this.#stamp.fill(0);
      this.#now = 1;
    }
  }

  has(i: number): boolean {
    return i >= 0 && this.#stamp[i] === this.#now;
  }

  /** 0 where it is not in the set. */
  get(i: number): number {
    return this.has(i) ? this.#value[i]! : 0;
  }

  set(i: number, value: number): void {
    if (i < 0) return;
    this.#stamp[i] = this.#now;
    this.#value[i] = value;
  }

  add(i: number, value: number): void {
    this.set(i, this.get(i) + value);
  }
}
