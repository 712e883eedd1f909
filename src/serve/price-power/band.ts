import type { Snapshot } from '../snapshot/types.ts';

/** Bands of price power go from 1 (dear) to 5 (cheap); 0: too few others to compare with. Least share of the others' offers that must be dearer for each band, from 1 on; an equal price counts half. */
export const BAND_FROM = [0, 0.2, 0.4, 0.6, 0.8] as const;
/** What a band adds to a score, as a share of the policy's weight. */
export const BAND_WORTH = [0, -1, -0.5, 0, 0.5, 1] as const;

export const BASES = ['none', 'item', 'like', 'leaf'] as const;
export type PriceBasis = (typeof BASES)[number];

/** The band of a share of dearer offers. Sharp: a share at a band's least is in it. */
export function bandOf(share: number): number {
  let band = 1;
  // Shares are halves over a count: a tolerance far below one of a million keeps 0.6 = 3 / 5 in its band.
  for (let b = 1; b < BAND_FROM.length; b++) if (share >= BAND_FROM[b]! - 1e-9) band = b + 1;
  return band;
}

/** Where an offer's price stands among those it is compared with. */
export interface PriceStanding {
  readonly basis: PriceBasis;
  readonly band: number;
  /** Share of the others' offers that are dearer, an equal price half; NaN without a basis. */
  readonly share: number;
  readonly competitor_count: number;
  /** Highest price that would be one band better, and how far that is; null in the best band, or where no price would do. */
  readonly next_price_minor: number | null;
  readonly gap_minor: number | null;
}

const NONE: PriceStanding = {
  basis: 'none',
  band: 0,
  share: Number.NaN,
  competitor_count: 0,
  next_price_minor: null,
  gap_minor: null,
};

/** Prices by unit of other merchants' offers in an offer's group, ascending. Cost: O(group). */
function othersOf({ offers, priceGroups }: Snapshot, offer: number): number[] {
  const group = offers.priceGroup[offer]!;
  if (group < 0) return [];
  const own = offers.merchant[offer]!;
  const prices: number[] = [];
  for (let i = priceGroups.start[group]!; i < priceGroups.start[group + 1]!; i++) {
    const other = priceGroups.values[i]!;
    if (offers.merchant[other] !== own) prices.push(offers.price_minor[other]! / offers.unitQuantity[other]!);
  }
  return prices.sort((a, b) => a - b);
}

/** Share of ascending prices that are above one, equal ones half. */
function shareAbove(prices: readonly number[], price: number): number {
  return (
    (prices.length - placeOf(prices, price, true) + (prices.length - placeOf(prices, price, false))) /
    2 /
    prices.length
  );
}

/** How many are below, or at most, a price. */
function placeOf(prices: readonly number[], price: number, orEqual: boolean): number {
  let [low, high] = [0, prices.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (prices[middle]! < price || (orEqual && prices[middle] === price)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Where an offer stands at a price (default: its own), with the gap to the next band.
 * @param options.known keeps the others' prices from one call to the next, on one snapshot
 * Cost: O(group log group); O(log group) where they are known.
 */
export function priceStanding(
  snapshot: Snapshot,
  offer: number,
  { price, known }: { price?: number; known?: Map<string, readonly number[]> } = {},
): PriceStanding {
  const { offers } = snapshot;
  const at = price ?? offers.price_minor[offer]!;
  const key = `${offers.priceGroup[offer]} ${offers.merchant[offer]}`;
  const others = known?.get(key) ?? othersOf(snapshot, offer);
  known?.set(key, others);
  if (others.length === 0 || !(at > 0)) return NONE;
  const content = offers.unitQuantity[offer]!;
  const share = shareAbove(others, at / content);
  const band = bandOf(share);
  const next = band === 5 ? null : highestAt(band + 1, at, (p) => bandOf(shareAbove(others, p / content)));
  return {
    basis: BASES[offers.priceBasis[offer]!]!,
    band,
    share,
    competitor_count: others.length,
    next_price_minor: next,
    gap_minor: next === null ? null : at - next,
  };
}

/** The highest whole price below `from` that is in a band or better: a lower price is never in a worse one. */
function highestAt(band: number, from: number, bandAt: (price: number) => number): number | null {
  if (bandAt(1) < band) return null;
  let [low, high] = [1, Math.ceil(from)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (bandAt(middle) >= band) low = middle;
    else high = middle;
  }
  return low;
}
