import { deciles, fitPlatt } from '../next-category/calibrate.ts';
import type { ResponseQuality } from './artefact.ts';

/**
 * How predicted log-odds do on rows that were held out: ranking (AUC, ties half), log loss against the mean rate, calibration.
 * @param weight how many impressions a row stands for. Cost: O(n log n).
 */
export function qualityOf(
  logOdds: Float64Array,
  label: Uint8Array,
  weight: Float32Array,
): ResponseQuality | null {
  let rows = 0;
  let positives = 0;
  for (let i = 0; i < label.length; i++) {
    rows += weight[i]!;
    positives += weight[i]! * label[i]!;
  }
  if (rows === 0) return null;
  const rate = Math.min(1 - 1e-9, Math.max(1e-9, positives / rows));
  const probability = Float64Array.from(logOdds, (s) => 1 / (1 + Math.exp(-s)));
  const platt = fitPlatt(logOdds, label, weight);
  return {
    rows,
    positives,
    auc: aucOf(logOdds, label, weight),
    log_loss: lossOf(probability, label, weight),
    base_log_loss: -(rate * Math.log(rate) + (1 - rate) * Math.log(1 - rate)),
    slope: platt.slope,
    deciles: weightedDeciles(probability, label, weight),
  };
}

/** Weighted AUC by ranks; null where one class is absent. */
export function aucOf(score: Float64Array, label: Uint8Array, weight: Float32Array): number | null {
  const order = Uint32Array.from(score.keys()).sort((a, b) => score[a]! - score[b]! || a - b);
  let below = 0;
  let pairs = 0;
  let positives = 0;
  let negatives = 0;
  for (let from = 0; from < order.length; ) {
    let to = from;
    let hits = 0;
    let misses = 0;
    for (; to < order.length && score[order[to]!] === score[order[from]!]; to++) {
      const i = order[to]!;
      if (label[i]) hits += weight[i]!;
      else misses += weight[i]!;
    }
    pairs += hits * (below + misses / 2);
    below += misses;
    positives += hits;
    negatives += misses;
    from = to;
  }
  return positives > 0 && negatives > 0 ? pairs / (positives * negatives) : null;
}

/** Mean log loss. */
export function lossOf(probability: Float64Array, label: Uint8Array, weight: Float32Array): number {
  let sum = 0;
  let rows = 0;
  for (let i = 0; i < label.length; i++) {
    const p = Math.min(1 - 1e-12, Math.max(1e-12, probability[i]!));
    sum -= weight[i]! * (label[i] ? Math.log(p) : Math.log(1 - p));
    rows += weight[i]!;
  }
  return rows > 0 ? sum / rows : 0;
}

/** Tenths of the impressions by predicted probability; where all weights are 1, those of `deciles`. */
function weightedDeciles(probability: Float64Array, label: Uint8Array, weight: Float32Array) {
  if (weight.every((w) => w === 1)) return deciles(probability, label);
  const order = Uint32Array.from(probability.keys()).sort(
    (a, b) => probability[a]! - probability[b]! || a - b,
  );
  const total = weight.reduce((a, b) => a + b, 0);
  const out = Array.from({ length: 10 }, () => ({ rows: 0, predicted: 0, observed: 0, hits: 0 }));
  let reached = 0;
  for (const i of order) {
    const bin = out[Math.min(9, Math.floor((10 * reached) / total))]!;
    const w = weight[i]!;
    reached += w;
    bin.rows += w;
    bin.predicted += w * probability[i]!;
    bin.hits += w * label[i]!;
  }
  for (const bin of out) {
    if (bin.rows === 0) continue;
    bin.predicted /= bin.rows;
    bin.observed = bin.hits / bin.rows;
  }
  return out;
}
