import { CO_BOUGHT_ITEMS } from '../../models/index.ts';
import { Places } from '../decide/marks.ts';
import { NEIGHBOUR_RULES } from '../snapshot/build/neighbours.ts';
import type { Neighbours } from '../snapshot/types.ts';

/** Items that are ever found at once: all on the lists of all that a person keeps as bought. */
export const MOST_NEAR = CO_BOUGHT_ITEMS * NEIGHBOUR_RULES.most;

/** Items near some seeds: the weights of each seed's list add up in the order of the seeds. Scratch memory, side by side. */
export class Near {
  count = 0;
  /** Seeds that were read. */
  read = 0;
  readonly item = new Int32Array(MOST_NEAR);
  readonly sum = new Float64Array(MOST_NEAR);
  /** The seed that speaks most for an item, and how much. */
  readonly seed = new Int32Array(MOST_NEAR);
  readonly strongest = new Float64Array(MOST_NEAR);
  readonly #places = new Places(MOST_NEAR);

  begin(): void {
    this.count = 0;
    this.read = 0;
    this.#places.clear();
  }

  /** Goes on with the seeds that were not read yet, up to the first `until`. */
  walk({ start, values, weight }: Neighbours, seeds: ArrayLike<number>, until: number): void {
    const { item, sum, seed, strongest } = this;
    const places = this.#places;
    let { count } = this;
    for (; this.read < until; this.read++) {
      const from = seeds[this.read]!;
      for (let k = start[from]!, end = start[from + 1]!; k < end; k++) {
        const its = weight[k]!;
        const at = count < MOST_NEAR ? places.put(values[k]!) : places.of(values[k]!);
        if (at >= 0) {
          sum[at]! += its;
          if (its <= strongest[at]!) continue;
          seed[at] = from;
          strongest[at] = its;
        } else if (count < MOST_NEAR) {
          item[count] = values[k]!;
          sum[count] = its;
          seed[count] = from;
          strongest[count++] = its;
        }
      }
    }
    this.count = count;
  }

  /** How near an item is to the seeds read so far; 0 where it is on no list. */
  of(item: number): number {
    const at = item < 0 ? -1 : this.#places.of(item);
    return at < 0 ? 0 : this.sum[at]!;
  }
}
