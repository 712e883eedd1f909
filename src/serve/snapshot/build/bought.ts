import { atOnce } from '../../../base/index.ts';
import { popularityValue, seasonValue } from '../../../models/index.ts';

/** Days in which a purchase comes to count half; and where it is counted slowly, or quickly. */
const HALF_LIFE = 60;
const SLOW_HALF_LIFE = 360;
const LATE_HALF_LIFE = 14;
/** Lines that are counted in some two milliseconds. */
const AT_ONCE = 200_000;

/** How much each item was bought before a day, by people: purchases, decayed. */
export interface Bought {
  readonly amount: Float64Array;
  readonly slow: Float64Array;
  readonly late: Float64Array;
  readonly total: number;
}

interface DatedLines {
  readonly item: ArrayLike<number>;
  readonly day: ArrayLike<number>;
}

/** Counts it, some lines a step, so that who serves can do something else in between. Cost: O(lines). */
export function* boughtBefore(lines: DatedLines, items: number, day: number): Generator<void, Bought> {
  const amount = new Float64Array(items);
  const slow = new Float64Array(items);
  const late = new Float64Array(items);
  // By how many days ago.
  const decay: number[] = [];
  const slowly: number[] = [];
  const lately: number[] = [];
  let total = 0;
  for (let i = 0; i < lines.item.length; i++) {
    if (i % AT_ONCE === AT_ONCE - 1) yield;
    const item = lines.item[i]!;
    const ago = day - lines.day[i]!;
    if (item < 0 || ago <= 0) continue;
    const one = decay[ago] ?? 2 ** (-ago / HALF_LIFE);
    decay[ago] = one;
    amount[item]! += one;
    slowly[ago] ??= 2 ** (-ago / SLOW_HALF_LIFE);
    slow[item]! += slowly[ago];
    lately[ago] ??= 2 ** (-ago / LATE_HALF_LIFE);
    late[item]! += lately[ago];
    total += one;
  }
  return { amount, slow, late, total };
}

/** How much each of so many items was bought against the mean item: `popularityValue`. Items beyond those, up to `length`: nothing. */
export function popularityOf(
  { amount, total }: Pick<Bought, 'amount' | 'total'>,
  items: number,
  length = items,
): Float64Array {
  const mean = total / Math.max(1, items);
  const out = new Float64Array(length);
  for (let i = 0; i < length; i++) out[i] = popularityValue(amount[i] ?? 0, mean);
  return out;
}

/** By item: what is bought of its leaf of late, `seasonValue`; NaN without one. @param leaf by item, −1 none */
export function seasonOf({ amount, late, total }: Bought, leaf: ArrayLike<number>): Float64Array {
  const [now, usual] = [summed(late, leaf), summed(amount, leaf)];
  const scale = total > 0 ? late.reduce((sum, one) => sum + one, 0) / total : 0;
  return Float64Array.from({ length: leaf.length }, (_, i) => {
    const c = leaf[i]!;
    return c < 0 ? Number.NaN : seasonValue(now[c]!, usual[c]! * scale);
  });
}

/** Sums of an amount by what each belongs to; −1: to nothing. */
export function summed(amount: ArrayLike<number>, of: ArrayLike<number>): Float64Array {
  let most = -1;
  for (let i = 0; i < of.length; i++) most = Math.max(most, of[i]!);
  const sum = new Float64Array(most + 1);
  for (let i = 0; i < of.length; i++) if (of[i]! >= 0) sum[of[i]!]! += amount[i]!;
  return sum;
}

/** `boughtBefore` at once. */
export function boughtAtOnce(lines: DatedLines, items: number, day: number): Bought {
  return atOnce(boughtBefore(lines, items, day));
}
