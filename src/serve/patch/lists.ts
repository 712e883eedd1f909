import type { Lists } from '../snapshot/types.ts';

export type Compare = (a: number, b: number) => number;

/** Two ascending runs as one. */
export function merged(a: Uint32Array, b: readonly number[], compare: Compare): Uint32Array {
  const out = new Uint32Array(a.length + b.length);
  for (let i = 0, j = 0, n = 0; n < out.length; n++)
    out[n] = j === b.length || (i < a.length && compare(a[i]!, b[j]!) <= 0) ? a[i++]! : b[j++]!;
  return out;
}

/**
 * A list in its order with some members taken out and others put in where they belong. Whoever stays is in order already.
 * Cost: O(changes × log list), one look for each that leaves, and a copy or two.
 */
export function edited(
  list: Uint32Array,
  leaving: readonly number[],
  joining: readonly number[],
  compare: Compare,
): Uint32Array {
  const places = placesOf(list, leaving);
  const kept = new Uint32Array(list.length - places.length);
  let [from, at] = [0, 0];
  for (const place of [...places, list.length]) {
    kept.set(list.subarray(from, place), at);
    at += place - from;
    from = place + 1;
  }
  if (joining.length === 0) return kept;
  const out = new Uint32Array(kept.length + joining.length);
  [from, at] = [0, 0];
  for (const one of [...joining].sort(compare)) {
    const place = after(kept, one, from, compare);
    out.set(kept.subarray(from, place), at);
    at += place - from;
    from = place;
    out[at++] = one;
  }
  out.set(kept.subarray(from), at);
  return out;
}

/** Where some members stand, ascending. */
function placesOf(list: Uint32Array, members: readonly number[]): number[] {
  if (members.length <= FEW)
    return members
      .map((one) => list.indexOf(one))
      .filter((place) => place >= 0)
      .sort((a, b) => a - b);
  const among = new Set(members);
  const places: number[] = [];
  for (let i = 0; i < list.length; i++) if (among.has(list[i]!)) places.push(i);
  return places;
}
/** Members that are looked for one by one: more are quicker found in one pass. */
const FEW = 8;

/** Place of the first from `low` on that comes after a member. */
function after(list: Uint32Array, one: number, low: number, compare: Compare): number {
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(list[middle]!, one) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Lists by group with some members moved to other groups, or come new. Runs of groups that nobody left or joined are copied as they are.
 * Cost: O(members + groups) to copy, and `edited` of the groups that changed.
 * @param was groups of a member in `base`; `is` those that it belongs to now
 */
export function regrouped(
  base: Lists,
  groups: number,
  moved: Iterable<number>,
  was: (member: number) => readonly number[],
  is: (member: number) => readonly number[],
  compare: Compare,
): Lists {
  const changes = new Map<number, { leaving: number[]; joining: number[] }>();
  const changeOf = (group: number) => {
    let change = changes.get(group);
    if (!change) {
      change = { leaving: [], joining: [] };
      changes.set(group, change);
    }
    return change;
  };
  for (const member of moved) {
    for (const group of was(member)) changeOf(group).leaving.push(member);
    for (const group of is(member)) changeOf(group).joining.push(member);
  }
  const before = base.start.length - 1;
  const changed = [...changes.keys()].sort((a, b) => a - b);
  const runOf = (group: number) =>
    group < before ? base.values.subarray(base.start[group]!, base.start[group + 1]!) : new Uint32Array();
  const runs = changed.map((group) => {
    const { leaving, joining } = changes.get(group)!;
    return edited(runOf(group), leaving, joining, compare);
  });
  const total = runs.reduce(
    (sum, run, n) => sum + run.length - runOf(changed[n]!).length,
    base.values.length,
  );
  const start = new Uint32Array(groups + 1);
  const values = new Uint32Array(total);
  let at = 0;
  let next = 0;
  const copyUpTo = (end: number) => {
    const [from, to] = [Math.min(next, before), Math.min(end, before)];
    const first = base.start[from]!;
    values.set(base.values.subarray(first, base.start[to]!), at);
    for (let group = from; group < to; group++) start[group] = base.start[group]! - first + at;
    at += base.start[to]! - first;
    start.fill(at, Math.max(next, to), end);
    next = end;
  };
  changed.forEach((group, n) => {
    copyUpTo(group);
    start[group] = at;
    values.set(runs[n]!, at);
    at += runs[n]!.length;
    next = group + 1;
  });
  copyUpTo(groups);
  start[groups] = at;
  return { start, values };
}
