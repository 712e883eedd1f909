import { get, list, type Query, view } from './read.ts';

/** What the serving screens read. */
export const serving = {
  policy: () => get(['policy'], '/v1/policy'),
  versions: () => list(['policy'], '/v1/policies'),
  changes: () => get(['policy'], '/v1/policy/changes', { query: { limit: 100 } }),
  parameters: () => get(['policy'], '/v1/parameters'),
  placements: () => get(['policy'], '/v1/placements'),
  openCanals: () => get(['policy'], '/v1/open-canals'),
  decisions: (query: Query) => view(['decisions'], '/v1/decisions', { query: { limit: 30, ...query } }),
  explanation: (decision_id: string) =>
    get(['decisions'], '/v1/decisions/{decision_id}/explanation', { path: { decision_id } }),
  absence: (decision_id: string, offer: string) =>
    get(['decisions'], '/v1/decisions/{decision_id}/absence', { path: { decision_id }, query: { offer } }),
  ownChanges: (decision_id: string, offer_id: string) =>
    get(['decisions'], '/v1/decisions/{decision_id}/own-offers/{offer_id}', {
      path: { decision_id, offer_id },
    }),
  standing: (merchant_id: string | undefined) =>
    get(['standing'], '/v1/standing', { query: { merchant_id } }),
} as const;
