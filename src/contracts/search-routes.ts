import { z } from 'zod';
import { SourceName } from './common.ts';
import type { RouteSpec } from './route-spec.ts';
import * as search from './search.ts';

const SERVE = { roles: ['operator'], scope: 'serve' } as const;
const route = <const R extends RouteSpec>(spec: R): R => spec;
const OfSource = z.object({ source: SourceName.default('storefront') });

export const SEARCH_ROUTES = {
  search: route({
    method: 'POST',
    path: '/v1/search',
    tag: 'serve',
    summary: 'Items for words and filters, ranked in the open, with facets',
    access: SERVE,
    body: search.SearchBody,
    response: search.SearchAnswer,
    serving: true,
  }),
  suggestions: route({
    method: 'GET',
    path: '/v1/suggestions',
    tag: 'serve',
    summary: 'What a person may be about to type',
    access: SERVE,
    query: search.SuggestionsQuery.extend(OfSource.shape),
    response: search.SuggestionsAnswer,
  }),
  itemView: route({
    method: 'GET',
    path: '/v1/items/:item_id',
    tag: 'serve',
    summary: 'An item and its offers, as serving knows them now',
    access: SERVE,
    params: z.object({ item_id: z.string().min(1).max(256) }),
    query: OfSource,
    response: search.ItemView,
  }),
  shopView: route({
    method: 'GET',
    path: '/v1/shops/:shop_id',
    tag: 'serve',
    summary: 'The head of a shop’s page',
    access: SERVE,
    params: z.object({ shop_id: z.string().min(1).max(256) }),
    query: OfSource,
    response: search.ShopView,
  }),
  shopTree: route({
    method: 'GET',
    path: '/v1/shop-tree',
    tag: 'serve',
    summary: 'The category tree with items on sale, for menus',
    access: SERVE,
    response: search.ShopTree,
  }),
  accountLabels: route({
    method: 'GET',
    path: '/v1/accounts/:account/labels',
    tag: 'serve',
    summary: 'What serving holds about an account, for its privacy page',
    access: SERVE,
    params: z.object({ account: z.string().min(1).max(256) }),
    query: OfSource,
    response: search.AccountLabels,
  }),
} as const satisfies Record<string, RouteSpec>;
