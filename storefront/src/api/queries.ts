import { keepPreviousData, QueryClient, queryOptions } from '@tanstack/react-query';
import { ApiError, type Caller } from './client.ts';
import type { AccountLabels, Me, Order } from './types.ts';

declare module '@tanstack/react-query' {
  interface Register {
    queryMeta: { caller: Caller };
  }
}

/** What is asked and known of one visitor, by this caller: one in a browser, one a page on the server. */
export const createQueryClient = (caller: Caller, onServer = false) =>
  new QueryClient({
    defaultOptions: {
      queries: {
        meta: { caller },
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        // Offline a question fails, in words, rather than waits; it is asked again when there is a way.
        networkMode: 'always',
        refetchOnReconnect: true,
        // A shop that is being prepared is asked until it is there. Otherwise the SDK has tried again already.
        retry: (failures, error) =>
          !onServer && (isPreparing(error) || (failures < 1 && !(error instanceof ApiError))),
        retryDelay: 1_000,
      },
    },
  });

/** Nothing is served yet: the marketplace has just been started. */
export const isPreparing = (error: unknown): boolean =>
  error instanceof ApiError && error.code === 'snapshot_absent';

/** What a question asks through. */
const by = ({ meta }: { meta: { caller: Caller } | undefined }): Caller => {
  if (!meta) throw new Error('A question without a caller');
  return meta.caller;
};

/** An answer that says there is none: nothing at the address (404), or nobody signed in (401). */
async function orNull<T>(answer: Promise<T>, none: 401 | 404): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiError && error.status === none) return null;
    throw error;
  }
}

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
  me: () =>
    queryOptions({ queryKey: ['me'], queryFn: (asked) => by(asked).shop<Me>('/me'), staleTime: 300_000 }),
  tree: () =>
    queryOptions({
      queryKey: ['tree'],
      queryFn: (asked) => by(asked).api.get('/v1/shop-tree', { signal: asked.signal }),
      staleTime: 600_000,
    }),
  /** Several surfaces in one call. `who` keeps answers of one visitor from another. */
  slates: (who: string, scenarios: SlateAsk[]) =>
    queryOptions({
      queryKey: ['slates', who, scenarios],
      queryFn: (asked) =>
        by(asked).api.post('/v1/slates', {
          body: { locale: by(asked).language(), scenarios },
          signal: asked.signal,
        }),
    }),
  search: (who: string, ask: SearchAsk) =>
    queryOptions({
      queryKey: ['search', who, ask],
      queryFn: (asked) =>
        orNull(
          by(asked).api.post('/v1/search', {
            body: {
              locale: by(asked).language(),
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
            signal: asked.signal,
          }),
          404,
        ),
      placeholderData: keepPreviousData,
    }),
  suggestions: (q: string) =>
    queryOptions({
      queryKey: ['suggestions', q],
      queryFn: (asked) =>
        by(asked).api.get('/v1/suggestions', {
          query: { q, locale: by(asked).language(), limit: 8 },
          signal: asked.signal,
        }),
      enabled: q.trim() !== '',
      placeholderData: keepPreviousData,
    }),
  /** Null: there is no such item any more. */
  item: (item_id: string) =>
    queryOptions({
      queryKey: ['item', item_id],
      queryFn: (asked) =>
        orNull(
          by(asked).api.get('/v1/items/{item_id}', { path: { item_id }, query: {}, signal: asked.signal }),
          404,
        ),
    }),
  shop: (shop_id: string) =>
    queryOptions({
      queryKey: ['shop', shop_id],
      queryFn: (asked) =>
        orNull(
          by(asked).api.get('/v1/shops/{shop_id}', { path: { shop_id }, query: {}, signal: asked.signal }),
          404,
        ),
    }),
  /** Null: nobody is signed in. Asked by the browser alone, which knows the zone of the reader's clock. */
  orders: () =>
    queryOptions({
      queryKey: ['orders'],
      enabled: typeof document !== 'undefined',
      queryFn: (asked) => orNull(by(asked).shop<{ data: Order[] }>('/orders'), 401),
      staleTime: 0,
    }),
  /** Null: nobody is signed in. */
  privacy: () =>
    queryOptions({
      queryKey: ['privacy'],
      queryFn: (asked) => orNull(by(asked).shop<AccountLabels>('/privacy'), 401),
      staleTime: 0,
    }),
};
