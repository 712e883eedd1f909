import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rngOf } from '../../base/index.ts';
import {
  FEATURES,
  fitResponse,
  type ImpressionRows,
  loadResponse,
  readFeatures,
  responsePredictor,
} from './index.ts';
import { aucOf } from './quality.ts';

/** Impressions whose outcomes follow known log-odds: price gap and habit matter, attention falls with the slot, the rest is noise. */
function world(seed: number, n = 30_000): ImpressionRows & { truth: Float64Array } {
  const rng = rngOf(seed);
  const values = FEATURES.map(() => new Float32Array(n));
  const at = (name: (typeof FEATURES)[number]) => values[FEATURES.indexOf(name)]!;
  const rows = {
    values,
    click: new Uint8Array(n),
    purchase: new Uint8Array(n),
    weight: new Float32Array(n).fill(1),
    day: new Int32Array(n),
    usual: { click: 0.1, purchase: 0.02 },
    truth: new Float64Array(n),
  };
  for (let i = 0; i < n; i++) {
    for (const column of values) column[i] = rng.normal();
    at('price_gap')[i] = rng.next() < 0.2 ? Number.NaN : rng.next() * 0.8;
    at('habit')[i] = rng.next() < 0.8 ? 0 : Math.log1p(1 + rng.below(5));
    at('slot')[i] = Math.log1p(rng.below(10));
    rows.day[i] = Math.floor((40 * i) / n);
    const gap = at('price_gap')[i]!;
    const taste = (Number.isNaN(gap) ? -0.5 : -3 * gap) + 1.2 * at('habit')[i]!;
    rows.truth[i] = taste - 1;
    const attention = -0.7 * at('slot')[i]!;
    rows.click[i] = rng.next() < 1 / (1 + Math.exp(-(taste - 1 + attention))) ? 1 : 0;
    rows.purchase[i] = rng.next() < 1 / (1 + Math.exp(-(taste - 2.5 + attention))) ? 1 : 0;
  }
  return rows;
}

