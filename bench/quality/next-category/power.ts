import { rngOf } from '../../../src/base/index.ts';
import type { JointPower } from '../../../src/models/next-category/card-power.ts';

/** One window's paired differences, ours − it: a list per comparison, each with one entry per household in `cluster`. */
export interface PairedWindow {
  cluster: Int32Array;
  differences: Float64Array[];
}

/**
 * How likely every comparison's 95 % interval lies above zero at once when `truths` (one per comparison, the same in every window)
 * are the true differences. Households are drawn whole over all windows, so comparisons err together as they do in the data.
 * Cost: draws · windows · comparisons · households.
 */
export function jointPower(windows: PairedWindow[], truths: number[], draws: number, seed = 1): JointPower {
  const people = [...new Set(windows.flatMap((w) => [...w.cluster]))];
  const number = new Map(people.map((p, k) => [p, k]));
  const places = windows.map((w) => w.cluster.map((p) => number.get(p)!));
  const rng = rngOf(seed).derive('power');
  const times = new Int32Array(people.length);
  // shape: window, comparison, draw
  const means = windows.map((w) => w.differences.map(() => new Float64Array(draws)));
  for (let b = 0; b < draws; b++) {
    times.fill(0);
    for (let k = 0; k < people.length; k++) times[rng.below(people.length)]!++;
    windows.forEach(({ differences }, w) => {
      const weight = Float64Array.from(places[w]!, (k) => times[k]!);
      const total = weight.reduce((a, x) => a + x, 0);
      differences.forEach((d, j) => {
        let sum = 0;
        for (let i = 0; i < d.length; i++) sum += weight[i]! * d[i]!;
        means[w]![j]![b] = sum / Math.max(1, total);
      });
    });
  }
  // By how many times the truths must be as large for every interval of a draw to lie above zero.
  const needed = windows.map(({ differences }, w) => {
    const most = new Float64Array(draws).fill(Number.NEGATIVE_INFINITY);
    differences.forEach((d, j) => {
      const mean = d.reduce((a, x) => a + x, 0) / Math.max(1, d.length);
      const drawn = means[w]![j]!;
      const below = mean - drawn.slice().sort()[Math.floor(draws * 0.025)]!;
      for (let b = 0; b < draws; b++)
        most[b] = Math.max(most[b]!, truths[j]! > 0 ? (below + mean - drawn[b]!) / truths[j]! : Infinity);
    });
    return most;
  });
  const all = needed[0]!.map((_, b) => Math.max(...needed.map((n) => n[b]!)));
  const share = (x: Float64Array) => x.filter((v) => v < 1).length / draws;
  const atOnce = share(all);
  const needed80 = all.sort()[Math.ceil(0.8 * draws) - 1]!;
  return {
    comparisons: windows.reduce((a, w) => a + w.differences.length, 0),
    windows: needed.map(share),
    all: atOnce,
    times: Number.isFinite(needed80) ? needed80 : null,
  };
}
