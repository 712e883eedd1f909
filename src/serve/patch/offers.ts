import { businessDate } from '../../base/index.ts';
import type { CatalogueRow } from '../../contracts/index.ts';
import { positionIn, withChanges } from '../explain/change.ts';
import { contentOfOffer } from '../snapshot/build/catalogue.ts';
import { UNITS } from '../snapshot/build/facts.ts';
import { ELEMENTS, SCHEMA } from '../snapshot/schema.ts';
import type { Offers, Snapshot } from '../snapshot/types.ts';
import type { RowsInForce } from './in-force.ts';
import { grown, type Naming, namesWith } from './names.ts';
import type { PatchedTables } from './tables.ts';

const DAY_MS = 86_400_000;
/** Offers of a shop or a leaf that a new one's rates are guessed from. */
const LIKE = 400;

/** Offers with the rows in force over the snapshot's. */
export interface PatchedOffers {
  readonly offers: Offers;
  /** Offers that anything was told of, new ones among them; ascending. */
  readonly told: readonly number[];
  /** Those of them that are not where they were: new, active or not any more, of another item, shop or category. */
  readonly moved: ReadonlySet<number>;
}

/**
 * Puts offers over the snapshot's: those told of, and those whose variant, item or shop was. With a price go what follows from it, as in a
 * what-if. A new offer has no history: refunds and cleanliness are the mean of its leaf's and its shop's, its price position is that of
 * its price in the leaf, and its price power is not known until the next snapshot. Cost: O(rows + columns that change).
 */
export function offersWith(
  base: Snapshot,
  rows: RowsInForce,
  all: readonly CatalogueRow[],
  { items, shops }: PatchedTables,
): PatchedOffers {
  const reads = reader(base, rows, items);
  const known = new Set(toldOffers(base, rows));
  const added = [...rows.offer.values()]
    .filter(({ id, variant }) => base.offers.find(id) < 0 && reads.variant(variant) !== null)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const from = base.offers.item.length;
  const priced = [...rows.offer.values()].flatMap((row) => {
    const offer = base.offers.find(row.id);
    return offer < 0 ? [] : [{ offer, price_minor: row.price_minor, list_price_minor: listPrice(row) }];
  });
  const { offers: before } = priced.length > 0 ? withChanges(base, priced) : base;
  const columns = copies(before, from, from + added.length);
  const naming = new Map<number, Naming>();
  const told = [...known].sort((a, b) => a - b);
  const first = firstBegun(all);
  const moved = new Set<number>();

  const put = (offer: number) => {
    const id = offer < from ? base.offers.id.at(offer) : added[offer - from]!.id;
    const row = rows.offer.get(id);
    const variant = reads.ofOffer(offer < from ? offer : -1, row?.variant);
    const item = variant ? variant.item : offer < from && !row ? columns.item[offer]! : -1;
    // One that sells what nobody told of is not in a snapshot at all: it stands in no list.
    const shop = row ? (variant ? shops.find(row.shop) : -1) : columns.shop[offer]!;
    columns.item[offer] = item;
    columns.shop[offer] = shop;
    columns.merchant[offer] = shop < 0 ? -1 : shops.merchant[shop]!;
    columns.category[offer] = item < 0 ? -1 : items.category[item]!;
    columns.brand[offer] = item < 0 ? -1 : items.brand[item]!;
    const en = variant?.en || (item < 0 ? '' : items.en.at(item));
    const zh = variant?.zh || (item < 0 ? '' : items.zh.at(item));
    const source_id = row?.source_id ?? base.offers.sourceId.at(offer);
    naming.set(offer, { id, source_id, en, zh });
    if (variant) {
      const { unit, quantity } = variant;
      columns.unitQuantity[offer] = contentOfOffer({ unit, unit_quantity: quantity, en, zh }).quantity;
    }
    if (row) columns.active[offer] = row.status === 'active' && variant ? 1 : 0;
    // The first day of an offer that the snapshot knows stays, whatever is told of earlier ones.
    if (offer >= from) columns.since[offer] = dayOf(base, first.get(id)!);
    if (offer >= from) born(base, columns, offer, row!.price_minor, listPrice(row!));
    else if (differs(base.offers, columns, offer)) moved.add(offer);
  };
  for (const offer of told) put(offer);
  for (let n = 0; n < added.length; n++) {
    put(from + n);
    told.push(from + n);
    moved.add(from + n);
  }
  const own = added.map((_, n) => naming.get(from + n)!);
  for (let n = 0; n < added.length; n++) naming.delete(from + n);
  return { offers: { ...columns, ...namesWith(before, own, naming) }, told, moved };
}

const listPrice = (row: { price_minor: number; list_price_minor: number }) =>
  row.list_price_minor > 0 ? row.list_price_minor : row.price_minor;

