import { keepPreviousData, QueryClient, queryOptions } from '@tanstack/react-query';
import { currentLanguage } from '../i18n/index.ts';
import { ApiError, api, shopCall } from './client.ts';
import type { AccountLabels, Me, Order } from './types.ts';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      // Offline a question fails, in words, rather than waits; it is asked again when there is a way.
      networkMode: 'always',
      refetchOnReconnect: true,
      // The SDK has tried again already.
      retry: (failures, error) => failures < 1 && !(error instanceof ApiError),
    },
  },
});

export interface SlateAsk {
  scenario: string;
  k?: number;
  context?: { item?: string; category?: string; shop?: string; cart?: string[]; order?: string[] };
}

export interface SearchAsk {
  query: string;
  category?: string | undefined;
  brands?: string[] | undefined;
  attributes?: Record<string, string[]> | undefined;
  price_from_minor?: number | undefined;
  price_to_minor?: number | undefined;
  sort?: 'best' | 'price_up' | 'price_down' | 'newest' | 'bought' | undefined;
  page?: number | undefined;
}

export const PAGE = 24;
/** The farthest page that search lets one go to. */
export const LAST_PAGE = 20;

export const queries = {
  me: () => queryOptions({ queryKey: ['me'], queryFn: () => shopCall<Me>('/me'), staleTime: 300_000 }),
  tree: () =>
    queryOptions({
      queryKey: ['tree'],
      queryFn: ({ signal }) => api.get('/v1/shop-tree', { signal }),
      staleTime: 600_000,
    }),
  /** Several surfaces in one call. `who` keeps answers of one visitor from another. */
  slates: (who: string, scenarios: SlateAsk[]) =>
    queryOptions({
      queryKey: ['slates', who, scenarios],
      queryFn: ({ signal }) =>
        api.post('/v1/slates', { body: { locale: currentLanguage(), scenarios }, signal }),
    }),
  search: (who: string, ask: SearchAsk) =>
    queryOptions({
      queryKey: ['search', who, ask],
      queryFn: ({ signal }) =>
        api.post('/v1/search', {
          body: {
            locale: currentLanguage(),
            query: ask.query,
            filters: {
              category: ask.category ?? null,
              brands: ask.brands ?? [],
              attributes: ask.attributes ?? {},
              price_from_minor: ask.price_from_minor ?? null,
              price_to_minor: ask.price_to_minor ?? null,
            },
            sort: ask.sort ?? 'best',
            k: PAGE,
            skip: ((ask.page ?? 1) - 1) * PAGE,
          },
          signal,
        }),
      placeholderData: keepPreviousData,
    }),
  suggestions: (q: string) =>
    queryOptions({
      queryKey: ['suggestions', q],
      queryFn: ({ signal }) =>
        api.get('/v1/suggestions', { query: { q, locale: currentLanguage(), limit: 8 }, signal }),
      enabled: q.trim() !== '',
      placeholderData: keepPreviousData,
    }),
  item: (item_id: string) =>
    queryOptions({
      queryKey: ['item', item_id],
      queryFn: ({ signal }) => api.get('/v1/items/{item_id}', { path: { item_id }, query: {}, signal }),
    }),
  shop: (shop_id: string) =>
    queryOptions({
      queryKey: ['shop', shop_id],
      queryFn: ({ signal }) => api.get('/v1/shops/{shop_id}', { path: { shop_id }, query: {}, signal }),
    }),
  orders: () =>
    queryOptions({
      queryKey: ['orders'],
      queryFn: () => shopCall<{ data: Order[] }>('/orders'),
      staleTime: 0,
    }),
  privacy: () =>
    queryOptions({ queryKey: ['privacy'], queryFn: () => shopCall<AccountLabels>('/privacy'), staleTime: 0 }),
};
