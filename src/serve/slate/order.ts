import { sortByScore } from './by-score.ts';

/** Sorted at first; then as many again. */
const FIRST = 64;

/**
 * Numbers with a score each, read from the highest on; equal scores by the offer's number. Sorted as far as it is read: a slate looks
 * at some dozens of many hundreds. Scratch memory, filled anew for every use.
 */
export class Order {
  readonly #places: Int32Array;
  readonly #spare: Int32Array;
  #score: Float64Array;
  #offer: Int32Array;
  #sorted = 0;
  length = 0;

  constructor(size: number) {
    this.#places = new Int32Array(size);
    this.#spare = new Int32Array(size);
    this.#score = new Float64Array(0);
    this.#offer = new Int32Array(0);
  }

  /** Empties it; what is added is ordered by these columns, which must not change while it is read. */
  by(score: Float64Array, offer: Int32Array): void {
    this.#score = score;
    this.#offer = offer;
    this.#sorted = 0;
    this.length = 0;
  }

  add(i: number): void {
    this.#places[this.length++] = i;
  }

  /** The n-th, from 0. */
  at(n: number): number {
    if (n >= this.#sorted) this.#sort(n);
    return this.#places[n]!;
  }

  /** Whether candidate a comes before b. */
  before(a: number, b: number): boolean {
    const d = this.#score[a]! - this.#score[b]!;
    return d > 0 || (d === 0 && this.#offer[a]! < this.#offer[b]!);
  }

  #sort(n: number): void {
    const from = this.#sorted;
    const end = Math.min(this.length, Math.max(n + 1, from + Math.max(FIRST, from)));
    if (end < this.length) this.#select(from, end);
    sortByScore(this.#places, from, end, this.#score, this.#offer, this.#spare);
    this.#sorted = end;
  }

  /** Moves the highest of [from, length) into [from, end), in any order (quickselect, Hoare's partition). */
  #select(from: number, end: number): void {
    const places = this.#places;
    const score = this.#score;
    const offer = this.#offer;
    let low = from;
    let high = this.length - 1;
    while (low < high) {
      const pivot = places[(low + high) >> 1]!;
      const its = score[pivot]!;
      const key = offer[pivot]!;
      let a = low;
      let b = high;
      while (a <= b) {
        for (;;) {
          const d = score[places[a]!]! - its;
          if (!(d > 0 || (d === 0 && offer[places[a]!]! < key))) break;
          a++;
        }
        for (;;) {
          const d = its - score[places[b]!]!;
          if (!(d > 0 || (d === 0 && key < offer[places[b]!]!))) break;
          b--;
        }
        if (a <= b) {
          const one = places[a]!;
          places[a++] = places[b]!;
          places[b--] = one;
        }
      }
      // [low, b] is at or above the pivot, [a, high] at or below it.
      if (end <= b) high = b;
      else if (end > a) low = a;
      else break;
    }
  }
}
