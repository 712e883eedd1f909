import type { IndexedHistory } from '../../../src/models/next-category/history.ts';
import { cholesky, choleskySolve } from '../../../src/models/next-category/linear.ts';
import type { Window } from './protocol.ts';

/** A baseline: a grid of settings, and scores (persons × categories) from what was known before the split. */
export interface Baseline {
  name: string;
  grid: Record<string, number>[];
  score(h: IndexedHistory, window: Window, setting: Record<string, number>): Float64Array;
}

const decayOf = (halfLife: number) => (halfLife > 0 ? Math.LN2 / halfLife : 0);

/** (persons × categories) weights: Σ over lines of 2^(−age/half-life), to the power `power` (0 = binary). */
export function weights(h: IndexedHistory, split: number, halfLife: number, power: number): Float64Array {
  const C = h.categories;
  const x = new Float64Array(h.persons * C);
  const rate = decayOf(halfLife);
  for (let p = 0; p < h.persons; p++)
    for (let i = h.start[p]!; i < h.start[p + 1]! && h.day[i]! < split; i++) {
      const cell = p * C + h.category[i]!;
      const w = Math.exp(rate * (h.day[i]! - split));
      // Power 0: the weight of the last purchase, which is 1 without decay.
      x[cell] = power === 0 ? w : x[cell]! + w;
    }
  if (power > 0 && power !== 1) for (let i = 0; i < x.length; i++) if (x[i]! > 0) x[i] = x[i]! ** power;
  return x;
}

function spread(perCategory: Float64Array, persons: number): Float64Array {
  const out = new Float64Array(persons * perCategory.length);
  for (let p = 0; p < persons; p++) out.set(perCategory, p * perCategory.length);
  return out;
}

const cross = (axes: Record<string, number[]>): Record<string, number>[] =>
  Object.entries(axes).reduce<Record<string, number>[]>(
    (all, [key, values]) => all.flatMap((s) => values.map((v) => ({ ...s, [key]: v }))),
    [{}],
  );

function multiply(x: Float64Array, b: Float64Array, persons: number, C: number): Float64Array {
  const out = new Float64Array(persons * C);
  for (let p = 0; p < persons; p++)
    for (let a = 0; a < C; a++) {
      const w = x[p * C + a]!;
      if (w === 0) continue;
      for (let c = 0; c < C; c++) out[p * C + c]! += w * b[a * C + c]!;
    }
  return out;
}

function gram(x: Float64Array, persons: number, C: number): Float64Array {
  const g = new Float64Array(C * C);
  const at = new Int32Array(C);
  for (let p = 0; p < persons; p++) {
    let n = 0;
    for (let c = 0; c < C; c++) if (x[p * C + c]! !== 0) at[n++] = c;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) g[at[i]! * C + at[j]!]! += x[p * C + at[i]!]! * x[p * C + at[j]!]!;
  }
  return g;
}

const popularNovel: Baseline = {
  name: 'popular-novel',
  grid: cross({ halfLife: [0, 360, 180, 120, 90, 60, 45, 30, 14], people: [0, 1] }),
  score(h, { split }, { halfLife, people }) {
    const x = weights(h, split, halfLife!, people ? 0 : 1);
    const pop = new Float64Array(h.categories);
    for (let i = 0; i < x.length; i++) pop[i % h.categories]! += x[i]!;
    return spread(pop, h.persons);
  },
};

const newBuyers: Baseline = {
  name: 'new-buyer popularity',
  grid: cross({ halfLife: [0, 90, 45, 21, 14], rate: [0, 1], from: [0, 30] }),
  score(h, { split, held }, { halfLife, rate, from }) {
    const C = h.categories;
    const first = new Float64Array(C);
    const open = new Float64Array(C).fill(h.persons);
    const began = h.day.reduce((a, b) => Math.min(a, b), split);
    const seen = new Uint8Array(C);
    const decay = decayOf(halfLife!);
    for (let p = 0; p < h.persons; p++) {
      seen.fill(0);
      for (let i = h.start[p]!; i < h.start[p + 1]! && h.day[i]! < split; i++) {
        const c = h.category[i]!;
        if (!seen[c] && h.day[i]! >= began + from!) first[c]! += Math.exp(decay * (h.day[i]! - split));
        seen[c] = 1;
      }
      for (let c = 0; c < C; c++) open[c]! -= held[p * C + c]!;
    }
    if (rate) for (let c = 0; c < C; c++) first[c]! /= open[c]! + 1;
    return spread(first, h.persons);
  },
};

