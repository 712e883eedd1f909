import { describe, expect, it } from 'vitest';
import { rngOf } from '../../../src/base/index.ts';
import { powerOf } from '../../../src/models/next-category/card-calibration.ts';
import { marginNeeded } from '../../../src/models/next-category/card-power.ts';
import { jointPower } from './power.ts';

const N = 300;
const cluster = (from: number) => Int32Array.from({ length: N }, (_, i) => from + i);
function noise(seed: number): Float64Array {
  const rng = rngOf(seed);
  return Float64Array.from({ length: N }, () => rng.next() + rng.next() - 1);
}
/** Standard error of the mean of the noise above: each has variance 1/6. */
const ERROR = Math.sqrt(1 / 6 / N);

describe('how likely all intervals exclude zero at once', () => {
  it('is the power of one comparison when there is one', () => {
    const truth = 2.5 * ERROR;
    const p = jointPower([{ cluster: cluster(0), differences: [noise(1)] }], [truth], 2000);
    expect(Math.abs(p.all - powerOf(truth, [-1.96 * ERROR, 1.96 * ERROR]))).toBeLessThan(0.06);
    expect(p).toMatchObject({ comparisons: 1, windows: [p.all] });
  });

  it('is not lessened by a comparison that errs the same, and is the product where they err apart', () => {
    const truth = 2.5 * ERROR;
    const one = { cluster: cluster(0), differences: [noise(1)] };
    const alone = jointPower([one], [truth], 2000).all;
    const twice = jointPower([{ ...one, differences: [noise(1), noise(1)] }], [truth, truth], 2000);
    expect(twice.all).toBe(alone);
    const apart = jointPower([one, { cluster: cluster(N), differences: [noise(2)] }], [truth], 2000);
    expect(Math.abs(apart.all - apart.windows[0]! * apart.windows[1]!)).toBeLessThan(0.04);
  });

  it('says how many times as large the differences must be for four in five', () => {
    const windows = [{ cluster: cluster(0), differences: [noise(3), noise(4), noise(5)] }];
    const truths = [1, 2, 3].map((k) => k * ERROR);
    const { times: found, all } = jointPower(windows, truths, 2000);
    const times = found ?? 0;
    expect(times).toBeGreaterThan(1);
    expect(all).toBeLessThan(0.8);
    const scaled = jointPower(
      windows,
      truths.map((t) => t * times),
      2000,
    );
    expect(scaled.all).toBeCloseTo(0.8, 2);
    // The weakest comparison decides: it alone needs this margin.
    expect(Math.abs(times - marginNeeded(ERROR) / truths[0]!)).toBeLessThan(0.3);
  });

  it('is never, without end, where the true difference is none', () => {
    const p = jointPower([{ cluster: cluster(0), differences: [noise(1)] }], [0], 100);
    expect(p).toMatchObject({ all: 0, times: null });
  });
});
