import type { IndexedHistory } from './history.ts';
import { cholesky, choleskySolve } from './linear.ts';
import type { Options } from './options.ts';

/**
 * What lately bought categories say of the others, two ways that err differently: `near`, a cosine between categories over
 * people (the one item-kNN uses), and `lead`, a ridge regression of each on all others (EASE, Steck 2019). Lines lose weight
 * with age. The two keep popularity in, which `affinity` takes out.
 */
export interface Recent {
  /** shape (categories × categories), row = held category, 0 on the diagonal. */
  near: Float32Array;
  lead: Float32Array;
}

/** A person's held categories with their weights; buffers are reused. */
export interface RecentVector {
  n: number;
  at: Int32Array;
  /** Root of the summed weights of a category's lines; weight of its last line. */
  root: Float64Array;
  last: Float64Array;
}

export const emptyRecent = (categories: number): RecentVector => ({
  n: 0,
  at: new Int32Array(categories),
  root: new Float64Array(categories),
  last: new Float64Array(categories),
});

/** Fills `out` from person p's rows before `split`. Cost: the person's rows. */
export function readRecent(
  h: IndexedHistory,
  p: number,
  split: number,
  halfLife: number,
  out: RecentVector,
): void {
  for (let i = 0; i < out.n; i++) out.root[out.at[i]!] = 0;
  out.n = 0;
  for (let i = h.start[p]!; i < h.start[p + 1]! && h.day[i]! < split; i++) {
    const c = h.category[i]!;
    const w = Math.exp((-Math.LN2 * (split - h.day[i]!)) / halfLife);
    if (out.root[c] === 0) out.at[out.n++] = c;
    out.root[c]! += w;
    out.last[c] = w;
  }
  for (let i = 0; i < out.n; i++) out.root[out.at[i]!] = Math.sqrt(out.root[out.at[i]!]!);
}

/** Fits both on the given people's rows before `split`. Cost: Σ |held|² + 4/3 · categories³. */
export function recentAt(
  h: IndexedHistory,
  split: number,
  people: Int32Array,
  { halfLife, shrink, ridge }: Options['recent'],
): Recent {
  const C = h.categories;
  const x = emptyRecent(C);
  const cosine = new Float64Array(C * C);
  const gram = new Float64Array(C * C);
  for (const p of people) {
    readRecent(h, p, split, halfLife, x);
    for (let i = 0; i < x.n; i++) {
      const a = x.at[i]!;
      for (let j = 0; j < x.n; j++) {
        const b = x.at[j]!;
        cosine[a * C + b]! += x.root[a]! * x.root[b]!;
        gram[a * C + b]! += x.last[a]! * x.last[b]!;
      }
    }
  }
  const near = new Float32Array(C * C);
  const prior = shrink * people.length;
  for (let a = 0; a < C; a++)
    for (let b = 0; b < C; b++) {
      const size = Math.sqrt(cosine[a * C + a]! * cosine[b * C + b]!) + prior;
      if (a !== b && size > 0) near[a * C + b] = cosine[a * C + b]! / size;
    }
  const lead = new Float32Array(C * C);
  const inverse = new Float64Array(C * C);
  for (let c = 0; c < C; c++) {
    inverse[c * C + c] = 1;
    gram[c * C + c]! += ridge * people.length;
  }
  if (people.length > 0 && cholesky(gram, C)) {
    choleskySolve(gram, C, inverse, C);
    for (let a = 0; a < C; a++)
      for (let c = 0; c < C; c++) if (a !== c) lead[a * C + c] = -inverse[a * C + c]! / inverse[c * C + c]!;
  }
  return { near, lead };
}

/** Both values of every category for a person; `near` as a logarithm. Cost: 2 · |held| · categories. */
export function recentOf(r: Recent, x: RecentVector, near: Float64Array, lead: Float64Array): void {
  const C = near.length;
  const { near: nearOf, lead: leadOf } = r;
  near.fill(1e-3);
  lead.fill(0);
  for (let i = 0; i < x.n; i++) {
    const row = x.at[i]! * C;
    const root = x.root[x.at[i]!]!;
    const last = x.last[x.at[i]!]!;
    for (let c = 0; c < C; c++) {
      near[c]! += root * nearOf[row + c]!;
      lead[c]! += last * leadOf[row + c]!;
    }
  }
  for (let c = 0; c < C; c++) near[c] = Math.log(near[c]!);
}
