import { describe, expect, it } from 'vitest';
import { localDate, rngOf } from '../../base/index.ts';
import { holtForecast } from './forecast.ts';
import { incubate, MIN_MONTHS } from './incubator.ts';

/** Month ends from January 2024 on. */
const months = (values: number[]) =>
  values.map((aac, i) => ({ as_of: new Date(Date.UTC(2024, i + 1, 0)).toISOString().slice(0, 10), aac }));
const plan = (values: number[], target_aac: number, target = '2026-12-31') =>
  incubate({
    category_id: 'cat_x',
    label: 'X',
    history: months(values),
    target_aac,
    target_date: localDate(target),
  });

describe('category incubator', () => {
  it('gives linear growth its exact crossing month', () => {
    // 1000, 1100, … : 24 months end at 3300 in December 2025; 4000 is reached 7 months later.
    const result = plan(
      Array.from({ length: 24 }, (_, i) => 1000 + 100 * i),
      4000,
    );
    expect(result.crossing_date).toBe('2026-07-31');
    expect(result.track).toBe('ahead');
    expect(result.forecast[6]!.p50).toBeCloseTo(4000, 6);
  });

  it('says behind when the middle path misses the date, and when it never gets there', () => {
    const late = plan(
      Array.from({ length: 24 }, (_, i) => 1000 + 100 * i),
      5000,
    );
    expect([late.track, late.crossing_date]).toEqual(['behind', '2027-05-31']);
    const flat = plan(
      Array.from({ length: 24 }, () => 1000),
      2000,
    );
    expect([flat.track, flat.crossing_date]).toEqual(['behind', null]);
  });

  it('reports a target that was reached, with its month', () => {
    const result = plan([10, 20, 30, 40, 50, 60], 40);
    expect([result.track, result.crossing_date]).toEqual(['reached', '2024-04-30']);
  });

  it('says nothing from too little history, or from a category that does not exist yet', () => {
    expect(
      plan(
        Array.from({ length: MIN_MONTHS - 1 }, (_, i) => i + 1),
        1e6,
      ).track,
    ).toBe('insufficient');
    expect(plan([0, 0, 0, 0, 0, 0, 0, 0, 5, 9], 1e6).track).toBe('insufficient');
    expect(plan([], 1e6).track).toBe('insufficient');
  });

  it('covers the truth with its band about as often as it says, on random walks with drift', () => {
    let inside = 0;
    const worlds = 400;
    for (let seed = 0; seed < worlds; seed++) {
      const rng = rngOf(seed);
      const path = [1000];
      for (let t = 1; t < 42; t++) path.push(path[t - 1]! + 20 + 15 * rng.normal());
      const forecast = holtForecast(path.slice(0, 36), 6)!;
      if (path[41]! >= forecast.p10[5]! && path[41]! <= forecast.p90[5]!) inside++;
    }
    expect(inside / worlds).toBeGreaterThan(0.7);
    expect(inside / worlds).toBeLessThan(0.95);
  });
});
