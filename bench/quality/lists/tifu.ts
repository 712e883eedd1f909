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
const MOST = 300;
let last: { key: string; h: Purchases; people: ReturnType<typeof build> } | null = null;

/** Vectors and neighbours of a window, kept for the settings that share them. */
function peopleOf(h: Purchases, window: Window, group: number, within: number, between: number) {
  const key = `${window.split} ${group} ${within} ${between}`;
  if (last?.key !== key || last.h !== h) last = { key, h, people: build(h, window, group, within, between) };
  return last.people;
}

function build(h: Purchases, { split }: Window, group: number, within: number, between: number) {
  const vectors: Vector[] = [];
  const norm = new Float64Array(h.people);
  const holders: [person: number, weight: number][][] = Array.from({ length: h.items }, () => []);
  for (let p = 0; p < h.people; p++) {
    const vector = vectorOf(h, p, split, group, within, between);
    vectors.push(vector);
    for (const [item, w] of vector) {
      norm[p]! += w * w;
      holders[item]!.push([p, w]);
    }
  }
  const dot = new Float64Array(h.people);
  const known = new Map<number, Int32Array>();
  const near = (p: number): Int32Array => {
    const before = known.get(p);
    if (before) return before;
    dot.fill(0);
    for (const [item, w] of vectors[p]!) for (const [q, v] of holders[item]!) dot[q]! += w * v;
    const others = Int32Array.from(vectors.keys()).filter((q) => q !== p && vectors[q]!.size > 0);
    // Squared distance less the person's own norm, which all have in common.
    const distance = (q: number) => norm[q]! - 2 * dot[q]!;
    const list = Int32Array.from(smallest(others, distance, MOST));
    known.set(p, list);
    return list;
  };
  return { vectors, near };
}

function smallest(all: Int32Array, of: (q: number) => number, most: number): number[] {
  const keys = Float64Array.from(all, of);
  const sorted = keys.slice().sort();
  const limit = sorted[Math.min(most, sorted.length) - 1] ?? 0;
  return [...all.keys()]
    .filter((i) => keys[i]! <= limit)
    .sort((a, b) => keys[a]! - keys[b]! || all[a]! - all[b]!)
    .slice(0, most)
    .map((i) => all[i]!);
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
