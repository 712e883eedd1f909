import { fitPlatt } from '../next-category/calibrate.ts';
import { fitGam, quantileKnots, type Shape } from '../next-category/gam.ts';
import { OUTCOMES, type OutcomeModel, RESPONSE_VERSION, type StoredResponse } from './artefact.ts';
import { FEATURES, type Usual } from './features.ts';
import { responsePredictor } from './predict.ts';
import { qualityOf } from './quality.ts';

/** Impressions as columns: `values[j][i]` is FEATURES[j] of row i as of its day; NaN unknown. */
export interface ImpressionRows {
  readonly values: readonly Float32Array[];
  readonly click: Uint8Array;
  readonly purchase: Uint8Array;
  /** Impressions that the row stands for: all with an outcome are kept, some of the others. */
  readonly weight: Float32Array;
  readonly day: Int32Array;
  readonly usual: Usual;
}

export const RESPONSE_RULES = {
  /** Fewest impressions, clicks and purchases that say anything. */
  impressions: 2_000,
  clicks: 50,
  purchases: 50,
  /** Most knots of a term, and the outcomes that each must have to stand on: few say little about curves. */
  knots: 12,
  outcomesPerKnot: 15,
  sweeps: 12,
  smooth: 8,
  ridge: 4,
  /** Share of the days, the last ones, that quality and calibration are measured on. */
  heldOut: 0.25,
  /** Outcomes that a slope of 1 weighs. */
  slopeHits: 150,
} as const;

/** Directions that a term must keep; the others are free. */
const MONOTONE: Partial<Record<(typeof FEATURES)[number], -1 | 1>> = {
  click_rate: 1,
  purchase_rate: 1,
  slot: -1,
};

/**
 * Fits click and purchase of an offer shown as calibrated additive models. Quality and the slope of calibration come from the
 * last quarter of the days, after a fit on those before; the model itself is fitted on all. Deterministic.
 * Cost: O(sweeps × terms × rows), twice. Too little data is `uninformative`, with what would be needed.
 */
export function fitResponse(rows: ImpressionRows): StoredResponse {
  const n = rows.weight.length;
  let impressions = 0;
  const hits = { click: 0, purchase: 0 };
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < n; i++) {
    impressions += rows.weight[i]!;
    for (const outcome of OUTCOMES) hits[outcome] += rows[outcome][i]!;
    from = Math.min(from, rows.day[i]!);
    to = Math.max(to, rows.day[i]!);
  }
  const basis = {
    version: RESPONSE_VERSION,
    impressions,
    clicks: hits.click,
    purchases: hits.purchase,
    from: n > 0 ? from : 0,
    to: n > 0 ? to : 0,
  } as const;
  const lacks = (
    code: 'too_few_impressions' | 'too_few_clicks' | 'too_few_purchases',
    got: number,
    least: number,
  ) =>
    ({
      status: 'uninformative',
      ...basis,
      code,
      detail: `${Math.round(got)} were recorded, ${least} are needed; serving states its priors.`,
    }) as const;
  const rules = RESPONSE_RULES;
  if (impressions < rules.impressions) return lacks('too_few_impressions', impressions, rules.impressions);
  if (hits.click < rules.clicks) return lacks('too_few_clicks', hits.click, rules.clicks);
  if (hits.purchase < rules.purchases) return lacks('too_few_purchases', hits.purchase, rules.purchases);
  const split = to + 1 - Math.round((to + 1 - from) * rules.heldOut);
  const fitted = {} as Record<(typeof OUTCOMES)[number], OutcomeModel>;
  for (const outcome of OUTCOMES) fitted[outcome] = fitOutcome(rows, outcome, split);
  return { status: 'fitted', ...basis, usual: rows.usual, ...fitted };
}

function fitOutcome(rows: ImpressionRows, outcome: (typeof OUTCOMES)[number], split: number): OutcomeModel {
  const days = [...rows.day.keys()];
  const early = days.filter((i) => rows.day[i]! < split);
  const late = days.filter((i) => rows.day[i]! >= split);
  const positives = (some: readonly number[]) => some.reduce((sum, i) => sum + rows[outcome][i]!, 0);
  let slope = 1;
  let quality: OutcomeModel['quality'] = null;
  if (positives(early) >= 30 && positives(late) >= 20) {
    const model = fitTerms(rows, outcome, early);
    const score = scoresOf(model, rows, late);
    const label = Uint8Array.from(late, (i) => rows[outcome][i]!);
    const weight = Float32Array.from(late, (i) => rows.weight[i]!);
    quality = qualityOf(score, label, weight);
    // Noise in the terms makes them too bold; what the later days say of that is carried over as far as they have outcomes to
    // say it with, never made bolder.
    const hits = positives(late);
    const told = Math.max(0, fitPlatt(score, label, weight).slope);
    slope = Math.min(1, (hits * told + RESPONSE_RULES.slopeHits) / (hits + RESPONSE_RULES.slopeHits));
  }
  const whole = fitTerms(rows, outcome, days);
  if (slope === 1) return { ...whole, quality };
  const damped = {
    intercept: whole.intercept,
    terms: whole.terms.map((term) => ({
      ...term,
      effect: term.effect.map((e) => e * slope),
      unknown: term.unknown * slope,
    })),
    quality,
  };
  return { ...damped, intercept: damped.intercept + meanShift(damped, rows, outcome) };
}

