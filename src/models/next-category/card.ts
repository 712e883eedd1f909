import { incompleteGamma } from '../../math/index.ts';

type Difference = { mean: number; interval: [number, number] };
type Differences = { ndcg: Difference; recall: Difference };
interface Tenth {
  rows: number;
  predicted: number;
  observed: number;
  hits: number;
}

/** What an evaluation found, as the bench writes it; the card says nothing that is not in here. */
export interface Evaluation {
  command: string;
  /** How often these test windows have been looked at, for any version of the model. */
  looks: number;
  data: string;
  rules: Record<string, number>;
  hardware: string;
  horizon: number;
  /** Days before the test split at which validation windows begin. */
  validation: number[];
  /** On which windows the terms themselves were chosen. */
  terms: string;
  draws: number;
  windows: {
    split: string;
    end: string;
    eligible: number;
    judged: number;
    ours: {
      ndcg: number;
      recall: number;
      setting: unknown;
      tried: number;
      validation: number;
      seconds: number;
      trained: { from: string; to: string; people: number; firsts: number }[];
      calibration: { slope: number; ratio: number; deciles: Tenth[] };
    };
    baselines: {
      name: string;
      tried: number;
      setting: unknown;
      validation: number;
      ndcg: number;
      recall: number;
      difference: Differences;
    }[];
  }[];
  pooled: {
    rows: number;
    ndcg: number;
    recall: number;
    baselines: { name: string; ndcg: number; recall: number; difference: Differences }[];
  };
}

const f = (x: number) => x.toFixed(4);
const signed = (d: Difference) =>
  `${d.mean >= 0 ? '+' : '−'}${f(Math.abs(d.mean))} (${f(d.interval[0])} to ${f(d.interval[1])})`;

/** The model card, in Markdown, generated from an evaluation. Pure. */
export function renderCard(e: Evaluation): string {
  const short = e.windows.flatMap((w) =>
    w.baselines
      .flatMap((b) => [
        ['nDCG@10', b.name, b.difference.ndcg] as const,
        ['recall@10', b.name, b.difference.recall] as const,
      ])
      .filter(([, , d]) => d.interval[0] <= 0)
      .map(([metric, name, d]) => `${w.split}: ${metric} against ${name}: ${signed(d)}`),
  );
  const pooledShort = e.pooled.baselines.filter(
    (b) => b.difference.ndcg.interval[0] <= 0 || b.difference.recall.interval[0] <= 0,
  );
  const out = [
    '# Model card: who first buys where next',
    '',
    `Generated from bench/results/next-category.json by \`${e.command}\`. Do not edit.`,
    '',
    '## What it is',
    `For a person and a category they have not bought: the probability of a first purchase within ${e.horizon} days.`,
    'A sum of named terms (piecewise linear shapes, logistic), so that every probability is explained term by term.',
    'The association is not a cause: what leading a person there adds is for an experiment to say.',
    '',
    '## Data and protocol',
    `${e.data}; ${Object.entries(e.rules)
      .map(([k, v]) => `${k.replaceAll('_', ' ')} ${v}`)
      .join(', ')}. Hardware: ${e.hardware}.`,
    'Candidates: every category of the catalogue that the household had not bought before the split. Ranking is judged on',
    'households with a purchase before the split and a new category in the window; calibration on all with a purchase before it.',
    'nDCG@10 has binary gains and an ideal of min(10, new) hits; recall@10 is hits in the first ten over all new categories.',
    `Settings of the model and of every baseline are chosen by nDCG@10 on windows that begin ${e.validation.join(' and ')} days before the`,
    `test split and end by it. Intervals: 95 %, percentile bootstrap over households, ${e.draws} draws.`,
    e.terms,
    `The test windows have been looked at ${e.looks} times in all, each time for a changed model: the intervals do not account`,
    'for that. With one year of data no season has been seen twice, so the level of a coming season cannot be learnt.',
    '',
  ];
  for (const w of e.windows) {
    out.push(
      `## From ${w.split} to before ${w.end}`,
      `${w.eligible} eligible, ${w.judged} judged. Trained on windows ${w.ours.trained
        .map((t) => `${t.from} to ${t.to} (${t.firsts} first purchases)`)
        .join(', ')}; fitted in ${w.ours.seconds} s.`,
      '',
      '| | tried | nDCG@10 | recall@10 | ours − it, nDCG@10 | ours − it, recall@10 |',
      '|---|---|---|---|---|---|',
      `| **ours** ${JSON.stringify(w.ours.setting)} | ${w.ours.tried} | ${f(w.ours.ndcg)} | ${f(w.ours.recall)} | | |`,
      ...w.baselines.map(
        (b) =>
          `| ${b.name} ${JSON.stringify(b.setting)} | ${b.tried} | ${f(b.ndcg)} | ${f(b.recall)} | ${signed(b.difference.ndcg)} | ${signed(b.difference.recall)} |`,
      ),
      '',
      ...calibration(w.ours.calibration),
      '',
    );
  }
  out.push(
    '## All windows together',
    `${e.pooled.rows} household-windows; households are resampled whole.`,
    '',
    '| | nDCG@10 | recall@10 | ours − it, nDCG@10 | ours − it, recall@10 |',
    '|---|---|---|---|---|',
    `| **ours** | ${f(e.pooled.ndcg)} | ${f(e.pooled.recall)} | | |`,
    ...e.pooled.baselines.map(
      (b) =>
        `| ${b.name} | ${f(b.ndcg)} | ${f(b.recall)} | ${signed(b.difference.ndcg)} | ${signed(b.difference.recall)} |`,
    ),
    '',
    '## Where it falls short',
    ...shortfalls(
      e,
      short,
      pooledShort.map((b) => b.name),
    ),
    '',
  );
  return out.join('\n');
}

