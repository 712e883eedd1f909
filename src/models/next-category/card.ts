import { type Calibration, calibrationShortfalls, powerOf, renderCalibration } from './card-calibration.ts';
import { type JointPower, renderPower } from './card-power.ts';

type Difference = { mean: number; interval: [number, number] };
type Differences = { ndcg: Difference; recall: Difference };

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
      calibration: Calibration;
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
  power: JointPower;
}

const f = (x: number) => x.toFixed(4);
const signed = (d: Difference) =>
  `${d.mean >= 0 ? '+' : '−'}${f(Math.abs(d.mean))} (${f(d.interval[0])} to ${f(d.interval[1])})`;

/** The model card, in Markdown, generated from an evaluation. Pure. */
export function renderCard(e: Evaluation): string {
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
      ...renderCalibration(w.ours.calibration),
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
    ...shortfalls(e),
    '',
  );
  return out.join('\n');
}

/** What the intervals do not show, and how likely they were to show it. */
function shortfalls(e: Evaluation): string[] {
  const pooled = e.pooled.baselines
    .filter((b) => b.difference.ndcg.interval[0] <= 0 || b.difference.recall.interval[0] <= 0)
    .map((b) => b.name);
  const open = e.windows.flatMap((w) =>
    w.baselines.flatMap((b, i) =>
      (['ndcg', 'recall'] as const).flatMap((key) => {
        const own = b.difference[key];
        if (own.interval[0] > 0) return [];
        const power = powerOf(e.pooled.baselines[i]!.difference[key].mean, own.interval).toFixed(2);
        return [
          `| ${w.split} | ${b.name} | ${key === 'ndcg' ? 'nDCG@10' : 'recall@10'} | ${signed(own)} | ${power} |`,
        ];
      }),
    ),
  );
  const lines = [
    ...(pooled.length > 0
      ? [`Over all windows the interval does not exclude zero against: ${pooled.join(', ')}.`, '']
      : []),
    ...(open.length > 0
      ? [
          'Differences in single windows whose interval includes zero. Power: the chance that an interval this wide excludes zero if the',
          'difference over all windows is the true one.',
          '',
          '| window | against | metric | ours − it | power |',
          '|---|---|---|---|---|',
          ...open,
          '',
          ...renderPower(e.power, e.windows),
        ]
      : []),
    ...calibrationShortfalls(e.windows.map((w) => [w.split, w.ours.calibration])),
  ];
  return lines.length > 0 ? lines : ['Every gate of this evaluation is met.'];
}
