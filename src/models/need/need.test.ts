import { expect, it } from 'vitest';
import { rngOf } from '../../base/index.ts';
import { effectAt } from '../response/index.ts';
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