describe('response of a person to an offer shown', { timeout: 120_000 }, () => {
  it('[R1] recovers known effects, corrects for the slot, and is calibrated on later days', () => {
    const rows = world(1);
    const stored = fitResponse(rows);
    if (stored.status !== 'fitted') throw new Error(stored.detail);
    const click = responsePredictor(stored.click);
    const base = new Float64Array(FEATURES.length);
    const at = (gap: number, habit: number, slot: number) => {
      base[FEATURES.indexOf('price_gap')] = gap;
      base[FEATURES.indexOf('habit')] = habit;
      base[FEATURES.indexOf('slot')] = slot;
      return click.logOdds(base);
    };
    expect(at(0.1, 0, 0) - at(0.6, 0, 0)).toBeGreaterThan(1.2);
    expect(at(0.1, 0, 0) - at(0.6, 0, 0)).toBeLessThan(1.8);
    expect(at(0.3, Math.log1p(3), 0) - at(0.3, 0, 0)).toBeGreaterThan(1.2);
    expect(at(0.3, 0, 0) - at(0.3, 0, Math.log1p(9))).toBeGreaterThan(1.2);
    for (const { quality } of [stored.click, stored.purchase]) {
      expect(quality!.slope).toBeGreaterThan(0.9);
      expect(quality!.slope).toBeLessThan(1.1);
      expect(quality!.log_loss).toBeLessThan(quality!.base_log_loss);
      expect(quality!.auc).toBeGreaterThan(0.65);
    }
    const expected = stored.click.quality!.deciles.reduce((sum, d) => sum + d.rows * d.predicted, 0);
    const hits = stored.click.quality!.deciles.reduce((sum, d) => sum + d.hits, 0);
    expect(hits / expected).toBeGreaterThan(0.93);
    expect(hits / expected).toBeLessThan(1.07);
  });

  it('[R2] equal rows give the equal artefact, which JSON keeps to the bit', () => {
    const rows = world(2, 6_000);
    const stored = fitResponse(rows);
    expect(fitResponse(rows)).toEqual(stored);
    expect(loadResponse(JSON.parse(JSON.stringify(stored)))).toEqual(stored);
  });

  it('[R3] terms sum to the log-odds bit for bit, for any values', () => {
    const stored = fitResponse(world(3, 6_000));
    if (stored.status !== 'fitted') throw new Error(stored.detail);
    const value = fc.oneof(fc.double({ noDefaultInfinity: true }), fc.constant(Number.NaN));
    fc.assert(
      fc.property(fc.array(value, { minLength: FEATURES.length, maxLength: FEATURES.length }), (values) => {
        for (const outcome of ['click', 'purchase'] as const) {
          const predictor = responsePredictor(stored[outcome]);
          const features = Float64Array.from(values);
          const sum = predictor.explain(features).reduce((total, term) => total + term.log_odds, 0);
          expect(sum).toBe(predictor.logOdds(features));
          expect(Number.isFinite(sum)).toBe(true);
        }
      }),
    );
  });

  it('[R4] too little data is an answer; another version, and knots that fall, are refused', () => {
    const none = fitResponse({ ...world(4, 0) });
    expect(none).toMatchObject({ status: 'uninformative', code: 'too_few_impressions' });
    const dull = world(4, 5_000);
    dull.purchase.fill(0);
    expect(fitResponse(dull)).toMatchObject({ status: 'uninformative', code: 'too_few_purchases' });
    const stored = fitResponse(world(5, 6_000));
    expect(() => loadResponse({ ...stored, version: 9 })).toThrow('version 1');
    if (stored.status !== 'fitted') throw new Error(stored.detail);
    stored.click.terms[0]!.knots.reverse();
    expect(() => loadResponse(stored)).toThrow('not rising');
  });

  it('[R5] a row that stands for many weighs as many', () => {
    const rows = world(6, 20_000);
    const kept = [...rows.day.keys()].filter((i) => rows.click[i] || rows.purchase[i] || i % 4 === 0);
    const thin = fitResponse({
      values: rows.values.map((column) => Float32Array.from(kept, (i) => column[i]!)),
      click: Uint8Array.from(kept, (i) => rows.click[i]!),
      purchase: Uint8Array.from(kept, (i) => rows.purchase[i]!),
      weight: Float32Array.from(kept, (i) => (rows.click[i] || rows.purchase[i] ? 1 : 4)),
      day: Int32Array.from(kept, (i) => rows.day[i]!),
      usual: rows.usual,
    });
    const full = fitResponse(rows);
    if (thin.status !== 'fitted' || full.status !== 'fitted') throw new Error('not fitted');
    const features = new Float64Array(FEATURES.length);
    const p = (model: typeof full) => 1 / (1 + Math.exp(-responsePredictor(model.click).logOdds(features)));
    expect(p(thin) / p(full)).toBeGreaterThan(0.85);
    expect(p(thin) / p(full)).toBeLessThan(1.15);
  });

  it('[R6] AUC counts pairs, ties as half', () => {
    const weight = new Float32Array(4).fill(1);
    expect(aucOf(Float64Array.of(1, 2, 2, 3), Uint8Array.of(0, 0, 1, 1), weight)).toBe(0.875);
    expect(aucOf(Float64Array.of(1, 2), Uint8Array.of(1, 1), weight)).toBeNull();
  });

  it('[R7] features of an offer nobody knows and a person nobody knows are unknown, not wrong', () => {
    const out = readFeatures(
      {
        shown: 0,
        clicked: 0,
        bought: 0,
        meanBought: 0,
        gap: Number.NaN,
        pricePower: Number.NaN,
        tier: -1,
        age: 0,
        trend: 0,
        refundRate: 0.1,
        due: Number.NaN,
        times: 0,
        lines: 0,
        leafLines: 0,
        leafShare: 0.1,
        viewed: 0,
        slot: 0,
      },
      { click: 0.1, purchase: 0.01 },
      new Float64Array(FEATURES.length),
    );
    const named = Object.fromEntries(FEATURES.map((name, i) => [name, out[i]]));
    expect(named.click_rate).toBeCloseTo(Math.log(0.1 / 0.9), 9);
    expect(named.purchase_rate).toBeCloseTo(Math.log(0.01 / 0.99), 9);
    for (const name of ['price_gap', 'price_power', 'tier', 'repeat', 'category_affinity'])
      expect(named[name]).toBeNaN();
    expect(named.popularity).toBe(0);
  });
});
