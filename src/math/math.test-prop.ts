import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  benjaminiHochberg,
  benjaminiHochbergReference,
  countingSort,
  incompleteGamma,
  katz,
  logistic,
  mantelHaenszel,
  mantelHaenszelTerm,
  normalCdf,
  normalQuantile,
  topK,
} from './index.ts';

const unit = fc.double({ min: 0, max: 1, noNaN: true });

describe('properties', () => {
  it('the normal quantile inverts the distribution', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), (p) => {
        expect(Math.abs(normalCdf(normalQuantile(p)) - p)).toBeLessThan(1e-12);
      }),
    );
  });

  it('incomplete gammas add to one and grow with x', () => {
    const positive = fc.double({ min: 0.01, max: 500, noNaN: true });
    fc.assert(
      fc.property(positive, positive, positive, (a, x, more) => {
        const one = incompleteGamma(a, x);
        expect(one.p + one.q).toBeCloseTo(1, 12);
        expect(incompleteGamma(a, x + more).p).toBeGreaterThanOrEqual(one.p - 1e-13);
      }),
    );
  });

  it('Benjamini–Hochberg equals its plain reference', () => {
    const p = fc.array(fc.oneof(unit, fc.constant(Number.NaN), fc.constant(0.01)), { maxLength: 40 });
    fc.assert(
      fc.property(p, (values) => {
        const plain = benjaminiHochbergReference(values);
        benjaminiHochberg(values).forEach((q, i) => {
          expect(q).toBeCloseTo(plain[i]!, 12);
        });
      }),
    );
  });

  it('counting sort is a stable sort', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9)), (keys) => {
        const { order, starts } = countingSort(keys, 10);
        const plain = keys.map((key, i) => [key, i] as const).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
        expect([...order]).toEqual(plain.map(([, i]) => i));
        for (let b = 0; b < 10; b++) {
          expect(starts[b + 1]! - starts[b]!).toBe(keys.filter((k) => k === b).length);
        }
      }),
    );
  });

  it('the logistic function is e’s, within a few units in the last place, and rises', () => {
    const x = fc.oneof(
      fc.double({ min: -40, max: 40, noNaN: true }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    );
    fc.assert(
      fc.property(x, (at) => {
        const plain = 1 / (1 + Math.exp(-at));
        expect(Math.abs(logistic(at) - plain)).toBeLessThanOrEqual(1e-15 * plain + 1e-300);
        expect(logistic(at + Math.abs(at) * 1e-6)).toBeGreaterThanOrEqual(logistic(at));
      }),
      { numRuns: 2_000 },
    );
    expect([0, Infinity, -Infinity, Number.NaN].map(logistic)).toEqual([0.5, 1, 0, Number.NaN]);
  });

  it('top-k equals sorting everything', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 5 })), fc.nat(12), (values, k) => {
        const plain = values.map((v, i) => [v, i] as const).sort((a, b) => b[0] - a[0] || a[1] - b[1]);
        expect([...topK(values, k)]).toEqual(plain.slice(0, k).map(([, i]) => i));
      }),
    );
  });

  it('never NaN: every table gives a finite ratio or a reason', () => {
    const table = fc.tuple(fc.nat(50), fc.nat(50), fc.nat(50), fc.nat(50)).map(([a, b, c, d]) => ({
      x1: a,
      n1: a + b,
      x0: c,
      n0: c + d,
    }));
    fc.assert(
      fc.property(fc.array(table, { maxLength: 5 }), (tables) => {
        const sums = { r: 0, s: 0, v: 0 };
        for (const t of tables) {
          const term = mantelHaenszelTerm(t.x1, t.n1, t.x0, t.n0);
          if (term) {
            sums.r += term.r;
            sums.s += term.s;
            sums.v += term.v;
          }
          const one = katz(t.x1, t.n1, t.x0, t.n0);
          if (one.ok) expect(Object.values(one).every((x) => x === true || Number.isFinite(x))).toBe(true);
        }
        const all = mantelHaenszel(sums);
        if (all.ok) {
          expect(all.low).toBeLessThanOrEqual(all.ratio);
          expect(all.high).toBeGreaterThanOrEqual(all.ratio);
        } else expect(all.reason).toMatch(/^(no_events|zero_cell|no_variance)$/);
      }),
    );
  });
});
