import fc from 'fast-check';
import type { CatalogueRow } from '../../contracts/index.ts';
import { buildIndex, encodeIndex } from '../../search/index.ts';
import {
  documentsOf,
  exampleRows,
  type Snapshot,
  type SnapshotRows,
  snapshotFrom,
} from '../snapshot/index.ts';

/** A small world told twice: as the rows of a snapshot, and as rows of the catalogue that came after another. */
const WORLD = exampleRows(3, 40);
export const DAY_MS = 86_400_000;
export const AT = WORLD.day * DAY_MS + 5 * 3_600_000;
const WORDS = ['kettle', 'zorblax', 'red', 'lamp', '茶壶', '台灯', 'Item', '商品', '0_1', 'quince'];

/** The world with a variant for every item, so that later facts can name it. */
export const base: SnapshotRows = {
  ...WORLD,
  variants: WORLD.items.map(({ id }) => ({ id: `v_${id}`, item: id, unit: 'piece', unit_quantity: 1 })),
  offers: WORLD.offers.map((row) => ({
    ...row,
    variant: `v_${row.item}`,
    valid_from: (row.since ?? 0) * DAY_MS,
  })),
};
export const snapshotOf = (rows: SnapshotRows): Snapshot =>
  snapshotFrom({ ...rows, search: encodeIndex(buildIndex(documentsOf(rows))) });
export const before = snapshotOf(base);

export const title = fc
  .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 })
  .map((words) => words.join(' '));
const itemIds = [...base.items.slice(0, 8).map(({ id }) => id), 'itm_9_new', 'itm_9_other'];
const offerIds = [...base.offers.slice(0, 16).map(({ id }) => id), 'ofr_9_new', 'ofr_9_other'];
const shopIds = [...base.shops.map(({ id }) => id), 'shp_9_new'];
const began = fc.integer({ min: -400, max: 1 }).map((days) => AT + days * DAY_MS);
const told = { revision: fc.nat(2), valid_from: began };
const nameOf = { source_id: fc.constant('s'), en: title, zh: title };
const row = fc.oneof(
  fc.record({
    kind: fc.constant('item' as const),
    id: fc.constantFrom(...itemIds),
    ...nameOf,
    ...told,
    category: fc.constantFrom(...base.categories.filter(({ parent }) => parent).map(({ id }) => id)),
    brand: fc.constantFrom('', ...base.brands.map(({ id }) => id)),
    attributes: fc.constantFrom({}, { colour: 'Green' }, { colour: 'Red', size: 'XL' }),
  }),
  fc.record({
    kind: fc.constant('variant' as const),
    id: fc.constantFrom(...itemIds.map((id) => `v_${id}`)),
    source_id: fc.constant('s'),
    en: fc.constantFrom('', 'a pack'),
    zh: fc.constantFrom('', '一包'),
    revision: fc.nat(2),
    valid_from: fc.constant(0),
    item: fc.constantFrom(...itemIds),
    unit: fc.constantFrom('piece', 'ml'),
    unit_quantity: fc.constantFrom(1, 500),
  }),
  fc.record({
    kind: fc.constant('offer' as const),
    id: fc.constantFrom(...offerIds),
    source_id: fc.constant('s'),
    en: fc.constant(''),
    zh: fc.constant(''),
    ...told,
    shop: fc.constantFrom(...shopIds),
    variant: fc.constantFrom(...itemIds.map((id) => `v_${id}`)),
    price_minor: fc.integer({ min: 1, max: 9_000 }),
    list_price_minor: fc.integer({ min: 1, max: 9_000 }),
    status: fc.constantFrom('active', 'active', 'paused', 'withdrawn'),
  }),
  fc.record({
    kind: fc.constant('shop' as const),
    id: fc.constantFrom(...shopIds),
    ...nameOf,
    ...told,
    merchant: fc.constantFrom('mer_1', 'mer_2', 'mer_9_new'),
  }),
  fc.record({
    kind: fc.constant('merchant' as const),
    id: fc.constantFrom('mer_1', 'mer_9_new'),
    ...nameOf,
    ...told,
    tier: fc.constantFrom('brand', 'small'),
    industry: fc.constant('home'),
  }),
  fc.record({
    kind: fc.constant('brand' as const),
    id: fc.constantFrom('brd_1', 'brd_2'),
    ...nameOf,
    revision: fc.nat(2),
    valid_from: fc.constant(0),
  }),
);
export const history = fc
  .array(row, { minLength: 1, maxLength: 20 })
  .map((rows) => rows.map((one, n): CatalogueRow => ({ ...one, seq: 1_000 + n }) as CatalogueRow));
