import { addAlone, COUNTED_WITHOUT_TOP, EVER, PERIOD } from './alone.ts';
import { CATEGORY_GRAIN, type CellSpace, grown } from './cells.ts';
import { COLUMNS, REASONS, WIDTH } from './columns.ts';

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
  /** What lines say alone: columns by combination, people of P by (combination, days), people by (leaf, month). */
  #alone = new Int32Array(WIDTH << 8);
  #waiting = new Int32Array(1 << 12);
  #firsts = new Int32Array(1 << 10);
  readonly #survivalDays: number;
  /** Combinations and cells that there is room for. */
  #fits = -1;
  #fitsCells = -1;

  constructor(months: number, survivalDays: number) {
    this.months = months;
    this.#survivalDays = survivalDays;
  }

  /** Adds what another has counted. @param cells own number of each cell of the other */
  add(other: TotalsPart, cells: Int32Array): void {
    const days = this.#survivalDays * 2;
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
  fit(space: CellSpace): void {
    if (this.#fits === space.combinations && this.#fitsCells === space.size) return;
    this.#fits = space.combinations;
    this.#fitsCells = space.size;
    this.counts = grown(this.counts, space.size * WIDTH);
    this.survival = grown(this.survival, space.size * this.#survivalDays * 2);
    this.cohorts = grown(this.cohorts, space.size * this.months);
    this.#alone = grown(this.#alone, space.combinations * WIDTH);
    this.#waiting = grown(this.#waiting, space.combinations * this.#survivalDays);
    this.#firsts = grown(this.#firsts, (space.lastLeaf + 1) * this.months);
  }

  /**
   * Counts a line in all its cells as if it were alone there: settle() adds it to them.
   * @param days from the line to the end of what is waited for, if it is in P
   * @param month since the first
   */
  addLine(
    combination: number,
    leaf: number,
    facts: number,
    days: number,
    month: number,
    weight: number,
  ): void {
    addAlone(this.#alone, combination * WIDTH, facts, weight);
    if (facts & PERIOD) this.#waiting[combination * this.#survivalDays + days]! += weight;
    if (facts & EVER) this.#firsts[leaf * this.months + month]! += weight;
  }

  /** Adds what lines said alone to their cells. */
  settle(space: CellSpace): void {
    const [alone, waiting, firsts] = [this.#alone, this.#waiting, this.#firsts];
    const { counts, survival, months } = this;
    const days = this.#survivalDays;
    const { topOf, grain } = space;
    for (let c = 0; c < space.combinations; c++) {
      const cells = space.cellsOf(c);
      for (let column = 0; column < COLUMNS.length; column++) {
        const people = alone[c * WIDTH + column]!;
        if (people === 0) continue;
        const everywhere = COUNTED_WITHOUT_TOP[column]!;
        for (const cell of cells)
          if (everywhere || topOf[cell] !== 0) counts[cell * WIDTH + column]! += people;
      }
      for (let d = 0; d < days; d++) {
        const people = waiting[c * days + d]!;
        if (people === 0) continue;
        for (const cell of cells) survival[(cell * days + d) * 2]! += people;
      }
      const leaf = space.leafOf(c) * months;
      for (let month = 0; month < months; month++) {
        const people = firsts[leaf + month]!;
        if (people === 0) continue;
        firsts[leaf + month] = 0;
        for (const cell of cells) {
          if (grain[cell]! > CATEGORY_GRAIN) break;
          const row = this.row(cell, month);
          this.active[row]! += people;
        }
      }
    }
    alone.fill(0);
    waiting.fill(0);
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
