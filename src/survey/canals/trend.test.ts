import { describe, expect, it } from 'vitest';
import { rngOf } from '../../base/index.ts';
import { type TrendInput, trendsOf } from './trend.ts';

const MONTHS = 30;
const CATEGORIES = 60;
/** Upper tail of the normal, plainly: Abramowitz and Stegun 26.2.17. */
const upperTail = (z: number): number => {
  if (z < 0) return 1 - upperTail(-z);
  const t = 1 / (1 + 0.2316419 * z);
  const poly =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * poly;
};

function world(seed: number, rise: (c: number, m: number) => number): TrendInput {
  const rng = rngOf(seed);
  const buyers = new Float64Array(CATEGORIES * MONTHS);
  const platform = new Float64Array(MONTHS);
  for (let m = 0; m < MONTHS; m++) platform[m] = 100_000 * 1.01 ** m;
  for (let c = 0; c < CATEGORIES; c++) {
    const size = 0.005 + 0.05 * rng.next();
    const phase = rng.next() * 2 * Math.PI;
    for (let m = 0; m < MONTHS; m++) {
      const mean = platform[m]! * size * (1 + 0.6 * Math.sin((2 * Math.PI * m) / 12 + phase)) * rise(c, m);
      buyers[c * MONTHS + m] = Math.max(0, Math.round(mean + Math.sqrt(mean) * rng.normal()));
    }
  }
  return { buyers, platform, categories: CATEGORIES, months: MONTHS };
}

describe('trend radar', () => {
  it('raises no alert from season and platform growth alone, over 20 seeds', () => {
    let alerts = 0;
    for (let seed = 0; seed < 20; seed++) {
      for (const trend of trendsOf(
        world(seed, () => 1),
        MONTHS - 1,
        upperTail,
      )) {
        if (trend.p < 0.05 / CATEGORIES) alerts++;
      }
    }
    // 1,200 tests at 0.05/60: one alert is expected, four would be very unlikely.
    expect(alerts).toBeLessThanOrEqual(4);
  });

  it('finds a category that rises by a quarter against its own season', () => {
    const trends = trendsOf(
      world(7, (c, m) => (c === 3 && m >= 27 ? 1.25 : 1)),
      MONTHS - 1,
      upperTail,
    );
    expect(trends[3]!.p).toBeLessThan(0.05 / CATEGORIES);
    expect(trends[3]!.ratio).toBeGreaterThan(1.1);
    expect(trends.filter((trend, c) => c !== 3 && trend.p < 0.05 / CATEGORIES)).toHaveLength(0);
  });

  it('says insufficient in the first year, and where buyers are few', () => {
    const input = world(1, () => 1);
    expect(trendsOf(input, 11, upperTail).every((trend) => trend.status === 'insufficient')).toBe(true);
    input.buyers.fill(3, 0, MONTHS);
    expect(trendsOf(input, MONTHS - 1, upperTail)[0]!.status).toBe('insufficient');
  });
});
