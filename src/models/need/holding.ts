import { cholesky, choleskySolve } from '../next-category/linear.ts';

/** Rows of a window, with what each term of a model that was fitted before says of them: `terms[j][i]` of row i, in log-odds. */
export interface Told {
  readonly terms: readonly Float64Array[];
  readonly intercept: number;
  readonly label: Uint8Array;
  readonly weight: Float32Array;
}

/** Steps of Newton's method: more than it needs. */
const STEPS = 12;

/**
 * How much of each term holds in a window that did not teach it, 0 … 1: the slopes of a logistic regression of what happened there on
 * the terms, beside a level of its own. That a term holds whole is believed as strongly as `belief` units of what rows tell of its slope;
 * one that turned over holds not at all. Cost: O(rows × terms²).
 */
export function holding({ terms, intercept, label, weight }: Told, belief: number): number[] {
  const level = terms.length;
  const size = level + 1;
  const slope = new Float64Array(size).fill(1, 0, level);
  const x = new Float64Array(size).fill(1);
  for (let n = 0; n < STEPS; n++) {
    const step = slope.map((s, j) => (j < level ? belief * (1 - s) : 0));
    const information = new Float64Array(size * size);
    for (let j = 0; j < size; j++) information[j * size + j] = j < level ? belief : 1e-9;
    for (let i = 0; i < label.length; i++) {
      let eta = intercept + slope[level]!;
      for (let j = 0; j < level; j++) {
        x[j] = terms[j]![i]!;
        eta += slope[j]! * x[j]!;
      }
      const p = 1 / (1 + Math.exp(-eta));
      const missed = weight[i]! * (label[i]! - p);
      const spread = weight[i]! * p * (1 - p);
      for (let j = 0; j < size; j++) {
        step[j]! += missed * x[j]!;
        for (let k = 0; k <= j; k++) information[j * size + k]! += spread * x[j]! * x[k]!;
      }
    }
    if (!cholesky(information, size)) break;
    choleskySolve(information, size, step, 1);
    for (let j = 0; j < size; j++) slope[j]! += Math.max(-1, Math.min(1, step[j]!));
  }
  return [...slope.subarray(0, level)].map((s) => Math.max(0, Math.min(1, s)));
}
