import type { CandidateSource } from '../../contracts/index.ts';
import type { Offers } from '../snapshot/types.ts';
import { type Asked, numberOf, type Source } from './source.ts';

/** Offers of a list that are looked through. */
const LOOK = 5_000;

/** Sources that are a list of the snapshot, from its front: what sells, what rises, what is new. They need no person and no page. */
function listed(source: CandidateSource, of: (offers: Offers) => Uint32Array): Source {
  const number = numberOf(source);
  return (asked, most) => {
    const { past } = asked;
    const list = of(past.snapshot.offers);
    const end = Math.min(list.length, LOOK);
    const belongs = belongsTo(asked);
    let left = most;
    for (let i = 0; i < end && left > 0; i++)
      if (belongs(list[i]!) && past.pool.add(list[i]!, number, -1, 1 / (1 + i))) left--;
  };
}

/** Whether an offer belongs on the page: the page of a category or a shop shows nothing from outside it. */
function belongsTo({ past, request, category: c, shop: s }: Asked): (offer: number) => boolean {
  const { offers, categories } = past.snapshot;
  if (request.scenario === 'shop_page' && s >= 0) return (offer) => offers.shop[offer] === s;
  if (request.scenario !== 'category_page' || c < 0) return () => true;
  return (offer) => {
    let at = offers.category[offer]!;
    for (let up = 0; at >= 0 && at !== c && up < 32; up++) at = categories.parent[at]!;
    return at === c;
  };
}

export const popular = listed('popular', (o) => o.popular);
export const trending = listed('trending', (o) => o.trending);
export const newItem = listed('new_item', (o) => o.newest);
export const newMerchant = listed('new_merchant', (o) => o.newMerchants);

/** Offers of the category of the page, or of the item it is about, the likeliest bought first. */
export const category: Source = ({ past, category: c }, most) => {
  if (c < 0) return;
  const { start, values } = past.snapshot.categories.offers;
  let left = most;
  for (let i = start[c]!; i < start[c + 1]! && left > 0; i++)
    if (past.pool.add(values[i]!, numberOf('category'), c, 1)) left--;
};

/** Offers of the shop of the page. */
export const shop: Source = ({ past, shop: s }, most) => {
  if (s < 0) return;
  const { start, values } = past.snapshot.shops.offers;
  let left = most;
  for (let i = start[s]!; i < start[s + 1]! && left > 0; i++)
    if (past.pool.add(values[i]!, numberOf('shop'), s, 1)) left--;
};
