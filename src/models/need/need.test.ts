import { expect, it } from 'vitest';
import { rngOf } from '../../base/index.ts';
import { effectAt } from '../response/index.ts';
import { holding } from './holding.ts';
import { fitNeed, loadNeed, NEED_FEATURES, NEED_VERSION, type NeedRows } from './index.ts';

/** Rows whose log-odds are intercept + slope · value of one feature; the others are noise. */
function planted(features: number, which: number, slope: number, n: number, seed: number): NeedRows {
  const rng = rngOf(seed);
  const values = Array.from({ length: features }, () =>
    Float32Array.from({ length: n }, () => 2 * rng.next()),
  );
  const label = Uint8Array.from({ length: n }, (_, i) =>
    rng.next() < 1 / (1 + Math.exp(-(slope * values[which]![i]! - 3))) ? 1 : 0,
  );
  return { values, label, weight: new Float32Array(n).fill(1) };
}
const POPULAR = NEED_FEATURES.novel.indexOf('popularity');
const rows = () => ({
  repeat: planted(4, 2, 1.5, 20_000, 1),
  novel: planted(NEED_FEATURES.novel.length, POPULAR, 1, 20_000, 2),
});

it('[N1] what was planted is found: the term rises as it should, the others stay flat', () => {
  const model = loadNeed(fitNeed(rows(), 28));
  if (model.status !== 'fitted') throw new Error(model.detail);
  expect(model.repeat.terms.map((t) => t.feature)).toEqual(NEED_FEATURES.repeat);
  expect(model.novel.terms.map((t) => t.feature)).toEqual(NEED_FEATURES.novel);
  const rise = (part: 'repeat' | 'novel', j: number) =>
    effectAt(model[part].terms[j]!, 1.8) - effectAt(model[part].terms[j]!, 0.2);
  expect(rise('repeat', 2)).toBeGreaterThan(1.6 * 1.5 * 0.75);
  expect(rise('repeat', 2)).toBeLessThan(1.6 * 1.5 * 1.25);
  expect(rise('novel', POPULAR)).toBeGreaterThan(1.6 * 0.75);
  for (const j of [0, 1, 3]) expect(Math.abs(rise('repeat', j))).toBeLessThan(0.4);
  // The mean prediction is the mean outcome.
  const { repeat } = rows();
  const mean = repeat.label.reduce((a, b) => a + b, 0) / repeat.label.length;
  let predicted = 0;
  for (let i = 0; i < repeat.label.length; i++) {
    const sum = model.repeat.terms.reduce(
      (s, term, j) => s + effectAt(term, repeat.values[j]![i]!),
      model.repeat.intercept,
    );
    predicted += 1 / (1 + Math.exp(-sum)) / repeat.label.length;
  }
  expect(predicted).toBeCloseTo(mean, 3);
});

it('[N2] the same rows give the same artefact; what is unknown says nothing', () => {
  expect(fitNeed(rows(), 28)).toEqual(fitNeed(rows(), 28));
  const some = rows();
  some.novel.values[3]!.fill(Number.NaN);
  const model = fitNeed(some, 28);
  if (model.status !== 'fitted') throw new Error(model.detail);
  expect(model.novel.terms[3]!.unknown).toBe(0);
  expect(model.novel.terms[3]!.effect[0]).toBeCloseTo(0, 9);
});

it('[N3] too little is said to be too little; a malformed artefact is refused', () => {
  const few = {
    repeat: planted(4, 2, 1, 100, 1),
    novel: planted(NEED_FEATURES.novel.length, POPULAR, 1, 20_000, 2),
  };
  expect(fitNeed(few, 28)).toMatchObject({ status: 'uninformative', version: NEED_VERSION });
  expect(() => loadNeed({ ...fitNeed(rows(), 28), version: 9 })).toThrow(/need artefact/);
});

