import { CATEGORY_GRAIN, type CellSpace, grown, type SpaceCells } from './cells.ts';
import { Chains } from './chains.ts';
import { AT, REASONS, Totals, type TotalsPart, WIDTH } from './counts.ts';
import { OrderIndex } from './order-index.ts';
import {
  CANCELLED,
  FAKE,
  HEALTHY,
  HEALTHY_CONSERVATIVE,
  PAID,
  PackedLines,
  REFUNDED,
  SUSPECT,
  ZERO,
} from './packed.ts';
import { PersonLines } from './person-lines.ts';

const MIXED = REASONS.indexOf('mixed');
const PAID_LATER = REASONS.indexOf('paid_later');

/** Dates are days since 1970. */
export interface KernelParams {
  readonly publicOnly: boolean;
  readonly asOf: number;
  readonly lookback: number;
  readonly period: number;
  readonly horizon: number;
  readonly dataFrom: number;
}

/** What a kernel has counted, as it crosses from one thread to another. */
export interface KernelPart {
  readonly cells: SpaceCells;
  readonly headline: TotalsPart;
  readonly delta: TotalsPart;
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

/**
 * Counts people and orders per cell of every grain, person by person: the person's lines in order of date are chained up by
 * the cells they fall in, and each of those cells reads its chain and counts the person once.
 * Conservative counts are `headline` + `delta`: only people with a suspect line can differ, and are counted twice.
 */
export class MetricKernel {
  readonly headline: Totals;
  readonly delta: Totals;
  readonly survivalDays: number;
  readonly firstMonth: number;
  readonly #space: CellSpace;
  readonly #p: KernelParams;
  readonly #monthOf: Int32Array;
  readonly #person = new PersonLines();
  readonly #orders = new OrderIndex();
  readonly #chains = new Chains();
  /** Of a top category: the last person who had it. */
  #stamp = new Int32Array(64);
  #stamps = 0;

  constructor(space: CellSpace, p: KernelParams) {
    this.#space = space;
    this.#p = p;
    this.#monthOf = monthsOf(Math.max(0, p.asOf));
    const from = Math.max(0, Math.min(p.dataFrom, p.asOf));
    this.firstMonth = this.#monthOf[from]!;
    const months = this.#monthOf[Math.max(0, p.asOf)]! - this.firstMonth + 1;
    this.survivalDays = Math.min(p.period - 1, p.horizon) + 1;
    this.headline = new Totals(months);
    this.delta = new Totals(months);
  }

  /** What was counted, to be added to another kernel's. */
  part(): KernelPart {
    const { size, grain, no, category, topOf } = this.#space;
    return {
      cells: { size, grain, no, category, topOf },
      headline: { ...this.headline },
      delta: { ...this.delta },
    };
  }

  /** Adds the counts of other people, of a kernel with the same parameters. */
  add({ cells, headline, delta }: KernelPart): void {
    const own = this.#space.join(cells);
    this.#fit();
    this.headline.add(headline, own, this.survivalDays);
    this.delta.add(delta, own, this.survivalDays);
  }

