import { topK } from '../../../src/math/index.ts';
import type { Scorer, Setting } from './baselines.ts';
import type { Purchases, Window } from './protocol.ts';

type Vector = ReadonlyMap<number, number>;

/**
 * TIFUKNN (Hu et al., SIGIR 2020): a person's vector is the mean over groups of `group` baskets, decayed by `between` a group and by
 * `within` a basket inside it; predicted is alpha of it and (1 − alpha) of the mean of the `neighbours` nearest people's (Euclidean).
 * A basket is a day of buying.
 */
export function tifu(h: Purchases, window: Window, setting: Setting): Scorer {
  const { group, within, between, neighbours, alpha } = setting as Record<string, number>;
  if (neighbours! > MOST) throw new Error(`TIFUKNN keeps ${MOST} neighbours; ${neighbours} are asked for.`);
  const { vectors, near } = peopleOf(h, window, group!, within!, between!);
  return (j, scores) => {
    const p = window.judged[j]!;
    for (const [item, w] of vectors[p]!) scores.add(item, alpha! * w);
    const list = near(p).slice(0, neighbours!);
    for (const q of list)
      for (const [item, w] of vectors[q]!) scores.add(item, ((1 - alpha!) * w) / list.length);
  };
}

/** Most neighbours that a grid asks for. */
const MOST = 100;
/** Vectors and neighbours by window and by what makes a vector, kept for the settings and lists that share them. */
let kept: { h: Purchases; people: Map<string, ReturnType<typeof build>> } | null = null;

function peopleOf(h: Purchases, window: Window, group: number, within: number, between: number) {
  if (kept?.h !== h) kept = { h, people: new Map() };
  const key = `${window.split} ${group} ${within} ${between}`;
  const people = kept.people.get(key) ?? build(h, window, group, within, between);
  kept.people.set(key, people);
  return people;
}

function build(h: Purchases, { split }: Window, group: number, within: number, between: number) {
  const vectors: Vector[] = [];
  const norm = new Float64Array(h.people);
  const holders: { people: number[]; weights: number[] }[] = Array.from({ length: h.items }, () => ({
    people: [],
    weights: [],
  }));
  for (let p = 0; p < h.people; p++) {
    const vector = vectorOf(h, p, split, group, within, between);
    vectors.push(vector);
    for (const [item, w] of vector) {
      norm[p]! += w * w;
      holders[item]!.people.push(p);
      holders[item]!.weights.push(w);
    }
  }
  const closeness = new Float64Array(h.people);
  const known = new Map<number, Uint32Array>();
  const near = (p: number): Uint32Array => {
    const before = known.get(p);
    if (before) return before;
    // Minus the squared distance, plus the person's own norm, which all have in common; whoever bought nothing is near to nobody.
    for (let q = 0; q < h.people; q++) closeness[q] = vectors[q]!.size > 0 ? -norm[q]! : -Infinity;
    for (const [item, w] of vectors[p]!) {
      const { people, weights } = holders[item]!;
      for (let i = 0; i < people.length; i++) closeness[people[i]!]! += 2 * w * weights[i]!;
    }
    closeness[p] = -Infinity;
    const list = topK(closeness, MOST).filter((q) => closeness[q]! > -Infinity);
    known.set(p, list);
    return list;
  };
  return { vectors, near };
}

function vectorOf(
  h: Purchases,
  p: number,
  split: number,
  size: number,
  within: number,
  between: number,
): Map<number, number> {
  const baskets: Set<number>[] = [];
  let on = -1;
  for (let i = h.start[p]!; i < h.start[p + 1]! && h.day[i]! < split; i++) {
    if (h.day[i] !== on) baskets.push(new Set());
    on = h.day[i]!;
    baskets.at(-1)!.add(h.item[i]!);
  }
  const vector = new Map<number, number>();
  const groups = Math.ceil(baskets.length / size);
  // Groups are counted from the latest: the first may be short.
  for (let g = 0; g < groups; g++) {
    const to = baskets.length - size * g;
    const members = baskets.slice(Math.max(0, to - size), to);
    members.forEach((basket, b) => {
      const weight = (between ** g * within ** (members.length - 1 - b)) / members.length / groups;
      for (const item of basket) vector.set(item, (vector.get(item) ?? 0) + weight);
    });
  }
  return vector;
}
