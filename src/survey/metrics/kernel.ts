import { type CellSpace, grown } from './cells.ts';

/** Flags of a line, as metric-lines.sql packs them. */
const HEALTHY = 1;
const HEALTHY_CONSERVATIVE = 2;
const SUSPECT = 4;
const FAKE = 8;
const CANCELLED = 16;
const PAID = 32;
const REFUNDED = 64;
const ZERO = 128;

/** Bytes of a packed line. */
const LINE_BYTES = 56;

/** Additive counts of people (and orders) of a cell, in the order of their places; each metric says what it reads. */
export const COLUMNS = [
  // W = look-back up to as_of, V = the look-back before it, P = period up to as_of,
  // Q = period that ends a horizon before as_of (fully observed).
  'people_ever',
  'buyers',
  'before',
  'retained',
  'never_before',
  'reactivated',
  'repeated',
  'period_buyers',
  'period_repeated',
  // new in P: without a purchase in the look-back before the first in P; short: the data do not reach back so far
  'never',
  'lapsed',
  'unknown',
  'short',
  'cohort_people',
  'cohort_again',
  'q_new',
  'q_new_again',
  'q_short',
  'q_short_again',
  // new in P, and those who came from another top category
  'new_people',
  'new_crossed',
  'short_people',
  'short_crossed',
  'orders',
  /** orders that also hold a line of another top category */
  'other_top',
  /** as the public count has it: confirmed, healthy or not */
  'public_ever',
  'public_buyers',
] as const;
type Column = (typeof COLUMNS)[number];
const AT = Object.fromEntries(COLUMNS.map((name, at) => [name, at])) as Record<Column, number>;
const WIDTH = 32;
/** Places in `sums`: net minor units and pieces in W, pieces of orders in W. */
export const SUMS = ['net_sum', 'quantity_sum', 'pieces'] as const;

/** Why a person of the public count is not in the healthy one. The first that holds of a line is its reason. */
export const REASONS = ['fake', 'cancelled', 'unpaid', 'refunded', 'zero', 'timing', 'mixed', 'paid_later'];
const MIXED = REASONS.indexOf('mixed');
const PAID_LATER = REASONS.indexOf('paid_later');

/** Dates are days since 1970. */
interface KernelParams {
  readonly publicOnly: boolean;
  readonly asOf: number;
  readonly lookback: number;
  readonly period: number;
  readonly horizon: number;
  readonly dataFrom: number;
}

/** What one kernel counts. Those of others add to it place by place. */
export class Totals {
  counts = new Int32Array(WIDTH << 8);
  sums = new Float64Array(SUMS.length << 8);
  /** People by (cell, days, event). */
  survival = new Int32Array(1 << 12);
  /** People by number of top categories. */
  breadth = new Int32Array(16);
  /** People by reason. */
  gap = new Int32Array(REASONS.length);
  readonly months: number;
  /** Where the row of (cell, cohort) begins in `active`, plus one; 0: nobody yet. */
  cohorts = new Int32Array(1 << 10);
  /** People by age in months, row after row. */
  active = new Int32Array(1 << 10);
  #used = 0;

  constructor(months: number) {
    this.months = months;
  }

  /** Makes room for all cells. */
  fit(cells: number, survivalDays: number): void {
    this.counts = grown(this.counts, cells * WIDTH);
    this.sums = grown(this.sums, cells * SUMS.length);
    this.survival = grown(this.survival, cells * survivalDays * 2);
    this.cohorts = grown(this.cohorts, cells * this.months);
  }

  count(cell: number, column: Column): number {
    return this.counts[cell * WIDTH + AT[column]]!;
  }

  /** Adds the counts of a cell to a row of a table: COLUMNS, then SUMS. */
  addTo(table: Float64Array, at: number, cell: number): void {
    for (let i = 0; i < COLUMNS.length; i++) table[at + i]! += this.counts[cell * WIDTH + i]!;
    for (let i = 0; i < SUMS.length; i++)
      table[at + COLUMNS.length + i]! += this.sums[cell * SUMS.length + i]!;
  }

