/**
 * What the model's choices are worth on windows that end before the first test window begins (no test window is looked at):
 * npx tsx bench/quality/next-category/early.ts
 * Differences are paired by household and bootstrapped over households; calibration is beside them.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { deciles, fitPlatt } from '../../../src/models/next-category/calibrate.ts';
import { fitNextCategory } from '../../../src/models/next-category/fit.ts';
import type { Options } from '../../../src/models/next-category/options.ts';
import { hasData, loadJourney } from './data.ts';
import { forecast } from './forecast.ts';
import { bootstrap, judge, mean, windowAt } from './protocol.ts';
import { optionsOf } from './tune.ts';

const HORIZON = 60;
const SPLITS = ['2017-05-03', '2017-05-18', '2017-06-02'];
const CHOICES: Record<string, Partial<Options>> = {
  'three windows, 30 days apart': {},
  'five windows, 15 days apart': { windows: 5, stride: 15 },
};
const dayOf = (date: string) => Math.floor(Date.parse(`${date}T00:00:00Z`) / 86_400_000);
const round = (x: number, digits = 4) => Number(x.toFixed(digits));

if (!hasData()) console.log('completejourney is not at ../shared/data: nothing evaluated.');
else {
  const { history: h } = await loadJourney();
  const windows = SPLITS.map((date) => windowAt(h, dayOf(date), dayOf(date) + HORIZON));
  const people = windows.flatMap((w) => [...w.judged]);
  let first: { ndcg: number[]; recall: number[] } | undefined;
  const results = Object.entries(CHOICES).map(([choice, options]) => {
    const each = { ndcg: [] as number[], recall: [] as number[] };
    const calibration = windows.map((window) => {
      const setting = optionsOf({ lambda: 200, norm: 0.25, context: 1 });
      const fitted = fitNextCategory(h, window.split, { ...setting, horizon: HORIZON, ...options });
      if (fitted.status !== 'fitted') throw new Error(fitted.detail);
      const { scores, rows } = forecast(fitted.artefact, h, window);
      const ranked = judge(window, h.categories, scores);
      each.ndcg.push(...ranked.ndcg);
      each.recall.push(...ranked.recall);
      const tenths = deciles(rows.probability, rows.label);
      return {
        slope: round(fitPlatt(rows.logOdds, rows.label).slope, 3),
        tenths: tenths.map((d) => round(d.observed / d.predicted, 2)),
      };
    });
    first ??= each;
    const against = (key: 'ndcg' | 'recall') => {
      const d = Float64Array.from(each[key], (x, i) => x - first![key][i]!);
      return { mean: round(mean(d)), interval: bootstrap(d, Int32Array.from(people)).map((x) => round(x)) };
    };
    const result = {
      choice,
      ndcg: round(mean(Float64Array.from(each.ndcg))),
      recall: round(mean(Float64Array.from(each.recall))),
      against: { ndcg: against('ndcg'), recall: against('recall') },
      calibration,
    };
    console.log(JSON.stringify(result));
    return result;
  });
  mkdirSync(new URL('../../results/', import.meta.url), { recursive: true });
  writeFileSync(
    new URL('../../results/next-category-early.json', import.meta.url),
    `${JSON.stringify({ command: 'npx tsx bench/quality/next-category/early.ts', horizon: HORIZON, splits: SPLITS, results }, null, 1)}\n`,
  );
}
