import { get, list, pages, type Query, view } from './read.ts';

export { queryClient } from './read.ts';

/** What narrows every view; undefined means the server's default. */
export interface View {
  as_of?: string | undefined;
  known_at?: number | undefined;
  variant?: 'headline' | 'conservative' | 'public' | undefined;
}

/** What screens read. An area with many reads of its own keeps them in a file beside this one, made of read.ts. */
export const queries = {
  me: () => get(['me'], '/v1/me'),
  status: () => get(['status'], '/v1/status'),
  overview: (query: View & Query) => view(['facts'], '/v1/overview', { query }),
  metrics: () => get(['registry'], '/v1/metrics'),
  metric: (metric: string, query: View & Query) =>
    view(['facts'], '/v1/metrics/{metric}', { path: { metric }, query }),
  series: (metric: string, query: Query & { from: string; to: string; step: 'day' | 'week' | 'month' }) =>
    view(['facts'], '/v1/metrics/{metric}/series', { path: { metric }, query }),
  categories: (query: View & Query) => list(['facts'], '/v1/categories', query),
  category: (category_id: string, query: View) =>
    view(['facts'], '/v1/categories/{category_id}', { path: { category_id }, query }),
  merchants: (query: View & Query) => list(['facts'], '/v1/merchants', query),
  merchant: (merchant_id: string, query: View) =>
    view(['facts'], '/v1/merchants/{merchant_id}', { path: { merchant_id }, query }),
  cohorts: (query: View & Query) => view(['facts'], '/v1/cohorts', { query }),
  surveys: () => get(['survey'], '/v1/surveys', { query: { limit: 10 } }),
  flows: (query: Query) => view(['survey'], '/v1/flows', { query }),
  flowPages: (query: Query) => pages(['survey'], '/v1/flows', query),
  canals: (query: Query) => list(['survey'], '/v1/canals', query),
  whiteSpace: (query: Query) => view(['facts'], '/v1/white-space', { query }),
  incubations: (query: Query) => view(['facts'], '/v1/incubations', { query }),
  trends: (query: Query) => view(['facts'], '/v1/trends', { query }),
  defence: (query: Query) => view(['facts'], '/v1/defence', { query }),
  models: () => get(['models'], '/v1/models', { query: { limit: 100 } }),
  model: (model_id: string) => get(['models'], '/v1/models/{model_id}', { path: { model_id } }),
  accountOf: (source: string, account: string) =>
    get(['accounts'], '/v1/accounts/{account}/labels', { path: { account }, query: { source } }),
  explain: (model_id: string, account_id: string, category_id: string) =>
    get(['models'], '/v1/models/{model_id}/explain', {
      path: { model_id },
      query: { account_id, category_id },
    }),
  crowds: () => get(['crowds'], '/v1/crowds'),
  crowd: (crowd_id: string) => get(['crowds'], '/v1/crowds/{crowd_id}', { path: { crowd_id } }),
  publications: () => get(['publications'], '/v1/publications', { query: { limit: 200 } }),
  imports: () => pages(['imports'], '/v1/imports'),
  import: (import_id: string) => get(['imports'], '/v1/imports/{import_id}', { path: { import_id } }),
  rejected: (query: Query) => pages(['rejected'], '/v1/rejected', query),
  keys: () => get(['keys'], '/v1/keys', { query: { limit: 1000 } }),
  users: () => get(['users'], '/v1/users', { query: { limit: 1000 } }),
  settings: () => get(['settings'], '/v1/settings'),
  audit: () => pages(['audit'], '/v1/audit'),
} as const;
