import { get, list, type Query, view } from './read.ts';

/** What the screens of behaviour and price read. */
export const market = {
  journey: (query: Query) => view(['journey'], '/v1/journey', { query }),
  priceBoard: (by: 'category' | 'merchant') => get(['prices'], '/v1/price-power', { query: { by } }),
  pricedOffers: (query: Query) => list(['prices'], '/v1/price-power/offers', query),
} as const;
