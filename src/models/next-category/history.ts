import { GcError } from '../../base/index.ts';

/**
 * What people did in each category, as columns. Rows may come in any order; `indexHistory` sorts them.
 * Nothing here is bound to a data set: the survey fills it from resolved lines, the bench from files.
 */
export interface History {
  /** Number of people; person numbers are 0 … persons − 1. */
  persons: number;
  /** Number of categories; category numbers are 0 … categories − 1. */
  categories: number;
  /** shape (categories,): department (top category) of each category, dense from 0. */
  department: Int32Array;
  /** shape (n,): who bought, on which day (any integer day count), in which category. Healthy lines only. */
  person: Int32Array;
  day: Int32Array;
  category: Int32Array;
  /** shape (n,): paid amount in minor units. */
  amount: Float64Array;
  /** shape (n,), optional: price percentile of the line within its category, 0 … 1; NaN = unpositioned. */
  position?: Float32Array;
  /** Anything else known about people, each a list of (person, day, token). See `View`. */
  views?: View[];
}

/**
 * A kind of context: merchants or stores visited, product types, campaigns shown, demographics, page
 * views. A token says nothing by itself; the model learns which categories it goes with.
 */
export interface View {
  name: string;
  /** Number of distinct tokens; token numbers are 0 … size − 1. */
  size: number;
  person: Int32Array;
  /** Day on which the token became known; `STATIC_DAY` for what was known before all data. */
  day: Int32Array;
  token: Int32Array;
  /** shape (size,), optional: the category that a token is part of (product types); it must not explain that one. */
  category?: Int32Array;
}

/** Day of context that is older than all history (demographics). */
export const STATIC_DAY = -2_000_000_000;

/** A history sorted by (person, day, category), with the rows of person p at start[p] … start[p + 1] − 1. */
export interface IndexedHistory extends History {
  start: Int32Array;
  views: IndexedView[];
}
export interface IndexedView extends View {
  start: Int32Array;
}

/**
 * Sorts and checks a history. Cost: O(n log n) at worst, O(n) when it is sorted already.
 * @throws schema_mismatch when a number is out of its range or columns differ in length
 */
export function indexHistory(history: History): IndexedHistory {
  const n = history.person.length;
  const { persons, categories, department } = history;
  if (history.day.length !== n || history.category.length !== n || history.amount.length !== n)
    throw new GcError('schema_mismatch', 'The columns of a history must have one length.');
  if (history.position && history.position.length !== n)
    throw new GcError('schema_mismatch', 'position must have one entry per line.');
  if (department.length !== categories)
    throw new GcError('schema_mismatch', 'department must have one entry per category.');
  inRange('person', history.person, persons);
  inRange('category', history.category, categories);
  const { order, start } = sortByPerson(history.person, history.day, history.category, persons);
  return {
    ...history,
    person: order ? take(history.person, order) : history.person,
    day: order ? take(history.day, order) : history.day,
    category: order ? take(history.category, order) : history.category,
    amount: order ? take(history.amount, order) : history.amount,
    ...(history.position && { position: order ? take(history.position, order) : history.position }),
    start,
    views: (history.views ?? []).map((view) => {
      inRange(`${view.name}.person`, view.person, persons);
      inRange(`${view.name}.token`, view.token, view.size);
      const sorted = sortByPerson(view.person, view.day, view.token, persons);
      return {
        ...view,
        person: sorted.order ? take(view.person, sorted.order) : view.person,
        day: sorted.order ? take(view.day, sorted.order) : view.day,
        token: sorted.order ? take(view.token, sorted.order) : view.token,
        start: sorted.start,
      };
    }),
  };
}

function inRange(name: string, column: Int32Array, size: number): void {
  for (let i = 0; i < column.length; i++)
    if (column[i]! < 0 || column[i]! >= size)
      throw new GcError('schema_mismatch', `${name} must be in [0, ${size}), got ${column[i]} in row ${i}.`);
}

function take<T extends Int32Array | Float64Array | Float32Array>(column: T, order: Uint32Array): T {
  const out = new (column.constructor as new (n: number) => T)(order.length);
  for (let i = 0; i < order.length; i++) out[i] = column[order[i]!]!;
  return out;
}

/** Counting sort by person, then each person's rows by (day, third). `order` is absent when sorted already. */
function sortByPerson(person: Int32Array, day: Int32Array, third: Int32Array, persons: number) {
  const n = person.length;
  const start = new Int32Array(persons + 1);
  for (let i = 0; i < n; i++) start[person[i]! + 1]!++;
  for (let p = 0; p < persons; p++) start[p + 1]! += start[p]!;
  let sorted = true;
  for (let i = 1; i < n && sorted; i++) {
    const d = person[i]! - person[i - 1]! || day[i]! - day[i - 1]! || third[i]! - third[i - 1]!;
    sorted = d >= 0;
  }
  if (sorted) return { order: null, start };
  const order = new Uint32Array(n);
  const next = start.slice();
  for (let i = 0; i < n; i++) order[next[person[i]!]!++] = i;
  for (let p = 0; p < persons; p++)
    order
      .subarray(start[p]!, start[p + 1]!)
      .sort((a, b) => day[a]! - day[b]! || third[a]! - third[b]! || a - b);
  return { order, start };
}
