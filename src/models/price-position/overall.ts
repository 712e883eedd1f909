import { weightedMedian } from '../../math/index.ts';
import { type OwnLines, shrink } from './person.ts';

/**
 * Price positions over all categories of many people, one after the other: `ownPositions(lines)(-1).percentile` bit for bit, without
 * allocating for each of them.
 */
export class OverallPosition {
  readonly #groupOf: Int32Array;
  readonly #stamp: Uint32Array;
  #person = 0;
  /** By group, in the order met: its lines, the first and the last. */
  readonly #count: number[] = [];
  readonly #first: number[] = [];
  readonly #last: number[] = [];
  /** By line: the next one of its group. */
  readonly #next: number[] = [];

  /** @param categories one more than the highest number of a category */
  constructor(categories: number) {
    this.#groupOf = new Int32Array(categories);
    this.#stamp = new Uint32Array(categories);
  }

  /** Of lines [from, to), those without a percentile (NaN) apart; NaN where none is left. Cost: O(n log n). */
  of({ category, percentile, amount }: OwnLines, from: number, to: number): number {
    const person = ++this.#person;
    let placed = false;
    let groups = 0;
    let lines = 0;
    for (let i = from; i < to; i++) {
      if (Number.isNaN(percentile[i]!)) continue;
      placed = true;
      if (!(amount[i]! > 0)) continue;
      lines++;
      const c = category[i]!;
      if (this.#stamp[c] !== person) {
        this.#stamp[c] = person;
        this.#groupOf[c] = groups;
        this.#count[groups] = 1;
        this.#first[groups++] = i;
      } else {
        this.#count[this.#groupOf[c]!]!++;
        this.#next[this.#last[this.#groupOf[c]!]! - from] = i;
      }
      this.#last[this.#groupOf[c]!] = i;
    }
    if (!placed) return Number.NaN;
    let sum = 0;
    for (let g = 0; g < groups; g++) sum += this.#median(g, percentile, amount, from);
    return shrink(groups > 0 ? sum / groups : 0.5, 0.5, lines);
  }

  #median(group: number, percentile: ArrayLike<number>, amount: ArrayLike<number>, from: number): number {
    let i = this.#first[group]!;
    const n = this.#count[group]!;
    if (n === 1) return percentile[i]!;
    const values: number[] = [];
    const weights: number[] = [];
    for (let k = 0; k < n; k++) {
      values.push(percentile[i]!);
      weights.push(amount[i]!);
      i = this.#next[i - from]!;
    }
    return weightedMedian(values, weights)!;
  }
}
