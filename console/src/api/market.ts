import { get, type Query, view } from './read.ts';

/** What the screens of behaviour and price read. */
export const market = {
  journey: (query: Query) => view(['journey'], '/v1/journey', { query }),
  priceBoard: (by: 'category' | 'merchant') => get(['prices'], '/v1/price-power', { query: { by } }),
  ownOffers: () => get(['prices'], '/v1/price-power/offers', { query: { limit: 1000 } }),
  worstOffers: () => get(['prices'], '/v1/price-power/offers', { query: { limit: 200 } }),
} as const;
