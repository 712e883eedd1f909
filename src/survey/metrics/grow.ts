/** Factors of one category's GMV in two periods. GMV = buyers × (occasions ÷ buyers) × (gmv ÷ occasions). */
export interface GrowFactors {
  readonly buyers: readonly [before: number, now: number];
  readonly occasions: readonly [before: number, now: number];
  readonly gmv: readonly [before: number, now: number];
}

/** Parts of ΔGMV: buyers, frequency, price per occasion, categories newly served, categories left. */
export interface GrowBridge {
  readonly growth: number;
  readonly repeat: number;
  readonly occasion: number;
  readonly widened: number;
  readonly left: number;
}

/** Logarithmic mean, L(a, b) = (a − b) ÷ (ln a − ln b), L(a, a) = a; stable where a ≈ b. a, b > 0. */
export function logMean(a: number, b: number): number {
  const x = (a - b) / b;
  if (Math.abs(x) < 1e-5) return b * (1 + x / 2 - (x * x) / 12);
  return (a - b) / Math.log1p(x);
}

/**
 * GROW bridge of metrics.md M9b by the log-mean Divisia split: the parts sum to ΔGMV exactly (up to rounding
 * of doubles). A category counts as newly served (or left) when it had (has) no positive GMV.
 * Cost: O(categories). Source: B. W. Ang, The LMDI approach to decomposition analysis, 2005, eq. 6.
 */
export function growBridge(categories: Iterable<GrowFactors>): GrowBridge {
  let [growth, repeat, occasion, widened, left] = [0, 0, 0, 0, 0];
  for (const { buyers, occasions, gmv } of categories) {
    const [v0, v1] = gmv;
    if (v0 <= 0 || v1 <= 0) {
      if (v0 <= 0) widened += v1 - v0;
      else left += v1 - v0;
      continue;
    }
    const weight = logMean(v1, v0);
    growth += weight * Math.log(buyers[1] / buyers[0]);
    repeat += weight * Math.log(occasions[1] / buyers[1] / (occasions[0] / buyers[0]));
    occasion += weight * Math.log(v1 / occasions[1] / (v0 / occasions[0]));
  }
  return { growth, repeat, occasion, widened, left };
}
