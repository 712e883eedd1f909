/**
 * What could still be gained, on windows that end before the first test window begins (no test window is looked at):
 * npx tsx bench/quality/next-category/headroom.ts
 * With --card only the words are written anew. Writes bench/results/next-category-headroom.json and HEADROOM.md beside this file.
 * Two bounds: the model averaged with each baseline, and each category's level known in hindsight. Settings of the baselines are
 * those chosen most often; the weights are not chosen, all are printed. Differences are paired and bootstrapped over households.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deciles } from '../../../src/models/next-category/calibrate.ts';
import { fitNextCategory } from '../../../src/models/next-category/fit.ts';
import { BASELINES } from './baselines.ts';
import { hasData, loadJourney } from './data.ts';
import { forecast } from './forecast.ts';
import { type Headroom, renderHeadroom } from './headroom-card.ts';
import { bootstrap, judge, mean, type Window, windowAt } from './protocol.ts';
import { optionsOf } from './tune.ts';

/** Split and days: the first four have two months of purchases to come, the later ones what remains before the first test window. */
const WINDOWS: [string, number][] = [
  ['2017-04-18', 60],
  ['2017-05-03', 60],
  ['2017-05-18', 60],
  ['2017-06-02', 60],
  ['2017-06-17', 45],
  ['2017-07-02', 30],
];
const LATEST = '2017-08-01';
const WEIGHTS = [0.3, 0.6, 1];
const AVERAGED = [
  { name: 'item-kNN', setting: { shrink: 300, k: 300, power: 0, halfLife: 0 } },
  { name: 'item-kNN', setting: { shrink: 100, k: 300, power: 0.5, halfLife: 30 } },
  { name: 'EASE', setting: { lambda: 5000, power: 0, halfLife: 0 } },
  { name: 'EASE', setting: { lambda: 1000, power: 0, halfLife: 30 } },
];
const dayOf = (date: string) => Math.floor(Date.parse(`${date}T00:00:00Z`) / 86_400_000);
const round = (x: number, digits = 4) => Number(x.toFixed(digits));

/** Scores plus weight · ln(other), nothing fitted. */
const averaged = (scores: Float64Array, other: Float64Array, weight: number) =>
  scores.map((x, i) => x + weight * Math.log(Math.max(other[i]!, 1e-4)));

/** Scores with each category's mean made right by what came: an upper bound that nobody can forecast. */
function levelled(scores: Float64Array, { eligible, held, fresh }: Window, C: number): Float64Array {
  const due = new Float64Array(C).fill(5);
  const came = new Float64Array(C).fill(5);
  for (const p of eligible)
    for (let k = p * C; k < (p + 1) * C; k++)
      if (!held[k]) {
        due[k % C]! += 1 / (1 + Math.exp(-scores[k]!));
        came[k % C]! += fresh[k]!;
      }
  return scores.map((x, k) => x + Math.log(came[k % C]! / due[k % C]!));
}

const root = join(import.meta.dirname, '../../..');
const RESULTS = join(root, 'bench/results/next-category-headroom.json');

function save(found: Headroom): void {
  mkdirSync(join(root, 'bench/results'), { recursive: true });
  writeFileSync(RESULTS, `${JSON.stringify(found, null, 1)}\n`);
  writeFileSync(join(import.meta.dirname, 'HEADROOM.md'), renderHeadroom(found));
}

if (process.argv.includes('--card')) save(JSON.parse(readFileSync(RESULTS, 'utf8')));
else if (!hasData()) console.log('completejourney is not at ../shared/data: nothing evaluated.');
else {
  const { history: h } = await loadJourney();
  const C = h.categories;
  const all = new Map<string, { ndcg: number[]; recall: number[] }>();
  const people: number[] = [];
  const tenths: Record<string, number[]> = {};
  for (const [date, days] of WINDOWS) {
    const split = dayOf(date);
    if (split + days > dayOf(LATEST)) throw new Error(`${date}: ends after the first test window begins`);
    const window = windowAt(h, split, split + days);
    const setting = optionsOf({ lambda: 200, norm: 0.25, context: 1 });
    const fitted = fitNextCategory(h, split, { ...setting, horizon: days, minHistory: 45 });
    if (fitted.status !== 'fitted') throw new Error(fitted.detail);
    const { scores, rows } = forecast(fitted.artefact, h, window);
    tenths[date] = deciles(rows.probability, rows.label).map((d) => round(d.observed / d.predicted, 2));
    people.push(...window.judged);
    const add = (name: string, s: Float64Array) => {
      const { ndcg, recall } = judge(window, C, s);
      const its = all.get(name) ?? { ndcg: [], recall: [] };
      its.ndcg.push(...ndcg);
      its.recall.push(...recall);
      all.set(name, its);
    };
    add('ours', scores);
    add('level of each category in hindsight', levelled(scores, window, C));
    for (const { name, setting } of AVERAGED) {
      const other = BASELINES.find((b) => b.name === name)!.score(h, window, setting);
      const what = `${name} ${JSON.stringify(setting)}`;
      add(`${what} alone`, other);
      for (const weight of WEIGHTS) add(`ours + ${weight} ln ${what}`, averaged(scores, other, weight));
    }
    console.log(date, days, window.judged.length, 'tenths', tenths[date].join(' '));
  }
  const ours = all.get('ours')!;
  const results = [...all].map(([what, its]) => {
    const of = (key: 'ndcg' | 'recall') => {
      const d = Float64Array.from(its[key], (x, i) => x - ours[key][i]!);
      return {
        mean: round(mean(Float64Array.from(its[key]))),
        more: round(mean(d)),
        interval: bootstrap(d, Int32Array.from(people)).map((x) => round(x)) as [number, number],
      };
    };
    const result = { what, ndcg: of('ndcg'), recall: of('recall') };
    console.log(JSON.stringify(result));
    return result;
  });
  save({
    command: 'npx tsx bench/quality/next-category/headroom.ts',
    windows: WINDOWS,
    results,
    tenths,
  });
}
