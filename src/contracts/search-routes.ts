import { z } from 'zod';
import { SourceName } from './common.ts';
import { OPERATOR, route } from './route-parts.ts';
import type { RouteSpec } from './route-spec.ts';
import * as search from './search.ts';
import * as desk from './search-desk.ts';

const SERVE = { roles: ['operator'], scope: 'serve' } as const;
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
    serving: true,
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
    serving: true,
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
    serving: true,
  }),
  shopTree: route({
    method: 'GET',
    path: '/v1/shop-tree',
    tag: 'serve',
    summary: 'The category tree with items on sale, for menus',
    access: SERVE,
    response: search.ShopTree,
    serving: true,
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
  explainSearch: route({
    method: 'POST',
    path: '/v1/search/explanation',
    tag: 'decisions',
    summary:
      'A page of results, explained word by word, with what-ifs and any offer’s absence; nobody is shown it',
    access: OPERATOR,
    body: desk.SearchExplanationBody,
    response: desk.SearchExplanation,
  }),
  explainOwnSearch: route({
    method: 'POST',
    path: '/v1/search/own-offers',
    tag: 'decisions',
    summary:
      'Where the merchant’s own offers stand for a query, and the smallest change that would help one of them',
    access: { roles: ['operator', 'merchant'], scope: 'metrics:read' },
    body: desk.OwnSearchBody,
    response: desk.OwnSearch,
  }),
  searchQuality: route({
    method: 'GET',
    path: '/v1/search/quality',
    tag: 'decisions',
    summary: 'Judged queries, runs, queries in vain, clicks by place',
    access: OPERATOR,
    query: desk.SearchQualityQuery,
    response: desk.SearchQuality,
  }),
  judgeSearch: route({
    method: 'POST',
    path: '/v1/search/judgements',
    tag: 'decisions',
    summary: 'Say how well items answer queries; kept, the latest one holds',
    access: OPERATOR,
    body: desk.JudgeBody,
    response: desk.JudgeReceipt,
  }),
  measureSearch: route({
    method: 'POST',
    path: '/v1/search/quality/runs',
    tag: 'decisions',
    summary: 'Ask all judged queries now and keep their nDCG beside policy and snapshot',
    access: OPERATOR,
    response: desk.SearchRun,
  }),
} as const satisfies Record<string, RouteSpec>;
