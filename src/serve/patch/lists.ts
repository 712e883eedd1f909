import type { Lists } from '../snapshot/types.ts';

export type Compare = (a: number, b: number) => number;

/** Two ascending runs as one. */
export function merged(a: Uint32Array, b: readonly number[], compare: Compare): Uint32Array {
  const out = new Uint32Array(a.length + b.length);
  for (let i = 0, j = 0, n = 0; n < out.length; n++)
    out[n] = j === b.length || (i < a.length && compare(a[i]!, b[j]!) <= 0) ? a[i++]! : b[j++]!;
  return out;
}

/** A list in its order with some members taken out and put in where they belong now. */
export function relisted(
  list: Uint32Array,
  moved: ReadonlySet<number>,
  joining: readonly number[],
  compare: Compare,
): Uint32Array {
  return merged(
    list.filter((one) => !moved.has(one)),
    [...joining].sort(compare),
    compare,
  );
}

/**
 * Lists by group with some members moved to other groups, or come new. Runs of groups that nobody left or joined are copied as they are.
 * Cost: O(members) to copy, O(m log m) in the groups that changed.
 * @param was groups of a member in `base`; `is` those that it belongs to now
 */
export function regrouped(
  base: Lists,
  groups: number,
  moved: ReadonlySet<number>,
  was: (member: number) => Iterable<number>,
  is: (member: number) => Iterable<number>,
  compare: Compare,
): Lists {
  const joining = new Map<number, number[]>();
  for (const member of moved) {
    for (const group of was(member)) if (!joining.has(group)) joining.set(group, []);
    for (const group of is(member)) {
      const list = joining.get(group);
      if (list) list.push(member);
      else joining.set(group, [member]);
    }
  }
  const before = base.start.length - 1;
  const changed = [...joining.keys()].sort((a, b) => a - b);
  const runs = changed.map((group) =>
    relisted(
      group < before ? base.values.subarray(base.start[group]!, base.start[group + 1]!) : new Uint32Array(),
      moved,
      joining.get(group)!,
      compare,
    ),
  );
  const lengthOf = (group: number) => (group < before ? base.start[group + 1]! - base.start[group]! : 0);
  const total = runs.reduce((sum, run, n) => sum + run.length - lengthOf(changed[n]!), base.values.length);
  const start = new Uint32Array(groups + 1);
  const values = new Uint32Array(total);
  let at = 0;
  let next = 0;
  const copyUpTo = (end: number) => {
    const [from, to] = [Math.min(next, before), Math.min(end, before)];
    values.set(base.values.subarray(base.start[from]!, base.start[to]!), at);
    for (let group = next; group < end; group++) {
      start[group] = at;
      at += lengthOf(group);
    }
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
