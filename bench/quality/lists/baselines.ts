import { cholesky, choleskySolve } from '../../../src/models/next-category/linear.ts';
import type { Purchases, Window } from './protocol.ts';
import { type Form, listOf, Scores } from './rank.ts';
import { tifu } from './tifu.ts';

export type Setting = Readonly<Record<string, number>>;

/** A baseline in a form: a grid of settings, the figure that chooses among them, and lists of k by judged person. */
export interface Baseline {
  readonly name: string;
  readonly form: Form;
  readonly chosenBy: 'all' | 'novel';
  readonly grid: readonly Setting[];
  lists(h: Purchases, window: Window, setting: Setting, k: number): number[][];
}

/** Fills the scores of the j-th judged person. */
export type Scorer = (j: number, scores: Scores) => void;

export const cross = (axes: Record<string, number[]>): Setting[] =>
  Object.entries(axes).reduce<Setting[]>(
    (all, [key, values]) => all.flatMap((setting) => values.map((value) => ({ ...setting, [key]: value }))),
    [{}],
  );

const decayOf = (halfLife: number) => (halfLife > 0 ? Math.LN2 / halfLife : 0);

/** Items by what was bought before the split, decayed (half-life 0: not), the most popular first. */
export function popularity(h: Purchases, split: number, halfLife: number): Float64Array {
  const sum = new Float64Array(h.items);
  for (let i = 0; i < h.item.length; i++)
    if (h.day[i]! < split) sum[h.item[i]!]! += Math.exp(decayOf(halfLife) * (h.day[i]! - split));
  return sum;
}
export const ranked = (sum: Float64Array): number[] =>
  [...sum.keys()].filter((item) => sum[item]! > 0).sort((a, b) => sum[b]! - sum[a]! || a - b);

/** Half-life of the popularity that fills a list up. */
const FILL = 60;

function baseline(
  name: string,
  form: Form,
  grid: readonly Setting[],
  scorerOf: (h: Purchases, window: Window, setting: Setting) => Scorer,
): Baseline {
  return {
    name,
    form,
    chosenBy: form === 'novel' ? 'novel' : 'all',
    grid,
    lists(h, window, setting, k) {
      const scorer = scorerOf(h, window, setting);
      const fill = ranked(popularity(h, window.split, setting.fill ?? FILL));
      const scores = new Scores(h.items);
      return window.held.map((held, j) => {
        scores.clear();
        scorer(j, scores);
        return listOf(scores, held, form, fill, k);
      });
    },
  };
}

/** Weights of a person's items: Σ 2^(−age/half-life) over lines; `binary`: 1. */
function own(
  h: Purchases,
  window: Window,
  j: number,
  halfLife: number,
  add: (item: number, w: number) => void,
) {
  const p = window.judged[j]!;
  for (let i = h.start[p]!; i < h.start[p + 1]! && h.day[i]! < window.split; i++)
    add(h.item[i]!, Math.exp(decayOf(halfLife) * (h.day[i]! - window.split)));
}

/** Distinct people by item before the split. */
function buyersOf(h: Purchases, split: number): Int32Array[] {
  const lists: number[][] = Array.from({ length: h.items }, () => []);
  for (let p = 0; p < h.people; p++)
    for (let i = h.start[p]!; i < h.start[p + 1]! && h.day[i]! < split; i++) {
      const list = lists[h.item[i]!]!;
      if (list.at(-1) !== p) list.push(p);
    }
  return lists.map((list) => Int32Array.from(new Set(list)));
}

function itemKnn(h: Purchases, window: Window, { shrink, neighbours, halfLife }: Setting): Scorer {
  const { split } = window;
  const buyers = buyersOf(h, split);
  const near = new Map<number, [item: number, weight: number][]>();
  const together = new Scores(h.items);
  const nearOf = (a: number) => {
    const known = near.get(a);
    if (known) return known;
    together.clear();
    for (const p of buyers[a]!) {
      const seen = new Set<number>();
      for (let i = h.start[p]!; i < h.start[p + 1]! && h.day[i]! < split; i++) seen.add(h.item[i]!);
      for (const b of seen) if (b !== a) together.add(b, 1);
    }
    const list = together.touched
      .map((b): [number, number] => [
        b,
        together.value[b]! / (Math.sqrt(buyers[a]!.length * buyers[b]!.length) + shrink!),
      ])
      .sort((x, y) => y[1] - x[1] || x[0] - y[0])
      .slice(0, neighbours!);
    near.set(a, list);
    return list;
  };
  return (j, scores) => {
    own(h, window, j, halfLife!, (a, w) => {
      for (const [b, weight] of nearOf(a)) scores.add(b, w * weight);
    });
  };
}

