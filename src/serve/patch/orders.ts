import { NEW_MERCHANT_DAYS, NEWEST } from '../snapshot/build/order.ts';
import type { Lists, Neighbours, Offers, Snapshot } from '../snapshot/types.ts';
import { type Compare, edited, merged, regrouped } from './lists.ts';

/** Offers that are not where they were: new, active or not any more, of another item, shop, merchant or category. */
export interface Moved {
  /** Against the patch before. */
  readonly now: readonly number[];
  /** Against the snapshot. */
  readonly ever: ReadonlySet<number>;
}

/** Lists with as many groups as there are now: the new ones are empty. */
export function lengthened(now: Snapshot): Snapshot {
  const { items, shops, neighbours } = now;
  const { co_purchase, co_view, alternative, co_bought } = neighbours;
  const of = (kind: Neighbours) => longer(kind, items.category.length);
  return {
    ...now,
    items: { ...items, offers: longer(items.offers, items.category.length) },
    shops: { ...shops, offers: longer(shops.offers, shops.merchant.length) },
    neighbours: {
      co_purchase: of(co_purchase),
      co_view: of(co_view),
      alternative: of(alternative),
      co_bought: of(co_bought),
    },
  };
}

/**
 * Every list of offers in the order that a snapshot gives it, a few a step. Lists that keep an order among all are changed where something
 * moved; those that hold a part are the snapshot's with all that moved since, so that who left may come back.
 * @param before the patch before, of which `now` still has the lists
 */
export function* reordered(
  base: Snapshot,
  before: Snapshot,
  now: Snapshot,
  moved: Moved,
): Generator<void, Snapshot> {
  const { offers, items, shops, categories, merchants, manifest } = now;
  // What was bought and clicked never changes in a patch.
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
      moved.now,
      (o) => one(before.offers[column][o]),
      (o) => one(offers[column][o]),
      ranked,
    );
  const ofShop = within('shop', shops.offers);
  yield;
  const ofItem = within('item', items.offers);
  yield;
  const ofCategory = regrouped(
    categories.offers,
    categories.parent.length,
    moved.now,
    (o) => path(base, before.offers, o),
    (o) => path(base, offers, o),
    likely,
  );
  yield;
  const popular = edited(
    offers.popular,
    moved.now.filter((o) => before.offers.active[o] === 1),
    moved.now.filter((o) => offers.active[o] === 1),
    likely,
  );
  yield;
  const merchantSince = earliest(
    base.merchants.since,
    merchants.since,
    offers.merchant,
    offers.since,
    moved.ever,
  );
  const itemSince = earliest(base.items.since, items.since, offers.item, offers.since, moved.ever);
  const opened = (o: number) => merchantSince[offers.merchant[o]!] ?? -1e9;
  const open = [...moved.ever].filter((o) => offers.active[o] === 1);
  const isNew = (o: number) => o >= base.offers.item.length;
  const top = (list: Uint32Array, joining: readonly number[], order: Compare) => {
    const kept = list.filter((o) => !moved.ever.has(o));
    return merged(kept, [...joining].sort(order), order).slice(0, NEWEST);
  };
  const trending = top(
    base.offers.trending,
    open.filter((o) => offers.trend[o]! > 0),
    by((o) => offers.trend[o]!),
  );
  yield;
  // What is told of today is new today, although the snapshot's days end before.
  const newest = top(
    base.offers.newest,
    open.filter((o) => isNew(o) || offers.since[o]! < manifest.day),
    by((o) => offers.since[o]!),
  );
  yield;
  const newMerchants = top(
    base.offers.newMerchants,
    open.filter((o) => opened(o) >= manifest.day - NEW_MERCHANT_DAYS),
    by(opened),
  );
  return {
    ...now,
    merchants: { ...merchants, since: merchantSince },
    shops: { ...shops, offers: ofShop },
    items: { ...items, since: itemSince, offers: ofItem },
    categories: { ...categories, offers: ofCategory },
    offers: { ...offers, popular, trending, newest, newMerchants },
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

/** First days by group: the snapshot's, with those of offers that moved since. @param now as long as there are groups */
function earliest(
  base: Int32Array,
  now: Int32Array,
  group: Int32Array,
  day: Int32Array,
  moved: Iterable<number>,
): Int32Array {
  const result = now.slice().fill(NEVER, base.length);
  result.set(base);
  for (const offer of moved) {
    const at = group[offer]!;
    if (at >= 0) result[at] = Math.min(result[at]!, day[offer]!);
  }
  return result;
}
const NEVER = 2_147_483_647;

/** Lists for more groups: the new ones are empty. */
function longer<L extends { readonly start: Uint32Array }>(lists: L, groups: number): L {
  const before = lists.start.length - 1;
  if (groups === before) return lists;
  const start = new Uint32Array(groups + 1).fill(lists.start[before]!, before);
  start.set(lists.start);
  return { ...lists, start };
}
