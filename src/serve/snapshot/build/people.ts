import { countingSort } from '../../../math/index.ts';
import { OverallPosition } from '../../../models/index.ts';
import type { WrittenLists } from '../schema.ts';
import { EVENT_KINDS, type EventColumns, HEALTHY, type LineColumns } from './facts.ts';

export const POSITION_DAYS = 365;
export const VIEW_DAYS = 30;
const VIEWED_ITEMS = 20;
const VIEWED = EVENT_KINDS.indexOf('viewed');
const CLICKED = EVENT_KINDS.indexOf('clicked');

/** Healthy lines of people with days before `day`, the oldest first. Cost: O(lines), one copy. */
export function peopleLines(lines: LineColumns, people: number, day: number) {
  const start = new Uint32Array(people + 1);
  const keep = (i: number) =>
    (lines.flags[i]! & HEALTHY) !== 0 &&
    lines.person[i]! >= 0 &&
    lines.day[i]! < day &&
    lines.category[i]! >= 0;
  for (let i = 0; i < lines.person.length; i++) if (keep(i)) start[lines.person[i]! + 1]!++;
  for (let p = 0; p < people; p++) start[p + 1]! += start[p]!;
  const n = start[people]!;
  const next = start.slice();
  const result = {
    start,
    item: new Int32Array(n),
    offer: new Int32Array(n),
    category: new Int32Array(n),
    day: new Int32Array(n),
    amount_minor: new Float64Array(n),
    decision: new Uint32Array(n),
  };
  for (let i = 0; i < lines.person.length; i++) {
    if (!keep(i)) continue;
    // Lines come in order of time; one that does not is moved up to its place.
    const from = start[lines.person[i]!]!;
    let at = next[lines.person[i]!]!++;
    for (; at > from && result.day[at - 1]! > lines.day[i]!; at--) {
      for (const key of ['item', 'offer', 'category', 'day', 'amount_minor', 'decision'] as const)
        result[key][at] = result[key][at - 1]!;
    }
    result.item[at] = lines.item[i]!;
    result.offer[at] = lines.offer[i]!;
    result.category[at] = lines.category[i]!;
    result.day[at] = lines.day[i]!;
    result.amount_minor[at] = lines.amount_minor[i]!;
    result.decision[at] = lines.decision[i]!;
  }
  return result;
}
export type PeopleLines = ReturnType<typeof peopleLines>;

/** The position of each line's offer, and each person's own over all categories (metrics.md 4.4). */
export function peoplePositions(lines: PeopleLines, offerPosition: Float32Array, day: number) {
  const people = lines.start.length - 1;
  const linePosition = Float32Array.from(lines.offer, (o) => (o < 0 ? Number.NaN : offerPosition[o]!));
  const position = new Float32Array(people).fill(0.5);
  const overall = overallPosition(lines, linePosition);
  for (let p = 0; p < people; p++) {
    // A category that nobody has: what is known of the person elsewhere.
    const own = overall(p, Number.POSITIVE_INFINITY, day - POSITION_DAYS);
    if (!Number.isNaN(own)) position[p] = own;
  }
  return { linePosition, position };
}

/** The price position over all categories that a person's lines of the days [since, until) say; NaN: none. */
export function overallPosition(own: PeopleLines, linePosition: Float32Array) {
  const categories = own.category.reduce((most, c) => Math.max(most, c + 1), 0);
  const overall = new OverallPosition(categories);
  const lines = { category: own.category, percentile: linePosition, amount: own.amount_minor };
  return (p: number, until: number, since: number): number => {
    let to = own.start[p + 1]!;
    let from = own.start[p]!;
    while (to > from && own.day[to - 1]! >= until) to--;
    while (from < to && own.day[from]! < since) from++;
    return overall.of(lines, from, to);
  };
}

/** Items seen in the last 30 days and not bought since, the latest first, at most 20 a person. Cost: O(events + lines). */
export function viewedItems(
  events: EventColumns,
  lines: PeopleLines,
  items: number,
  day: number,
): WrittenLists {
  const people = lines.start.length - 1;
  const kept: number[] = [];
  for (let i = 0; i < events.kind.length; i++) {
    const kind = events.kind[i]!;
    if ((kind !== VIEWED && kind !== CLICKED) || events.person[i]! < 0 || events.item[i]! < 0) continue;
    if (events.day[i]! < day && events.day[i]! >= day - VIEW_DAYS) kept.push(i);
  }
  const { order, starts } = countingSort(
    Int32Array.from(kept, (i) => events.person[i]!),
    people,
  );
  const stamp = new Int32Array(items).fill(-1);
  const boughtOn = new Int32Array(items);
  const start = new Uint32Array(people + 1);
  const values: number[] = [];
  for (let p = 0; p < people; p++) {
    if (starts[p] !== starts[p + 1]) {
      const bought = new Set<number>();
      for (let i = lines.start[p]!; i < lines.start[p + 1]!; i++) {
        if (lines.item[i]! < 0) continue;
        bought.add(lines.item[i]!);
        boughtOn[lines.item[i]!] = lines.day[i]!;
      }
      for (let k = starts[p + 1]! - 1; k >= starts[p]! && values.length - start[p]! < VIEWED_ITEMS; k--) {
        const i = kept[order[k]!]!;
        const item = events.item[i]!;
        if (stamp[item] === p) continue;
        stamp[item] = p;
        if (!(bought.has(item) && boughtOn[item]! >= events.day[i]!)) values.push(item);
      }
    }
    start[p + 1] = values.length;
  }
  return { start, values: Uint32Array.from(values) };
}
