import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withChanges } from '../explain/change.ts';
import { type SnapshotRows, snapshotFrom } from '../snapshot/index.ts';
import { bandOf, priceStanding } from './band.ts';
import { referenceBands } from './reference.ts';

type Offer = SnapshotRows['offers'][number];
const MERCHANTS = 8;

/** Two leaves, few items, several sellers of each, prices that often tie. */
const worlds = fc
  .array(
    fc.record({
      item: fc.integer({ min: 0, max: 5 }),
      merchant: fc.integer({ min: 0, max: MERCHANTS - 1 }),
      price: fc.integer({ min: 1, max: 30 }).map((n) => n * 50),
      quantity: fc.constantFrom(1, 2, 500, 1000),
      unit: fc.constantFrom('piece', 'g'),
      active: fc.integer({ min: 0, max: 5 }).map((n) => n > 0),
    }),
    { minLength: 1, maxLength: 50 },
  )
  .map((list) => rowsOf(list.map((row, i) => offerOf(i, row))));

const offerOf = (
  i: number,
  row: { item: number; merchant: number; price: number; quantity: number; unit: string; active?: boolean },
): Offer => ({
  id: `ofr_${i}`,
  item: `itm_${row.item}`,
  shop: `shp_${row.merchant}`,
  price_minor: row.price,
  unit: row.unit,
  unit_quantity: row.unit === 'piece' ? 1 : row.quantity,
  active: row.active ?? true,
  since: 0,
});

const rowsOf = (
  offers: readonly Offer[],
  attributes: Record<string, Record<string, string>> = {},
): SnapshotRows => ({
  day: 100,
  categories: [
    { id: 'cat_0', parent: null },
    { id: 'cat_1', parent: null },
  ],
  merchants: Array.from({ length: MERCHANTS + 1 }, (_, m) => ({ id: `mer_${m}` })),
  shops: Array.from({ length: MERCHANTS + 1 }, (_, m) => ({ id: `shp_${m}`, merchant: `mer_${m}` })),
  brands: [],
  items: Array.from({ length: 8 }, (_, i) => ({
    id: `itm_${i}`,
    category: `cat_${i % 2}`,
    attributes: attributes[`itm_${i}`] ?? {},
  })),
  offers,
  people: [],
  lines: [],
});

const bandsOf = (rows: SnapshotRows) => [...snapshotFrom(rows).offers.priceBand];

