import { AT, COLUMNS } from './columns.ts';

/**
 * What a line says of its person in a cell where it is the only one: bits, and two columns. Most people have one line in
 * most of their cells, so that lines are counted as if all were alone, by combination, and cells with several are put right.
 */
export const EVER = 1;
/** In V, in W. */
export const BEFORE = 2;
export const BOUGHT = 4;
/** An order in W, and one of several top categories. */
export const ORDER = 8;
export const SEVERAL = 16;
/** In P; new there, and from another top category. */
export const PERIOD = 32;
export const FRESH = 64;
export const CROSSED = 128;
/** In Q. */
export const COHORT = 256;
/** Confirmed, and so in W. */
export const OPEN = 512;
export const OPEN_IN_W = 1024;
/** Columns of how the person is new in P and in Q; 0: none. */
const P_COLUMN = 11;
const Q_COLUMN = 16;
const COLUMN = 31;
/** What only cells of a top category count. */
const OF_TOPS = SEVERAL | FRESH | CROSSED;

/** Facts of a line in P, new in the way of the column. */
export const inPeriod = (kind: number, crossed: boolean): number =>
  PERIOD | (kind << P_COLUMN) | (kind === AT.unknown ? 0 : crossed ? FRESH | CROSSED : FRESH);

/** Facts of a line in Q. */
export const inCohort = (kind: number): number =>
  COHORT | ((kind === AT.never ? AT.q_new : kind === AT.short ? AT.q_short : 0) << Q_COLUMN);

/** Facts as a cell has them. @param top the cell's top category; 0: none */
export const seenBy = (top: number, facts: number): number => (top === 0 ? facts & ~OF_TOPS : facts);

/** Adds a line to the row of counts that begins at a place. */
export function addAlone(counts: Int32Array, at: number, facts: number, weight: number): void {
  if (facts & EVER) counts[at + AT.people_ever]! += weight;
  if (facts & BEFORE) counts[at + AT.before]! += weight;
  if (facts & BOUGHT) {
    counts[at + AT.buyers]! += weight;
    counts[at + AT.never_before]! += weight;
  }
  if (facts & ORDER) counts[at + AT.orders]! += weight;
  if (facts & SEVERAL) counts[at + AT.other_top]! += weight;
  if (facts & (PERIOD | COHORT)) addNew(counts, at, facts, weight);
  if (facts & OPEN) {
    counts[at + AT.public_ever]! += weight;
    if (facts & OPEN_IN_W) counts[at + AT.public_buyers]! += weight;
  }
}

/** The part of it that is about P and Q. */
export function addNew(counts: Int32Array, at: number, facts: number, weight: number): void {
  if (facts & PERIOD) {
    const kind = (facts >> P_COLUMN) & COLUMN;
    counts[at + AT.period_buyers]! += weight;
    counts[at + kind]! += weight;
    if (facts & FRESH) counts[at + (kind === AT.short ? AT.short_people : AT.new_people)]! += weight;
    if (facts & CROSSED) counts[at + (kind === AT.short ? AT.short_crossed : AT.new_crossed)]! += weight;
  }
  if (facts & COHORT) {
    const kind = (facts >> Q_COLUMN) & COLUMN;
    counts[at + AT.cohort_people]! += weight;
    if (kind !== 0) counts[at + kind]! += weight;
  }
}

/** Whether a cell without a top category counts the column. */
export const COUNTED_WITHOUT_TOP = COLUMNS.map(
  (name) => !['other_top', 'new_people', 'new_crossed', 'short_people', 'short_crossed'].includes(name),
);

/** Column of how a buyer is new; 0: is not. An unknown creation date is 1970. */
export function kindOf(
  first: number,
  before: number,
  lookback: number,
  dataFrom: number,
  created: number,
): number {
  if (before >= 0) return first - before <= lookback ? 0 : AT.lapsed;
  if (first - lookback < dataFrom) return AT.short;
  return created > first - lookback ? AT.unknown : AT.never;
}