it('[N10] how much is bought is the latest window’s, as far as it has seen enough', () => {
  const level = (latest?: number) => {
    const { repeat, novel } = rows();
    // The first half are the latest, where half of what would have been bought is not.
    repeat.label.fill(0, 0, 5_000);
    const model = fitNeed({ repeat: { ...repeat, ...(latest && { latest }) }, novel }, 28);
    if (model.status !== 'fitted') throw new Error(model.detail);
    return model.repeat.intercept;
  };
  const all = level();
  expect(level(20_000)).toBeCloseTo(all, 6);
  expect(level(10_000)).toBeLessThan(all - 0.2);
});

it('[N11] a term counts as much as it held in the latest window; nothing is doubted by few', () => {
  const SEASON = NEED_FEATURES.novel.indexOf('season');
  /** Season moved purchases by 1.5 a unit before the latest window, and by `slope` in it. */
  const fitted = (slope: number, n: number) => {
    const [now, before] = [
      planted(NEED_FEATURES.novel.length, SEASON, slope, n, 3),
      planted(NEED_FEATURES.novel.length, SEASON, 1.5, 3 * n, 4),
    ];
    const joined: NeedRows = {
      values: now.values.map((column, j) => Float32Array.from([...column, ...before.values[j]!])),
      label: Uint8Array.from([...now.label, ...before.label]),
      weight: new Float32Array(4 * n).fill(1),
      latest: n,
    };
    const rise = (rows: NeedRows) => {
      const model = loadNeed(fitNeed({ ...others, novel: rows }, 28));
      if (model.status !== 'fitted') throw new Error(model.detail);
      return effectAt(model.novel.terms[SEASON]!, 1.8) - effectAt(model.novel.terms[SEASON]!, 0.2);
    };
    const { latest: _, ...blind } = joined;
    return rise(joined) / rise(blind);
  };
  const others = rows();
  expect(fitted(0.75, 20_000)).toBeGreaterThan(0.4);
  expect(fitted(0.75, 20_000)).toBeLessThan(0.65);
  expect(fitted(-0.5, 20_000)).toBeCloseTo(0, 12);
  expect(fitted(1.5, 20_000)).toBeGreaterThan(0.9);
  expect(fitted(0.75, 1_000)).toBe(1);
});

it('[N12] what holds is where the belief and the rows balance: no slope nearby is likelier', () => {
  const rng = rngOf(5);
  const terms = [2, 3, 4].map((size) =>
    Float64Array.from({ length: 4_000 }, () => size * (rng.next() - 0.5)),
  );
  const sum = (i: number, slopes: readonly number[]) => slopes.reduce((s, b, j) => s + b * terms[j]![i]!, -2);
  const label = Uint8Array.from({ length: 4_000 }, (_, i) =>
    rng.next() < 1 / (1 + Math.exp(-sum(i, [0.5, 0.3, 0.8]) - 0.3)) ? 1 : 0,
  );
  const weight = Float32Array.from({ length: 4_000 }, (_, i) => 1 + (i % 3));
  /** Log likelihood and belief, at the best level for these slopes. */
  const worth = (slopes: readonly number[]) => {
    const at = (level: number) => {
      let total = 0;
      for (let i = 0; i < 4_000; i++) {
        const eta = sum(i, slopes) + level;
        total += weight[i]! * (label[i]! * eta - Math.log1p(Math.exp(eta)));
      }
      return total;
    };
    let [low, high] = [-2, 2];
    for (let n = 0; n < 60; n++) {
      const [a, b] = [low + (high - low) / 3, high - (high - low) / 3];
      if (at(a) < at(b)) low = a;
      else high = b;
    }
    return at(low) - slopes.reduce((s, b) => s + 10 * (1 - b) ** 2, 0);
  };
  const found = holding({ terms, intercept: -2, label, weight }, 20);
  for (const [j, share] of found.entries()) {
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThan(1);
    for (const by of [-0.02, 0.02]) expect(worth(found.with(j, share + by))).toBeLessThan(worth(found));
  }
});
