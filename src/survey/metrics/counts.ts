import { grown } from './cells.ts';

/**
 * Additive counts of people (and orders) of a cell, in the order of their places; each metric says what it reads. Those that
 * nearly every purchase touches come first, so that they share a line of the processor's cache.
 */
export const COLUMNS = [
  // W = look-back up to as_of, V = the look-back before it, P = period up to as_of,
  // Q = period that ends a horizon before as_of (fully observed).
  'people_ever',
  'buyers',
  'never_before',
  'before',
  'retained',
  'reactivated',
  'repeated',
  'orders',
  /** orders that also hold a line of another top category */
  'other_top',
  /** as the public count has it: confirmed, healthy or not */
  'public_ever',
  'public_buyers',
  'period_buyers',
  'period_repeated',
  'cohort_people',
  'cohort_again',
  // new in P: without a purchase in the look-back before the first in P; short: the data do not reach back so far
  'never',
  'lapsed',
  'unknown',
  'short',
  'q_new',
  'q_new_again',
  'q_short',
  'q_short_again',
  // new in P, and those who came from another top category
  'new_people',
  'new_crossed',
  'short_people',
  'short_crossed',
] as const;
type Column = (typeof COLUMNS)[number];
export const AT = Object.fromEntries(COLUMNS.map((name, at) => [name, at])) as Record<Column, number>;
/** Places of a cell. */
export const WIDTH = 32;

/** Why a person of the public count is not in the healthy one. The first that holds of a line is its reason. */
export const REASONS = ['fake', 'cancelled', 'unpaid', 'refunded', 'zero', 'timing', 'mixed', 'paid_later'];

/** Counts as they cross from one thread to another. */
export type TotalsPart = Pick<Totals, 'counts' | 'survival' | 'breadth' | 'gap' | 'cohorts' | 'active'>;

/** What one kernel counts. Those of others add to it place by place. */
export class Totals {
  counts = new Int32Array(WIDTH << 8);
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

  /** Adds what another has counted. @param cells own number of each cell of the other */
  add(other: TotalsPart, cells: Int32Array, survivalDays: number): void {
    const days = survivalDays * 2;
    for (const [from, cell] of cells.entries()) {
      for (let i = 0; i < WIDTH; i++) this.counts[cell * WIDTH + i]! += other.counts[from * WIDTH + i]!;
      for (let i = 0; i < days; i++) this.survival[cell * days + i]! += other.survival[from * days + i]!;
      for (let cohort = 0; cohort < this.months; cohort++) {
        const place = other.cohorts[from * this.months + cohort]! - 1;
        if (place < 0) continue;
        const row = this.row(cell, cohort);
        for (let age = 0; age < this.months - cohort; age++)
          this.active[row + age]! += other.active[place + age]!;
      }
    }
    for (const [tops, people] of other.breadth.entries()) this.addBreadth(tops, people);
    for (const [reason, people] of other.gap.entries()) this.gap[reason]! += people;
  }

  /** Makes room for all cells. */
  fit(cells: number, survivalDays: number): void {
    this.counts = grown(this.counts, cells * WIDTH);
    this.survival = grown(this.survival, cells * survivalDays * 2);
    this.cohorts = grown(this.cohorts, cells * this.months);
  }

  addBreadth(tops: number, people: number): void {
    this.breadth = grown(this.breadth, tops + 1);
    this.breadth[tops]! += people;
  }

  /** Adds the counts of a cell to a row of a table, in the order of COLUMNS. */
  addTo(table: Float64Array, at: number, cell: number): void {
    for (let i = 0; i < COLUMNS.length; i++) table[at + i]! += this.counts[cell * WIDTH + i]!;
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

  /** Where the row of a cohort begins in `active`, which it may replace. */
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
