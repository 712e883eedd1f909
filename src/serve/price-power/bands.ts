import type { Lists } from '../snapshot/types.ts';
import { bandOf } from './band.ts';

/** Columns of offers that bands follow from. */
export interface PricedOffers {
  readonly merchant: Int32Array;
  readonly price_minor: Float64Array;
  readonly unitQuantity: Float64Array;
  readonly priceGroup: Int32Array;
}

/**
 * Bands of all offers of some groups at once, written into `bands`; equals `priceStanding` of each. Prices are read as they are now: a group
 * need not be in order. Cost: O(n log n), where asking one by one is O(n · group).
 */
export function fillBands(
  offers: PricedOffers,
  groups: Lists,
  which: Iterable<number>,
  bands: Uint8Array,
): void {
  const byUnit = (o: number) => offers.price_minor[o]! / offers.unitQuantity[o]!;
  for (const g of which) {
    if (g + 1 >= groups.start.length) continue;
    const members = groups.values
      .slice(groups.start[g]!, groups.start[g + 1]!)
      .sort((a, b) => byUnit(a) - byUnit(b) || a - b);
    const ofMerchant = new Map<number, number[]>();
    for (const [at, o] of members.entries()) {
      const own = ofMerchant.get(offers.merchant[o]!);
      if (own) own.push(at);
      else ofMerchant.set(offers.merchant[o]!, [at]);
    }
    for (let from = 0; from < members.length; ) {
      const price = byUnit(members[from]!);
      let until = from + 1;
      while (until < members.length && byUnit(members[until]!) === price) until++;
      for (let at = from; at < until; at++) {
        const o = members[at]!;
        if (offers.priceGroup[o] !== g) continue;
        const own = ofMerchant.get(offers.merchant[o]!)!;
        const dearer = members.length - until - (own.length - below(own, until));
        const equal = until - from - (below(own, until) - below(own, from));
        bands[o] = bandOf((dearer + equal / 2) / (members.length - own.length));
      }
      from = until;
    }
  }
}

/** Groups that any of some offers stands in. Cost: O(offers in all groups). */
export function groupsWith(groups: Lists, offers: ReadonlySet<number>): number[] {
  const found: number[] = [];
  for (let g = 0; g + 1 < groups.start.length; g++)
    for (let i = groups.start[g]!; i < groups.start[g + 1]!; i++)
      if (offers.has(groups.values[i]!)) {
        found.push(g);
        break;
      }
  return found;
}

/** How many of ascending places are below one. */
function below(places: readonly number[], place: number): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle]! < place) low = middle + 1;
    else high = middle;
  }
  return low;
}