/** Items that EASE tells apart, the most bought: its cost is their cube. */
const EASE_ITEMS = 800;

let lastEase: { key: string; h: Purchases; model: ReturnType<typeof easeOf> } | null = null;

function ease(h: Purchases, window: Window, { lambda, halfLife }: Setting): Scorer {
  const key = `${window.split} ${lambda}`;
  if (lastEase?.key !== key || lastEase.h !== h)
    lastEase = { key, h, model: easeOf(h, window.split, lambda!) };
  const { chosen, place, inverse } = lastEase.model;
  const n = chosen.length;
  return (j, scores) => {
    own(h, window, j, halfLife!, (item, w) => {
      const a = place[item]!;
      if (a < 0) return;
      for (let b = 0; b < n; b++)
        if (b !== a) scores.add(chosen[b]!, (-w * inverse[a * n + b]!) / inverse[b * n + b]!);
    });
  };
}

/** (XᵀX + λI)⁻¹ over the items told apart: B = −P / diag P, with a zero diagonal. */
function easeOf(h: Purchases, split: number, lambda: number) {
  const buyers = buyersOf(h, split);
  const chosen = [...buyers.keys()]
    .filter((item) => buyers[item]!.length > 0)
    .sort((a, b) => buyers[b]!.length - buyers[a]!.length || a - b)
    .slice(0, EASE_ITEMS);
  const n = chosen.length;
  const place = new Int32Array(h.items).fill(-1);
  chosen.forEach((item, i) => {
    place[item] = i;
  });
  const g = new Float64Array(n * n);
  for (let p = 0; p < h.people; p++) {
    const seen = new Set<number>();
    for (let i = h.start[p]!; i < h.start[p + 1]! && h.day[i]! < split; i++)
      if (place[h.item[i]!]! >= 0) seen.add(place[h.item[i]!]!);
    for (const a of seen) for (const b of seen) g[a * n + b]!++;
  }
  for (let i = 0; i < n; i++) g[i * n + i]! += lambda;
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i++) inverse[i * n + i] = 1;
  if (!cholesky(g, n)) throw new Error('EASE: the matrix is not positive definite.');
  choleskySolve(g, n, inverse, n);
  return { chosen, place, inverse };
}

const nothing = (): Scorer => () => {};
const frequency = (h: Purchases, window: Window, { halfLife }: Setting): Scorer => {
  const popular = popularity(h, window.split, 0);
  const most = popular.reduce((a, b) => Math.max(a, b), 1);
  return (j, scores) =>
    own(h, window, j, halfLife!, (item, w) => scores.add(item, w * (1 + (1e-6 * popular[item]!) / most)));
};

const KNN = cross({ shrink: [20, 80], neighbours: [100], halfLife: [0, 60] });
const EASE = cross({ lambda: [100, 300, 1000], halfLife: [0, 60] });
const TIFU = cross({
  group: [3, 7],
  within: [0.9],
  between: [0.7, 0.95],
  neighbours: [100],
  alpha: [0.3, 0.7],
});

/** Every baseline, each tuned on windows before the first test. */
export const BASELINES: readonly Baseline[] = [
  baseline('popular', 'all', cross({ fill: [0, 120, 60, 30, 14] }), nothing),
  baseline('popular-novel', 'novel', cross({ fill: [0, 120, 60, 30, 14] }), nothing),
  baseline(
    'personal frequency, repeat-only',
    'repeat',
    cross({ halfLife: [0, 360, 180, 90, 45, 20] }),
    frequency,
  ),
  baseline('item-kNN', 'all', KNN, itemKnn),
  baseline('item-kNN, novel-only', 'novel', KNN, itemKnn),
  baseline('EASE', 'all', EASE, ease),
  baseline('EASE, novel-only', 'novel', EASE, ease),
  baseline('TIFUKNN', 'all', TIFU, tifu),
  baseline('TIFUKNN, novel-only', 'novel', TIFU, tifu),
  baseline('TIFUKNN, repeat-only', 'repeat', TIFU, tifu),
];
