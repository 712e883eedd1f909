import type { Rng } from '../base/index.ts';
import type { Informative } from './ratio.ts';

/**
 * Percentile bootstrap interval of the mean of independent units (people): resample units, not rows.
 * @param values one per unit @param draws resamples, at least 1 @param level e.g. 0.95
 * @returns mean with its interval, or coded when there is nothing to resample. Cost: O(n · draws). Deterministic given rng.
 * Source: Efron & Tibshirani, An Introduction to the Bootstrap (1993), ch. 13.
 */
export function bootstrapMean(
  values: ArrayLike<number>,
  rng: Rng,
  draws = 2000,
  level = 0.95,
): Informative<{ mean: number; low: number; high: number }> {
  const n = values.length;
  if (n === 0) return { ok: false, reason: 'empty_arm' };
  let total = 0;
  for (let i = 0; i < n; i++) total += values[i]!;
  const means = new Float64Array(draws);
  for (let d = 0; d < draws; d++) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += values[rng.below(n)]!;
    means[d] = sum / n;
  }
  means.sort();
  const tail = (1 - level) / 2;
  return {
    ok: true,
    mean: total / n,
    low: quantileOfSorted(means, tail),
    high: quantileOfSorted(means, 1 - tail),
  };
}

/**
 * Quantile by linear interpolation between order statistics (Hyndman & Fan's type 7).
 * @param sorted ascending, at least one value @param p in [0, 1]
 */
export function quantileOfSorted(sorted: ArrayLike<number>, p: number): number {
  const at = (sorted.length - 1) * p;
  const below = Math.floor(at);
  const above = Math.min(sorted.length - 1, below + 1);
  return sorted[below]! + (sorted[above]! - sorted[below]!) * (at - below);
}

/**
 * Weighted median: the least value at which half of the weight is reached; the mean of two values when the half falls
 * exactly between them. @returns undefined when no weight is positive. Cost: O(n log n).
 */
export function weightedMedian(values: ArrayLike<number>, weights: ArrayLike<number>): number | undefined {
  const kept: number[] = [];
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    if (weights[i]! > 0) {
      kept.push(i);
      total += weights[i]!;
    }
  }
  kept.sort((a, b) => values[a]! - values[b]!);
  let reached = 0;
  for (let k = 0; k < kept.length; k++) {
    reached += weights[kept[k]!]!;
    if (reached * 2 > total) return values[kept[k]!]!;
    if (reached * 2 === total) return (values[kept[k]!]! + values[kept[k + 1] ?? kept[k]!]!) / 2;
  }
  return undefined;
}
