import type { SEARCH_ROUTES } from '../../contracts/index.ts';
import {
  explainOwnSearch,
  explainSearch,
  itemView,
  judgeSearch,
  measureSearch,
  searchQuality,
  shopTree,
  shopView,
} from '../../engine/index.ts';
import type { Handlers } from '../call.ts';
import { ownMerchant } from './own-merchant.ts';

/** What a storefront asks of the snapshot and the live values. */
export const searchHandlers: Handlers<keyof typeof SEARCH_ROUTES> = {
  search: ({ engine, body }) => engine.serving.search(body),
  suggestions: async ({ engine, query }) => engine.serving.suggestions.answer(query.q, query.limit),
  itemView: async ({ engine, params, query }) =>
    itemView(engine.serving.past().snapshot, query.source, params.item_id, (id) =>
      engine.serving.counters.isUnavailable(id),
    ),
  shopView: async ({ engine, params, query }) =>
    shopView(engine.serving.past().snapshot, query.source, params.shop_id),
  shopTree: async ({ engine }) => shopTree(engine.serving.past().snapshot),
  accountLabels: async ({ engine, params, query }) => engine.serving.labels(query.source, params.account),
  explainSearch: ({ engine, body }) => explainSearch(engine.serving, body),
  explainOwnSearch: async ({ engine, principal, body }) =>
    explainOwnSearch(engine.serving, body, ownMerchant(principal, body.merchant_id)),
  searchQuality: ({ engine, query }) => searchQuality(engine, query.days, Date.now()),
  async judgeSearch({ engine, principal, body }) {
    const receipt = await judgeSearch(engine, body, principal.id);
    await engine.audit.record(principal.id, 'search.judge', body.source, null, receipt);
    return receipt;
  },
  measureSearch: ({ engine, principal }) => measureSearch(engine, principal.id),
};
