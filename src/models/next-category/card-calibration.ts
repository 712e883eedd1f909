import { incompleteGamma, normalCdf } from '../../math/index.ts';
import { errorOf } from './card-power.ts';

/** Candidates of about the same probability: how many, the mean predicted and observed share, and first purchases. */
export interface Group {
  rows: number;
  predicted: number;
  observed: number;
  hits: number;
  /** 95 % interval of observed over predicted; households are resampled whole. */
  interval: [number, number];
}

export interface Calibration {
  slope: number;
  /** First purchases observed over expected. */
  ratio: number;
  /** Ten groups of as many candidates, and ten of as many expected first purchases; least likely first. */
  deciles: Group[];
  masses: Group[];
  /** How many of the ten by candidates are over 10 % off when levels are set right in hindsight: one for all, one a top category. */
  hindsight: { level: number; departments: number };
}

/** Groups whose observed share is over 10 % away from the predicted one, by number from 1. */
export const offOf = (groups: readonly Group[]): number[] =>
  groups.flatMap((g, i) => (Math.abs(g.observed / Math.max(1e-12, g.predicted) - 1) > 0.1 ? [i + 1] : []));

/** The window's calibration as Markdown lines. */
export function renderCalibration(c: Calibration): string[] {
  return [
    `Calibration slope ${c.slope}; observed over expected ${c.ratio}. Tenths of the candidates, least likely first:`,
    ...table(c.deciles),
    '',
    'Ten groups of as many expected first purchases each, least likely first:',
    ...table(c.masses),
  ];
}

const table = (groups: readonly Group[]) => [
  '',
  '| candidates | predicted | observed | first purchases | observed / predicted (95 %) |',
  '|---|---|---|---|---|',
  ...groups.map(
    (g) =>
      `| ${g.rows} | ${(g.predicted * 100).toFixed(3)} % | ${(g.observed * 100).toFixed(3)} % | ${g.hits} | ${(g.observed / Math.max(1e-12, g.predicted)).toFixed(2)} (${g.interval.map((x) => x.toFixed(2)).join(' to ')}) |`,
  ),
];

/** Where groups are over 10 % off, and what bounds it: chance alone, and levels that are known in hindsight only. */
export function calibrationShortfalls(windows: readonly (readonly [string, Calibration])[]): string[] {
  const slopes = windows.flatMap(([split, { slope }]) =>
    slope < 0.9 || slope > 1.1 ? [`${split}: calibration slope ${slope} is outside .9–1.1.`] : [],
  );
  const rows = windows.flatMap(([split, c]) => {
    const row = (what: string, groups: Group[], hindsight: string) => {
      const off = offOf(groups);
      const unsure = off.filter((i) => includesOne(groups[i - 1]!)).length;
      const byChance = groups.reduce((a, g) => a + 1 - withinChance(g), 0);
      return off.length === 0
        ? []
        : [
            `| ${split} | ${what} | ${off.length} (${off.join(', ')}) | ${unsure} | ${byChance.toFixed(1)} | ${noneOff(groups).toFixed(2)} | ${hindsight} |`,
          ];
    };
    const { level, departments } = c.hindsight;
    return [
      ...row('candidates', c.deciles, `${level} / ${departments}`),
      ...row('expected purchases', c.masses, ''),
    ];
  });
  if (rows.length === 0) return slopes;
  return [
    ...slopes,
    'Groups over 10 % off. Unsure: their interval includes 1. By chance: how many of ten would be off, and how likely none, if the forecasts',
    'had no error and first purchases were Poisson. In hindsight: how many with the window’s own level / with that of each top category.',
    '',
    '| window | ten groups of as many | off (which) | unsure | by chance, off | by chance, none off | in hindsight, off |',
    '|---|---|---|---|---|---|---|',
    ...rows,
    '',
    `With forecasts without error, all ten by candidates would be within 10 % in every window with chance ${windows
      .reduce((a, [, c]) => a * noneOff(c.deciles), 1)
      .toFixed(4)}.`,
  ];
}

const includesOne = ({ interval: [low, high] }: Group): boolean => low <= 1 && high >= 1;

/** The chance that a forecast without error is seen within 10 %: first purchases are few, and Poisson at best. */
function withinChance(g: Group): number {
  const below = (k: number, mean: number) => (k <= 0 ? 0 : incompleteGamma(k, mean).q);
  const mean = Math.max(1e-12, g.predicted * g.rows);
  return below(Math.floor(1.1 * mean) + 1, mean) - below(Math.ceil(0.9 * mean), mean);
}

const noneOff = (groups: readonly Group[]): number => groups.reduce((a, g) => a * withinChance(g), 1);

/** The chance that an interval as wide as this one lies above 0 when the true difference is `truth`. */
export function powerOf(truth: number, interval: readonly [number, number]): number {
  return normalCdf(truth / Math.max(1e-12, errorOf(interval)) - 1.96);
}
