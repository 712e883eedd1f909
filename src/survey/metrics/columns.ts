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
