import { describe, expect, it } from 'vitest';
import { rngOf } from '../base/index.ts';
import {
  benjaminiHochberg,
  bootstrapMean,
  cmhScore,
  incompleteGamma,
  katz,
  lnGamma,
  mantelHaenszel,
  mantelHaenszelTerm,
  normalCdf,
  normalQuantile,
  normalUpper,
  poissonMidP,
  quantileOfSorted,
  scoreTerm,
  waldTest,
  weightedMedian,
} from './index.ts';

describe('special functions', () => {
  it('agree with Abramowitz & Stegun, tables 26.1, 26.7 and 6.1', () => {
    expect(normalCdf(1.96)).toBeCloseTo(0.975002104851, 11);
    expect(normalUpper(5)).toBeCloseTo(2.866515719e-7, 15);
    expect(normalUpper(10) / 7.619853024160527e-24).toBeCloseTo(1, 10);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12);
    expect(lnGamma(0.5)).toBeCloseTo(0.5723649429247, 12);
    expect(lnGamma(10)).toBeCloseTo(Math.log(362880), 11);
    // Poisson with mean 5: P(X ≤ 2) = e⁻⁵(1 + 5 + 12.5).
    expect(incompleteGamma(3, 5).q).toBeCloseTo(Math.exp(-5) * 18.5, 13);
  });

  it('stay defined at the ends', () => {
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
    expect(incompleteGamma(2, 0)).toEqual({ p: 0, q: 1 });
    expect(poissonMidP(0, 2).lower).toBeCloseTo(Math.exp(-2) / 2, 13);
  });
});

describe('ratios', () => {
  it('Katz: aspirin and heart attacks (Physicians’ Health Study; Agresti, Categorical Data Analysis, 3.1.3)', () => {
    // Placebo 189 of 11,034 against aspirin 104 of 11,037: 1.82 (1.43, 2.30).
    const result = katz(189, 11034, 104, 11037);
    expect(result.ok && result.ratio).toBeCloseTo(1.8178, 4);
    expect(result.ok && result.low).toBeCloseTo(1.433, 3);
    expect(result.ok && result.high).toBeCloseTo(2.306, 3);
  });

  it('CMH: Berkeley admissions by department (R datasets::UCBAdmissions, mantelhaen.test(correct = FALSE))', () => {
    const departments = [
      [512, 825, 89, 108],
      [353, 560, 17, 25],
      [120, 325, 202, 593],
      [138, 417, 131, 375],
      [53, 191, 94, 393],
      [22, 373, 24, 341],
    ] as const;
    const sum = (tables: readonly (readonly [number, number, number, number])[]) =>
      tables
        .map((t) => scoreTerm(...t)!)
        .reduce((a, b) => ({
          observed: a.observed + b.observed,
          mean: a.mean + b.mean,
          variance: a.variance + b.variance,
        }));
    const test = cmhScore(sum(departments));
    expect(test.ok && test.z ** 2).toBeCloseTo(1.5246, 3);
  });

  it('Mantel–Haenszel: the age-adjusted risk ratio of the UGDP trial', () => {
    // Rothman, Epidemiology (2002), ch. 8: young 8/106 against 5/120, old 22/98 against 16/85.
    const terms = [mantelHaenszelTerm(8, 106, 5, 120)!, mantelHaenszelTerm(22, 98, 16, 85)!];
    const sums = { r: terms[0]!.r + terms[1]!.r, s: terms[0]!.s + terms[1]!.s, v: terms[0]!.v + terms[1]!.v };
    const result = mantelHaenszel(sums);
    // R: (8·120/226 + 22·85/183)/(5·106/226 + 16·98/183) = 14.466/10.913 = 1.3256; the UGDP trial's published MH risk ratio is 1.33.
    expect(result.ok && result.ratio).toBeCloseTo(1.33, 2);
    expect(result.ok && waldTest(result).z).toBeCloseTo(Math.log(1.3256) / (result.ok ? result.se : 1), 2);
  });

  it('one stratum of Mantel–Haenszel equals Katz', () => {
    const a = katz(12, 80, 30, 400);
    const b = mantelHaenszel(mantelHaenszelTerm(12, 80, 30, 400)!);
    expect(a.ok && b.ok && [b.ratio, b.se, b.low]).toEqual(
      a.ok ? [a.ratio, a.se, a.low].map((x) => expect.closeTo(x, 12)) : [],
    );
  });

  it('says why it knows nothing', () => {
    expect(katz(0, 0, 1, 2)).toEqual({ ok: false, reason: 'empty_arm' });
    expect(katz(0, 5, 0, 2)).toEqual({ ok: false, reason: 'no_events' });
    expect(katz(0, 5, 1, 2)).toEqual({ ok: false, reason: 'zero_cell' });
    expect(katz(5, 5, 2, 2)).toEqual({ ok: false, reason: 'no_variance' });
    expect(mantelHaenszel({ r: 0, s: 0, v: 0 })).toEqual({ ok: false, reason: 'no_events' });
    expect(mantelHaenszelTerm(1, 2, 0, 0)).toBeUndefined();
    expect(cmhScore({ observed: 0, mean: 0, variance: 0 })).toEqual({ ok: false, reason: 'no_variance' });
  });

  it('skewness keeps the score test honest where little is expected', () => {
    const test = cmhScore({ observed: 15, mean: 5, variance: 5 });
    let tail = 0;
    let term = Math.exp(-5);
    for (let k = 0; k < 60; k++) {
      if (k === 15) tail += term / 2;
      if (k > 15) tail += term;
      term *= 5 / (k + 1);
    }
    expect(test.ok && test.pSkew).toBeCloseTo(2 * tail, 10);
    expect(test.ok && test.pSkew).toBeGreaterThan(test.ok ? test.p * 10 : 1);
  });
});

describe('many tests', () => {
  it('Benjamini & Hochberg (1995), the fifteen myocardial infarction hypotheses: four pass at .05', () => {
    const p = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
      0.759, 1,
    ];
    const q = benjaminiHochberg(p);
    expect(q.filter((x) => x <= 0.05)).toHaveLength(4);
    expect(q[3]).toBeCloseTo((0.0095 * 15) / 4, 12);
  });

  it('leaves out what was not tested', () => {
    expect([...benjaminiHochberg([0.01, Number.NaN, 0.04])]).toEqual([0.02, 1, 0.04]);
    expect([...benjaminiHochberg([])]).toEqual([]);
  });
});

describe('resampling and quantiles', () => {
  it('bootstrap covers the mean of a known sample and is repeatable', () => {
    const values = Float64Array.from({ length: 200 }, (_, i) => i % 10);
    const a = bootstrapMean(values, rngOf(7), 500);
    expect(a).toEqual(bootstrapMean(values, rngOf(7), 500));
    expect(a.ok && a.low < 4.5 && a.high > 4.5 && a.mean).toBe(4.5);
    expect(bootstrapMean([], rngOf(1))).toEqual({ ok: false, reason: 'empty_arm' });
  });

  it('type 7 quantiles and weighted medians', () => {
    expect(quantileOfSorted([1, 2, 3, 4], 0.25)).toBe(1.75);
    expect(weightedMedian([3, 1, 2], [1, 1, 1])).toBe(2);
    expect(weightedMedian([1, 2], [1, 1])).toBe(1.5);
    expect(weightedMedian([1, 2, 9], [1, 1, 5])).toBe(9);
    expect(weightedMedian([1], [0])).toBeUndefined();
  });
});
