import type { CandidateSource } from '../../contracts/index.ts';
import { placed } from '../placements/candidates.ts';
import { canal } from './canal.ts';
import { category, newItem, newMerchant, popular, shop, trending } from './lists.ts';
import { alternative, coPurchase, coView } from './neighbours.ts';
import { nextCategory } from './next-category.ts';
import { repeat } from './repeat.ts';
import { ruled } from './ruled.ts';
import { search } from './search.ts';
import type { Asked, Source } from './source.ts';

const SOURCES: Readonly<Record<CandidateSource, Source>> = {
  canal,
  next_category: nextCategory,
  co_purchase: coPurchase,
  co_view: coView,
  alternative,
  repeat,
  trending,
  new_item: newItem,
  new_merchant: newMerchant,
  popular,
  category,
  shop,
  search,
  rule: ruled,
  sponsored: placed,
};

/** Fills the pool from the scenario's sources in their order, without those withheld. A canal stands beside results of a search, never among them. */
export function gather(asked: Asked, withCanals: boolean): void {
  const { past, plan } = asked;
  past.pool.clear();
  for (const { source, most } of plan.config.sources) {
    if (
      source === 'rule' ||
      source === 'sponsored' ||
      plan.withheld.has(source) ||
      (source === 'canal' && (!withCanals || asked.request.scope))
    )
      continue;
    SOURCES[source](asked, most);
  }
  ruled(asked);
  placed(asked);
}