  #fit(): void {
    this.headline.fit(this.#space.size, this.survivalDays);
    this.delta.fit(this.#space.size, this.survivalDays);
  }

  /**
   * Counts the lines of a range of people, every person whole.
   * @param bytes rows of metric-lines.sql
   * @param lo lowest person number of the range
   * @param hi highest
   */
  feed(bytes: Buffer, lo: number, hi: number): void {
    const lines = new PackedLines(bytes, lo, hi);
    const combinations = new Int32Array(lines.size);
    for (let i = 0; i < lines.size; i++)
      combinations[i] = this.#space.of(lines.leaf(i), lines.merchant(i), lines.shop(i), lines.brand(i));
    this.#fit();

    const { publicOnly, asOf } = this.#p;
    for (let person = lo; person <= hi; person++) {
      const from = lines.starts[person - lo]!;
      const to = lines.starts[person - lo + 1]!;
      if (from === to) continue;
      const run = (mask: number, totals: Totals, weight: number) => {
        this.#person.select(lines, combinations, from, to, mask, publicOnly, asOf);
        this.#chains.build(this.#space, lines, combinations, this.#person, asOf);
        this.#count(lines, person === 0, totals, weight);
      };
      run(publicOnly ? 0 : HEALTHY, this.headline, 1);
      if (person !== 0) {
        this.#public();
        this.#gap(lines, from, to);
      }
      if (publicOnly || !lines.someHas(SUSPECT, from, to)) continue;
      run(HEALTHY, this.delta, -1);
      run(HEALTHY_CONSERVATIVE, this.delta, 1);
    }
  }

  /** Counts the person (of guests: their orders alone) once in each of their cells. */
  #count(lines: PackedLines, guests: boolean, totals: Totals, weight: number): void {
    const { asOf, lookback, period, horizon, dataFrom } = this.#p;
    const wFrom = asOf - lookback + 1;
    const vFrom = wFrom - lookback;
    const pFrom = asOf - period + 1;
    const qTo = asOf - horizon;
    const qFrom = qTo - period + 1;
    const { size, day } = this.#person;
    if (size === 0) return;
    const { grain, topOf, top } = this.#space;
    const { slots, cell: cells, head, line, next } = this.#chains;
    const { counts, survival } = totals;
    const months = this.#monthOf;
    const { firstMonth } = this;
    let firstInW = 0;
    while (firstInW < size && day[firstInW]! < wFrom) firstInW++;
    this.#orders.build(lines, this.#person, firstInW, top);
    const { of: orderOf, seen, several } = this.#orders;
    const created = lines.createdOn(this.#person.line[0]!);

    for (let slot = 0; slot < slots; slot++) {
      let link = head[slot]!;
      if (link < 0) continue;
      const cell = cells[slot]!;
      const at = cell * WIDTH;
      const tracked = grain[cell]! <= CATEGORY_GRAIN && !guests;
      const first = day[line[link]!]!;
      let last = first;
      let firstW = -1;
      let inV = false;
      let [firstP, nextP, beforeP] = [-1, -1, -1];
      let [firstQ, beforeQ] = [-1, -1];
      let again = false;
      let [orders, crossing] = [0, 0];
      let [month, cohort, row] = [-1, 0, 0];
      for (; link >= 0; link = next[link]!) {
        const i = line[link]!;
        const d = day[i]!;
        last = d;
        if (d >= wFrom) {
          if (firstW < 0) firstW = d;
          const order = orderOf[i]!;
          if (seen[order] !== slot + 1) {
            seen[order] = slot + 1;
            orders++;
            crossing += several[order]!;
          }
        } else if (d >= vFrom) inV = true;
        if (d < pFrom) beforeP = d;
        else if (firstP < 0) firstP = d;
        else if (nextP < 0 && d > firstP) nextP = d;
        if (d < qFrom) beforeQ = d;
        else if (firstQ < 0) {
          if (d <= qTo) firstQ = d;
        } else if (d > firstQ && d <= firstQ + horizon) again = true;
        if (tracked && months[d]! !== month) {
          if (month < 0) {
            cohort = months[d]! - firstMonth;
            row = totals.row(cell, cohort);
          }
          month = months[d]!;
          totals.active[row + month - firstMonth - cohort]! += weight;
        }
      }
      if (orders > 0) {
        counts[at + AT.orders]! += weight * orders;
        if (topOf[cell] !== 0) counts[at + AT.other_top]! += weight * crossing;
      }
      if (guests) continue;
      counts[at + AT.people_ever]! += weight;
      if (inV) counts[at + AT.before]! += weight;
      if (firstW >= 0) {
        counts[at + AT.buyers]! += weight;
        if (first >= wFrom) counts[at + AT.never_before]! += weight;
        else if (!inV) counts[at + AT.reactivated]! += weight;
        if (inV) counts[at + AT.retained]! += weight;
        if (firstW !== last) counts[at + AT.repeated]! += weight;
      }
      if (firstP >= 0) {
        counts[at + AT.period_buyers]! += weight;
        if (firstP !== last) counts[at + AT.period_repeated]! += weight;
        const kind = kindOf(firstP, beforeP, lookback, dataFrom, created);
        if (kind !== 0) counts[at + kind]! += weight;
        if (kind !== 0 && kind !== AT.unknown && topOf[cell] !== 0) {
          const short = kind === AT.short;
          counts[at + (short ? AT.short_people : AT.new_people)]! += weight;
          if (this.#crossed(topOf[cell]!, firstP))
            counts[at + (short ? AT.short_crossed : AT.new_crossed)]! += weight;
        }
        const days = Math.min((nextP < 0 ? asOf : nextP) - firstP, horizon);
        const event = nextP >= 0 && nextP - firstP <= horizon ? 1 : 0;
        survival[(cell * this.survivalDays + days) * 2 + event]! += weight;
      }
      if (firstQ >= 0) {
        counts[at + AT.cohort_people]! += weight;
        if (again) counts[at + AT.cohort_again]! += weight;
        const kind = kindOf(firstQ, beforeQ, lookback, dataFrom, created);
        if (kind === AT.never || kind === AT.lapsed) {
          counts[at + AT.q_new]! += weight;
          if (again) counts[at + AT.q_new_again]! += weight;
        } else if (kind === AT.short) {
          counts[at + AT.q_short]! += weight;
          if (again) counts[at + AT.q_short_again]! += weight;
        }
      }
    }
    if (!guests && firstInW < size) totals.addBreadth(this.#topsFrom(firstInW), weight);
  }

  /** Top categories of the person's lines from one on. */
  #topsFrom(first: number): number {
    const { combination, size } = this.#person;
    const stamp = ++this.#stamps;
    let n = 0;
    for (let i = first; i < size; i++) {
      const top = this.#space.top[combination[i]!]!;
      this.#stamp = grown(this.#stamp, top + 1);
      if (top === 0 || this.#stamp[top] === stamp) continue;
      this.#stamp[top] = stamp;
      n++;
    }
    return n;
  }

  /** Whether the person bought in another top category in the look-back before the date. */
  #crossed(top: number, first: number): boolean {
    const tops = this.#space.top;
    const { day, combination, size } = this.#person;
    for (let i = size - 1; i >= 0; i--) {
      const d = day[i]!;
      if (d >= first) continue;
      if (d < first - this.#p.lookback) return false;
      const other = tops[combination[i]!]!;
      if (other !== 0 && other !== top) return true;
    }
    return false;
  }

  /** People of the public count: those with a confirmed line, whatever became of it. */
  #public(): void {
    const wFrom = this.#p.asOf - this.#p.lookback + 1;
    const { slots, cell, confirmed } = this.#chains;
    const { counts } = this.headline;
    for (let slot = 0; slot < slots; slot++) {
      if (confirmed[slot]! < 0) continue;
      const at = cell[slot]! * WIDTH;
      counts[at + AT.public_ever]!++;
      if (confirmed[slot]! >= wFrom) counts[at + AT.public_buyers]!++;
    }
  }

  #gap(lines: PackedLines, from: number, to: number): void {
    const { asOf } = this.#p;
    const wFrom = asOf - this.#p.lookback + 1;
    let inAac = false;
    let reasons = 0;
    for (let i = from; i < to; i++) {
      const line = lines.order[i]!;
      const flags = lines.flags(line);
      const paidOn = lines.paidOn(line);
      const confirmedOn = lines.confirmedOn(line);
      if (flags & HEALTHY && paidOn >= wFrom && paidOn <= asOf) inAac = true;
      if (confirmedOn >= wFrom && confirmedOn <= asOf) reasons |= 1 << reasonOf(flags);
    }
    if (inAac === reasons > 0) return;
    const { gap } = this.headline;
    if (inAac) gap[PAID_LATER]!++;
    else gap[(reasons & (reasons - 1)) === 0 ? 31 - Math.clz32(reasons) : MIXED]!++;
  }
}

/** Place in REASONS. */
function reasonOf(flags: number): number {
  if (flags & FAKE) return 0;
  if (flags & CANCELLED) return 1;
  if (!(flags & PAID)) return 2;
  if (flags & REFUNDED) return 3;
  return flags & ZERO ? 4 : 5;
}

/** Column of how a buyer is new; 0: is not. An unknown creation date is 1970. */
function kindOf(first: number, before: number, lookback: number, dataFrom: number, created: number): number {
  if (before >= 0) return first - before <= lookback ? 0 : AT.lapsed;
  if (first - lookback < dataFrom) return AT.short;
  return created > first - lookback ? AT.unknown : AT.never;
}
