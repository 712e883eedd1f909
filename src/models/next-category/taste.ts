import { rngOf } from '../../base/index.ts';
import { type Expected, expectations, type Popularity } from './expected.ts';
import type { IndexedHistory } from './history.ts';

/**
 * The few directions in which people differ most in what they hold, apart from activity and popularity:
 * the leading eigenvectors of the residuals' second moments. Affinity weighs pairs; this pools weak
 * evidence over whole groups of categories, also from what an active person has not bought.
 */
export interface Taste {
  /** shape (rank × categories,): orthonormal directions, strongest first. */
  basis: Float64Array;
  /** shape (rank,): 0 … 1, how much of a direction stands above the rest. */
  gain: Float64Array;
}

/** Categories bought by surprise weigh at most this many standard deviations, missed ones at most −3. */
const HIGHEST = 6;
const LOWEST = -3;

/** Fills `out` with how much more than expected a person holds each category. */
export function residualOf({ chance, deviation }: Expected, held: Uint8Array, out: Float64Array): void {
  const C = out.length;
  for (let c = 0; c < C; c++) {
    const y = ((held[c] ? 1 : 0) - chance[c]!) / deviation[c]!;
    out[c] = Math.max(LOWEST, Math.min(HIGHEST, y));
  }
}

/**
 * Fits `rank` directions on the given people's rows before `split`.
 * Cost: people · categories² / 2 + 60 · (rank + 8) · categories². Deterministic.
 */
export function tasteAt(
  h: IndexedHistory,
  split: number,
  s: Popularity,
  lines: Float64Array,
  people: Int32Array,
  rank: number,
  seed: number,
): Taste {
  const C = h.categories;
  const moments = new Float64Array(C * C);
  const held = new Uint8Array(C);
  const y = new Float64Array(C);
  const expected = expectations(s);
  for (const p of people) {
    held.fill(0);
    for (let i = h.start[p]!; i < h.start[p + 1]! && h.day[i]! < split; i++) held[h.category[i]!] = 1;
    residualOf(expected(lines[p]!), held, y);
    for (let a = 0; a < C; a++) {
      const v = y[a]!;
      const row = a * C;
      for (let b = a; b < C; b++) moments[row + b]! += v * y[b]!;
    }
  }
  let trace = 0;
  for (let a = 0; a < C; a++) {
    trace += moments[a * C + a]!;
    for (let b = 0; b < a; b++) moments[a * C + b] = moments[b * C + a]!;
  }
  const kept = Math.min(rank, C - 1);
  const { vectors, values } = leading(moments, C, Math.min(C, kept + 8), seed);
  const top = values.subarray(0, kept);
  const rest = (trace - top.reduce((a, b) => a + b, 0)) / Math.max(1, C - kept);
  return {
    basis: vectors.slice(0, kept * C),
    gain: top.map((v) => (v > 0 ? Math.max(0, 1 - rest / v) : 0)),
  };
}

/** A person's taste for every category. Cost: 2 · rank · categories. */
export function tasteOf(t: Taste, residual: Float64Array, out: Float64Array): void {
  const C = residual.length;
  const { basis, gain } = t;
  out.fill(0);
  for (let k = 0; k < gain.length; k++) {
    const row = k * C;
    let along = 0;
    for (let c = 0; c < C; c++) along += residual[c]! * basis[row + c]!;
    along *= gain[k]!;
    for (let c = 0; c < C; c++) out[c]! += along * basis[row + c]!;
  }
}

/** The first `size` eigenvectors of a symmetric matrix, by orthogonal iteration from a seeded start. */
function leading(m: Float64Array, C: number, size: number, seed: number) {
  const rng = rngOf(seed).derive('taste');
  let v = Float64Array.from({ length: size * C }, () => rng.next() - 0.5);
  const values = new Float64Array(size);
  for (let round = 0; round < 60; round++) {
    const next = new Float64Array(size * C);
    for (let k = 0; k < size; k++)
      for (let a = 0; a < C; a++) {
        let sum = 0;
        for (let b = 0; b < C; b++) sum += m[a * C + b]! * v[k * C + b]!;
        next[k * C + a] = sum;
      }
    // Gram–Schmidt; what remains of a direction that the matrix does not have is dropped to zero.
    for (let k = 0; k < size; k++) {
      for (let j = 0; j < k; j++) {
        let dot = 0;
        for (let a = 0; a < C; a++) dot += next[k * C + a]! * next[j * C + a]!;
        for (let a = 0; a < C; a++) next[k * C + a]! -= dot * next[j * C + a]!;
      }
      let square = 0;
      for (let a = 0; a < C; a++) square += next[k * C + a]! ** 2;
      values[k] = Math.sqrt(square);
      const scale = values[k]! > 1e-9 ? 1 / values[k]! : 0;
      for (let a = 0; a < C; a++) next[k * C + a]! *= scale;
    }
    v = next;
  }
  return { vectors: v, values };
}