function calibration(c: Evaluation['windows'][number]['ours']['calibration']): string[] {
  return [
    `Calibration slope ${c.slope}; observed over expected ${c.ratio}. Tenths of the candidates, least likely first:`,
    '',
    '| predicted | observed | first purchases | observed / predicted (95 %) |',
    '|---|---|---|---|',
    ...c.deciles.map((d) => {
      const [ratio, low, high] = ratioOf(d);
      return `| ${(d.predicted * 100).toFixed(3)} % | ${(d.observed * 100).toFixed(3)} % | ${d.hits} | ${ratio.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)}) |`;
    }),
  ];
}

/** Observed over predicted with a Poisson interval by Byar's approximation. */
function ratioOf(d: Tenth): [number, number, number] {
  const expected = Math.max(1e-12, d.predicted * d.rows);
  const low = d.hits === 0 ? 0 : d.hits * (1 - 1 / (9 * d.hits) - 1.96 / (3 * Math.sqrt(d.hits))) ** 3;
  const up = d.hits + 1;
  const high = up * (1 - 1 / (9 * up) + 1.96 / (3 * Math.sqrt(up))) ** 3;
  return [d.hits / expected, low / expected, high / expected];
}

/** The chance that forecasts right in every tenth are seen within 10 % in every tenth: first purchases are few, and Poisson. */
function passChance(deciles: readonly Tenth[]): number {
  const below = (k: number, mean: number) => (k <= 0 ? 0 : incompleteGamma(k, mean).q);
  return deciles.reduce((all, d) => {
    const mean = Math.max(1e-12, d.predicted * d.rows);
    return all * (below(Math.floor(1.1 * mean) + 1, mean) - below(Math.ceil(0.9 * mean), mean));
  }, 1);
}

function shortfalls(e: Evaluation, short: string[], pooled: string[]): string[] {
  const lines: string[] = [];
  if (pooled.length > 0)
    lines.push(`- Over all windows the interval does not exclude zero against: ${pooled.join(', ')}.`);
  for (const s of short) lines.push(`- ${s}: the interval does not exclude zero.`);
  for (const w of e.windows) {
    const { slope, deciles } = w.ours.calibration;
    if (slope < 0.9 || slope > 1.1) lines.push(`- ${w.split}: calibration slope ${slope} is outside .9–1.1.`);
    const off = deciles
      .map((d, i) => [i + 1, ratioOf(d)] as const)
      .filter(([, [r]]) => Math.abs(r - 1) > 0.1);
    if (off.length > 0) {
      const chance = off.filter(([, [, low, high]]) => low <= 1 && high >= 1).length;
      lines.push(
        `- ${w.split}: ${off.length} of ${deciles.length} tenths (${off.map(([i]) => i).join(', ')}) are more than 10 % off; for ${chance} of them the interval includes 1. Forecasts without any error would be within 10 % in all of them with probability ${passChance(deciles).toFixed(2)}.`,
      );
    }
  }
  return lines.length > 0 ? lines : ['Every gate of this evaluation is met.'];
}
