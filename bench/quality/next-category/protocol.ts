import { rngOf } from '../../../src/base/index.ts';
import type { IndexedHistory } from '../../../src/models/next-category/history.ts';

/** One evaluation: what was known before `split`, and who bought what for the first time in [split, end). */
export interface Window {
  split: number;
  end: number;
  /** shape (persons × categories,): 1 = bought before the split. */
  held: Uint8Array;
  /** shape (persons × categories,): 1 = not held and bought in [split, end). */
  fresh: Uint8Array;
  /** People with at least one purchase before the split: those a forecast is made for. */
  eligible: Int32Array;
  /** The eligible with at least one new category: those a ranking is judged on. */
  judged: Int32Array;
}

export function windowAt(h: IndexedHistory, split: number, end: number): Window {
  const C = h.categories;
  const held = new Uint8Array(h.persons * C);
  const fresh = new Uint8Array(h.persons * C);
  const eligible: number[] = [];
  const judged: number[] = [];
  for (let p = 0; p < h.persons; p++) {
    let before = 0;
    let fresher = 0;
    for (let i = h.start[p]!; i < h.start[p + 1]!; i++) {
      const cell = p * C + h.category[i]!;
      if (h.day[i]! < split) {
        held[cell] = 1;
        before++;
      } else if (h.day[i]! < end && !held[cell]) {
        fresh[cell] = 1;
        fresher++;
      }
    }
    if (before === 0) continue;
    eligible.push(p);
    if (fresher > 0) judged.push(p);
  }
  return { split, end, held, fresh, eligible: Int32Array.from(eligible), judged: Int32Array.from(judged) };
}

export interface PerPerson {
  ndcg: Float64Array;
  recall: Float64Array;
}

/**
 * nDCG@10 with binary gains 1/log2(rank + 1), ideal = min(10, |new|) hits first; recall@10 = hits in the
 * first ten / |new|. Candidates = every category not held. Ties go to the lower category number.
 */
export function judge(window: Window, C: number, scores: Float64Array | Float32Array): PerPerson {
  const K = 10;
  const n = window.judged.length;
  const ndcg = new Float64Array(n);
  const recall = new Float64Array(n);
  const topScore = new Float64Array(K);
  const topCategory = new Int32Array(K);
  for (let j = 0; j < n; j++) {
    const base = window.judged[j]! * C;
    let size = 0;
    let total = 0;
    for (let c = 0; c < C; c++) {
      if (window.held[base + c]) continue;
      total += window.fresh[base + c]!;
      const s = scores[base + c]!;
      if (size === K && s <= topScore[K - 1]!) continue;
      let at = size < K ? size++ : K - 1;
      while (at > 0 && topScore[at - 1]! < s) {
        topScore[at] = topScore[at - 1]!;
        topCategory[at] = topCategory[at - 1]!;
        at--;
      }
      topScore[at] = s;
      topCategory[at] = c;
    }
    let dcg = 0;
    let hits = 0;
    let ideal = 0;
    for (let r = 0; r < K; r++) {
      const gain = 1 / Math.log2(r + 2);
      if (r < total) ideal += gain;
      if (r < size && window.fresh[base + topCategory[r]!]) {
        dcg += gain;
        hits++;
      }
    }
    ndcg[j] = dcg / ideal;
    recall[j] = hits / total;
  }
  return { ndcg, recall };
}

export const mean = (x: Float64Array): number => x.reduce((a, b) => a + b, 0) / Math.max(1, x.length);

/** 95 % percentile bootstrap of the mean of `difference`, resampling clusters (`cluster[i]` = whose row i is). */
export function bootstrap(
  difference: Float64Array,
  cluster: Int32Array,
  draws = 2000,
  seed = 1,
): [number, number] {
  const ids = [...new Set(cluster)];
  const index = new Map(ids.map((id, i) => [id, i]));
  const sum = new Float64Array(ids.length);
  const count = new Float64Array(ids.length);
  for (let i = 0; i < difference.length; i++) {
    const k = index.get(cluster[i]!)!;
    sum[k]! += difference[i]!;
    count[k]!++;
  }
  const rng = rngOf(seed);
  const means = new Float64Array(draws);
  for (let b = 0; b < draws; b++) {
    let s = 0;
    let n = 0;
    for (let i = 0; i < ids.length; i++) {
      const k = rng.below(ids.length);
      s += sum[k]!;
      n += count[k]!;
    }
    means[b] = s / n;
  }
  means.sort();
  return [means[Math.floor(draws * 0.025)]!, means[Math.ceil(draws * 0.975) - 1]!];
}
