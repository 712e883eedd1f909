import { knotGrid } from '../../math/index.ts';
import type { OutcomeModel } from './artefact.ts';
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

/** Log-odds at knots of a value, linear between them, flat outside; `unknown` where it is NaN. */
interface Effect {
  readonly knots: ArrayLike<number>;
  readonly effect: ArrayLike<number>;
  readonly unknown: number;
}

/** A term's log-odds at a value. */
export function effectAt({ knots, effect, unknown }: Effect, value: number): number {
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

/** Adds a term's log-odds of the first `count` values of a column to `out`, where `skip` is 0. */
export type AddEffects = (column: Float64Array, count: number, skip: Uint8Array, out: Float64Array) => void;

/** A term made ready for whole columns: equal to `effectAt`, bit for bit. */
export function effectsOf(term: Effect): AddEffects {
  const knots = Float64Array.from(term.knots);
  const effect = Float64Array.from(term.effect);
  const { unknown } = term;
  const last = knots.length - 1;
  const [first, end] = [knots[0]!, knots[last]!];
  const { low, scale } = knotGrid(knots);
  return (column, count, skip, out) => {
    for (let i = 0; i < count; i++) {
      if (skip[i] !== 0) continue;
      const value = column[i]!;
      if (value > first && value < end) {
        let lo = low[((value - first) * scale) | 0]!;
        while (knots[lo + 1]! <= value) lo++;
        const part = (value - knots[lo]!) / (knots[lo + 1]! - knots[lo]!);
        out[i]! += effect[lo]! + part * (effect[lo + 1]! - effect[lo]!);
      } else if (Number.isNaN(value)) out[i]! += unknown;
      else out[i]! += value > first ? effect[last]! : effect[0]!;
    }
  };
}
