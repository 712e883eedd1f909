import type { Offer } from './catalogue.ts';
import type { Draws } from './hash.ts';
import { LEAVES } from './taxonomy.ts';

/** Price positions that people are sorted into when they choose. */
export const BUCKETS = 16;
const WIDTH = 0.2;

/** Offers on sale by leaf, with weights for a price position (`near`) and for popularity alone (`popular`). */
export class Stalls {
  readonly #offers: readonly Offer[];
  readonly #openings: readonly number[];
  #onSale: Offer[][] = [];
  #near: Float64Array[][] = [];
  #popular: Float64Array[] = [];
  #opened = Number.NEGATIVE_INFINITY;

  constructor(offers: readonly Offer[]) {
    this.#offers = offers;
    this.#openings = [...new Set(offers.map(({ merchant }) => merchant.opened))].sort((a, b) => a - b);
  }

  /** Sets the day; only merchants that open change anything. */
  open(day: number): void {
    const latest = this.#openings.filter((opened) => opened <= day).at(-1) ?? 0;
    if (latest === this.#opened) return;
    this.#opened = latest;
    this.#onSale = LEAVES.map(() => []);
    for (const offer of this.#offers)
      if (offer.merchant.opened <= day) this.#onSale[offer.leaf.index]!.push(offer);
    this.#popular = this.#onSale.map((list) => cumulative(list, ({ popularity }) => popularity));
    this.#near = this.#onSale.map((list) =>
      Array.from({ length: BUCKETS }, (_, b) => {
        const middle = (b + 0.5) / BUCKETS;
        return cumulative(list, ({ popularity, position, merchant }) => {
          const distance = (position - middle) / WIDTH;
          return popularity * (0.5 + merchant.quality) * Math.exp(-0.5 * distance * distance) + 1e-6;
        });
      }),
    );
  }

  near(draws: Draws, leaf: number, bucket: number): Offer {
    return this.#onSale[leaf]![draws.pick(this.#near[leaf]![Math.min(bucket, BUCKETS - 1)]!)]!;
  }

  /** Chance by offer of `near`. */
  nearChances(leaf: number, bucket: number): (readonly [offer: Offer, chance: number])[] {
    const sums = this.#near[leaf]![Math.min(bucket, BUCKETS - 1)]!;
    const total = sums.at(-1) ?? 0;
    return this.#onSale[leaf]!.map((offer, i) => [offer, (sums[i]! - (sums[i - 1] ?? 0)) / total]);
  }

  popular(draws: Draws, leaf: number): Offer {
    return this.#onSale[leaf]![draws.pick(this.#popular[leaf]!)]!;
  }
}

function cumulative(offers: readonly Offer[], weight: (offer: Offer) => number): Float64Array {
  let sum = 0;
  return Float64Array.from(offers, (offer) => (sum += weight(offer)));
}
