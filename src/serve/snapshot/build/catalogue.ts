import { contentOf } from '../../../search/index.ts';
import { writeAttributes } from '../open.ts';
import type { WrittenLists } from '../schema.ts';
import type { CatalogueRows, Named, OfferRow } from './facts.ts';

const NONE = 2_147_483_647;
const TIERS = { brand: 0, standard: 1, small: 2 } as const;

export const namesOf = (rows: readonly Named[]) => ({
  id: rows.map((row) => row.id),
  sourceId: rows.map((row) => row.source_id ?? ''),
  en: rows.map((row) => row.en || row.zh || row.source_id || ''),
  zh: rows.map((row) => row.zh || row.en || row.source_id || ''),
});

/** Dense indexes of the catalogue and what follows from the rows alone. Pure; cost: O(rows). */
export function indexCatalogue(rows: CatalogueRows) {
  const category = numbers(rows.categories);
  const merchant = numbers(rows.merchants);
  const shop = numbers(rows.shops);
  const brand = numbers(rows.brands);
  const item = numbers(rows.items);

  const parent = Int32Array.from(rows.categories, (c) => at(category, c.parent));
  const isLeaf = new Uint8Array(parent.length).fill(1);
  for (const p of parent) if (p >= 0) isLeaf[p] = 0;
  const top = Int32Array.from(parent, (_, c) => pathOf(parent, c).at(-1)!);

  const itemCategory = Int32Array.from(rows.items, (i) => at(category, i.category));
  const itemBrand = Int32Array.from(rows.items, (i) => at(brand, i.brand));
  const shopMerchant = Int32Array.from(rows.shops, (s) => at(merchant, s.merchant));
  const offerItem = Int32Array.from(rows.offers, (o) => at(item, o.item));
  const offerShop = Int32Array.from(rows.offers, (o) => at(shop, o.shop));
  const offerMerchant = Int32Array.from(offerShop, (s) => (s < 0 ? -1 : shopMerchant[s]!));
  const offerSince = Int32Array.from(rows.offers, (o) => o.since);
  const units = new Map<string, number>();
  const contents = rows.offers.map(contentOfOffer);
  const unit = Int32Array.from(contents, (content) => numberOf(units, content.unit));

  return {
    categories: { parent, top, isLeaf },
    merchants: {
      tier: Uint8Array.from(rows.merchants, (m) => TIERS[m.tier ?? 'standard']),
      industry: rows.merchants.map((m) => m.industry ?? ''),
      since: earliest(offerMerchant, offerSince, rows.merchants.length),
    },
    shops: { merchant: shopMerchant },
    items: {
      category: itemCategory,
      brand: itemBrand,
      since: earliest(offerItem, offerSince, rows.items.length),
      attributes: rows.items.map((i) => writeAttributes(i.attributes ?? {})),
    },
    offers: {
      item: offerItem,
      shop: offerShop,
      merchant: offerMerchant,
      category: Int32Array.from(offerItem, (i) => (i < 0 ? -1 : itemCategory[i]!)),
      brand: Int32Array.from(offerItem, (i) => (i < 0 ? -1 : itemBrand[i]!)),
      price_minor: Float64Array.from(rows.offers, (o) => o.price_minor),
      list_price_minor: Float64Array.from(rows.offers, (o) => o.list_price_minor ?? o.price_minor),
      unitQuantity: Float64Array.from(contents, ({ quantity }) => quantity),
      active: Uint8Array.from(rows.offers, (o) => ((o.active ?? true) ? 1 : 0)),
      since: offerSince,
    },
    unit,
  };
}
export type IndexedCatalogue = ReturnType<typeof indexCatalogue>;

/** What a pack holds: as its variant says; one that says a piece, as its title says (`6 x 330 ml`). */
export function contentOfOffer(offer: Pick<OfferRow, 'unit' | 'unit_quantity' | 'en' | 'zh'>): {
  unit: string;
  quantity: number;
} {
  const { unit = 'piece', unit_quantity = 1 } = offer;
  const quantity = unit_quantity > 0 ? unit_quantity : 1;
  const told = unit !== 'piece' || quantity !== 1;
  return (told ? null : (contentOf(offer.en ?? '') ?? contentOf(offer.zh ?? ''))) ?? { unit, quantity };
}

/** A category and those above it, nearest first. A loop ends where it closes. */
export function pathOf(parent: Int32Array, category: number): number[] {
  const path: number[] = [];
  for (let c = category; c >= 0 && !path.includes(c); c = parent[c]!) path.push(c);
  return path;
}

/** Members of each group, in the order given. */
export function groupLists(
  order: ArrayLike<number>,
  groupOf: (member: number) => Iterable<number>,
  groups: number,
): WrittenLists {
  const start = new Uint32Array(groups + 1);
  for (let k = 0; k < order.length; k++) for (const g of groupOf(order[k]!)) start[g + 1]!++;
  for (let g = 0; g < groups; g++) start[g + 1]! += start[g]!;
  const next = start.slice();
  const values = new Uint32Array(start[groups]!);
  for (let k = 0; k < order.length; k++) for (const g of groupOf(order[k]!)) values[next[g]!++] = order[k]!;
  return { start, values };
}

const numbers = (rows: readonly Named[]) => new Map(rows.map((row, i) => [row.id, i]));
const at = (index: ReadonlyMap<string, number>, id: string | null | undefined) =>
  id ? (index.get(id) ?? -1) : -1;

function numberOf(known: Map<string, number>, key: string): number {
  const number = known.get(key) ?? known.size;
  known.set(key, number);
  return number;
}

function earliest(group: Int32Array, day: Int32Array, groups: number): Int32Array {
  const result = new Int32Array(groups).fill(NONE);
  for (let i = 0; i < group.length; i++)
    if (group[i]! >= 0) result[group[i]!] = Math.min(result[group[i]!]!, day[i]!);
  return result;
}
