import { affinityAt, affinityOf } from '../../../src/models/next-category/affinity.ts';
import { firstPurchaseChance } from '../../../src/models/next-category/chance.ts';
import type { IndexedHistory } from '../../../src/models/next-category/history.ts';
import { DEFAULT_OPTIONS, type Options } from '../../../src/models/next-category/options.ts';
import { stateAt } from '../../../src/models/next-category/state.ts';
import { emptyVector, readPerson } from '../../../src/models/next-category/vocabulary.ts';
import { judge, mean, type Window } from './protocol.ts';

/** The settings of affinity that are tried: the same number, within a few, as each baseline's. */
export const OURS = [50, 100, 200, 400].flatMap((lambda) =>
  [0.25, 0.5].flatMap((norm) => [0, 1, 2].map((context) => ({ lambda, norm, context }))),
);

export const optionsOf = (s: (typeof OURS)[number]): Options => ({
  ...DEFAULT_OPTIONS,
  completion: {
    ...DEFAULT_OPTIONS.completion,
    lambda: s.lambda,
    norm: s.norm,
    views: Object.fromEntries(['store', 'habit', 'campaign', 'household'].map((name) => [name, s.context])),
  },
});

/**
 * Chooses affinity's settings by nDCG@10 on validation windows that end by the test split. A plain sum of
 * log chance, new buyers and affinity stands in for the fitted shapes, which need no such choice.
 */
export function tuneOurs(h: IndexedHistory, windows: Window[]) {
  const C = h.categories;
  const total = new Float64Array(OURS.length);
  for (const window of windows) {
    const blank = {
      ...DEFAULT_OPTIONS,
      // The stand-in's own half-lives, apart from the model's.
      popularityHalfLife: 60,
      newBuyerHalfLife: 30,
      completion: { ...DEFAULT_OPTIONS.completion, maxTokens: 0, lambda: 1e9 },
      detail: { ...DEFAULT_OPTIONS.detail, views: {} },
      tasteRank: 1,
    };
    const state = stateAt(h, window.split, blank);
    const lines = new Float64Array(h.persons);
    for (const p of window.eligible) {
      let i = h.start[p]!;
      while (i < h.start[p + 1]! && h.day[i]! < window.split) i++;
      lines[p] = i - h.start[p]!;
    }
    const base = new Float64Array(h.persons * C);
    const reach = Math.max(1, window.split - state.firstDay);
    for (const p of window.judged)
      for (let c = 0; c < C; c++) {
        const future = (lines[p]! / reach) * DEFAULT_OPTIONS.horizon;
        const q = firstPurchaseChance(state.popularity[c]!, state.dispersion[c]!, lines[p]!, future);
        base[p * C + c] = Math.log(q / (1 - q)) + 0.25 * Math.log(state.newBuyers[c]!);
      }
    OURS.forEach((setting, k) => {
      const o = optionsOf(setting);
      const a = affinityAt(h, window.split, state, lines, window.eligible, o.completion);
      const x = emptyVector(a.vocabulary.size);
      const out = new Float64Array(C);
      const scores = base.slice();
      for (const p of window.judged) {
        readPerson(h, p, window.split, a.vocabulary, o.completion, x);
        affinityOf(a, x, out);
        for (let c = 0; c < C; c++) scores[p * C + c]! += 2 * out[c]!;
      }
      total[k]! += mean(judge(window, C, scores).ndcg) / windows.length;
    });
  }
  let best = 0;
  total.forEach((x, k) => {
    if (x > total[best]!) best = k;
  });
  return { setting: OURS[best]!, validation: total[best]! };
}
