import { businessDate } from '../../base/index.ts';
import type { CatalogueRowOf } from '../../contracts/index.ts';
import { positionIn } from '../explain/change.ts';
import { contentOfOffer } from '../snapshot/build/catalogue.ts';
import { UNITS } from '../snapshot/build/facts.ts';
import type { Snapshot } from '../snapshot/types.ts';
import type { OfferColumns } from './columns.ts';
import { listed } from './concerned.ts';
import type { RowsInForce } from './in-force.ts';
import type { TablesOver } from './tables.ts';

const DAY_MS = 86_400_000;
/** Offers of a shop or a leaf that a new one's rates are guessed from. */
const LIKE = 400;

/** What offers are put over: the snapshot, and its tables as they are now. */
export interface OffersOver {
  readonly base: Snapshot;
  readonly rows: RowsInForce;
  readonly tables: TablesOver;
  readonly now: Pick<Snapshot, 'items' | 'shops'>;
  /** When an offer was first told to hold (ms). */
  readonly first: ReadonlyMap<string, number>;
}

/**
 * Writes one offer as it is now: the same whatever it was before. With a price go what follows from it, as in a what-if. A new offer
 * has no history: refunds and cleanliness are the mean of its leaf's and its shop's, its price position is that of its price in the leaf,
 * and its price power is not known until the next snapshot.
 */
export function putOffer(over: OffersOver, columns: OfferColumns, offer: number): void {
  const { base, rows, tables, now } = over;
  const { items, shops } = now;
  const isNew = offer >= base.offers.item.length;
  const row = rows.get('offer', tables.offers.idOf(offer));
  const variant = row ? variantOf(over, row.variant) : heldVariant(over, offer);
  const item = variant ? variant.item : row ? -1 : base.offers.item[offer]!;
  // One that sells what nobody told of is not in a snapshot at all: it stands in no list.
  const shop = row ? (variant ? tables.shops.find(row.shop) : -1) : base.offers.shop[offer]!;
  columns.set('item', offer, item);
  columns.set('shop', offer, shop);
  columns.set('merchant', offer, shop < 0 ? -1 : shops.merchant[shop]!);
  columns.set('category', offer, item < 0 ? -1 : items.category[item]!);
  columns.set('brand', offer, item < 0 ? -1 : items.brand[item]!);
  const en = variant?.en || (item < 0 ? '' : items.en.at(item));
  const zh = variant?.zh || (item < 0 ? '' : items.zh.at(item));
  name(over, offer, row, en, zh);
  const unitQuantity = variant
    ? contentOfOffer({ unit: variant.unit, unit_quantity: variant.quantity, en, zh }).quantity
    : isNew
      ? 0
      : base.offers.unitQuantity[offer]!;
  columns.set('unitQuantity', offer, unitQuantity);
  const active = row ? row.status === 'active' && variant !== null : base.offers.active[offer] === 1;
  columns.set('active', offer, active ? 1 : 0);
  if (isNew) putNew(over, columns, offer, row!, item < 0 ? -1 : items.category[item]!, shop);
  else putPrice(base, columns, offer, row);
}

function name(
  { base, tables }: OffersOver,
  offer: number,
  row: CatalogueRowOf<'offer'> | undefined,
  en: string,
  zh: string,
): void {
  const { id, sourceId, en: titles, zh: titlesZh } = base.offers;
  const source_id = row?.source_id ?? sourceId.at(offer);
  const known = tables.offers.at(offer);
  const asHeld =
    offer < id.length &&
    titles.at(offer) === (en || zh || source_id) &&
    titlesZh.at(offer) === (zh || en || source_id) &&
    sourceId.at(offer) === source_id;
  if (asHeld && !known) return;
  if (known && known.en === en && known.zh === zh && known.source_id === source_id) return;
  tables.offers.put(offer, asHeld ? undefined : { id: tables.offers.idOf(offer), source_id, en, zh });
}

function putPrice(
  base: Snapshot,
  columns: OfferColumns,
  offer: number,
  row: CatalogueRowOf<'offer'> | undefined,
): void {
  const { price_minor, list_price_minor, pricePower, position, category } = base.offers;
  const before = price_minor[offer]!;
  const price = row?.price_minor ?? before;
  columns.set('price_minor', offer, price);
  columns.set('list_price_minor', offer, row ? listPrice(row) : list_price_minor[offer]!);
  columns.set('pricePower', offer, before > 0 ? pricePower[offer]! * (price / before) : pricePower[offer]!);
  const moved = price !== before && !Number.isNaN(position[offer]!) && category[offer]! >= 0;
  columns.set('position', offer, moved ? positionIn(base, category[offer]!, price, offer) : position[offer]!);
}

function putNew(
  { base, first }: OffersOver,
  columns: OfferColumns,
  offer: number,
  row: CatalogueRowOf<'offer'>,
  leaf: number,
  shop: number,
): void {
  const { refundRate, clean } = base.offers;
  columns.set('since', offer, dayOf(base, first.get(row.id)!));
  columns.set('price_minor', offer, row.price_minor);
  columns.set('list_price_minor', offer, listPrice(row));
  columns.set('position', offer, leaf < 0 ? Number.NaN : positionIn(base, leaf, row.price_minor, -1));
  columns.set('pricePower', offer, Number.NaN);
  columns.set('priceGroup', offer, -1);
  columns.set('refundRate', offer, mean(refundRate, listed(base.categories.offers, leaf), 0));
  columns.set('clean', offer, mean(clean, listed(base.shops.offers, shop), 1));
}

const listPrice = (row: { price_minor: number; list_price_minor: number }) =>
  row.list_price_minor > 0 ? row.list_price_minor : row.price_minor;

/** What a variant sells, as it is in force; null: nobody told of it. */
function variantOf({ base: { variants }, rows, tables }: OffersOver, id: string) {
  const row = rows.get('variant', id);
  if (row) {
    const { en, zh, unit, unit_quantity: quantity } = row;
    return { item: tables.items.find(row.item), en, zh, unit, quantity };
  }
  const at = variants.find(id);
  if (at < 0) return null;
  return {
    item: variants.item[at]!,
    en: variants.en.at(at),
    zh: variants.zh.at(at),
    unit: UNITS[variants.unit[at]!] as string,
    quantity: variants.quantity[at]!,
  };
}

/** What an offer sells that nothing was told of. */
function heldVariant(over: OffersOver, offer: number) {
  const { told, variants } = over.base;
  const at = told.offerVariant[offer] ?? -1;
  return at < 0 ? null : variantOf(over, variants.id.at(at));
}

/** The business day of an instant, in days since 1970-01-01. */
function dayOf({ manifest }: Snapshot, ms: number): number {
  return Date.parse(`${businessDate(Math.max(0, ms), manifest.timezone)}T00:00:00Z`) / DAY_MS;
}

function mean(column: Float32Array, members: ArrayLike<number>, otherwise: number): number {
  const n = Math.min(LIKE, members.length);
  let sum = 0;
  for (let i = 0; i < n; i++) sum += column[members[i]!]!;
  return n === 0 ? otherwise : sum / n;
}
