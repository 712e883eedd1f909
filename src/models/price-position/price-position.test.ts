import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  brandPositions,
  isPositioned,
  ownPositions,
  POSITION_BASIS,
  positionPrices,
  pricePercentiles,
  type SkuPrices,
  samePosition,
  tierOf,
} from './index.ts';
import { referencePercentile } from './reference.ts';

/** Twenty SKUs of one leaf at prices 1 … 20, ten units each, and five of a small sibling. */
function shelf(): SkuPrices {
  const n = 25;
  return {
    price: Float64Array.from({ length: n }, (_, i) => (i < 20 ? i + 1 : 4 * (i - 19))),
    units: new Float64Array(n).fill(10),
    leaf: Uint32Array.from({ length: n }, (_, i) => (i < 20 ? 1 : 2)),
    parent: new Int32Array(n).fill(0),
    categories: 3,
  };
}

describe('percentile of a SKU', () => {
  it('[P1] mid-ranks in the leaf, quintiles as tiers', () => {
    const { percentile, tier, basis } = pricePercentiles(shelf());
    expect(percentile[0]).toBeCloseTo(0.025, 12);
    expect(percentile[19]).toBeCloseTo(0.975, 12);
    expect([tier[0], tier[4], tier[10], tier[19]]).toEqual([1, 2, 3, 5]);
    expect(basis[0]).toBe(POSITION_BASIS.indexOf('leaf'));
  });

  it('[P2] a small leaf uses its parent’s scale', () => {
    const { percentile, basis } = pricePercentiles(shelf());
    expect(POSITION_BASIS[basis[20]!]).toBe('parent');
    // Price 4 over both leaves: 3 below, 2 at it, of 25.
    expect(percentile[20]).toBeCloseTo((3 + 1) / 25, 12);
  });

  it('[P3] one item cannot set the tier: its units are cut at 5 %', () => {
    const input = shelf();
    input.units[0] = 1_000_000;
    const { percentile } = pricePercentiles(input);
    // The cap (5 % of 1,000,190) exceeds the others' units together, so the item still weighs most, but not all.
    expect(percentile[1]).toBeCloseTo((50_009.5 + 5) / (50_009.5 + 190), 6);
    expect(percentile[0]).toBeLessThan(0.5);
  });

  it('[P4] too few, one price, or no price: unpositioned, never forced', () => {
    const few = pricePercentiles({ ...shelf(), parent: new Int32Array(25).fill(-1) });
    expect(POSITION_BASIS[few.basis[20]!]).toBe('too_few');
    const one = pricePercentiles({ ...shelf(), price: new Float64Array(25).fill(7) });
    expect(POSITION_BASIS[one.basis[0]!]).toBe('single_price');
    expect(one.tier[0]).toBe(0);
    const none = pricePercentiles({ ...shelf(), price: new Float64Array(25) });
    expect(POSITION_BASIS[none.basis[3]!]).toBe('no_price');
    const empty = {
      price: new Float64Array(),
      units: new Float64Array(),
      leaf: new Uint32Array(),
      parent: new Int32Array(),
    };
    expect(pricePercentiles({ ...empty, categories: 0 }).percentile).toHaveLength(0);
  });

  it('[P5] equals the plain reference on random shelves', () => {
    const sku = fc.record({
      price: fc.nat(12),
      units: fc.nat(40),
      leaf: fc.integer({ min: 1, max: 3 }),
      top: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(sku, { maxLength: 120, size: 'max' }), fc.boolean(), (skus, orphan) => {
        const input: SkuPrices = {
          price: Float64Array.from(skus, (s) => s.price),
          units: Float64Array.from(skus, (s) => s.units),
          leaf: Uint32Array.from(skus, (s) => s.leaf),
          parent: Int32Array.from(skus, (s) => (s.leaf === 3 && orphan ? -1 : s.leaf === 3 ? 2 : 0)),
          categories: 4,
        };
        const { percentile, basis } = pricePercentiles(input);
        for (let i = 0; i < skus.length; i++) {
          const plain = referencePercentile(input, i);
          if (typeof plain === 'number') {
            expect(isPositioned(basis[i]!)).toBe(true);
            expect(percentile[i]).toBeCloseTo(plain, 12);
          } else expect(POSITION_BASIS[basis[i]!]).toBe(plain);
        }
      }),
    );
  });
});

describe('positions of brands and people', () => {
  it('[P6] a SKU’s price is the median of its sales; a brand’s place the median of its SKUs by volume', () => {
    expect([...positionPrices(Uint32Array.of(0, 0, 0, 2), Float64Array.of(9, 1, 2, 5), 3)]).toEqual([
      2, 0, 5,
    ]);
    const input = shelf();
    const brand = Uint32Array.from({ length: 25 }, (_, i) => (i < 3 ? 7 : 0));
    const brands = brandPositions({ ...input, brand }, pricePercentiles(input));
    expect(brands.get('7:1')?.percentile).toBeCloseTo(0.075, 12);
    expect(brands.size).toBe(1);
  });

  it('[P7] a person is shrunk to their other categories, then to one half', () => {
    const position = ownPositions({
      category: Uint32Array.of(1, 1, 1, 2),
      percentile: Float64Array.of(0.9, 0.9, 0.1, 0.7),
      amount: Float64Array.of(50, 50, 50, 10),
    });
    const elsewhere = 0.25 * 0.7 + 0.75 * 0.5;
    expect(position(1).percentile).toBeCloseTo(0.5 * 0.9 + 0.5 * elsewhere, 12);
    expect(position(1).stable).toBe(true);
    const both = (0.9 + 0.7) / 2;
    expect(position(3).percentile).toBeCloseTo((4 / 7) * both + (3 / 7) * 0.5, 12);
    expect(
      ownPositions({
        category: new Uint32Array(),
        percentile: new Float64Array(),
        amount: new Float64Array(),
      })(1),
    ).toEqual({
      percentile: 0.5,
      tier: 3,
      lines: 0,
      stable: false,
    });
  });

  it('[P8] the same position: near, or the same quintile when unstable, brands agreeing', () => {
    const at = (percentile: number, stable = true, brand?: number) => ({ percentile, stable, brand });
    expect(samePosition(at(0.5), at(0.65))).toBe('same');
    expect(samePosition(at(0.61), at(0.79))).toBe('different');
    expect(samePosition(at(0.61, false), at(0.79))).toBe('same');
    expect(samePosition(at(0.5, true, 0.1), at(0.5, true, 0.9))).toBe('different');
    expect(samePosition(at(0.5, true, 0.1), at(0.5))).toBe('same');
    expect(samePosition(undefined, at(0.5))).toBe('unpositioned');
    expect([0, 0.2, 0.999, 1].map(tierOf)).toEqual([1, 2, 5, 5]);
  });
});
