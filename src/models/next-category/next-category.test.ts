import { describe, expect, it } from 'vitest';
import { GcError } from '../../base/index.ts';
import { ARTEFACT_VERSION, load, store } from './artefact.ts';
import { deciles, fitPlatt } from './calibrate.ts';
import { explain } from './explain.ts';
import { type FitResult, fitNextCategory, trainingSplits } from './fit.ts';
import { indexHistory } from './history.ts';
import { findLeaks, type Reader } from './leak.ts';
import { predictor } from './predict.ts';
import { nextCategoryScorer } from './score.ts';
import { worldOf } from './world.ts';

const SPLIT = 270;
const world = (over: Partial<Parameters<typeof worldOf>[0]> = {}) =>
  worldOf({
    persons: 800,
    categories: 30,
    days: 360,
    rate: 0.06,
    taste: 6,
    departments: 5,
    seed: 3,
    ...over,
  });
const model = (result: FitResult) => {
  if (result.status !== 'fitted') throw new Error(result.code);
  return result.artefact;
};

describe('a world with tastes', () => {
  const { history, kind } = world();
  const h = indexHistory(history);
  const artefact = model(fitNextCategory(h, SPLIT));
  const C = h.categories;

  it('scores one person alone as in the whole history, best first, with terms that add up', () => {
    const scorer = nextCategoryScorer(artefact);
    const reader = predictor(artefact, h);
    const out = new Float64Array(C);
    let compared = 0;
    for (let p = 0; p < h.persons; p += 13) {
      const rows = {
        day: h.day.slice(h.start[p], h.start[p + 1]),
        category: h.category.slice(h.start[p], h.start[p + 1]),
      };
      const n = reader.logOdds(p, out);
      const top = scorer.top(rows, SPLIT, 5);
      expect(top.length).toBe(Math.min(5, n));
      const best = [...out.keys()]
        .filter((c) => out[c] !== Number.NEGATIVE_INFINITY)
        .sort((a, b) => out[b]! - out[a]! || a - b);
      top.forEach((scored, i) => {
        expect(scored.category).toBe(best[i]);
        expect(scored.logOdds).toBe(out[scored.category]);
        expect(scored.terms.reduce((sum, x) => sum + x)).toBe(scored.logOdds);
        expect(scored.probability).toBeGreaterThan(0);
        compared++;
      });
      expect(scorer.top({ day: new Int32Array(0), category: new Int32Array(0) }, SPLIT, 5)).toEqual([]);
    }
    expect(compared).toBeGreaterThan(100);
    expect(scorer.terms).toEqual(['intercept', ...artefact.terms.map((t) => t.name)]);
  });

  it('terms sum to the score bit for bit, for every person and category', () => {
    const reader = predictor(artefact, h);
    const other = predictor(artefact, h);
    const out = new Float64Array(C);
    let compared = 0;
    for (let p = 0; p < h.persons; p += 20) {
      reader.logOdds(p, out);
      for (let c = 0; c < C; c++) {
        const why = explain(artefact, other, p, c);
        expect(why === null).toBe(out[c] === Number.NEGATIVE_INFINITY);
        if (!why) continue;
        expect(why.terms.reduce((s, t) => s + t.logOdds, why.intercept)).toBe(out[c]);
        expect(why.logOdds).toBe(out[c]);
        expect(why.terms.every((t) => Number.isFinite(t.logOdds) && t.means.length > 0)).toBe(true);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(400);
  });

  it('finds the planted tastes: candidates of the own department come out likelier, and are bought more', () => {
    const reader = predictor(artefact, h);
    const out = new Float64Array(C);
    const score: number[] = [];
    const label: number[] = [];
    let own = 0;
    let ownCount = 0;
    let rest = 0;
    let restCount = 0;
    for (let p = 0; p < h.persons; p++) {
      if (reader.logOdds(p, out) === 0) continue;
      const bought = new Set<number>();
      for (let i = h.start[p]!; i < h.start[p + 1]!; i++) if (h.day[i]! >= SPLIT) bought.add(h.category[i]!);
      for (let c = 0; c < C; c++) {
        if (out[c] === Number.NEGATIVE_INFINITY) continue;
        score.push(out[c]!);
        label.push(bought.has(c) ? 1 : 0);
        if (h.department[c] === kind[p]) {
          own += out[c]!;
          ownCount++;
        } else {
          rest += out[c]!;
          restCount++;
        }
      }
    }
    // The planted rate ratio of 6 is ln 6 = 1.8; from some sixteen lines a person, a third of it is knowable for sure.
    expect(own / ownCount - rest / restCount).toBeGreaterThan(Math.log(6) / 3);
    const s = Float64Array.from(score);
    const y = Uint8Array.from(label);
    const { slope } = fitPlatt(s, y);
    expect(slope).toBeGreaterThan(0.8);
    expect(slope).toBeLessThan(1.2);
    const tenths = deciles(
      s.map((x) => 1 / (1 + Math.exp(-x))),
      y,
      5,
    );
    for (const d of tenths.slice(1)) expect(Math.abs(d.observed / d.predicted - 1)).toBeLessThan(0.3);
  });

  it('is deterministic, and stays the same when rows come in another order', () => {
    const n = history.person.length;
    const order = Uint32Array.from({ length: n }, (_, i) => n - 1 - i);
    const shuffled = indexHistory({
      ...history,
      person: Int32Array.from(order, (i) => history.person[i]!),
      day: Int32Array.from(order, (i) => history.day[i]!),
      category: Int32Array.from(order, (i) => history.category[i]!),
    });
    expect(JSON.stringify(store(model(fitNextCategory(shuffled, SPLIT))))).toBe(
      JSON.stringify(store(artefact)),
    );
  });

  it('survives being stored: predictions are byte-equal; other versions and cut columns are refused', () => {
    const stored = JSON.parse(JSON.stringify(store(artefact)));
    const again = load(stored);
    const a = new Float64Array(C);
    const b = new Float64Array(C);
    for (let p = 0; p < h.persons; p += 50) {
      predictor(artefact, h).person(p, a);
      predictor(again, h).person(p, b);
      expect(b).toEqual(a);
    }
    expect(() => load({ ...stored, version: ARTEFACT_VERSION + 1 })).toThrow(GcError);
    expect(() =>
      load({ ...stored, state: { ...stored.state, lift: { type: 'f32', data: 'AAAAAA==' } } }),
    ).toThrow(GcError);
  });

  it('does not read the future; a planted reader that does is named', () => {
    const predictions: Reader = (world, split) => {
      const reader = predictor(model(fitNextCategory(world, split, { windows: 1, maxPeople: 300 })), world);
      const all = new Float64Array(20 * C);
      for (let p = 0; p < 20; p++) {
        const out = new Float64Array(C);
        reader.person(p, out);
        all.set(out, p * C);
      }
      return all;
    };
    const planted: Reader = (world, split) => {
      const next = new Float64Array(world.persons);
      for (let i = 0; i < world.day.length; i++)
        if (world.day[i]! >= split) next[world.person[i]!]! += world.category[i]!;
      return next;
    };
    expect(findLeaks({ predictions, planted }, h, SPLIT)).toEqual(['planted']);
  });

  it('trains only on windows that end by the split', () => {
    const splits = trainingSplits(h, SPLIT, artefact.options);
    expect(splits.length).toBeGreaterThan(0);
    for (const w of artefact.windows) expect(w.to).toBeLessThanOrEqual(SPLIT);
  });
});

describe('a world without tastes', () => {
  it('gives no category an advantage that is not there', () => {
    const { history, kind } = world({ taste: 1, seed: 11 });
    const h = indexHistory(history);
    const artefact = model(fitNextCategory(h, SPLIT));
    const reader = predictor(artefact, h);
    const out = new Float64Array(h.categories);
    let gap = 0;
    let n = 0;
    for (let p = 0; p < h.persons; p++) {
      if (reader.logOdds(p, out) === 0) continue;
      for (let c = 0; c < h.categories; c++) {
        if (out[c] === Number.NEGATIVE_INFINITY) continue;
        gap += (h.department[c] === kind[p] ? 4 : -1) * out[c]!;
        n++;
      }
    }
    expect(Math.abs(gap / n)).toBeLessThan(0.1);
  });
});

describe('too little data', () => {
  const code = (result: FitResult) => (result.status === 'uninformative' ? result.code : 'fitted');
  it('is told by code, never by NaN', () => {
    expect(code(fitNextCategory(indexHistory(world({ categories: 1, departments: 1 }).history), SPLIT))).toBe(
      'one_category',
    );
    expect(code(fitNextCategory(indexHistory(world({ persons: 1, rate: 1 }).history), SPLIT))).toBe(
      'too_few_people',
    );
    expect(code(fitNextCategory(indexHistory(world({ days: 30 }).history), 30))).toBe('too_short');
    expect(
      code(
        fitNextCategory(indexHistory(world({ persons: 300, rate: 0.002 }).history), SPLIT, { minPeople: 1 }),
      ),
    ).toBe('too_few_firsts');
    const { history } = world();
    const nobody = indexHistory({
      ...history,
      persons: 5,
      person: new Int32Array(1),
      day: Int32Array.of(400),
      category: new Int32Array(1),
      amount: new Float64Array(1),
    });
    expect(
      code(fitNextCategory(nobody, SPLIT + 400, { minHistory: -10_000, windows: 1, horizon: 400 })),
    ).toBe('nobody_eligible');
  });

  it('gives a person without history no candidates', () => {
    const { history } = world();
    const h = indexHistory({ ...history, persons: history.persons + 1 });
    const artefact = model(fitNextCategory(h, SPLIT));
    const out = new Float64Array(h.categories);
    const reader = predictor(artefact, h);
    expect(reader.person(history.persons, out)).toBe(0);
    expect(out.every((x) => x === -1)).toBe(true);
    expect(explain(artefact, reader, history.persons, 0)).toBeNull();
  });

  it('refuses numbers out of range', () => {
    const { history } = world();
    expect(() => indexHistory({ ...history, persons: 3 })).toThrow(/person must be/);
    expect(() => indexHistory({ ...history, department: new Int32Array(2) })).toThrow(/department/);
  });
});
