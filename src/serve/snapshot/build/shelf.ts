/**
 * Where people look on the shelf of a category: they buy near a price position of their own, and what is sold there shares their purchases
 * among itself. Positions are told apart in BUCKETS; an item's share of its category is worked out for each.
 */
export const BUCKETS = 8;
/** Standard deviation of what a person buys about their own position, and what is bought from anywhere. */
const SPREAD = 0.22;
const ANYWHERE = 0.02;
/** Smallest share, so that one odd purchase rules no position out. */
const LEAST = 1e-9;
/** Purchases that every item of a category is credited with, and those of it now that the value starts from. */
const CREDIT = 1;
const START = 0.1;

/** What was bought of each item, decayed slowly: what an item's share rests on. And quickly: how much is bought of a category now. */
export interface ShelfAmounts {
  readonly slow: ArrayLike<number>;
  readonly now: ArrayLike<number>;
}

export interface Shelves {
  /** By item × bucket: log of its share of its category's purchases by people of that position, for what a person bought tells of them. */
  readonly told: Float64Array;
  /**
   * By item × bucket: what is bought of it now by people of that position, as a multiple of what is bought by all; NaN without a category.
   * As a person's belief sums to one, the expectation is one product: one line of the processor's cache an item.
   */
  readonly worth: Float32Array;
}

/**
 * @param leaf by item, −1 none
 * @param position by item, NaN unknown: it is bought from anywhere alike
 * Cost: O(items × BUCKETS).
 */
export function shelvesOf(
  leaf: ArrayLike<number>,
  position: ArrayLike<number>,
  { slow, now }: ShelfAmounts,
): Shelves {
  const n = leaf.length;
  const leaves = 1 + highest(leaf);
  const usual = new Float64Array(leaves);
  const demand = new Float64Array(leaves);
  const items = new Float64Array(leaves);
  for (let i = 0; i < n; i++) {
    const c = leaf[i]!;
    if (c < 0) continue;
    usual[c]! += slow[i] ?? 0;
    demand[c]! += now[i] ?? 0;
    items[c]!++;
  }
  const share = new Float64Array(n * BUCKETS);
  const total = new Float64Array(leaves * BUCKETS);
  for (let i = 0; i < n; i++) {
    const c = leaf[i]!;
    if (c < 0) continue;
    const amount = (slow[i] ?? 0) + CREDIT * Math.min(1, usual[c]! / items[c]!) + LEAST;
    for (let b = 0; b < BUCKETS; b++) {
      const away = Number.isNaN(position[i]!) ? 0 : (position[i]! - (b + 0.5) / BUCKETS) / SPREAD;
      const weight = amount * (Math.exp(-0.5 * away * away) + ANYWHERE);
      share[i * BUCKETS + b] = weight;
      total[c * BUCKETS + b]! += weight;
    }
  }
  const worth = new Float32Array(n * BUCKETS);
  for (let i = 0; i < n; i++) {
    const c = leaf[i]!;
    const own = (now[i] ?? 0) + START;
    for (let k = i * BUCKETS; k < (i + 1) * BUCKETS; k++) {
      if (c >= 0) share[k]! /= total[c * BUCKETS + (k % BUCKETS)]!;
      worth[k] = c < 0 ? Number.NaN : (demand[c]! * share[k]! + START) / own;
      share[k] = Math.log(share[k]! + LEAST);
    }
  }
  return { told: share, worth };
}

function highest(values: ArrayLike<number>): number {
  let most = -1;
  for (let i = 0; i < values.length; i++) if (values[i]! > most) most = values[i]!;
  return most;
}

/** How likely a person stands at each position, by the items they bought, all positions alike before. Filled anew by `read`. */
export class Belief {
  readonly at = new Float64Array(BUCKETS);
  readonly #shelves: Shelves;

  constructor(shelves: Shelves) {
    this.#shelves = shelves;
  }

  /** @param items the first `count` of them, each once; those that are on no shelf say nothing */
  read(items: ArrayLike<number>, count: number): this {
    const { told } = this.#shelves;
    const { at } = this;
    at.fill(0);
    for (let k = 0; k < count; k++) {
      const from = items[k]! * BUCKETS;
      if (from >= told.length) continue;
      for (let b = 0; b < BUCKETS; b++) at[b]! += told[from + b]!;
    }
    let most = Number.NEGATIVE_INFINITY;
    for (let b = 0; b < BUCKETS; b++) if (at[b]! > most) most = at[b]!;
    let sum = 0;
    for (let b = 0; b < BUCKETS; b++) {
      at[b] = Math.exp(at[b]! - most);
      sum += at[b]!;
    }
    for (let b = 0; b < BUCKETS; b++) at[b]! /= sum;
    return this;
  }

  /** How much more the person may be expected to buy of an item than people at large do, in log; NaN: unknown. */
  value(item: number): number {
    const { worth } = this.#shelves;
    const from = item * BUCKETS;
    if (item < 0 || from >= worth.length) return Number.NaN;
    let expected = 0;
    for (let b = 0; b < BUCKETS; b++) expected += this.at[b]! * worth[from + b]!;
    return Math.log(expected);
  }

  /** The same of the first `count` items, into `out`. One number of each row is read before the rest: memory then answers for many at once. */
  values(items: Int32Array, count: number, out: Float64Array): void {
    const { worth } = this.#shelves;
    for (let i = 0; i < count; i++) out[i] = worth[Math.max(0, items[i]!) * BUCKETS] ?? 0;
    for (let i = 0; i < count; i++) out[i] = this.value(items[i]!);
  }
}