const itemKnn: Baseline = {
  name: 'item-kNN',
  grid: cross({ shrink: [0, 20, 100, 300], k: [50, 300], power: [0, 0.5], halfLife: [0] }),
  score(h, { split }, { shrink, k, power, halfLife }) {
    const C = h.categories;
    const x = weights(h, split, halfLife!, power!);
    const g = gram(x, h.persons, C);
    const sim = new Float64Array(C * C);
    for (let b = 0; b < C; b++) {
      const row: [number, number][] = [];
      for (let a = 0; a < C; a++) {
        if (a === b) continue;
        const d = Math.sqrt(g[a * C + a]! * g[b * C + b]!) + shrink!;
        const s = d > 0 ? g[a * C + b]! / d : 0;
        if (s > 0) row.push([s, a]);
      }
      row.sort((u, v) => v[0] - u[0]);
      for (const [s, a] of row.slice(0, k!)) sim[a * C + b] = s;
    }
    return multiply(x, sim, h.persons, C);
  },
};

const ease: Baseline = {
  name: 'EASE',
  grid: cross({ lambda: [10, 30, 100, 200, 400, 1000, 2000, 5000], power: [0, 0.5], halfLife: [0] }),
  score(h, { split }, { lambda, power, halfLife }) {
    const C = h.categories;
    const x = weights(h, split, halfLife!, power!);
    const g = gram(x, h.persons, C);
    for (let c = 0; c < C; c++) g[c * C + c]! += lambda!;
    const inverse = new Float64Array(C * C);
    for (let c = 0; c < C; c++) inverse[c * C + c] = 1;
    if (!cholesky(g, C)) return new Float64Array(h.persons * C);
    choleskySolve(g, C, inverse, C);
    const b = new Float64Array(C * C);
    for (let a = 0; a < C; a++)
      for (let c = 0; c < C; c++) if (a !== c) b[a * C + c] = -inverse[a * C + c]! / inverse[c * C + c]!;
    return multiply(x, b, h.persons, C);
  },
};

/** What people of A bought for the first time within `days`, against everybody: a first-order sequence model. */
const next: Baseline = {
  name: 'sequence (A then new B)',
  grid: cross({ days: [30, 60, 120], shrink: [5, 20, 100], blend: [0.25, 0.5], halfLife: [0] }),
  score(h, { split }, { days, shrink, blend, halfLife }) {
    const C = h.categories;
    const flow = new Float64Array(C * C);
    const from = new Float64Array(C);
    const pop = new Float64Array(C);
    const firstDay = new Int32Array(C);
    let total = 0;
    for (let p = 0; p < h.persons; p++) {
      firstDay.fill(-1);
      const firsts: [number, number][] = [];
      for (let i = h.start[p]!; i < h.start[p + 1]! && h.day[i]! < split; i++)
        if (firstDay[h.category[i]!] === -1) {
          firstDay[h.category[i]!] = h.day[i]!;
          firsts.push([h.category[i]!, h.day[i]!]);
        }
      for (const [b, tb] of firsts) {
        pop[b]!++;
        total++;
        for (const [a, ta] of firsts) if (ta < tb && tb - ta <= days!) flow[a * C + b]!++;
      }
      for (const [a] of firsts) from[a]!++;
    }
    const lift = new Float64Array(C * C);
    for (let a = 0; a < C; a++) {
      let out = 0;
      for (let b = 0; b < C; b++) out += flow[a * C + b]!;
      for (let b = 0; b < C; b++) {
        const expected = (out * pop[b]!) / total;
        lift[a * C + b] = Math.log((flow[a * C + b]! + shrink!) / (expected + shrink!));
      }
    }
    const x = weights(h, split, halfLife!, 0);
    const scores = multiply(x, lift, h.persons, C);
    for (let p = 0; p < h.persons; p++) {
      let held = 0;
      for (let c = 0; c < C; c++) held += x[p * C + c]!;
      for (let c = 0; c < C; c++)
        scores[p * C + c] = Math.log(pop[c]! + 1) + (blend! * scores[p * C + c]!) / Math.sqrt(held + 1);
    }
    return scores;
  },
};

const decayed = (base: Baseline, axes: Record<string, number[]>): Baseline => ({
  ...base,
  name: `${base.name}, time-decayed`,
  grid: cross(axes),
});

/** Every baseline, each with a grid of about the same size (the budget is printed). */
export const BASELINES: Baseline[] = [
  popularNovel,
  newBuyers,
  itemKnn,
  decayed(itemKnn, { shrink: [20, 100], k: [300], power: [0, 0.5], halfLife: [180, 90, 60, 30] }),
  ease,
  decayed(ease, { lambda: [200, 1000], power: [0, 0.5], halfLife: [180, 90, 60, 30] }),
  next,
];