/** Shapes by piecewise linear Newton steps. An unknown value has a knot of its own, below all others. */
function fitTerms(
  rows: ImpressionRows,
  outcome: (typeof OUTCOMES)[number],
  which: readonly number[],
): OutcomeModel {
  const n = which.length;
  const positives = which.reduce((sum, i) => sum + rows[outcome][i]!, 0);
  const { knots: most, outcomesPerKnot } = RESPONSE_RULES;
  const size = Math.min(most, Math.max(2, Math.floor(positives / outcomesPerKnot)));
  const columns: Float32Array[] = [];
  const shapes: Shape[] = [];
  const missing: boolean[] = [];
  for (const [j, feature] of FEATURES.entries()) {
    const value = Float32Array.from(which, (i) => rows.values[j]![i]!);
    const known = value.filter((v) => !Number.isNaN(v));
    const knots = quantileKnots(known, size);
    const some = known.length < n;
    // A feature that never varies says nothing.
    if (known.length === 0 || (knots.length < 2 && !some)) continue;
    const below = knots[0]! - 1;
    columns.push(some ? value.map((v) => (Number.isNaN(v) ? below : Math.max(v, knots[0]!))) : value);
    const all = some ? Float64Array.of(below, ...knots) : knots;
    shapes.push({
      name: feature,
      columns: [columns.length - 1],
      knotsA: all,
      knotsB: new Float64Array(),
      effect: new Float64Array(all.length),
      monotone: some ? 0 : (MONOTONE[feature] ?? 0),
    });
    missing.push(some);
  }
  const label = Uint8Array.from(which, (i) => rows[outcome][i]!);
  const weight = Float32Array.from(which, (i) => rows.weight[i]!);
  let total = 0;
  let hits = 0;
  for (let i = 0; i < n; i++) {
    total += weight[i]!;
    hits += weight[i]! * label[i]!;
  }
  const rate = Math.min(0.999, Math.max(1e-6, hits / Math.max(1, total)));
  let intercept = fitGam({ columns, label, weight }, shapes, Math.log(rate / (1 - rate)), RESPONSE_RULES);
  const terms = shapes.map((shape, t) => {
    const effect = [...shape.effect];
    const knots = [...shape.knotsA];
    const unknown = missing[t] ? effect.shift()! : 0;
    if (missing[t]) knots.shift();
    return { feature: shape.name as (typeof FEATURES)[number], knots, effect, unknown };
  });
  // The first slot is where slot counts nothing: the rest of the term is attention that serving leaves out.
  const slot = terms.find((term) => term.feature === 'slot');
  if (slot) {
    const first = slot.effect[0]!;
    slot.effect = slot.effect.map((e) => e - first);
    slot.unknown -= first;
    intercept += first;
  }
  return { intercept, terms, quality: null };
}

function scoresOf(model: OutcomeModel, rows: ImpressionRows, which: readonly number[]): Float64Array {
  const predictor = responsePredictor(model);
  const features = new Float64Array(FEATURES.length);
  return Float64Array.from(which, (i) => {
    for (let j = 0; j < features.length; j++) features[j] = rows.values[j]![i]!;
    return predictor.logOdds(features);
  });
}

/** What to add to the intercept so that the mean prediction is the mean outcome. */
function meanShift(model: OutcomeModel, rows: ImpressionRows, outcome: (typeof OUTCOMES)[number]): number {
  const score = scoresOf(model, rows, [...rows.day.keys()]);
  let hits = 0;
  for (let i = 0; i < score.length; i++) hits += rows.weight[i]! * rows[outcome][i]!;
  let low = -5;
  let high = 5;
  for (let round = 0; round < 60; round++) {
    const shift = (low + high) / 2;
    let sum = 0;
    for (let i = 0; i < score.length; i++) sum += rows.weight[i]! / (1 + Math.exp(-(score[i]! + shift)));
    if (sum < hits) low = shift;
    else high = shift;
  }
  return (low + high) / 2;
}
