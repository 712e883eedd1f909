import { z } from 'zod';
import { Currency, MinorAmount, SourceId, SourceName } from './common.ts';
import { SlateSlot } from './serve.ts';

/** Search: what is asked, and what a page of results says. */

const count = z.number().int().min(0);
const Both = z.object({ en: z.string(), zh: z.string() });

/** What narrows a search. An id is ours, or the source's. */
export const SearchFilters = z.object({
  /** A category and those below it. */
  category: SourceId.nullable().default(null),
  brands: z.array(SourceId).max(100).default([]),
  merchant: SourceId.nullable().default(null),
  shop: SourceId.nullable().default(null),
  price_from_minor: MinorAmount.nullable().default(null),
  price_to_minor: MinorAmount.nullable().default(null),
  /** Attribute → values, any of which will do. */
  attributes: z.record(z.string().max(64), z.array(z.string().max(256)).min(1).max(50)).default({}),
});
export type SearchFilters = z.infer<typeof SearchFilters>;

export const SEARCH_SORTS = ['best', 'price_up', 'price_down', 'newest', 'bought'] as const;

export const SearchBody = z.object({
  source: SourceName.default('storefront'),
  account: SourceId.nullable().default(null),
  anonymous_id: z.string().max(128).default(''),
  session: z.string().max(64).default(''),
  personalised: z.boolean().default(true),
  region: z.string().max(64).default(''),
  locale: z.enum(['en', 'zh-CN']).default('en'),
  /** Longer queries are cut to what is read (128 characters). Empty: everything that the filters let through. */
  query: z.string().max(4096).default(''),
  filters: SearchFilters.prefault({}),
  sort: z.enum(SEARCH_SORTS).default('best'),
  /** Results of a page, and how many are skipped: at most the first 500 can be paged through. */
  k: z.number().int().min(1).max(100).default(24),
  skip: z.number().int().min(0).max(480).default(0),
  facets: z.boolean().default(true),
});
export type SearchBody = z.input<typeof SearchBody>;
export type Search = z.output<typeof SearchBody>;

/** One item, by its best offer for this visitor. */
export const SearchResult = SlateSlot.extend({
  /** Offers of the item that can be had, and the least price among them. */
  offer_count: count,
  from_price_minor: z.number(),
  /** Relevance to the words, a term of the score: 0 where nothing was asked. */
  relevance: z.number(),
}).meta({ id: 'SearchResult' });
export type SearchResult = z.infer<typeof SearchResult>;

/** What choosing a value would give, with all other filters kept. */
export const SearchFacet = z.object({
  /** `category`, `brand`, `price`, or an attribute's key. */
  name: z.string(),
  values: z.array(z.object({ value: z.string(), label: Both, count, chosen: z.boolean() })),
});
export type SearchFacet = z.infer<typeof SearchFacet>;

export const SearchAnswer = z
  .object({
    decision_id: z.string(),
    personalised: z.boolean(),
    currency: Currency,
    /** How the query was read. */
    query: z.object({
      text: z.string(),
      /** The spelling that was searched for, where it differs. */
      corrected: z.string().nullable(),
      /** Words left out so that anything is found, and words that nothing is like. */
      dropped: z.array(z.string()),
      unknown: z.array(z.string()),
    }),
    /** Items that match, whatever the page. */
    total: count,
    results: z.array(SearchResult),
    /** An offer of an open canal inside the results: beside them, never instead of one. */
    canal: SlateSlot.nullable(),
    /** Why something is shown although nothing matches: `popular`, of the category asked for or of all. */
    recovery: z.enum(['dropped', 'popular']).nullable(),
    facets: z.array(SearchFacet),
    snapshot_hash: z.string(),
    policy_version: z.number().int(),
  })
  .meta({ id: 'SearchAnswer' });
export type SearchAnswer = z.infer<typeof SearchAnswer>;

export const SuggestionsQuery = z.object({
  q: z.string().max(512),
  locale: z.enum(['en', 'zh-CN']).default('en'),
  limit: z.coerce.number().int().min(1).max(20).default(8),
});

export const SuggestionsAnswer = z
  .object({
    data: z.array(
      z.object({
        kind: z.enum(['query', 'category', 'brand', 'item']),
        text: z.string(),
        /** Of the category, brand or item; '' for a query. */
        id: z.string(),
      }),
    ),
  })
  .meta({ id: 'SuggestionsAnswer' });
export type SuggestionsAnswer = z.infer<typeof SuggestionsAnswer>;

/** What a page of an item shows: its offers, the best value first. */
export const ItemView = z
  .object({
    item_id: z.string(),
    item_source_id: z.string(),
    title: Both,
    brand: z.object({ brand_id: z.string(), name: Both }).nullable(),
    /** From the top category down. */
    path: z.array(z.object({ category_id: z.string(), name: Both })),
    attributes: z.record(z.string(), z.string()),
    currency: Currency,
    offers: z.array(
      z.object({
        offer_id: z.string(),
        offer_source_id: z.string(),
        price_minor: z.number(),
        list_price_minor: z.number(),
        available: z.boolean(),
        shop_id: z.string(),
        shop_source_id: z.string(),
        shop: Both,
        merchant_id: z.string(),
        merchant: Both,
        tier: z.enum(['brand', 'standard', 'small']),
      }),
    ),
  })
  .meta({ id: 'ItemView' });
export type ItemView = z.infer<typeof ItemView>;

export const ShopView = z
  .object({
    shop_id: z.string(),
    shop_source_id: z.string(),
    name: Both,
    merchant_id: z.string(),
    merchant: Both,
    tier: z.enum(['brand', 'standard', 'small']),
    item_count: count,
  })
  .meta({ id: 'ShopView' });
export type ShopView = z.infer<typeof ShopView>;

/** The category tree as serving knows it: for menus. */
export const ShopTree = z
  .object({
    data: z.array(
      z.object({
        category_id: z.string(),
        parent_id: z.string().nullable(),
        name: Both,
        is_leaf: z.boolean(),
        item_count: count,
      }),
    ),
  })
  .meta({ id: 'ShopTree' });
export type ShopTree = z.infer<typeof ShopTree>;

/** What serving holds about an account, in words: each label can be deleted. */
export const AccountLabels = z
  .object({
    account_id: z.string(),
    personalised: z.boolean(),
    labels: z.array(
      z.object({
        /** `price_position`, `category:<id>`, `canal:<id>`, `member`. */
        label: z.string(),
        text: Both,
        deleted: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'AccountLabels' });
export type AccountLabels = z.infer<typeof AccountLabels>;
