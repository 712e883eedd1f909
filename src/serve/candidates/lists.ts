import type { CandidateSource } from '../../contracts/index.ts';
import type { Offers } from '../snapshot/types.ts';
import { numberOf, type Source } from './source.ts';

/** Sources that are a list of the snapshot, from its front: what sells, what rises, what is new. They need no person and no page. */
function listed(source: CandidateSource, of: (offers: Offers) => Uint32Array): Source {
  const number = numberOf(source);
  return ({ past }, most) => {
    const list = of(past.snapshot.offers);
    let left = most;
    for (let i = 0; i < list.length && left > 0; i++)
      if (past.pool.add(list[i]!, number, -1, 1 / (1 + i))) left--;
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
