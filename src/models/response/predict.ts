import type { OutcomeModel, Term } from './artefact.ts';
import { FEATURES } from './features.ts';

/** Log-odds of an outcome from feature values. One per thread. */
export interface ResponsePredictor {
  /** Intercept plus terms, added in the artefact's order: the one order in which they are ever added. */
  logOdds(features: Float64Array): number;
  /** The addends, in that order; their sum from left to right is `logOdds` bit for bit. */
  explain(features: Float64Array): { name: string; value: number; log_odds: number }[];
}

/** Opens one outcome of an artefact. Cost of a prediction: O(terms × log knots), no allocation. */
export function responsePredictor(model: OutcomeModel): ResponsePredictor {
  const terms = model.terms.map((term) => ({
    name: term.feature,
    column: FEATURES.indexOf(term.feature),
    knots: Float64Array.from(term.knots),
    effect: Float64Array.from(term.effect),
    unknown: term.unknown,
  }));
  return {
    logOdds(features) {
      let sum = model.intercept;
      for (let t = 0; t < terms.length; t++) {
        const term = terms[t]!;
        sum += effectAt(term, features[term.column]!);
      }
      return sum;
    },
    explain: (features) => [
      { name: 'intercept', value: 1, log_odds: model.intercept },
      ...terms.map((term) => ({
        name: term.name,
        value: features[term.column]!,
        log_odds: effectAt(term, features[term.column]!),
      })),
    ],
  };
}

/** A term's log-odds at a value. */
export function effectAt(
  { knots, effect, unknown }: { knots: ArrayLike<number>; effect: ArrayLike<number>; unknown: number } | Term,
  value: number,
): number {
  if (Number.isNaN(value)) return unknown;
  const last = knots.length - 1;
  if (!(value > knots[0]!)) return effect[0]!;
  if (value >= knots[last]!) return effect[last]!;
  let lo = 0;
  let hi = last;
  while (hi - lo > 1) {
    const mid = (lo + hi) >> 1;
    if (knots[mid]! <= value) lo = mid;
    else hi = mid;
  }
  const part = (value - knots[lo]!) / (knots[hi]! - knots[lo]!);
  return effect[lo]! + part * (effect[hi]! - effect[lo]!);
}
