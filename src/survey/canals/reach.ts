import type { FlowLines } from '../flows/lines.ts';

/** Sums over people that opportunities are made of. All add up over shards. */
export interface ReachSums {
  readonly categories: number;
  /** People with a line in the look-back at the as-of date. */
  people: number;
  /** Of them, people who hold category c: shape (C,). */
  readonly holders: Float64Array;
  /** People who hold both a and b, row-major (C × C), diagonal = holders. */
  readonly both: Float64Array;
  /** First purchases of c (none in the look-back before) whose horizon has ended: shape (C,). */
  readonly firsts: Float64Array;
  /** What these people then spent in c over the horizon, the first purchase included; minor units: shape (C,). */
  readonly firstSpend: Float64Array;
  /** First purchases by category and calendar month: row-major (C × 12). */
  readonly firstsByMonth: Float64Array;
}

export interface ReachOptions {
  readonly categories: number;
  /** End of the as-of date, ticks; lines at or after it are not looked at. */
  readonly end: number;
  /** Look-back and horizon in ticks. */
  readonly lookback: number;
  readonly horizon: number;
  /** Ticks from which a first purchase has its whole look-back in the data. */
  readonly firstsFrom: number;
  /** Calendar month 0–11 of a tick, in the marketplace's zone. */
  readonly monthOf: (tick: number) => number;
}

export function emptyReach(categories: number): ReachSums {
  return {
    categories,
    people: 0,
    holders: new Float64Array(categories),
    both: new Float64Array(categories * categories),
    firsts: new Float64Array(categories),
    firstSpend: new Float64Array(categories),
    firstsByMonth: new Float64Array(categories * 12),
  };
}

/**
 * Adds a block of whole people to the sums, or takes it back. Sums of integers: taking back what was added leaves no trace.
 * @param lines sorted by (person, time, order), people whole @param sign +1 adds, −1 takes back
 * Cost: O(lines + Σ held²) time; O(C²) memory, none per person.
 */
export function addReach(sums: ReachSums, lines: FlowLines, options: ReachOptions, sign: 1 | -1 = 1): void {
  const { person, time, category } = lines;
  const amount = lines.amount;
  const { categories, end, lookback, horizon, firstsFrom, monthOf } = options;
  // Per category: last purchase of the person in hand, and the running first purchase. `stamp` tells whose they are.
  const stamp = new Uint32Array(categories);
  const last = new Float64Array(categories);
  const firstAt = new Float64Array(categories);
  const spend = new Float64Array(categories);
  const touched = new Uint32Array(categories);
  const held = new Uint32Array(categories);

  let mark = 0;
  for (let from = 0; from < person.length; ) {
    let to = from + 1;
    while (to < person.length && person[to] === person[from]) to++;
    mark++;
    let count = 0;
    for (let i = from; i < to && time[i]! < end; i++) {
      const c = category[i]!;
      const t = time[i]!;
      if (stamp[c] !== mark) {
        stamp[c] = mark;
        touched[count++] = c;
        last[c] = Number.NEGATIVE_INFINITY;
        firstAt[c] = Number.NEGATIVE_INFINITY;
      }
      if (t - last[c]! > lookback) {
        close(sums, c, firstAt[c]!, spend[c]!, options, sign);
        const isFirst = t >= firstsFrom;
        firstAt[c] = isFirst ? t : Number.NEGATIVE_INFINITY;
        spend[c] = 0;
        if (isFirst) sums.firstsByMonth[c * 12 + monthOf(t)]! += sign;
      }
      if (t - firstAt[c]! <= horizon) spend[c]! += amount ? amount[i]! : 0;
      last[c] = t;
    }
    let holding = 0;
    for (let k = 0; k < count; k++) {
      const c = touched[k]!;
      close(sums, c, firstAt[c]!, spend[c]!, options, sign);
      if (last[c]! >= end - lookback) held[holding++] = c;
    }
    if (holding > 0) sums.people += sign;
    for (let a = 0; a < holding; a++) {
      const row = held[a]! * categories;
      sums.holders[held[a]!]! += sign;
      for (let b = 0; b < holding; b++) sums.both[row + held[b]!]! += sign;
    }
    from = to;
  }
}

/** Books a first purchase, unless its horizon has not ended: a half-watched one would understate the value. */
function close(
  sums: ReachSums,
  c: number,
  at: number,
  spend: number,
  options: ReachOptions,
  sign: number,
): void {
  if (at === Number.NEGATIVE_INFINITY || at + options.horizon >= options.end) return;
  sums.firsts[c]! += sign;
  sums.firstSpend[c]! += sign * spend;
}

/** Months (1–12) in which first purchases run clearly above their mean: index ≥ 1.2 and two Poisson errors above it. */
export function seasonMonths(firstsByMonth: ArrayLike<number>, monthsObserved: ArrayLike<number>): number[] {
  let total = 0;
  let observed = 0;
  for (let m = 0; m < 12; m++) {
    total += firstsByMonth[m]!;
    observed += monthsObserved[m]!;
  }
  const result: number[] = [];
  if (observed < 12) return result;
  for (let m = 0; m < 12; m++) {
    const expected = (total * monthsObserved[m]!) / observed;
    if (
      expected >= 5 &&
      firstsByMonth[m]! >= 1.2 * expected &&
      firstsByMonth[m]! >= expected + 2 * Math.sqrt(expected)
    )
      result.push(m + 1);
  }
  return result;
}
