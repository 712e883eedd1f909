/**
 * Dense numbers by hashes of 53 bits, as two words, by open addressing: a Map would box every hash that it is asked for.
 * 0 is no hash; of equal ones the last counts.
 */
export class HashNumbers {
  readonly #words: Uint32Array;
  /** Number + 1; 0: free. */
  readonly #numbers: Int32Array;
  readonly #mask: number;

  /** Number n is that of the n-th hash. Cost: O(n). */
  constructor(hashes: readonly number[]) {
    let size = 2;
    while (size < 2 * hashes.length) size *= 2;
    this.#mask = size - 1;
    this.#words = new Uint32Array(2 * size);
    this.#numbers = new Int32Array(size);
    hashes.forEach((hash, n) => {
      const low = hash % 2 ** 32;
      const high = Math.floor(hash / 2 ** 32);
      const at = this.#slotOf(low, high);
      this.#words[2 * at] = low;
      this.#words[2 * at + 1] = high;
      this.#numbers[at] = n + 1;
    });
  }

  /** −1: none. */
  find(low: number, high: number): number {
    return low === 0 && high === 0 ? -1 : this.#numbers[this.#slotOf(low, high)]! - 1;
  }

  /** The slot of a hash, or the free one where it would stand. */
  #slotOf(low: number, high: number): number {
    const words = this.#words;
    const numbers = this.#numbers;
    let at = (low ^ high) & this.#mask;
    while (numbers[at] !== 0 && (words[2 * at] !== low || words[2 * at + 1] !== high))
      at = (at + 1) & this.#mask;
    return at;
  }
}
