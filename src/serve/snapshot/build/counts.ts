import type { IndexedCatalogue } from './catalogue.ts';
import { type EventColumns, HEALTHY, type LineColumns, REFUNDED, UNCLEAN } from './facts.ts';

export const COUNT_RULES = {
  /** Half-life of what was shown, clicked and bought, in days. */
  halfLife: 14,
  /** Purchases of as many last days against the rate of as many weeks before. */
  trendDays: 7,
  trendWeeks: 12,
  /** Purchases worth of "as usual" that a trend has to outweigh. */
  trendShrinkage: 5,
  /** Lines worth of the category's (the merchant's) share. */
  refundShrinkage: 20,
  cleanShrinkage: 10,
} as const;

/** By age in whole days, as far as it was asked for: powers cost more than all else that a line is counted for. */
const DECAYS: number[] = [];
/** Weight of a day that lies `age` days back: 1 for the last one. */
export const decay = (age: number) => (DECAYS[age] ??= 2 ** (-age / COUNT_RULES.halfLife));

/**
 * What happened to each offer up to `day`: decayed counts, trend, refunds, and how much of it was clean.
 *   trend = ln((n₇ + 5) / (u + 5)), u = purchases of a week at the rate of the 12 weeks before, as far as it was on offer
 *   refundRate = (refunded + 20·r) / (n + 20), r the category's rate shrunk alike to that of all
 *   clean = (clean + 10·m) / (n + 10), m the merchant's share shrunk alike to 1
 * Cost: O(lines + events).
 */
export function countOffers(
  catalogue: IndexedCatalogue,
  lines: LineColumns,
  events: EventColumns,
  day: number,
) {
  const n = catalogue.offers.item.length;
  const rules = COUNT_RULES;
  const seen = [new Float64Array(n), new Float64Array(n)] as const;
  for (let i = 0; i < events.kind.length; i++) {
    const offer = events.offer[i]!;
    const into = seen[events.kind[i]!];
    if (into && offer >= 0 && events.day[i]! < day) into[offer]! += decay(day - 1 - events.day[i]!);
  }
  const bought = new Float64Array(n);
  const recent = new Float64Array(n);
  const usual = new Float64Array(n);
  const sold = new Float64Array(n);
  const refunded = new Float64Array(n);
  const unclean = new Float64Array(n);
  const from = day - rules.trendDays;
  const before = from - 7 * rules.trendWeeks;
  for (let i = 0; i < lines.offer.length; i++) {
    const offer = lines.offer[i]!;
    const at = lines.day[i]!;
    if (offer < 0 || at >= day) continue;
    const flags = lines.flags[i]!;
    sold[offer]!++;
    if (flags & REFUNDED) refunded[offer]!++;
    if (flags & UNCLEAN) unclean[offer]!++;
    if (!(flags & HEALTHY)) continue;
    bought[offer]! += decay(day - 1 - at);
    if (at >= from) recent[offer]!++;
    else if (at >= before) usual[offer]!++;
  }
  const trend = new Float32Array(n);
  for (let o = 0; o < n; o++) trend[o] = trendOf(recent[o]!, usual[o]!, catalogue.offers.since[o]!, day);
  return {
    shown: Float32Array.from(seen[0]),
    clicked: Float32Array.from(seen[1]),
    bought: Float32Array.from(bought),
    trend,
    refundRate: shrunkShare(
      refunded,
      sold,
      catalogue.offers.category,
      catalogue.categories.parent.length,
      rules.refundShrinkage,
    ),
    clean: shrunkShare(
      unclean,
      sold,
      catalogue.offers.merchant,
      catalogue.merchants.tier.length,
      rules.cleanShrinkage,
      0,
    ).map((share) => 1 - share),
  };
}

/** ln of purchases of the last 7 days over those of a usual week of the 12 weeks before, as far as it was on offer. */
export function trendOf(recent: number, usual: number, since: number, day: number): number {
  const { trendDays, trendWeeks, trendShrinkage } = COUNT_RULES;
  const onOffer = Math.min(7 * trendWeeks, Math.max(0, day - trendDays - since));
  // New on offer: nothing is usual yet, so nothing is a trend.
  const week = onOffer > 0 ? (usual / onOffer) * trendDays : recent;
  return Math.log((recent + trendShrinkage) / (week + trendShrinkage));
}

/** (part + k·g) / (whole + k), g = the group's share shrunk alike to `overall`, which is that of all where none is given. */
function shrunkShare(
  part: Float64Array,
  whole: Float64Array,
  group: Int32Array,
  groups: number,
  k: number,
  overall?: number,
): Float32Array {
  const groupPart = new Float64Array(groups);
  const groupWhole = new Float64Array(groups);
  let allPart = 0;
  let all = 0;
  for (let i = 0; i < part.length; i++) {
    allPart += part[i]!;
    all += whole[i]!;
    if (group[i]! < 0) continue;
    groupPart[group[i]!]! += part[i]!;
    groupWhole[group[i]!]! += whole[i]!;
  }
  const prior = overall ?? (all > 0 ? allPart / all : 0);
  return Float32Array.from(part, (value, i) => {
    const g = group[i]!;
    const share = g < 0 ? prior : (groupPart[g]! + k * prior) / (groupWhole[g]! + k);
    return (value + k * share) / (whole[i]! + k);
  });
}