  /** People of a cell by cohort (months since the first) and age. */
  *cohortsOf(cell: number): Generator<{ cohort: number; age: number; people: number }> {
    for (let cohort = 0; cohort < this.months; cohort++) {
      const row = (this.cohorts[cell * this.months + cohort] ?? 0) - 1;
      if (row < 0) continue;
      for (let age = 0; age < this.months - cohort; age++) {
        const people = this.active[row + age]!;
        if (people !== 0) yield { cohort, age, people };
      }
    }
  }

  /** Where the row of a cohort begins in `active`. */
  row(cell: number, cohort: number): number {
    const at = cell * this.months + cohort;
    if (this.cohorts[at] === 0) {
      const ages = this.months - cohort;
      this.active = grown(this.active, this.#used + ages);
      this.cohorts[at] = this.#used + 1;
      this.#used += ages;
    }
    return this.cohorts[at]! - 1;
  }
}

/** Months since 1970 of every day up to the last. */
function monthsOf(last: number): Int32Array {
  const months = new Int32Array(last + 1);
  for (let day = 0; day <= last; day++) {
    const date = new Date(day * 86_400_000);
    months[day] = (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
  }
  return months;
}

/** State of one person in one cell: places in a row. A date of −1: there is none. */
const CELL = 0;
const FIRST = 1;
const LAST = 2;
const FIRST_W = 3;
const IN_V = 4;
const FIRST_P = 5;
const NEXT_P = 6;
const BEFORE_P = 7;
const FIRST_Q = 8;
const BEFORE_Q = 9;
const AGAIN = 10;
const MONTH = 11;
const COHORT = 12;
const STATE = 16;

/**
 * Counts people and orders per cell of every grain, person by person: a person's lines in order of date touch the state
 * that the person has in each of their cells, and each of those cells then counts the person once.
 * Conservative counts are `headline` + `delta`: only people with a suspect line can differ, and are counted twice.
 */
export class MetricKernel {
  readonly headline: Totals;
  readonly delta: Totals;
  readonly #space: CellSpace;
  readonly #p: KernelParams;
  readonly #monthOf: Int32Array;
  readonly #firstMonth: number;
  readonly survivalDays: number;

  #slotOf = new Int32Array(1 << 10).fill(-1);
  #state = new Int32Array(STATE << 6);
  #money = new Float64Array(2 << 6);
  #touched = 0;
  #stamp = new Int32Array(1 << 10);
  #stamps = 0;
  // Lines of the person at hand that count, in order of date.
  #day = new Int32Array(64);
  #line = new Int32Array(64);
  #combination = new Int32Array(64);
  #tops = new Set<number>();
  // Orders of the person at hand: an open table of first lines, and chains.
  #table = new Int32Array(64).fill(-1);
  #next = new Int32Array(64);

  constructor(space: CellSpace, p: KernelParams) {
    this.#space = space;
    this.#p = p;
    this.#monthOf = monthsOf(Math.max(0, p.asOf));
    const from = Math.max(0, Math.min(p.dataFrom, p.asOf));
    this.#firstMonth = this.#monthOf[from]!;
    const months = this.#monthOf[Math.max(0, p.asOf)]! - this.#firstMonth + 1;
    this.survivalDays = Math.min(p.period - 1, p.horizon) + 1;
    this.headline = new Totals(months);
    this.delta = new Totals(months);
  }

  get firstMonth(): number {
    return this.#firstMonth;
  }

  /**
   * Counts the lines of a range of people, every person whole.
   * @param bytes rows of metric-lines.sql
   * @param lo lowest person number of the range
   * @param hi highest
   */
  feed(bytes: Buffer, lo: number, hi: number): void {
    const n = bytes.length / LINE_BYTES;
    const aligned = bytes.byteOffset % 8 === 0 ? bytes : Buffer.from(new Uint8Array(bytes));
    const words = new Uint32Array(aligned.buffer, aligned.byteOffset, n * 14);
    const doubles = new Float64Array(aligned.buffer, aligned.byteOffset, n * 7);
    // Lines in order of person: a counting sort.
    const starts = new Int32Array(hi - lo + 3);
    for (let i = 0; i < n; i++) starts[words[i * 14 + 6]! - lo + 2]!++;
    for (let k = 2; k < starts.length; k++) starts[k]! += starts[k - 1]!;
    const order = new Int32Array(n);
    const combination = new Int32Array(n);
    for (let i = 0, w = 0; i < n; i++, w += 14) {
      order[starts[words[w + 6]! - lo + 1]!++] = i;
      combination[i] = this.#space.of(words[w + 7]!, words[w + 8]!, words[w + 9]!, words[w + 10]!);
    }
    const cells = this.#space.size;
    this.headline.fit(cells, this.survivalDays);
    this.delta.fit(cells, this.survivalDays);
    this.#stamp = grown(this.#stamp, cells);
    if (this.#slotOf.length < cells) this.#slotOf = new Int32Array(cells * 2).fill(-1);

    for (let person = lo; person <= hi; person++) {
      const from = starts[person - lo]!;
      const to = starts[person - lo + 1]!;
      if (from === to) continue;
      let suspect = 0;
      for (let i = from; i < to; i++) suspect |= words[order[i]! * 14 + 12]! & (SUSPECT << 16);
      this.#prepare(to - from);
      const { publicOnly } = this.#p;
      const run = (mask: number, totals: Totals, weight: number) => {
        const lines = this.#select(words, order, combination, from, to, mask, publicOnly);
        if (lines === 0) return;
        if (person !== 0) this.#people(words, doubles, lines, totals, weight);
        this.#orders(words, doubles, lines, totals, weight);
      };
      run(publicOnly ? 0 : HEALTHY, this.headline, 1);
      if (suspect !== 0 && !publicOnly) {
        run(HEALTHY, this.delta, -1);
        run(HEALTHY_CONSERVATIVE, this.delta, 1);
      }
      if (person !== 0) {
        this.#gap(words, order, from, to);
        this.#public(words, order, combination, from, to);
      }
    }
  }

  #prepare(lines: number): void {
    this.#day = grown(this.#day, lines);
    this.#line = grown(this.#line, lines);
    this.#combination = grown(this.#combination, lines);
    this.#next = grown(this.#next, lines);
  }

  /** The person's lines that count, by date. Word 11 holds both dates; 12 the creation date and the flags. */
  #select(
    words: Uint32Array,
    order: Int32Array,
    combination: Int32Array,
    from: number,
    to: number,
    mask: number,
    byConfirmed: boolean,
  ): number {
    const day = this.#day;
    const line = this.#line;
    const combinations = this.#combination;
    const { asOf } = this.#p;
    let n = 0;
    let sorted = true;
    for (let i = from; i < to; i++) {
      const at = order[i]!;
      const w = at * 14;
      if (((words[w + 12]! >>> 16) & mask) !== mask) continue;
      const d = byConfirmed ? words[w + 11]! >>> 16 : words[w + 11]! & 0xffff;
      if (d > asOf) continue;
      if (n > 0 && d < day[n - 1]!) sorted = false;
      day[n] = d;
      line[n] = at;
      combinations[n] = combination[at]!;
      n++;
    }
    if (!sorted) this.#sort(n);
    return n;
  }

  #sort(n: number): void {
    const [day, line, combination] = [this.#day, this.#line, this.#combination];
    const keys = new Float64Array(n);
    for (let i = 0; i < n; i++) keys[i] = day[i]! * n + i;
    keys.sort();
    const [oldLine, oldCombination] = [line.slice(0, n), combination.slice(0, n)];
    for (let i = 0; i < n; i++) {
      const from = keys[i]! % n;
      day[i] = Math.floor(keys[i]! / n);
      line[i] = oldLine[from]!;
      combination[i] = oldCombination[from]!;
    }
  }

  #people(words: Uint32Array, doubles: Float64Array, n: number, totals: Totals, weight: number): void {
    const { asOf, lookback, period, horizon } = this.#p;
    const wFrom = asOf - lookback + 1;
    const vFrom = asOf - 2 * lookback + 1;
    const pFrom = asOf - period + 1;
    const qTo = asOf - horizon;
    const qFrom = qTo - period + 1;
    const { list, start, top, grain } = this.#space;
    const slotOf = this.#slotOf;
    const firstMonth = this.#firstMonth;
    this.#touched = 0;
    this.#tops.clear();
    let inW = false;
    for (let i = 0; i < n; i++) {
      const d = this.#day[i]!;
      const c = this.#combination[i]!;
      const month = this.#monthOf[d]! - firstMonth;
      const w7 = this.#line[i]! * 7;
      const w = d >= wFrom;
      const v = !w && d >= vFrom;
      if (w) {
        inW = true;
        if (top[c] !== 0) this.#tops.add(top[c]!);
      }
      for (let j = start[c]!, end = start[c + 1]!; j < end; j++) {
        const cell = list[j]!;
        let slot = slotOf[cell]!;
        if (slot < 0) {
          slot = this.#touched++;
          slotOf[cell] = slot;
          if ((slot + 1) * STATE > this.#state.length) {
            this.#state = grown(this.#state, (slot + 1) * STATE);
            this.#money = grown(this.#money, (slot + 1) * 2 * 2);
          }
          const s = slot * STATE;
          this.#state.fill(-1, s, s + STATE);
          this.#state[s + CELL] = cell;
          this.#state[s + FIRST] = d;
          this.#money[slot * 2] = 0;
          this.#money[slot * 2 + 1] = 0;
        }
        const state = this.#state;
        const s = slot * STATE;
        state[s + LAST] = d;
        if (w) {
          if (state[s + FIRST_W]! < 0) state[s + FIRST_W] = d;
          this.#money[slot * 2]! += doubles[w7 + 1]!;
          this.#money[slot * 2 + 1]! += doubles[w7 + 2]!;
        } else if (v) state[s + IN_V] = 1;
        if (d < pFrom) state[s + BEFORE_P] = d;
        else if (state[s + FIRST_P]! < 0) state[s + FIRST_P] = d;
        else if (state[s + NEXT_P]! < 0 && d > state[s + FIRST_P]!) state[s + NEXT_P] = d;
        if (d < qFrom) state[s + BEFORE_Q] = d;
        else if (state[s + FIRST_Q]! < 0) {
          if (d <= qTo) state[s + FIRST_Q] = d;
        } else if (d > state[s + FIRST_Q]! && d <= state[s + FIRST_Q]! + horizon) state[s + AGAIN] = 1;
        if (grain[cell]! <= 1 && month !== state[s + MONTH]) {
          if (state[s + MONTH]! < 0) state[s + COHORT] = month;
          state[s + MONTH] = month;
          const cohort = state[s + COHORT]!;
          // The row first: making it may replace the array.
          const row = totals.row(cell, cohort);
          totals.active[row + month - cohort]! += weight;
        }
      }
    }
    if (inW) {
      totals.breadth = grown(totals.breadth, this.#tops.size + 1);
      totals.breadth[this.#tops.size]! += weight;
    }
    this.#settle(words[this.#line[0]! * 14 + 12]! & 0xffff, n, totals, weight);
  }

  /** Counts the person once in each of their cells. */
  #settle(created: number, n: number, totals: Totals, weight: number): void {
    const { asOf, lookback, horizon, dataFrom } = this.#p;
    const wFrom = asOf - lookback + 1;
    const { counts, sums, survival } = totals;
    const { topOf } = this.#space;
    const state = this.#state;
    for (let slot = 0; slot < this.#touched; slot++) {
      const s = slot * STATE;
      const cell = state[s + CELL]!;
      this.#slotOf[cell] = -1;
      const at = cell * WIDTH;
      const last = state[s + LAST]!;
      const inV = state[s + IN_V] === 1;
      counts[at + AT.people_ever]! += weight;
      if (inV) counts[at + AT.before]! += weight;
      if (last >= wFrom) {
        counts[at + AT.buyers]! += weight;
        if (inV) counts[at + AT.retained]! += weight;
        else if (state[s + FIRST]! < wFrom) counts[at + AT.reactivated]! += weight;
        if (state[s + FIRST]! >= wFrom) counts[at + AT.never_before]! += weight;
        if (state[s + FIRST_W] !== last) counts[at + AT.repeated]! += weight;
        const m = cell * SUMS.length;
        sums[m]! += weight * this.#money[slot * 2]!;
        sums[m + 1]! += weight * this.#money[slot * 2 + 1]!;
      }
      const firstP = state[s + FIRST_P]!;
      if (firstP >= 0) {
        counts[at + AT.period_buyers]! += weight;
        if (firstP !== last) counts[at + AT.period_repeated]! += weight;
        const kind = this.#kind(firstP, state[s + BEFORE_P]!, lookback, dataFrom, created);
        if (kind !== 0) counts[at + kind]! += weight;
        if (kind !== 0 && kind !== AT.unknown && topOf[cell] !== 0) {
          const short = kind === AT.short;
          counts[at + (short ? AT.short_people : AT.new_people)]! += weight;
          if (this.#crossed(topOf[cell]!, firstP, n))
            counts[at + (short ? AT.short_crossed : AT.new_crossed)]! += weight;
        }
        const next = state[s + NEXT_P]!;
        const days = Math.min(next < 0 ? asOf - firstP : next - firstP, horizon);
        const event = next >= 0 && next - firstP <= horizon ? 1 : 0;
        survival[(cell * this.survivalDays + days) * 2 + event]! += weight;
      }
      const firstQ = state[s + FIRST_Q]!;
      if (firstQ >= 0) {
        const again = state[s + AGAIN] === 1;
        counts[at + AT.cohort_people]! += weight;
        if (again) counts[at + AT.cohort_again]! += weight;
        const kind = this.#kind(firstQ, state[s + BEFORE_Q]!, lookback, dataFrom, created);
        if (kind === AT.never || kind === AT.lapsed) {
          counts[at + AT.q_new]! += weight;
          if (again) counts[at + AT.q_new_again]! += weight;
        } else if (kind === AT.short) {
          counts[at + AT.q_short]! += weight;
          if (again) counts[at + AT.q_short_again]! += weight;
        }
      }
    }
  }

  /** Column of how a buyer is new; 0: is not. An unknown creation date is 1970. */
  #kind(first: number, before: number, lookback: number, dataFrom: number, created: number): number {
    if (before >= 0) return first - before <= lookback ? 0 : AT.lapsed;
    if (first - lookback < dataFrom) return AT.short;
    return created > first - lookback ? AT.unknown : AT.never;
  }

  /** Whether the person bought in another top category in the look-back before the date. */
  #crossed(top: number, first: number, n: number): boolean {
    const tops = this.#space.top;
    for (let i = n - 1; i >= 0; i--) {
      const d = this.#day[i]!;
      if (d >= first) continue;
      if (d < first - this.#p.lookback) return false;
      const other = tops[this.#combination[i]!]!;
      if (other !== 0 && other !== top) return true;
    }
    return false;
  }

  #orders(words: Uint32Array, doubles: Float64Array, n: number, totals: Totals, weight: number): void {
    const wFrom = this.#p.asOf - this.#p.lookback + 1;
    const { list, start, pairs, top, topOf } = this.#space;
    const { counts, sums } = totals;
    let from = 0;
    while (from < n && this.#day[from]! < wFrom) from++;
    if (from === n) return;
    let size = 64;
    while (size < (n - from) * 2) size *= 2;
    if (this.#table.length < size) this.#table = new Int32Array(size);
    const table = this.#table.fill(-1, 0, size);
    const mask = size - 1;
    const line = this.#line;
    // The last line of an order stands in the table, each points to the one before.
    for (let i = from; i < n; i++) {
      const w = line[i]! * 14;
      let slot = (words[w]! ^ words[w + 1]!) & mask;
      for (;;) {
        const other = table[slot]!;
        if (other < 0) {
          this.#next[i] = -1;
          break;
        }
        const o = line[other]! * 14;
        if (words[o] === words[w] && words[o + 1] === words[w + 1]) {
          this.#next[i] = other;
          break;
        }
        slot = (slot + 1) & mask;
      }
      table[slot] = i;
    }
    for (let slot = 0; slot < size; slot++) {
      const head = table[slot]!;
      if (head < 0) continue;
      let one = 0;
      let several = false;
      for (let i = head; i >= 0; i = this.#next[i]!) {
        const t = top[this.#combination[i]!]!;
        if (t === 0) continue;
        if (one === 0) one = t;
        else if (t !== one) several = true;
      }
      const stamp = ++this.#stamps;
      for (let i = head; i >= 0; i = this.#next[i]!) {
        const c = this.#combination[i]!;
        const pieces = weight * doubles[line[i]! * 7 + 2]!;
        for (let j = start[c]!, end = pairs[c]!; j < end; j++) {
          const cell = list[j]!;
          sums[cell * SUMS.length + 2]! += pieces;
          if (this.#stamp[cell] === stamp) continue;
          this.#stamp[cell] = stamp;
          counts[cell * WIDTH + AT.orders]! += weight;
          if (several && topOf[cell] !== 0) counts[cell * WIDTH + AT.other_top]! += weight;
        }
      }
    }
  }

  #gap(words: Uint32Array, order: Int32Array, from: number, to: number): void {
    const { asOf } = this.#p;
    const wFrom = asOf - this.#p.lookback + 1;
    let inAac = false;
    let reasons = 0;
    for (let i = from; i < to; i++) {
      const w = order[i]! * 14;
      const flags = words[w + 12]! >>> 16;
      const paidOn = words[w + 11]! & 0xffff;
      const confirmedOn = words[w + 11]! >>> 16;
      if (flags & HEALTHY && paidOn >= wFrom && paidOn <= asOf) inAac = true;
      if (confirmedOn < wFrom || confirmedOn > asOf) continue;
      reasons |=
        1 <<
        (flags & FAKE
          ? 0
          : flags & CANCELLED
            ? 1
            : !(flags & PAID)
              ? 2
              : flags & REFUNDED
                ? 3
                : flags & ZERO
                  ? 4
                  : 5);
    }
    if (inAac === reasons > 0) return;
    const { gap } = this.headline;
    if (inAac) gap[PAID_LATER]!++;
    else gap[(reasons & (reasons - 1)) === 0 ? 31 - Math.clz32(reasons) : MIXED]!++;
  }

  /** People of the public count: those with a confirmed line, whatever became of it. */
  #public(words: Uint32Array, order: Int32Array, combination: Int32Array, from: number, to: number): void {
    const { asOf } = this.#p;
    const wFrom = asOf - this.#p.lookback + 1;
    const { list, start } = this.#space;
    const { counts } = this.headline;
    const ever = ++this.#stamps;
    const buyer = ++this.#stamps;
    for (let i = from; i < to; i++) {
      const at = order[i]!;
      const d = words[at * 14 + 11]! >>> 16;
      if (d > asOf) continue;
      const c = combination[at]!;
      for (let j = start[c]!, end = start[c + 1]!; j < end; j++) {
        const cell = list[j]!;
        const seen = this.#stamp[cell]!;
        if (seen < ever) counts[cell * WIDTH + AT.public_ever]!++;
        if (d >= wFrom) {
          if (seen < buyer) counts[cell * WIDTH + AT.public_buyers]!++;
          this.#stamp[cell] = buyer;
        } else if (seen < ever) this.#stamp[cell] = ever;
      }
    }
  }
}