describe('price power', () => {
  it('[P1] bands equal the plain reference, one by one and all at once', () => {
    fc.assert(
      fc.property(worlds, (rows) => {
        const snapshot = snapshotFrom(rows);
        const reference = referenceBands(rows);
        rows.offers.forEach(({ id }, o) => {
          const standing = priceStanding(snapshot, o);
          const { basis, band } = reference.get(id)!;
          expect(snapshot.offers.priceBand[o]).toBe(band);
          if (!snapshot.offers.active[o]) return;
          expect(standing.band).toBe(band);
          expect(standing.basis).toBe(basis);
        });
      }),
    );
  });

  it('[P2] the price told for the next band reaches it, and a minor unit more does not', () => {
    fc.assert(
      fc.property(worlds, (rows) => {
        const snapshot = snapshotFrom(rows);
        for (let o = 0; o < rows.offers.length; o++) {
          const { band, next_price_minor: next, gap_minor } = priceStanding(snapshot, o);
          if (next === null) continue;
          expect(gap_minor).toBe(rows.offers[o]!.price_minor - next);
          expect(gap_minor).toBeGreaterThan(0);
          expect(priceStanding(snapshot, o, { price: next }).band).toBeGreaterThan(band);
          expect(priceStanding(snapshot, o, { price: next + 1 }).band).toBe(band);
        }
      }),
    );
  });

  it('[P3] a currency with other minor units changes nothing', () => {
    fc.assert(
      fc.property(worlds, fc.constantFrom(10, 100, 1000), (rows, factor) => {
        const scaled = rows.offers.map((o) => ({ ...o, price_minor: o.price_minor * factor }));
        expect(bandsOf({ ...rows, offers: scaled })).toEqual(bandsOf(rows));
      }),
    );
  });

  it('[P4] kilograms or grams, in the variant or in the title, change nothing', () => {
    fc.assert(
      fc.property(worlds, (rows) => {
        const grams = rows.offers.map((o) => ({ ...o, unit: 'g' }));
        const titled = grams.map(({ unit: _, unit_quantity = 1, ...o }, i) => ({
          ...o,
          en: i % 2 ? `Rice ${unit_quantity} g` : `Rice ${unit_quantity / 1000}kg`,
        }));
        expect(bandsOf({ ...rows, offers: titled })).toEqual(bandsOf({ ...rows, offers: grams }));
      }),
    );
  });

  it('[P5] a dearer competitor never worsens a band', () => {
    fc.assert(
      fc.property(worlds, fc.nat(), fc.integer({ min: 1, max: 9 }), (rows, pick, more) => {
        const before = snapshotFrom(rows);
        const o = pick % rows.offers.length;
        const own = rows.offers[o]!;
        // A merchant of its own, so that who is compared with whom stays as it was; on another item of the leaf, likewise.
        const item =
          before.offers.priceBasis[o] === 1 ? own.item : `itm_${6 + (Number(own.item.slice(4)) % 2)}`;
        const rival: Offer = {
          ...own,
          id: 'ofr_new',
          item,
          shop: `shp_${MERCHANTS}`,
          price_minor: own.price_minor + more,
        };
        const after = snapshotFrom({ ...rows, offers: [...rows.offers, rival] });
        expect(after.offers.priceBand[o]).toBeGreaterThanOrEqual(before.offers.priceBand[o]!);
      }),
    );
  });

  it('[P6] a lower price is never in a worse band, and what a merchant sells beside it does not count', () => {
    fc.assert(
      fc.property(worlds, fc.nat(), fc.integer({ min: 1, max: 2000 }), (rows, pick, price) => {
        const o = pick % rows.offers.length;
        const own = rows.offers[o]!;
        const snapshot = snapshotFrom(rows);
        const standing = priceStanding(snapshot, o);
        if (standing.band > 0 && price <= own.price_minor)
          expect(priceStanding(snapshot, o, { price }).band).toBeGreaterThanOrEqual(standing.band);
        const own2 = { ...own, id: 'ofr_own', price_minor: price };
        expect(snapshotFrom({ ...rows, offers: [...rows.offers, own2] }).offers.priceBand[o]).toBe(
          snapshot.offers.priceBand[o],
        );
      }),
    );
  });

  it('[P7] a what-if of a price gives the bands of a snapshot built with it', () => {
    fc.assert(
      fc.property(worlds, fc.nat(), fc.integer({ min: 1, max: 2000 }), (rows, pick, price_minor) => {
        const offer = pick % rows.offers.length;
        const changed = rows.offers.map((o, i) => (i === offer ? { ...o, price_minor } : o));
        expect([...withChanges(snapshotFrom(rows), [{ offer, price_minor }]).offers.priceBand]).toEqual(
          bandsOf({ ...rows, offers: changed }),
        );
      }),
    );
  });

  it('[P8] attributes that tell prices apart part what is compared; others do not', () => {
    // Of each grade two colours, each an item of three merchants: too few for the item, six for the grade.
    const offers = Array.from({ length: 12 }, (_, i) => {
      const item = 2 * Math.floor(i / 3);
      const merchant = (item % 4 === 0 ? 0 : 3) + (i % 3);
      const price = (item < 4 ? 100 : 1000) + (i % 3) + merchant;
      return offerOf(i, { item, merchant, price, quantity: 1, unit: 'piece' });
    });
    const attributes = {
      itm_0: { grade: 'basic', colour: 'red' },
      itm_2: { grade: 'basic', colour: 'blue' },
      itm_4: { grade: 'premium', colour: 'red' },
      itm_6: { grade: 'premium', colour: 'blue' },
    };
    expect([...snapshotFrom(rowsOf(offers)).offers.priceBasis]).toEqual(offers.map(() => 3));
    const { offers: columns, priceGroups } = snapshotFrom(rowsOf(offers, attributes));
    expect([...columns.priceBasis]).toEqual(offers.map(() => 2));
    const groups = Array.from({ length: priceGroups.start.length - 1 }, (_, g) =>
      [...priceGroups.values.slice(priceGroups.start[g]!, priceGroups.start[g + 1]!)].sort((a, b) => a - b),
    );
    expect(groups).toEqual([
      [0, 1, 2, 3, 4, 5],
      [6, 7, 8, 9, 10, 11],
    ]);
  });

  it('[P9] band limits: an equal price counts half, a limit belongs to the better band', () => {
    expect([0, 0.199, 0.2, 0.4, 3 / 5, 0.799, 4 / 5, 1].map(bandOf)).toEqual([1, 1, 2, 3, 4, 4, 5, 5]);
  });
});
