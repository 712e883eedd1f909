/**
 * Who first buys where next, on completejourney: npx tsx bench/quality/next-category/run.ts
 * With --reuse the settings chosen by the last full run are taken from the results, not searched again; with --card only the words
 * are written anew.
 * Prints everything and writes bench/results/next-category.json and src/models/next-category/CARD.md.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { type Evaluation, renderCard } from '../../../src/models/next-category/card.ts';
import { fitNextCategory } from '../../../src/models/next-category/fit.ts';
import { BASELINES } from './baselines.ts';
import { calibrationOf } from './calibration.ts';
import { hasData, loadJourney } from './data.ts';
import { forecast } from './forecast.ts';
import { jointPower, type PairedWindow } from './power.ts';
import { bootstrap, judge, mean, type PerPerson, type Window, windowAt } from './protocol.ts';
import { OURS, optionsOf, tuneOurs } from './tune.ts';

const SPLITS = ['2017-08-01', '2017-09-01', '2017-10-01'];
const HORIZON = 90;
const VALIDATION = [90, 120];
const DRAWS = 2000;
/** How often the test windows have been looked at in all, this time included: count up with every new model. */
const LOOKS = 8;
/** Said in the card. */
const TERMS_CHOSEN =
  'The list of terms, and that the level follows the chance term, were chosen on windows from 2017-05-03 (90 days), 06-02 (60 days), ' +
  '06-03 and 07-03 (90 days each); the last two end after the first test window begins. That no slope is carried over from one ' +
  'window to the next was decided after the fifth look. Two changes were looked at since and are not in the model: a term of what the ' +
  'others leave of each category in the training windows, which gained on early windows and lost in ranking on every test window, ' +
  'most likely because it carries one season into the next (seventh look); and training windows 15 days apart, which ranked ' +
  'no better for half as much training again (eighth look). `npx tsx bench/quality/next-category/early.ts` tries choices on windows ' +
  'that end before the first test window begins, and `headroom.ts` beside it what averages with the baselines, and levels known in hindsight, would gain there: see HEADROOM.md in that folder.';
const dayOf = (date: string) => Math.floor(Date.parse(`${date}T00:00:00Z`) / 86_400_000);
const dateOf = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);
const round = (x: number, digits = 4) => Number(x.toFixed(digits));
const root = join(import.meta.dirname, '../../..');
const RESULTS = join(root, 'bench/results/next-category.json');
const CARD = join(root, 'src/models/next-category/CARD.md');

