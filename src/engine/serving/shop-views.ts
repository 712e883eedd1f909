import { GcError } from '../../base/index.ts';
import type { ItemView, ShopTree, ShopView } from '../../contracts/index.ts';
import { nameOf, type Snapshot } from '../../serve/index.ts';
import { find } from './normalise.ts';

/** Who can say what cannot be had now. */
export type IsGone = (offerId: string) => boolean;

const TIERS = ['brand', 'standard', 'small'] as const;

/** The page of an item. @param ref our id, or the source's @throws not_found */
export function itemView(snapshot: Snapshot, source: string, ref: string, isGone: IsGone): ItemView {
  const { items, offers, brands, categories, shops, merchants, manifest } = snapshot;
  const id = find(snapshot, 'item', source, ref);
  if (id === '') throw new GcError('not_found', `There is no item ${JSON.stringify(ref)} in the snapshot.`);
  const item = items.find(id);
  const path: ItemView['path'] = [];
  for (let c = items.category[item]!; c >= 0; c = categories.parent[c]!)
    path.unshift({ category_id: categories.id.at(c), name: nameOf(categories, c) });
  const brand = items.brand[item]!;
  const own = [...items.offers.values.subarray(items.offers.start[item]!, items.offers.start[item + 1]!)];
  const views = own.map((o) => ({
    offer_id: offers.id.at(o),
    offer_source_id: offers.sourceId.at(o),
    price_minor: offers.price_minor[o]!,
    list_price_minor: offers.list_price_minor[o]!,
    available: offers.active[o] === 1 && !isGone(offers.id.at(o)),
    shop_id: shops.id.at(offers.shop[o]!),
    shop_source_id: shops.sourceId.at(offers.shop[o]!),
    shop: nameOf(shops, offers.shop[o]!),
    merchant_id: merchants.id.at(offers.merchant[o]!),
    merchant: nameOf(merchants, offers.merchant[o]!),
    tier: TIERS[merchants.tier[offers.merchant[o]!] ?? 1]!,
  }));
  return {
    item_id: id,
    item_source_id: items.sourceId.at(item),
    title: nameOf(items, item),
    brand: brand < 0 ? null : { brand_id: brands.id.at(brand), name: nameOf(brands, brand) },
    path,
    attributes: Object.fromEntries(items.attributes(item)),
    currency: manifest.currency,
    offers: views.sort((a, b) => Number(b.available) - Number(a.available) || a.price_minor - b.price_minor),
  };
}

/** The head of a shop's page. @throws not_found */
export function shopView(snapshot: Snapshot, source: string, ref: string): ShopView {
  const { shops, merchants, offers } = snapshot;
  const id = find(snapshot, 'shop', source, ref);
  if (id === '') throw new GcError('not_found', `There is no shop ${JSON.stringify(ref)} in the snapshot.`);
  const shop = shops.find(id);
  const merchant = shops.merchant[shop]!;
  const items = new Set<number>();
  for (let i = shops.offers.start[shop]!; i < shops.offers.start[shop + 1]!; i++) {
    const offer = shops.offers.values[i]!;
    if (offers.active[offer] === 1) items.add(offers.item[offer]!);
  }
  return {
    shop_id: id,
    shop_source_id: shops.sourceId.at(shop),
    name: nameOf(shops, shop),
    merchant_id: merchants.id.at(merchant),
    merchant: nameOf(merchants, merchant),
    tier: TIERS[merchants.tier[merchant] ?? 1]!,
    item_count: items.size,
  };
}

/** The category tree with the items on sale in and below each; for menus. Cost: O(items × depth). */
export function shopTree({ categories, items, offers }: Snapshot): ShopTree {
  const counts = new Uint32Array(categories.parent.length);
  for (let item = 0; item < items.category.length; item++) {
    const own = items.offers.values.subarray(items.offers.start[item]!, items.offers.start[item + 1]!);
    if (!own.some((o) => offers.active[o] === 1)) continue;
    for (let c = items.category[item]!; c >= 0; c = categories.parent[c]!) counts[c]!++;
  }
  return {
    data: Array.from(counts, (item_count, c) => ({
      category_id: categories.id.at(c),
      parent_id: categories.parent[c]! < 0 ? null : categories.id.at(categories.parent[c]!),
      name: nameOf(categories, c),
      is_leaf: categories.isLeaf[c] === 1,
      item_count,
    })),
  };
}
