/**
 * Which categories rise beyond what season and the whole marketplace explain (R21).
 *
 * Expected buyers of category c in month m = buyers in the same month a year before × growth of the platform over
 * that year. Comparing with the same month takes the season out, dividing by the platform takes the tide out. The
 * spread of log ratios over categories and past months sets the scale, so that a noisy marketplace raises no more
 * alerts than a quiet one.
 */
export interface TrendInput {
  /** People who bought in category c in month m: row-major (categories × months), months consecutive. */
  readonly buyers: Float64Array;
  /** People who bought anything in month m. */
  readonly platform: Float64Array;
  readonly categories: number;
  readonly months: number;
}

export interface Trend {
  readonly expected: number;
  readonly ratio: number;
  readonly z: number;
  readonly p: number;
  readonly status: 'ok' | 'insufficient';
}

/** Fewest buyers, observed and a year before, from which a rise is said. */
export const MIN_BUYERS = 50;

/**
 * @param month index of the month in question, at least 12 (else everything is insufficient)
 * @returns one Trend a category. `p` is one-sided (a rise); correct it over categories before alerting.
 * Cost: O(categories × months).
 */
export function trendsOf(input: TrendInput, month: number, upperTail: (z: number) => number): Trend[] {
  const { buyers, platform, categories, months } = input;
  const at = (c: number, m: number) => buyers[c * months + m]!;
  const none: Trend = { expected: 0, ratio: 1, z: 0, p: 1, status: 'insufficient' };
  if (month < 12 || month >= months || platform[month]! <= 0 || platform[month - 12]! <= 0) {
    return Array.from({ length: categories }, () => none);
  }
  /** Log ratio over its Poisson error, for one category and month. */
  const score = (c: number, m: number): number | null => {
    const before = at(c, m - 12);
    const now = at(c, m);
    if (before < MIN_BUYERS || now < MIN_BUYERS || platform[m]! <= 0 || platform[m - 12]! <= 0) return null;
    const expected = (before * platform[m]!) / platform[m - 12]!;
    return Math.log(now / expected) / Math.sqrt(1 / now + 1 / before);
  };
  // Overdispersion from all comparable cells, by the median of |score|: a few true rises do not move it.
  const spread: number[] = [];
  for (let m = 12; m <= month; m++) {
    for (let c = 0; c < categories; c++) {
      const s = score(c, m);
      if (s !== null) spread.push(Math.abs(s));
    }
  }
  spread.sort((a, b) => a - b);
  const scale =
    spread.length >= 20 ? Math.max(1, spread[Math.floor(spread.length / 2)]! / 0.6744897501960817) : 1;
  return Array.from({ length: categories }, (_, c) => {
    const s = score(c, month);
    const expected = (at(c, month - 12) * platform[month]!) / platform[month - 12]!;
    if (s === null) return none;
    const z = s / scale;
    return { expected, ratio: at(c, month) / expected, z, p: upperTail(z), status: 'ok' };
  });
}