/** What an offer sells, by the variant in force. */
function reader(base: Snapshot, rows: RowsInForce, items: PatchedTables['items']) {
  const { variants } = base;
  const held = (at: number) => ({
    item: variants.item[at]!,
    en: variants.en.at(at),
    zh: variants.zh.at(at),
    unit: UNITS[variants.unit[at]!] as string,
    quantity: variants.quantity[at]!,
  });
  const variant = (id: string) => {
    const row = rows.variant.get(id);
    if (row) {
      const { en, zh, unit, unit_quantity: quantity } = row;
      return { item: items.find(row.item), en, zh, unit, quantity };
    }
    const at = variants.find(id);
    return at < 0 ? null : held(at);
  };
  return {
    variant,
    /** Of an offer of the snapshot (−1: a new one), or the variant that a row names. */
    ofOffer(offer: number, id: string | undefined) {
      if (id !== undefined) return variant(id);
      const at = base.told.offerVariant[offer] ?? -1;
      return at < 0 ? null : variant(variants.id.at(at));
    },
  };
}

/** Offers of the snapshot that are told of, or that what is told concerns. */
function* toldOffers(base: Snapshot, rows: RowsInForce): Generator<number> {
  for (const id of rows.offer.keys()) {
    const offer = base.offers.find(id);
    if (offer >= 0) yield offer;
  }
  for (const id of rows.item.keys()) yield* listed(base.items.offers, base.items.find(id));
  for (const id of rows.shop.keys()) yield* listed(base.shops.offers, base.shops.find(id));
  const numbers = (names: { find(id: string): number }, told: ReadonlyMap<string, unknown>) =>
    new Set([...told.keys()].map((id) => names.find(id)).filter((n) => n >= 0));
  const columns = [
    [base.told.offerVariant, numbers(base.variants, rows.variant)],
    [base.offers.merchant, numbers(base.merchants, rows.merchant)],
    [base.offers.brand, numbers(base.brands, rows.brand)],
  ] as const;
  for (const [column, wanted] of columns)
    if (wanted.size > 0)
      for (let offer = 0; offer < column.length; offer++) if (wanted.has(column[offer]!)) yield offer;
}

function listed({ start, values }: { start: Uint32Array; values: Uint32Array }, at: number): Uint32Array {
  return at < 0 ? new Uint32Array() : values.subarray(start[at]!, start[at + 1]!);
}

/** Every column of offers, long enough; lists and names stay. */
function copies(offers: Offers, from: number, to: number): Offers {
  const columns: Record<string, unknown> = { ...offers };
  for (const [name, kind] of Object.entries(SCHEMA.offers)) {
    const column = columns[name] as Uint8Array;
    if (!(kind in ELEMENTS) || LISTS.has(name)) continue;
    if (to > from || CHANGING.has(name)) columns[name] = grown(column, to);
  }
  return columns as unknown as Offers;
}
const LISTS: ReadonlySet<string> = new Set(['popular', 'trending', 'newest', 'newMerchants']);
const CHANGING: ReadonlySet<string> = new Set([
  'item',
  'shop',
  'merchant',
  'category',
  'brand',
  'unitQuantity',
  'active',
]);

function differs(before: Offers, now: Offers, offer: number): boolean {
  return (['active', 'item', 'shop', 'category'] as const).some(
    (name) => before[name][offer] !== now[name][offer],
  );
}

/** When offers were first told to hold (ms). */
function firstBegun(all: readonly CatalogueRow[]): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  for (const { kind, id, valid_from } of all)
    if (kind === 'offer') first.set(id, Math.min(first.get(id) ?? valid_from, valid_from));
  return first;
}

/** The business day of an instant, in days since 1970-01-01. */
function dayOf({ manifest }: Snapshot, ms: number): number {
  return Date.parse(`${businessDate(Math.max(0, ms), manifest.timezone)}T00:00:00Z`) / DAY_MS;
}

/** What is assumed of an offer without a history. */
function born(base: Snapshot, columns: Offers, offer: number, price: number, list: number): void {
  const { refundRate, clean } = base.offers;
  const leaf = columns.category[offer]!;
  columns.price_minor[offer] = price;
  columns.list_price_minor[offer] = list;
  columns.position[offer] = leaf < 0 ? Number.NaN : positionIn(base, leaf, price, -1);
  columns.pricePower[offer] = Number.NaN;
  columns.priceGroup[offer] = -1;
  columns.refundRate[offer] = mean(refundRate, listed(base.categories.offers, leaf), 0);
  const shop = columns.shop[offer]!;
  columns.clean[offer] = mean(
    clean,
    shop < base.shops.merchant.length ? listed(base.shops.offers, shop) : [],
    1,
  );
}

function mean(column: Float32Array, members: ArrayLike<number>, otherwise: number): number {
  const n = Math.min(LIKE, members.length);
  let sum = 0;
  for (let i = 0; i < n; i++) sum += column[members[i]!]!;
  return n === 0 ? otherwise : sum / n;
}