async function main(): Promise<void> {
  if (process.argv.includes('--card'))
    return save({ ...JSON.parse(readFileSync(RESULTS, 'utf8')), looks: LOOKS, terms: TERMS_CHOSEN });
  if (!hasData()) {
    console.log('completejourney is not at ../shared/data: nothing evaluated.');
    return;
  }
  const journey = await loadJourney();
  const { history: h } = journey;
  const C = h.categories;
  console.log('rules', journey.rules, { households: h.persons, categories: C });
  const known: Evaluation | null = process.argv.includes('--reuse')
    ? JSON.parse(readFileSync(RESULTS, 'utf8'))
    : null;
  const results: Evaluation['windows'] = [];
  const rows = new Map<string, { ndcg: number[]; recall: number[] }>();
  const people: number[] = [];
  const compared: PairedWindow[] = [];
  for (const date of SPLITS) {
    const split = dayOf(date);
    const window = windowAt(h, split, Math.min(split + HORIZON, journey.lastDay + 1));
    const validation = VALIDATION.map((back) => windowAt(h, split - back, split - back + HORIZON));
    console.log(`\n${date}: eligible ${window.eligible.length}, judged ${window.judged.length}`);
    const before = known?.windows.find((w) => w.split === date);
    const ours = evaluateOurs(h, window, validation, before?.ours as Reused | undefined);
    const models: { name: string; result: PerPerson; setting: unknown; validation: number; tried: number }[] =
      [];
    for (const b of BASELINES) {
      const reused = before?.baselines.find((x) => x.name === b.name);
      let best = reused?.validation ?? -1;
      let setting = (reused?.setting as Record<string, number> | undefined) ?? b.grid[0]!;
      for (const s of reused ? [] : b.grid) {
        const v = mean(Float64Array.from(validation.map((w) => mean(judge(w, C, b.score(h, w, s)).ndcg))));
        if (v > best) {
          best = v;
          setting = s;
        }
      }
      const result = judge(window, C, b.score(h, window, setting));
      models.push({ name: b.name, result, setting, validation: best, tried: b.grid.length });
    }
    const cluster = window.judged;
    const compare = (other: PerPerson) => {
      const of = (key: 'ndcg' | 'recall') => {
        const d = ours.result[key].map((x, i) => x - other[key][i]!);
        return {
          mean: round(mean(d)),
          interval: bootstrap(d, cluster, DRAWS).map((x) => round(x)) as [number, number],
        };
      };
      return { ndcg: of('ndcg'), recall: of('recall') };
    };
    const keep = (name: string, r: PerPerson) => {
      const all = rows.get(name) ?? { ndcg: [], recall: [] };
      all.ndcg.push(...r.ndcg);
      all.recall.push(...r.recall);
      rows.set(name, all);
    };
    people.push(...cluster);
    compared.push({
      cluster,
      differences: models.flatMap(({ result }) =>
        (['ndcg', 'recall'] as const).map((key) => ours.result[key].map((x, i) => x - result[key][i]!)),
      ),
    });
    keep('ours', ours.result);
    for (const m of models) keep(m.name, m.result);
    results.push({
      split: date,
      end: dateOf(window.end),
      eligible: window.eligible.length,
      judged: window.judged.length,
      ours: { ...ours.summary, ndcg: round(mean(ours.result.ndcg)), recall: round(mean(ours.result.recall)) },
      baselines: models.map((m) => ({
        name: m.name,
        tried: m.tried,
        setting: m.setting,
        validation: round(m.validation),
        ndcg: round(mean(m.result.ndcg)),
        recall: round(mean(m.result.recall)),
        difference: compare(m.result),
      })),
    });
    print(results[results.length - 1]!);
  }
  const pooledOf = (name: string) => {
    const mine = rows.get('ours')!;
    const other = rows.get(name)!;
    const of = (key: 'ndcg' | 'recall') => {
      const d = Float64Array.from(mine[key], (x, i) => x - other[key][i]!);
      return {
        mean: round(mean(d)),
        interval: bootstrap(d, Int32Array.from(people), DRAWS).map((x) => round(x)) as [number, number],
      };
    };
    return {
      name,
      ndcg: round(mean(Float64Array.from(other.ndcg))),
      recall: round(mean(Float64Array.from(other.recall))),
      difference: { ndcg: of('ndcg'), recall: of('recall') },
    };
  };
  const pooled = BASELINES.map((b) => pooledOf(b.name));
  const power = jointPower(
    compared,
    pooled.flatMap(({ difference }) => [difference.ndcg.mean, difference.recall.mean]),
    DRAWS,
  );
  const evaluation: Evaluation = {
    command: `npx tsx bench/quality/next-category/run.ts${known ? ' --reuse' : ''}`,
    looks: LOOKS,
    data: 'completejourney',
    rules: journey.rules,
    hardware: `${cpus().length} × ${cpus()[0]!.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    horizon: HORIZON,
    validation: VALIDATION,
    terms: TERMS_CHOSEN,
    draws: DRAWS,
    windows: results,
    pooled: {
      rows: people.length,
      ndcg: round(mean(Float64Array.from(rows.get('ours')!.ndcg))),
      recall: round(mean(Float64Array.from(rows.get('ours')!.recall))),
      baselines: pooled,
    },
    power,
  };
  console.log('\npooled', evaluation.pooled.rows, evaluation.pooled.ndcg, evaluation.pooled.recall);
  for (const b of evaluation.pooled.baselines) console.log(line(b));
  mkdirSync(join(root, 'bench/results'), { recursive: true });
  save(evaluation);
}

function save(evaluation: Evaluation): void {
  writeFileSync(RESULTS, `${JSON.stringify(evaluation, null, 2)}\n`);
  writeFileSync(CARD, renderCard(evaluation));
}

type Reused = { setting: (typeof OURS)[number]; validation: number };

function evaluateOurs(
  h: Awaited<ReturnType<typeof loadJourney>>['history'],
  window: Window,
  validation: Window[],
  reused?: Reused,
) {
  const C = h.categories;
  const tuned = reused ?? tuneOurs(h, validation);
  const began = Date.now();
  const fitted = fitNextCategory(h, window.split, optionsOf(tuned.setting));
  if (fitted.status !== 'fitted') throw new Error(fitted.detail);
  const { artefact } = fitted;
  const seconds = (Date.now() - began) / 1000;
  const { scores, rows } = forecast(artefact, h, window);
  return {
    result: judge(window, C, scores),
    summary: {
      setting: tuned.setting,
      tried: OURS.length,
      validation: round(tuned.validation),
      seconds: round(seconds, 1),
      trained: artefact.windows.map((w) => ({ ...w, from: dateOf(w.from), to: dateOf(w.to) })),
      calibration: calibrationOf(rows, h.department),
    },
  };
}

type Compared = {
  name: string;
  ndcg: number;
  recall: number;
  difference: Evaluation['pooled']['baselines'][number]['difference'];
};
function line(b: Compared): string {
  const d = (x: { mean: number; interval: [number, number] }) =>
    `${x.mean >= 0 ? '+' : ''}${x.mean.toFixed(4)} [${x.interval[0].toFixed(4)}, ${x.interval[1].toFixed(4)}]`;
  return `  ${b.name.padEnd(26)} ${b.ndcg.toFixed(4)} ${b.recall.toFixed(4)}   ours − it: nDCG ${d(b.difference.ndcg)}  recall ${d(b.difference.recall)}`;
}

function print(w: Evaluation['windows'][number]): void {
  const { ours } = w;
  console.log(
    `  ours ${ours.ndcg.toFixed(4)} ${ours.recall.toFixed(4)}`,
    JSON.stringify(ours.setting),
    `${ours.seconds} s`,
  );
  console.log(
    `  calibration slope ${ours.calibration.slope}, observed/expected ${ours.calibration.ratio}; deciles`,
    ours.calibration.deciles.map((d) => (d.observed / d.predicted).toFixed(2)).join(' '),
  );
  for (const b of w.baselines) console.log(line(b), JSON.stringify(b.setting));
}

await main();
