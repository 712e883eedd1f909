import { NEW_MERCHANT_DAYS, NEWEST } from '../snapshot/build/order.ts';
import type { Lists, Neighbours, Offers, Snapshot } from '../snapshot/types.ts';
import { type Compare, regrouped, relisted } from './lists.ts';
import type { PatchedOffers } from './offers.ts';
import type { PatchedTables } from './tables.ts';

/** The snapshot with its tables, and every list of offers in the order that a snapshot gives it. Lists that nothing moved in are shared. */
export function withLists(base: Snapshot, tables: PatchedTables, patched: PatchedOffers): Snapshot {
  const { offers, moved } = patched;
  const { merchants, brands } = tables;
  const neighbours = neighboursOf(base, tables.items.category.length);
  const items = { ...tables.items, offers: longer(tables.items.offers, tables.items.category.length) };
  const shops = { ...tables.shops, offers: longer(tables.shops.offers, tables.shops.merchant.length) };
  const grown = { ...base, merchants, brands, shops, items, offers, neighbours };
  return moved.size === 0 ? grown : reordered(base, grown, moved);
}

function reordered(base: Snapshot, now: Snapshot, moved: ReadonlySet<number>): Snapshot {
  const { offers, items, shops, categories, merchants, manifest } = now;
  const likely: Compare = (a, b) =>
    offers.bought[b]! - offers.bought[a]! || offers.clicked[b]! - offers.clicked[a]! || a - b;
  const by =
    (key: (offer: number) => number): Compare =>
    (a, b) =>
      key(b) - key(a) || likely(a, b);
  const ranked = by((o) => offers.active[o]!);
  const within = (column: 'item' | 'shop', lists: Lists) =>
    regrouped(
      lists,
      lists.start.length - 1,
      moved,
      (o) => one(base.offers[column][o]),
      (o) => one(offers[column][o]),
      ranked,
    );
  const merchantSince = earliest(merchants.since, offers.merchant, offers.since, moved);
  const opened = (o: number) => merchantSince[offers.merchant[o]!] ?? -1e9;
  const open = [...moved].filter((o) => offers.active[o] === 1);
  const isNew = (o: number) => o >= base.offers.item.length;
  const newest = (list: Uint32Array, joining: readonly number[], order: Compare) =>
    relisted(list, moved, joining, order).slice(0, NEWEST);
  return {
    ...now,
    merchants: { ...merchants, since: merchantSince },
    shops: { ...shops, offers: within('shop', shops.offers) },
    items: {
      ...items,
      since: earliest(items.since, offers.item, offers.since, moved),
      offers: within('item', items.offers),
    },
    categories: {
      ...categories,
      offers: regrouped(
        categories.offers,
        categories.parent.length,
        moved,
        (o) => path(base, base.offers, o),
        (o) => path(base, offers, o),
        likely,
      ),
    },
    offers: {
      ...offers,
      popular: relisted(offers.popular, moved, open, likely),
      trending: newest(
        offers.trending,
        open.filter((o) => offers.trend[o]! > 0),
        by((o) => offers.trend[o]!),
      ),
      // What is told of today is new today, although the snapshot's days end before.
      newest: newest(
        offers.newest,
        open.filter((o) => isNew(o) || offers.since[o]! < manifest.day),
        by((o) => offers.since[o]!),
      ),
      newMerchants: newest(
        offers.newMerchants,
        open.filter((o) => opened(o) >= manifest.day - NEW_MERCHANT_DAYS),
        by(opened),
      ),
    },
  };
}

const one = (group: number | undefined) => (group === undefined || group < 0 ? [] : [group]);

/** The category of an active offer and those above it: whose lists it stands in. */
function path({ categories }: Snapshot, offers: Offers, offer: number): number[] {
  const up: number[] = [];
  if (offers.active[offer] !== 1) return up;
  for (let c = offers.category[offer]!; c >= 0 && !up.includes(c); c = categories.parent[c]!) up.push(c);
  return up;
}

/** First days by group, with those of offers that moved. */
function earliest(
  since: Int32Array,
  group: Int32Array,
  day: Int32Array,
  moved: Iterable<number>,
): Int32Array {
  const result = since.slice();
  for (const offer of moved) {
    const at = group[offer]!;
    if (at >= 0) result[at] = Math.min(result[at]!, day[offer]!);
  }
  return result;
}

/** Lists for more groups: the new ones are empty. */
function longer<L extends { readonly start: Uint32Array }>(lists: L, groups: number): L {
  const before = lists.start.length - 1;
  if (groups === before) return lists;
  const start = new Uint32Array(groups + 1).fill(lists.start[before]!, before);
  start.set(lists.start);
  return { ...lists, start };
}

function neighboursOf({ neighbours }: Snapshot, items: number): Snapshot['neighbours'] {
  const { co_purchase, co_view, alternative, co_bought } = neighbours;
  const of = (kind: Neighbours) => longer(kind, items);
  return {
    co_purchase: of(co_purchase),
    co_view: of(co_view),
    alternative: of(alternative),
    co_bought: of(co_bought),
  };
}
