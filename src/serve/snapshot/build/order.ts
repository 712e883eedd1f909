import { groupLists, type IndexedCatalogue, pathOf } from './catalogue.ts';

/** Offers kept in the lists of what is new and what rises. */
export const NEWEST = 1_000;
/** A merchant is new for as many days after its first offer. */
export const NEW_MERCHANT_DAYS = 90;

/** Offers in the orders that candidates are taken in. Inactive ones stand only in the lists of their item and shop, last. */
export function offerOrders(
  catalogue: IndexedCatalogue,
  counts: { readonly bought: Float32Array; readonly clicked: Float32Array; readonly trend: Float32Array },
  day: number,
) {
  const { offers, categories, merchants } = catalogue;
  const all = Uint32Array.from(offers.item, (_, o) => o);
  const by =
    (...keys: ((o: number) => number)[]) =>
    (a: number, b: number) => {
      for (const key of keys) {
        const difference = key(b) - key(a);
        if (difference !== 0) return difference;
      }
      return a - b;
    };
  const likely = [(o: number) => counts.bought[o]!, (o: number) => counts.clicked[o]!] as const;
  const ranked = all.slice().sort(by((o) => offers.active[o]!, ...likely));
  const popular = ranked.filter((o) => offers.active[o]);
  const merchantSince = (o: number) =>
    offers.merchant[o]! < 0 ? -1e9 : merchants.since[offers.merchant[o]!]!;
  return {
    popular,
    trending: popular
      .filter((o) => counts.trend[o]! > 0)
      .sort(by((o) => counts.trend[o]!))
      .slice(0, NEWEST),
    newest: popular
      .filter((o) => offers.since[o]! < day)
      .sort(by((o) => offers.since[o]!, ...likely))
      .slice(0, NEWEST),
    newMerchants: popular
      .filter((o) => merchantSince(o) >= day - NEW_MERCHANT_DAYS)
      .sort(by(merchantSince, ...likely))
      .slice(0, NEWEST),
    ofCategory: groupLists(
      popular,
      (o) => (offers.category[o]! < 0 ? [] : pathOf(categories.parent, offers.category[o]!)),
      categories.parent.length,
    ),
    ofShop: groupLists(
      ranked,
      (o) => (offers.shop[o]! < 0 ? [] : [offers.shop[o]!]),
      catalogue.shops.merchant.length,
    ),
    ofItem: groupLists(
      ranked,
      (o) => (offers.item[o]! < 0 ? [] : [offers.item[o]!]),
      catalogue.items.category.length,
    ),
  };
}
