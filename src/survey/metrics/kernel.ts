import {
  addNew,
  BEFORE,
  BOUGHT,
  COHORT,
  EVER,
  inCohort,
  inPeriod,
  kindOf,
  OPEN,
  OPEN_IN_W,
  ORDER,
  PERIOD,
  SEVERAL,
  seenBy,
} from './alone.ts';
import { CATEGORY_GRAIN, type CellSpace, grown, MERCHANT_GRAIN, type SpaceCells } from './cells.ts';
import { Chains } from './chains.ts';
import { AT, WIDTH } from './columns.ts';
import { Totals, type TotalsPart } from './counts.ts';
import { gapOf } from './gap.ts';
import { monthsOf } from './months.ts';
import { OrderIndex } from './order-index.ts';
import { HEALTHY, HEALTHY_CONSERVATIVE, PackedLines, SUSPECT } from './packed.ts';
import { PersonLines } from './person-lines.ts';

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

/**
 * Counts people and orders per cell of every grain, person by person. Most people have but one line in most of their cells:
 * each line is counted once, for its combination, as if it were alone in all its cells (alone.ts); then the cells where
 * several lines of the person meet read their chain (chains.ts), count the person once and take back what was too much.
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
  readonly #near = new Chains();
  readonly #far = new Chains();
  #created = 0;
  #visits = 0;
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
    this.headline = new Totals(months, this.survivalDays);
    this.delta = new Totals(months, this.survivalDays);
  }

  /** What was counted, to be added to another kernel's. */
  part(): KernelPart {
    this.settle();
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
    this.headline.add(headline, own);
    this.delta.add(delta, own);
  }

  /** Brings the totals up to date with what was fed. */
  settle(): void {
    this.headline.settle(this.#space);
    this.delta.settle(this.#space);
  }

  #fit(): void {
    this.headline.fit(this.#space);
    this.delta.fit(this.#space);
  }

  /**
   * Counts the lines of a range of people, every person whole.
   * @param bytes rows of metric-lines.sql
   * @param lo lowest person number of the range
   * @param hi highest
   */
  feed(bytes: Buffer, lo: number, hi: number): void {
    const lines = new PackedLines(bytes, lo, hi);
    const { publicOnly } = this.#p;
    for (let person = lo; person <= hi; person++) {
      const from = lines.starts[person - lo]!;
      const to = lines.starts[person - lo + 1]!;
      if (from === to) continue;
      const guests = person === 0;
      this.#run(lines, from, to, publicOnly ? 0 : HEALTHY, guests, !guests, this.headline, 1);
      if (!guests) {
        const reason = gapOf(lines, from, to, this.#p);
        if (reason >= 0) this.headline.gap[reason]!++;
      }
      if (publicOnly || !lines.someHas(SUSPECT, from, to)) continue;
      this.#run(lines, from, to, HEALTHY, guests, false, this.delta, -1);
      this.#run(lines, from, to, HEALTHY_CONSERVATIVE, guests, false, this.delta, 1);
    }
  }

  /**
   * Counts one person: every line as if it were alone in its cells, then puts right the cells where it is not.
   * @param from first place of the person in `lines.order`; `to`: after the last
   * @param mask flags that a line must have to count
   * @param guests not a person: orders alone are counted
   * @param open whether the public count is made
   */
  #run(
    lines: PackedLines,
    from: number,
    to: number,
    mask: number,
    guests: boolean,
    open: boolean,
    totals: Totals,
    weight: number,
  ): void {
    const { publicOnly, asOf, lookback, horizon } = this.#p;
    this.#person.select(lines, this.#space, from, to, mask, publicOnly, asOf);
    const { size, day, combination, facts } = this.#person;
    const all = open ? this.#person.all : size;
    if (all === 0) return;
    totals.fit(this.#space);
    let firstInW = 0;
    while (firstInW < size && day[firstInW]! <= asOf - lookback) firstInW++;
    this.#orders.build(lines, this.#person, firstInW, this.#space);
    this.#state(lines, firstInW, guests, open);
    for (let i = 0; i < all; i++) {
      const [c, d] = [combination[i]!, i < size ? day[i]! : 0];
      const month = this.#monthOf[d]! - this.firstMonth;
      totals.addLine(c, this.#space.leafOf(c), facts[i]!, Math.min(asOf - d, horizon), month, weight);
    }
    if (!guests && firstInW < size) totals.addBreadth(this.#topsFrom(firstInW), weight);
    if (all === 1) return;
    this.#visits = 0;
    const near = this.#near;
    near.near(this.#space, combination, all);
    for (let slot = 0; slot < near.slots; slot++) {
      if (near.size[slot] === 1) continue;
      const cell = near.cell[slot]!;
      this.#several(near, slot, guests, totals, weight);
      if (this.#space.grain[cell] !== MERCHANT_GRAIN) continue;
      const far = this.#far;
      far.far(this.#space, combination, near, slot);
      for (let i = 0; i < far.slots; i++)
        if (far.size[i] !== 1) this.#several(far, i, guests, totals, weight);
    }
  }

  /** States the facts of each of the person's lines. */
  #state(lines: PackedLines, firstInW: number, guests: boolean, open: boolean): void {
    const { asOf, lookback, period, horizon, dataFrom } = this.#p;
    const vFrom = asOf - 2 * lookback + 1;
    const pFrom = asOf - period + 1;
    const qTo = asOf - horizon;
    const qFrom = qTo - period + 1;
    const { size, all, day, line, combination, facts } = this.#person;
    const { of: orderOf, several } = this.#orders;
    const created = lines.createdOn(line[0]!);
    this.#created = created;
    for (let i = 0; i < size; i++) {
      const d = day[i]!;
      let f = i < firstInW ? 0 : several[orderOf[i]!] ? ORDER | SEVERAL : ORDER;
      if (!guests) {
        f |= EVER;
        if (i >= firstInW) f |= BOUGHT;
        else if (d >= vFrom) f |= BEFORE;
        if (d >= pFrom) {
          const top = this.#space.topOfLine(combination[i]!);
          f |= inPeriod(kindOf(d, -1, lookback, dataFrom, created), top !== 0 && this.#crossed(top, d));
        }
        if (d >= qFrom && d <= qTo) f |= inCohort(kindOf(d, -1, lookback, dataFrom, created));
      }
      facts[i] = seenBy(this.#space.topOfLine(combination[i]!), f);
    }
    if (!open) return;
    for (let i = size; i < all; i++) facts[i] = 0;
    for (let i = 0; i < all; i++) {
      const confirmed = lines.confirmedOn(line[i]!);
      if (confirmed <= asOf) facts[i]! |= confirmed > asOf - lookback ? OPEN | OPEN_IN_W : OPEN;
    }
  }

  /** Counts the person once in a cell with several lines, and takes back what they said alone. */
  #several(chains: Chains, slot: number, guests: boolean, totals: Totals, weight: number): void {
    const { asOf, lookback, period, horizon, dataFrom } = this.#p;
    const wFrom = asOf - lookback + 1;
    const pFrom = asOf - period + 1;
    const qTo = asOf - horizon;
    const qFrom = qTo - period + 1;
    const { size, day, facts } = this.#person;
    const { line, next } = chains;
    const cell = chains.cell[slot]!;
    const { counts, survival } = totals;
    const top = this.#space.topOf[cell]!;
    const at = cell * WIDTH;
    const tracked = this.#space.grain[cell]! <= CATEGORY_GRAIN && !guests;
    const { of: orderOf, seen } = this.#orders;
    const visit = ++this.#visits;
    const months = this.#monthOf;
    const { firstMonth, survivalDays } = this;
    let [first, last, firstW] = [-1, -1, -1];
    let [firstP, nextP, beforeP] = [-1, -1, -1];
    let [firstQ, beforeQ] = [-1, -1];
    let again = false;
    let [orders, crossing] = [0, 0];
    let [month, cohort, row] = [-1, 0, 0];
    // Lines, and those of V, of W, of orders with several tops, confirmed, and those in W: each was counted as a person.
    let [lines, inV, inW, several, open, openInW] = [0, 0, 0, 0, 0, 0];
    for (let link = chains.head[slot]!; link >= 0; link = next[link]!) {
      const i = line[link]!;
      const f = facts[i]!;
      if (f & OPEN) open++;
      if (f & OPEN_IN_W) openInW++;
      if (i >= size) continue;
      const d = day[i]!;
      if (lines++ === 0) first = d;
      last = d;
      if (f & BEFORE) inV++;
      if (f & ORDER) {
        if (firstW < 0) firstW = d;
        inW++;
        const crosses = f & SEVERAL ? 1 : 0;
        several += crosses;
        const order = orderOf[i]!;
        if (seen[order] !== visit) {
          seen[order] = visit;
          orders++;
          crossing += crosses;
        }
      }
      if (f & (PERIOD | COHORT)) {
        addNew(counts, at, seenBy(top, f), -weight);
        if (f & PERIOD) survival[(cell * survivalDays + Math.min(asOf - d, horizon)) * 2]! -= weight;
      }
      if (d < pFrom) beforeP = d;
      else if (firstP < 0) firstP = d;
      else if (nextP < 0 && d > firstP) nextP = d;
      if (d < qFrom) beforeQ = d;
      else if (firstQ < 0) {
        if (d <= qTo) firstQ = d;
      } else if (d > firstQ && d <= firstQ + horizon) again = true;
      if (!tracked) continue;
      if (months[d]! !== month) {
        if (month < 0) {
          cohort = months[d]! - firstMonth;
          row = totals.row(cell, cohort);
        }
        month = months[d]!;
        totals.active[row + month - firstMonth - cohort]! += weight;
      }
      const own = totals.row(cell, month - firstMonth);
      totals.active[own]! -= weight;
    }
    if (open > 1) counts[at + AT.public_ever]! += weight * (1 - open);
    if (openInW > 1) counts[at + AT.public_buyers]! += weight * (1 - openInW);
    if (lines === 0) return;
    if (orders !== inW) counts[at + AT.orders]! += weight * (orders - inW);
    if (top !== 0 && crossing !== several) counts[at + AT.other_top]! += weight * (crossing - several);
    if (guests) return;
    counts[at + AT.people_ever]! += weight * (1 - lines);
    if (inV > 1) counts[at + AT.before]! += weight * (1 - inV);
    if (inW > 0) {
      counts[at + AT.buyers]! += weight * (1 - inW);
      counts[at + AT.never_before]! += weight * ((first >= wFrom ? 1 : 0) - inW);
      if (first < wFrom && inV === 0) counts[at + AT.reactivated]! += weight;
      if (inV > 0) counts[at + AT.retained]! += weight;
      if (firstW !== last) counts[at + AT.repeated]! += weight;
    }
    if (firstP >= 0) {
      counts[at + AT.period_buyers]! += weight;
      if (firstP !== last) counts[at + AT.period_repeated]! += weight;
      const kind = kindOf(firstP, beforeP, lookback, dataFrom, this.#created);
      if (kind !== 0) counts[at + kind]! += weight;
      if (kind !== 0 && kind !== AT.unknown && top !== 0) {
        const short = kind === AT.short;
        counts[at + (short ? AT.short_people : AT.new_people)]! += weight;
        if (this.#crossed(top, firstP)) counts[at + (short ? AT.short_crossed : AT.new_crossed)]! += weight;
      }
      const days = Math.min((nextP < 0 ? asOf : nextP) - firstP, horizon);
      const event = nextP >= 0 && nextP - firstP <= horizon ? 1 : 0;
      survival[(cell * survivalDays + days) * 2 + event]! += weight;
    }
    if (firstQ >= 0) {
      counts[at + AT.cohort_people]! += weight;
      if (again) counts[at + AT.cohort_again]! += weight;
      const kind = kindOf(firstQ, beforeQ, lookback, dataFrom, this.#created);
      if (kind === AT.never || kind === AT.lapsed) {
        counts[at + AT.q_new]! += weight;
        if (again) counts[at + AT.q_new_again]! += weight;
      } else if (kind === AT.short) {
        counts[at + AT.q_short]! += weight;
        if (again) counts[at + AT.q_short_again]! += weight;
      }
    }
  }

  /** Top categories of the person's lines from one on. */
  #topsFrom(first: number): number {
    const { combination, size } = this.#person;
    const stamp = ++this.#stamps;
    let n = 0;
    for (let i = first; i < size; i++) {
      const top = this.#space.topOfLine(combination[i]!);
      this.#stamp = grown(this.#stamp, top + 1);
      if (top === 0 || this.#stamp[top] === stamp) continue;
      this.#stamp[top] = stamp;
      n++;
    }
    return n;
  }

  /** Whether the person bought in another top category in the look-back before the date. */
  #crossed(top: number, first: number): boolean {
    const { day, combination, size } = this.#person;
    for (let i = size - 1; i >= 0; i--) {
      const d = day[i]!;
      if (d >= first) continue;
      if (d < first - this.#p.lookback) return false;
      const other = this.#space.topOfLine(combination[i]!);
      if (other !== 0 && other !== top) return true;
    }
    return false;
  }
}
