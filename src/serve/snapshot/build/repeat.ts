import { pathOf } from './catalogue.ts';
import type { PeopleLines } from './people.ts';

/** Longest interval told apart, in days, and the fewest intervals that make a median. */
const LONGEST = 730;
export const LEAST_INTERVALS = 20;
/** Buyers from which too few intervals say that a thing is not bought again; with fewer, nothing is known yet. */
const KNOWN_BUYERS = 100;

/**
 * How people buy the same item again, by category and those above it: the median of days between two purchases of an item by
 * one person on different days, and the share of a category's buyers who did so at least once. Below 20 intervals the median is NaN,
 * except where fewer than 100 people bought in the category: then it is that of the nearest category above it that is known.
 * Cost: O(lines × depth of the tree).
 */
export function replenishment(
  lines: PeopleLines,
  items: number,
  itemCategory: Int32Array,
  parent: Int32Array,
) {
  const n = parent.length;
  const paths = Array.from({ length: n }, (_, c) => pathOf(parent, c));
  const histogram = new Uint32Array(n * (LONGEST + 1));
  const buyers = new Float64Array(n);
  const again = new Float64Array(n);
  const lastDay = new Int32Array(items);
  const itemStamp = new Int32Array(items).fill(-1);
  const buyerStamp = new Int32Array(n).fill(-1);
  const againStamp = new Int32Array(n).fill(-1);
  for (let p = 0; p + 1 < lines.start.length; p++) {
    for (let i = lines.start[p]!; i < lines.start[p + 1]!; i++) {
      const item = lines.item[i]!;
      const category = item < 0 ? -1 : itemCategory[item]!;
      if (category < 0) continue;
      const path = paths[category]!;
      for (const c of path) {
        if (buyerStamp[c] === p) break;
        buyerStamp[c] = p;
        buyers[c]!++;
      }
      const day = lines.day[i]!;
      if (itemStamp[item] === p && day > lastDay[item]!) {
        const days = Math.min(LONGEST, day - lastDay[item]!);
        for (const c of path) {
          histogram[c * (LONGEST + 1) + days]!++;
          if (againStamp[c] === p) continue;
          againStamp[c] = p;
          again[c]!++;
        }
      }
      itemStamp[item] = p;
      lastDay[item] = day;
    }
  }
  const median = Float32Array.from(parent, (_, c) =>
    medianOf(histogram.subarray(c * (LONGEST + 1), (c + 1) * (LONGEST + 1))),
  );
  return {
    repeatDays: median.map((_, c) => {
      const known = paths[c]!.find((up) => !Number.isNaN(median[up]!) || buyers[up]! >= KNOWN_BUYERS);
      return known === undefined ? Number.NaN : median[known]!;
    }),
    repeatRate: Float32Array.from(parent, (_, c) => (buyers[c]! > 0 ? again[c]! / buyers[c]! : 0)),
  };
}

/** Share of all lines by category as sold and those above it. Cost: O(lines + categories × depth). */
export function categoryShares(
  { category }: Pick<PeopleLines, 'category'>,
  parent: Int32Array,
): Float32Array {
  const own = new Float64Array(parent.length);
  for (const c of category) own[c]!++;
  const total = Math.max(1, category.length);
  const share = new Float64Array(parent.length);
  for (let c = 0; c < own.length; c++) for (const up of pathOf(parent, c)) share[up]! += own[c]! / total;
  return Float32Array.from(share);
}

/** The lower median of counted whole numbers; NaN where too few. */
function medianOf(counts: Uint32Array): number {
  let total = 0;
  for (const count of counts) total += count;
  if (total < LEAST_INTERVALS) return Number.NaN;
  let reached = 0;
  for (let days = 0; days < counts.length; days++) {
    reached += counts[days]!;
    if (2 * reached >= total) return days;
  }
  return Number.NaN;
}
