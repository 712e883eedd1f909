import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { affinityAt, affinityOf } from './affinity.ts';
import { fitPlatt, matchMean } from './calibrate.ts';
import { firstPurchaseChance } from './chance.ts';
import { evaluate, fitGam, isotonic, quantileKnots, type Rows, type Shape } from './gam.ts';
import { indexHistory } from './history.ts';
import { cholesky, choleskySolve } from './linear.ts';
import { DEFAULT_OPTIONS } from './options.ts';
import { emptyRecent, readRecent, recentAt, recentOf } from './recent.ts';
import { stateAt } from './state.ts';
import { emptyVector, readPerson } from './vocabulary.ts';
import { worldOf } from './world.ts';

/** Gauss–Jordan with pivoting: slow, plain. */
function solve(a: number[][], b: number[]): number[] {
  const m = a.map((row, i) => [...row, b[i]!]);
  const n = m.length;
  for (let c = 0; c < n; c++) {
    let best = c;
    for (let r = c; r < n; r++) if (Math.abs(m[r]![c]!) > Math.abs(m[best]![c]!)) best = r;
    [m[c], m[best]] = [m[best]!, m[c]!];
    for (let r = 0; r < n; r++) {
      if (r === c) continue;
      const f = m[r]![c]! / m[c]![c]!;
      for (let k = c; k <= n; k++) m[r]![k]! -= f * m[c]![k]!;
    }
  }
  return m.map((row, i) => row[n]! / row[i]!);
}

