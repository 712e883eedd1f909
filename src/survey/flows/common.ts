import { twoSided, weightedMedian } from '../../math/index.ts';

/** What the entries of one source have towards all targets alike: ln of a lift, and the variance of its estimate. */
export interface CommonLift {
  readonly log: number;
  readonly variance: number;
}

/** Fewest targets that a common lift is read from: among fewer, nothing tells it from a flow. */
const LEAST_TARGETS = 20;

/**
 * The median of a source's ln lifts, weighted by 1/se: targets serve one another as negative controls, and the few that are real
 * flows do not move a median. An entry that betrays more activity than its stratum holds raises all of them (docs/adr/0010).
 * @param logs ln lift of each target @param errors their standard errors, positive
 * @returns undefined where targets are too few to say
 * Source: Schuemie et al., "Interpreting observational studies: why empirical calibration is needed to correct p-values",
 * Statistics in Medicine 33 (2014); a weighted median's variance with weights 1/se and normal errors is (π/2)/Σ se⁻².
 */
export function commonLift(logs: readonly number[], errors: readonly number[]): CommonLift | undefined {
  if (logs.length < LEAST_TARGETS) return undefined;
  const log = weightedMedian(
    logs,
    errors.map((se) => 1 / se),
  )!;
  return { log, variance: Math.PI / 2 / errors.reduce((sum, se) => sum + se ** -2, 0) };
}

/** Two-sided p of "the lift is the source's common one, or lies between that and 1". */
export function pBeyondCommon(log: number, se: number, common: CommonLift): number {
  const beyond = log - common.log;
  return log * beyond <= 0 ? 1 : twoSided(beyond / Math.sqrt(se * se + common.variance));
}
