/**
 * Click and purchase of an offer shown: the additive model that serves, against boosted trees on the same features and rows.
 * Fitted on the first three quarters of the days of impressions, judged on the last. Prints the figures, saves them to
 * bench/results/response.json, and writes the card src/models/response/CARD.md with --card.
 * Run: npx tsx bench/quality/response/run.ts [people=4000] [--card]
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import {
  FEATURE_MEANS,
  FEATURES,
  fitResponse,
  type ImpressionRows,
  OUTCOMES,
  responsePredictor,
} from '../../../src/models/index.ts';
import { qualityOf } from '../../../src/models/response/quality.ts';
import { impressionsOf, rowsOfWorld } from './data.ts';
import { boost } from './gbm.ts';

const people = Number(process.argv.slice(2).find((arg) => !arg.startsWith('--')) ?? 4_000);
const SEED = 1;
const NOW = Date.parse('2026-03-10T04:00:00Z');

const say = (text: string) => console.log(text);
const world = rowsOfWorld({ people, seed: SEED, now: NOW });
const rows = impressionsOf(world);
const days = [...new Set(rows.day)].sort((a, b) => a - b);
const split = days[Math.floor(days.length * 0.75)]!;
const inner = days[Math.floor(days.length * 0.55)]!;
const part = (wanted: (day: number) => boolean): ImpressionRows => {
  const which = [...rows.day.keys()].filter((i) => wanted(rows.day[i]!));
  return {
    values: rows.values.map((column) => Float32Array.from(which, (i) => column[i]!)),
    click: Uint8Array.from(which, (i) => rows.click[i]!),
    purchase: Uint8Array.from(which, (i) => rows.purchase[i]!),
    weight: Float32Array.from(which, (i) => rows.weight[i]!),
    day: Int32Array.from(which, (i) => rows.day[i]!),
    usual: rows.usual,
  };
};
const [early, late, fitted, stopping] = [
  part((day) => day < split),
  part((day) => day >= split),
  part((day) => day < inner),
  part((day) => day >= inner && day < split),
];
const model = fitResponse(early);
if (model.status !== 'fitted') throw new Error(model.detail);

const outcomes = OUTCOMES.map((outcome) => {
  const of = (some: ImpressionRows) => ({ values: some.values, label: some[outcome], weight: some.weight });
  const predictor = responsePredictor(model[outcome]);
  const features = new Float64Array(FEATURES.length);
  const additive = Float64Array.from(late.day, (_, i) => {
    for (let j = 0; j < features.length; j++) features[j] = late.values[j]![i]!;
    return predictor.logOdds(features);
  });
  const trees = boost(of(fitted), of(stopping));
  const ours = qualityOf(additive, late[outcome], late.weight)!;
  const theirs = qualityOf(trees.logOdds(of(late)), late[outcome], late.weight)!;
  const counted = ours.deciles.filter((d) => d.hits >= 30);
  const worst =
    counted.length > 0 ? Math.max(...counted.map((d) => Math.abs(d.predicted / d.observed - 1))) : null;
  return {
    outcome,
    impressions: ours.rows,
    positives: ours.positives,
    additive: {
      auc: ours.auc,
      log_loss: ours.log_loss,
      slope: ours.slope,
      worst_decile: worst,
      deciles: ours.deciles,
    },
    boosted: { auc: theirs.auc, log_loss: theirs.log_loss, slope: theirs.slope, trees: trees.trees },
    base_log_loss: ours.base_log_loss,
    auc_standard_error: errorOf(ours.auc, ours.positives, ours.rows - ours.positives),
    auc_gap_percent: 100 * ((theirs.auc ?? 0) / (ours.auc ?? 1) - 1),
    log_loss_gap_percent: 100 * (ours.log_loss / theirs.log_loss - 1),
  };
});
/** Standard error of an AUC (Hanley & McNeil 1982, eq. 1). */
function errorOf(auc: number | null, positives: number, negatives: number): number | null {
  if (auc === null) return null;
  const q1 = auc / (2 - auc);
  const q2 = (2 * auc ** 2) / (1 + auc);
  const variance =
    (auc * (1 - auc) + (positives - 1) * (q1 - auc ** 2) + (negatives - 1) * (q2 - auc ** 2)) /
    (positives * negatives);
  return Math.sqrt(variance);
}
const result = {
  command: `npx tsx bench/quality/response/run.ts ${people}`,
  world: { people, seed: SEED, lines: world.lines.length, events: world.events!.length, simulated: true },
  fitted_on: { days: days.filter((day) => day < split).length, rows: early.day.length },
  judged_on: { days: days.filter((day) => day >= split).length, rows: late.day.length },
  load: loadavg()[0],
  outcomes,
};
const four = (value: number | null) => (value === null ? '–' : value.toFixed(4));
const table = [
  '| outcome | impressions | hits | AUC additive | its error | AUC boosted | gap % | log loss additive | boosted | mean rate alone | gap % | slope | worst decile |',
  '|---|---|---|---|---|---|---|---|---|---|---|---|---|',
  ...outcomes.map(
    (o) =>
      `| ${o.outcome} | ${o.impressions} | ${o.positives} | ${four(o.additive.auc)} | ${four(o.auc_standard_error)} | ${four(o.boosted.auc)} | ${o.auc_gap_percent.toFixed(2)} | ${four(o.additive.log_loss)} | ${four(o.boosted.log_loss)} | ${four(o.base_log_loss)} | ${o.log_loss_gap_percent.toFixed(2)} | ${o.additive.slope.toFixed(3)} | ${o.additive.worst_decile === null ? '–' : `${(100 * o.additive.worst_decile).toFixed(1)} %`} |`,
  ),
].join('\n');
say(JSON.stringify({ ...result, outcomes: undefined }, null, 2));
say(table);
mkdirSync('bench/results', { recursive: true });
writeFileSync('bench/results/response.json', `${JSON.stringify(result, null, 2)}\n`);
if (process.argv.includes('--card')) writeFileSync('src/models/response/CARD.md', cardOf());

function cardOf(): string {
  return `# Response: click and purchase of an offer shown

Generated by \`${result.command} --card\`. The data are simulated (${people} people, seed ${SEED}).

**What it answers.** The chance that an offer is clicked, or bought on that day or the next, when it is shown to a person. An
additive model in log-odds: one curve a term, at most 12 knots, linear between them; an unknown value has an effect of its own.
**Where it is fitted.** With each snapshot, from impressions of known people in the last 120 days, told as of their day. Without
enough of them it says so, and serving states its priors.
**Slot.** Attention falls with the place in a slate; that term is fitted and then fixed at the first slot, so that what was shown
low is not taken for disliked.

${table}

"Gap": how much the boosted trees are ahead on the same features and rows; negative: behind. "Worst decile": the largest relative
difference of predicted and observed among deciles with at least 30 hits.

| term | reads |
|---|---|
${FEATURES.map((name) => `| ${name} | ${FEATURE_MEANS[name]} |`).join('\n')}

**Limits.** Impressions were chosen by whoever ranked before: what was never shown is extrapolated. A purchase is counted for the
impression of the same item on that day or the day before, also where it would have happened anyway: what an impression *causes* is
for a holdout to say. Visitors without an account are not in it.
`;
}