describe('fast equals slow', () => {
  it('Cholesky solves what elimination solves', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 4, maxLength: 4 }), {
          minLength: 4,
          maxLength: 9,
        }),
        (x) => {
          const a = Array.from({ length: 4 }, (_, i) =>
            Array.from({ length: 4 }, (_, j) => x.reduce((s, row) => s + row[i]! * row[j]!, i === j ? 1 : 0)),
          );
          const b = [1, -2, 3, 0.5];
          const l = Float64Array.from(a.flat());
          expect(cholesky(l, 4)).toBe(true);
          const y = Float64Array.from(b);
          choleskySolve(l, 4, y, 1);
          solve(a, b).forEach((v, i) => {
            expect(y[i]).toBeCloseTo(v, 8);
          });
        },
      ),
      { numRuns: 50 },
    );
    expect(cholesky(Float64Array.of(0, 0, 0, 0), 2)).toBe(false);
  });

  it('affinity is, per category, a ridge regression on everything but the category itself', () => {
    const { history } = worldOf({
      persons: 60,
      categories: 6,
      days: 100,
      rate: 0.05,
      taste: 4,
      departments: 2,
      seed: 5,
    });
    const h = indexHistory(history);
    const o = { ...DEFAULT_OPTIONS, completion: { ...DEFAULT_OPTIONS.completion, lambda: 3 } };
    const state = stateAt(h, 100, o);
    const C = 6;
    const x = emptyVector(C);
    const rows: { p: number; x: number[]; y: number[] }[] = [];
    for (let p = 0; p < h.persons; p++) {
      const own = h.start[p + 1]! - h.start[p]!;
      if (own === 0) continue;
      readPerson(h, p, 100, state.affinity.vocabulary, o.completion, x);
      const dense = new Array<number>(C).fill(0);
      for (let i = 0; i < x.n; i++) dense[x.at[i]!] = x.value[i]!;
      const share = new Float64Array(C);
      for (const c of h.category) share[c]!++;
      const y = dense.map((v, c) => {
        const q = firstPurchaseChance(state.share[c]!, state.dispersion[c]!, 0, own);
        return ((v > 0 ? 1 : 0) - q) / Math.sqrt(q * (1 - q) + 1e-6);
      });
      rows.push({ p, x: dense, y });
    }
    const mean = (pick: (r: (typeof rows)[number]) => number) =>
      rows.reduce((s, r) => s + pick(r), 0) / rows.length;
    const mx = Array.from({ length: C }, (_, i) => mean((r) => r.x[i]!));
    const out = new Float64Array(C);
    for (let c = 0; c < C; c++) {
      const others = [...Array(C).keys()].filter((i) => i !== c);
      const my = mean((r) => r.y[c]!);
      const a = others.map((i) =>
        others.map((j) =>
          rows.reduce((s, r) => s + (r.x[i]! - mx[i]!) * (r.x[j]! - mx[j]!), i === j ? 3 : 0),
        ),
      );
      const b = others.map((i) => rows.reduce((s, r) => s + (r.x[i]! - mx[i]!) * (r.y[c]! - my), 0));
      const w = solve(a, b);
      for (const r of rows.slice(0, 10)) {
        readPerson(h, r.p, 100, state.affinity.vocabulary, o.completion, x);
        affinityOf(state.affinity, x, out);
        const slow = others.reduce((s, i, k) => s + (r.x[i]! - mx[i]!) * w[k]!, 0);
        expect(out[c]).toBeCloseTo(slow, 4);
      }
    }
    expect(
      affinityAt(h, -1, state, new Float64Array(h.persons), new Int32Array(0), o.completion).weight.every(
        (v) => v === 0,
      ),
    ).toBe(true);
  });

  it('recent neighbours are cosines over people, and the lead a ridge regression on all other categories', () => {
    const { history } = worldOf({
      persons: 80,
      categories: 5,
      days: 60,
      rate: 0.05,
      taste: 3,
      departments: 2,
      seed: 8,
    });
    const h = indexHistory(history);
    const people = Int32Array.from({ length: 80 }, (_, p) => p);
    const o = { halfLife: 20, shrink: 0.01, ridge: 0.05 };
    const { near, lead } = recentAt(h, 40, people, o);
    const ages = (p: number, c: number) =>
      [...h.category.keys()]
        .filter((i) => h.person[i] === p && h.category[i] === c && h.day[i]! < 40)
        .map((i) => 2 ** (-(40 - h.day[i]!) / 20));
    const sum = (x: readonly number[]) => x.reduce((total, v) => total + v, 0);
    const over = (f: (p: number) => number) => sum([...people].map(f));
    const root = (p: number, c: number) => Math.sqrt(sum(ages(p, c)));
    const last = (p: number, c: number) => Math.max(0, ...ages(p, c));
    const five = [0, 1, 2, 3, 4];
    for (const b of five) {
      const others = five.filter((a) => a !== b);
      const size = (c: number) => over((p) => root(p, c) ** 2);
      const ridge = solve(
        others.map((i) =>
          others.map((j) => over((p) => last(p, i) * last(p, j)) + (i === j ? o.ridge * 80 : 0)),
        ),
        others.map((i) => over((p) => last(p, i) * last(p, b))),
      );
      others.forEach((a, k) => {
        const cosine = over((p) => root(p, a) * root(p, b)) / (Math.sqrt(size(a) * size(b)) + 0.01 * 80);
        expect(near[a * 5 + b]).toBeCloseTo(cosine, 5);
        expect(lead[a * 5 + b]).toBeCloseTo(ridge[k]!, 5);
      });
      expect(near[b * 5 + b]).toBe(0);
      expect(lead[b * 5 + b]).toBe(0);
    }
    const x = emptyRecent(5);
    const out = [new Float64Array(5), new Float64Array(5)] as const;
    for (const p of people) {
      readRecent(h, p, 40, o.halfLife, x);
      recentOf({ near, lead }, x, ...out);
      for (const c of five) {
        expect(out[0][c]).toBeCloseTo(
          Math.log(1e-3 + sum(five.map((a) => root(p, a) * near[a * 5 + c]!))),
          5,
        );
        expect(out[1][c]).toBeCloseTo(sum(five.map((a) => last(p, a) * lead[a * 5 + c]!)), 5);
      }
    }
  });

  it('the additive fit stands at the optimum: no knot can be moved to a better penalised likelihood', () => {
    const { rows, shapes } = problem(400);
    const intercept = fitGam(rows, shapes, -1, { sweeps: 400, smooth: 1, ridge: 1e-6 });
    const loss = () => {
      let sum = 0;
      for (let i = 0; i < rows.label.length; i++) {
        const s = shapes.reduce((t, f) => t + evaluate(f, rows.columns[f.columns[0]!]![i]!, 0), intercept);
        sum += Math.log1p(Math.exp(rows.label[i] ? -s : s));
      }
      for (const { effect: e } of shapes)
        for (let k = 0; k + 2 < e.length; k++) sum += (e[k]! - 2 * e[k + 1]! + e[k + 2]!) ** 2 / 2;
      return sum;
    };
    const best = loss();
    for (const { effect } of shapes)
      for (let k = 0; k < effect.length; k++)
        for (const step of [-0.05, 0.05]) {
          effect[k]! += step;
          expect(loss()).toBeGreaterThan(best);
          effect[k]! -= step;
        }
  });
});

