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
  const compare = cheaper(offers);
  for (const g of which) {
    if (g + 1 >= groups.start.length) continue;
    fillGroup(offers, g, groups.values.slice(groups.start[g]!, groups.start[g + 1]!).sort(compare), bands);
  }
}

/** The cheaper by unit first, the lower number first among equals. */
export function cheaper({ price_minor, unitQuantity }: PricedOffers): (a: number, b: number) => number {
  return (a, b) => price_minor[a]! / unitQuantity[a]! - price_minor[b]! / unitQuantity[b]! || a - b;
}

/** Bands of the offers of one group that are compared in it. @param members all of it, the cheapest by unit first. Cost: O(members) */
export function fillGroup(
  offers: PricedOffers,
  group: number,
  members: Uint32Array,
  bands: Uint8Array,
): void {
  const { merchant, price_minor, unitQuantity, priceGroup } = offers;
  const byUnit = (o: number) => price_minor[o]! / unitQuantity[o]!;
  // By merchant, how many of its offers are in the group, and how many of them are not dearer than the price that is looked at.
  const own = new Map<number, { all: number; until: number; from: number; run: number }>();
  for (const o of members) {
    const count = own.get(merchant[o]!);
    if (count) count.all++;
    else own.set(merchant[o]!, { all: 1, until: 0, from: 0, run: -1 });
  }
  for (let from = 0; from < members.length; ) {
    const price = byUnit(members[from]!);
    let until = from;
    for (; until < members.length && byUnit(members[until]!) === price; until++) {
      const count = own.get(merchant[members[until]!]!)!;
      if (count.run !== from) count.from = count.until;
      count.run = from;
      count.until++;
    }
    for (let at = from; at < until; at++) {
      const o = members[at]!;
      if (priceGroup[o] !== group) continue;
      const count = own.get(merchant[o]!)!;
      const dearer = members.length - until - (count.all - count.until);
      const equal = until - from - (count.until - count.from);
      bands[o] = bandOf((dearer + equal / 2) / (members.length - count.all));
    }
    from = until;
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

/** By offer, the groups that it stands in, ascending: what `groupsWith` looks for, once for all. Cost: O(offers in all groups). */
export function groupsByOffer(groups: Lists, offers: number): Lists {
  const start = new Uint32Array(offers + 1);
  for (const o of groups.values) start[o + 1]!++;
  for (let o = 0; o < offers; o++) start[o + 1]! += start[o]!;
  const next = start.slice();
  const values = new Uint32Array(groups.values.length);
  for (let g = 0; g + 1 < groups.start.length; g++)
    for (let i = groups.start[g]!; i < groups.start[g + 1]!; i++) values[next[groups.values[i]!]!++] = g;
  return { start, values };
}
