import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';
import { view } from './read.ts';

/** What is to differ on a page of results. */
export interface Otherwise {
  readonly offer_id: string;
  readonly price_minor?: number;
  readonly title?: { en?: string; zh?: string };
}

/** What the search screens read. */
export const searching = {
  page: (query: string, account: string, offer: string | null, changes: readonly Otherwise[]) =>
    queryOptions({
      queryKey: ['search-page', query, account, offer, changes],
      queryFn: () =>
        api.post('/v1/search/explanation', {
          body: {
            query,
            account: account === '' ? null : account,
            offer,
            what_if: { changes: [...changes] },
          },
        }),
      placeholderData: keepPreviousData,
      enabled: query !== '',
    }),
  own: (query: string, offer: string | null) =>
    queryOptions({
      queryKey: ['own-search', query, offer],
      queryFn: () => api.post('/v1/search/own-offers', { body: { query, offer } }),
      placeholderData: keepPreviousData,
      enabled: query !== '',
    }),
  quality: (days: number) => view(['search-quality'], '/v1/search/quality', { query: { days } }),
} as const;