function problem(n: number): { rows: Rows; shapes: Shape[] } {
  let seed = 1;
  const next = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
  const a = Float32Array.from({ length: n }, () => next() * 4 - 2);
  const b = Float32Array.from({ length: n }, () => next() * 2);
  const label = Uint8Array.from(a, (x, i) =>
    next() < 1 / (1 + Math.exp(-(x + (b[i]! > 1 ? 1 : -1)))) ? 1 : 0,
  );
  const shape = (column: number, values: Float32Array): Shape => {
    const knotsA = quantileKnots(values, 5);
    return {
      name: `t${column}`,
      columns: [column],
      knotsA,
      knotsB: new Float64Array(0),
      effect: new Float64Array(knotsA.length),
      monotone: 0,
    };
  };
  return {
    rows: { columns: [a, b], label, weight: new Float32Array(n).fill(1) },
    shapes: [shape(0, a), shape(1, b)],
  };
}

describe('shapes and calibration', () => {
  it('recovers the direction and size of known shapes', () => {
    const { rows, shapes } = problem(20_000);
    fitGam(rows, shapes, 0, { sweeps: 30, smooth: 1, ridge: 1 });
    expect(evaluate(shapes[0]!, 1.5, 0) - evaluate(shapes[0]!, -1.5, 0)).toBeGreaterThan(2.4);
    expect(evaluate(shapes[0]!, 1.5, 0) - evaluate(shapes[0]!, -1.5, 0)).toBeLessThan(3.6);
    expect(evaluate(shapes[1]!, 1.8, 0) - evaluate(shapes[1]!, 0.2, 0)).toBeGreaterThan(1.4);
  });

  it('monotone shapes stay monotone', () => {
    const { rows, shapes } = problem(500);
    for (const s of shapes) s.monotone = 1;
    fitGam(rows, shapes, 0, { sweeps: 10, smooth: 0, ridge: 0.1 });
    for (const s of shapes)
      for (let k = 1; k < s.effect.length; k++)
        expect(s.effect[k]).toBeGreaterThanOrEqual(s.effect[k - 1]! - 1e-12);
  });

  it('isotonic regression is monotone and keeps the weighted mean', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.double({ min: -5, max: 5, noNaN: true }), fc.double({ min: 0.1, max: 9, noNaN: true })),
          { minLength: 1, maxLength: 20 },
        ),
        fc.constantFrom(1 as const, -1 as const),
        (points, direction) => {
          const v = Float64Array.from(points, (p) => p[0]);
          const w = Float64Array.from(points, (p) => p[1]);
          const before = v.reduce((s, x, i) => s + x * w[i]!, 0);
          isotonic(v, w, direction);
          for (let i = 1; i < v.length; i++)
            expect((v[i]! - v[i - 1]!) * direction).toBeGreaterThanOrEqual(0);
          expect(v.reduce((s, x, i) => s + x * w[i]!, 0)).toBeCloseTo(before, 8);
        },
      ),
    );
  });

  it('Platt finds slope and shift, is neutral with one class, and matchMean meets the observed share', () => {
    const { rows } = problem(20_000);
    const s = Float64Array.from(rows.columns[0]!, (x) => 2 * x);
    expect(fitPlatt(s, rows.label).slope).toBeGreaterThan(0.35);
    expect(fitPlatt(s, rows.label).slope).toBeLessThan(0.55);
    expect(fitPlatt(Float64Array.of(1, 2), Uint8Array.of(0, 0))).toEqual({ slope: 1, shift: 0 });
    const hits = rows.label.reduce((a, b) => a + b, 0);
    const shift = matchMean(s, hits / s.length);
    const predicted = s.reduce((t, x) => t + 1 / (1 + Math.exp(-(x + shift))), 0);
    expect(predicted).toBeCloseTo(hits, 4);
  });
});
