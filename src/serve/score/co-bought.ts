import { coBoughtValue } from '../../models/index.ts';
import type { Person } from '../decide/person.ts';
import type { Neighbours } from '../snapshot/types.ts';

/**
 * How near items are to what a person bought, as `coBoughtValue`: weights of the rows of all that the person keeps in `bought`, added
 * in that order. `read` does it for all items in one pass, `plain` for one; equal bit for bit.
 */
export class CoBought {
  readonly #lists: Neighbours;
  readonly #sum: Float64Array;
  readonly #found: Int32Array;
  #count = 0;

  constructor(lists: Neighbours) {
    this.#lists = lists;
    const items = lists.start.length - 1;
    this.#sum = new Float64Array(items);
    this.#found = new Int32Array(items);
  }

  /** Cost: rows of the person's items; nothing is allocated. */
  read({ bought, boughtCount }: Person): void {
    const { start, values, weight } = this.#lists;
    const sum = this.#sum;
    for (let n = 0; n < this.#count; n++) sum[this.#found[n]!] = 0;
    this.#count = 0;
    for (let b = 0; b < boughtCount; b++) {
      const item = bought[b]!;
      for (let k = start[item]!, end = start[item + 1]!; k < end; k++) {
        const other = values[k]!;
        if (sum[other] === 0) this.#found[this.#count++] = other;
        sum[other]! += weight[k]!;
      }
    }
  }

  /** Of the person read last; 0 where nothing is near. */
  nearness(item: number): number {
    return item < 0 ? 0 : this.#sum[item]!;
  }

  plain({ bought, boughtCount }: Person, item: number): number {
    const { start, values, weight } = this.#lists;
    let sum = 0;
    for (let b = 0; b < boughtCount; b++)
      for (let k = start[bought[b]!]!; k < start[bought[b]! + 1]!; k++)
        if (values[k] === item) sum += weight[k]!;
    return coBoughtValue(sum);
  }
}
