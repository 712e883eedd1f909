import { poissonMidP, twoSided } from './special.ts';

/** Why a statistic says nothing. Degenerate data gives one of these, never NaN. */
export type Uninformative = 'empty_arm' | 'no_events' | 'zero_cell' | 'no_variance';

export type Informative<T> =
  | ({ readonly ok: true } & T)
  | { readonly ok: false; readonly reason: Uninformative };

/** 97.5 % point of the standard normal: half-width of a 95 % interval in standard errors. */
export const Z95 = 1.959963984540054;

/** A ratio with its interval on the log scale. */
export interface RatioEstimate {
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
  /** Standard error of ln(ratio). */
  readonly se: number;
}

const fail = (reason: Uninformative) => ({ ok: false, reason }) as const;

/** exp(ln ratio ± z·se) as an estimate; a variance that rounding pushed below zero counts as zero. */
function estimate(ratio: number, variance: number, z: number): Informative<RatioEstimate> {
  const se = Math.sqrt(Math.max(0, variance));
  if (se === 0) return fail('no_variance');
  return { ok: true, ratio, se, low: ratio * Math.exp(-z * se), high: ratio * Math.exp(z * se) };
}

/**
 * Risk ratio of one 2 × 2 table with Katz's interval: var ln RR = 1/x1 − 1/n1 + 1/x0 − 1/n0.
 * @param x1 events and @param n1 people of the exposed arm; x0, n0 of the control arm. Weighted counts are allowed.
 * @returns coded when an arm is empty or a cell of events is zero
 * Source: Katz, Baptista, Azen & Pike, "Obtaining confidence intervals for the risk ratio in cohort studies", Biometrics 34 (1978).
 */
export function katz(x1: number, n1: number, x0: number, n0: number, z = Z95): Informative<RatioEstimate> {
  if (!(n1 > 0 && n0 > 0)) return fail('empty_arm');
  if (x1 === 0 && x0 === 0) return fail('no_events');
  if (!(x1 > 0 && x0 > 0)) return fail('zero_cell');
  return estimate(x1 / n1 / (x0 / n0), 1 / x1 - 1 / n1 + 1 / x0 - 1 / n0, z);
}

/** Sums over strata of a Mantel–Haenszel risk ratio; additive, so they merge. */
export interface MantelHaenszelSums {
  /** Σ x1·n0/N */
  r: number;
  /** Σ x0·n1/N */
  s: number;
  /** Σ (n1·n0·(x1 + x0) − x1·x0·N)/N² */
  v: number;
}

/**
 * Mantel–Haenszel risk ratio RR = r/s with the Greenland–Robins variance v/(r·s) of its logarithm.
 * @returns coded where no stratum has both arms and events in each
 * Source: Greenland & Robins, "Estimation of a common effect parameter from sparse follow-up data", Biometrics 41 (1985), eq. 13.
 */
export function mantelHaenszel(sums: MantelHaenszelSums, z = Z95): Informative<RatioEstimate> {
  const { r, s, v } = sums;
  if (!(r > 0) && !(s > 0)) return fail('no_events');
  if (!(r > 0 && s > 0)) return fail('zero_cell');
  return estimate(r / s, v / (r * s), z);
}

/**
 * One stratum's part of the Mantel–Haenszel sums, or undefined when it lacks an arm. Plain form for references and small work.
 * @param crowding variance of the controls' sum over that of as many independent controls
 */
export function mantelHaenszelTerm(
  x1: number,
  n1: number,
  x0: number,
  n0: number,
  crowding = 1,
): MantelHaenszelSums | undefined {
  if (!(n1 > 0 && n0 > 0)) return undefined;
  const n = n1 + n0;
  const v = (n1 * n0 * (x1 + x0) - x1 * x0 * n) / (n * n);
  return { r: (x1 * n0) / n, s: (x0 * n1) / n, v: (v * (n0 + crowding * n1)) / n };
}

/** Wald test of ln ratio = 0. @returns z and its two-sided p */
export function waldTest(ratio: RatioEstimate): { z: number; p: number } {
  const z = Math.log(ratio.ratio) / ratio.se;
  return { z, p: twoSided(z) };
}

/** Sums of the Cochran–Mantel–Haenszel score test over strata that have both arms. */
export interface ScoreSums {
  /** Σ x1 */
  observed: number;
  /** Σ n1·m/N with m = x1 + x0: the mean of x1 given the margins */
  mean: number;
  /** Σ n1·n0·m·(N − m)/(N²·(N − 1)): its hypergeometric variance */
  variance: number;
}

/** One stratum's part of the score test; zero variance where N < 2. @param crowding as for mantelHaenszelTerm */
export function scoreTerm(
  x1: number,
  n1: number,
  x0: number,
  n0: number,
  crowding = 1,
): ScoreSums | undefined {
  if (!(n1 > 0 && n0 > 0)) return undefined;
  const n = n1 + n0;
  const m = x1 + x0;
  return {
    observed: x1,
    mean: (n1 * m) / n,
    variance: n > 1 ? (n1 * n0 * m * (n - m) * (n0 + crowding * n1)) / (n * n * n * (n - 1)) : 0,
  };
}

/**
 * Cochran–Mantel–Haenszel score test of "no association in any stratum", without continuity correction.
 * @returns z, signed; the two-sided p of the normal; and `pSkew`, for few expected events: the two-sided mid-p with the
 * same mean and variance but a Poisson's skewness (the count, shifted so that mean = variance). At 5 expected and 15
 * observed the normal's upper tail is 4e-6, the exact Poisson's mid-p 1.5e-4: a normal test makes canals out of noise.
 * Source: Cochran (1954); Mantel & Haenszel (1959); exactness of mid-p: Hirji, Tan & Elashoff (1991).
 */
export function cmhScore(sums: ScoreSums): Informative<{ z: number; p: number; pSkew: number }> {
  if (!(sums.variance > 0)) return fail('no_variance');
  const difference = sums.observed - sums.mean;
  const z = difference / Math.sqrt(sums.variance);
  const { lower, upper } = poissonMidP(Math.max(0, sums.variance + difference), sums.variance);
  return { ok: true, z, p: twoSided(z), pSkew: Math.min(1, 2 * Math.min(lower, upper)) };
}
