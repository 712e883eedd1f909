import { infiniteQueryOptions, keepPreviousData, QueryClient, queryOptions } from '@tanstack/react-query';
import { ApiError, api, type QueryValue } from './client.ts';
import type {
  ApiKey,
  AuditEntry,
  CanalOpportunity,
  CanalPage,
  CategoryDetail,
  CategoryPage,
  CohortGrid,
  CrowdDefinition,
  CrowdView,
  Defence,
  FlowEdge,
  FlowPage,
  ImportJob,
  Incubations,
  InstanceStatus,
  Me,
  MerchantDetail,
  MerchantPage,
  MetricDefinition,
  MetricResult,
  MetricSeries,
  Overview,
  Page,
  Publication,
  RejectedRow,
  SettingsView,
  SurveyHeader,
  Trends,
  User,
  WhiteSpace,
} from './types.ts';

/** What narrows every view; undefined means the server's default. */
export interface View {
  as_of?: string | undefined;
  known_at?: number | undefined;
  variant?: string | undefined;
}
type Query = Record<string, QueryValue>;

/** Numbers change only when facts do, so idle screens ask nothing: no polling, no refetch on focus. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      refetchOnWindowFocus: false,
      retry: (count, error) =>
        count < 2 &&
        (!(error instanceof ApiError) || error.problem.status >= 500 || error.problem.status === 429),
      retryDelay: (attempt, error) =>
        error instanceof ApiError && error.retryAfter ? error.retryAfter * 1000 : 500 * 2 ** attempt,
    },
  },
});

const get = <T>(key: readonly unknown[], path: string, query: Query = {}) =>
  queryOptions({
    queryKey: [...key, path, query],
    queryFn: ({ signal }) => api.get<T>(path, query, signal),
  });

/** The same, keeping the last answer on screen while the next one comes, so that nothing jumps. */
const view = <T>(key: readonly unknown[], path: string, query: Query = {}) =>
  queryOptions({
    queryKey: [...key, path, query],
    queryFn: ({ signal }) => api.get<T>(path, query, signal),
    placeholderData: keepPreviousData,
  });

/** Every row of a paged list, up to a limit that a browser can still sort at once. */
async function wholeList<T, P extends Page<T>>(path: string, query: Query, signal?: AbortSignal): Promise<P> {
  const first = await api.get<P>(path, { ...query, limit: 1000 }, signal);
  let next = first.next_cursor;
  while (next !== null && first.data.length < 20_000) {
    const page: P = await api.get<P>(path, { ...query, limit: 1000, cursor: next }, signal);
    first.data.push(...page.data);
    next = page.next_cursor;
  }
  return { ...first, next_cursor: next };
}
const list = <T, P extends Page<T> = Page<T>>(key: readonly unknown[], path: string, query: Query = {}) =>
  queryOptions({
    queryKey: [...key, path, query],
    queryFn: ({ signal }) => wholeList<T, P>(path, query, signal),
    placeholderData: keepPreviousData,
  });

/** A long list read page by page: the log-like ones, latest first. */
const pages = <T>(key: readonly unknown[], path: string, query: Query = {}) =>
  infiniteQueryOptions({
    queryKey: [...key, path, query],
    queryFn: ({ signal, pageParam }) =>
      api.get<Page<T>>(path, { ...query, limit: 100, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
  });

const id = encodeURIComponent;

export const queries = {
  me: () => get<Me>(['me'], '/v1/me'),
  status: () => get<InstanceStatus>(['status'], '/v1/status'),
  overview: (q: View & Query) => view<Overview>(['facts'], '/v1/overview', q),
  metrics: () => get<{ data: MetricDefinition[] }>(['registry'], '/v1/metrics'),
  metric: (metric: string, q: View & Query) => view<MetricResult>(['facts'], `/v1/metrics/${id(metric)}`, q),
  series: (metric: string, q: Query & { from: string; to: string; step: 'day' | 'week' | 'month' }) =>
    view<MetricSeries>(['facts'], `/v1/metrics/${id(metric)}/series`, q),
  categories: (q: View & Query) =>
    list<CategoryPage['data'][number], CategoryPage>(['facts'], '/v1/categories', q),
  category: (category: string, v: View) =>
    view<CategoryDetail>(['facts'], `/v1/categories/${id(category)}`, { ...v }),
  merchants: (q: View & Query) =>
    list<MerchantPage['data'][number], MerchantPage>(['facts'], '/v1/merchants', q),
  merchant: (merchant: string, v: View) =>
    view<MerchantDetail>(['facts'], `/v1/merchants/${id(merchant)}`, { ...v }),
  cohorts: (q: View & Query) => view<CohortGrid>(['facts'], '/v1/cohorts', q),
  surveys: () => get<{ data: SurveyHeader[] }>(['survey'], '/v1/surveys', { limit: 10 }),
  flows: (q: Query) => view<FlowPage>(['survey'], '/v1/flows', q),
  flowPages: (q: Query) => pages<FlowEdge>(['survey'], '/v1/flows', q),
  canals: (q: Query) => list<CanalOpportunity, CanalPage>(['survey'], '/v1/canals', q),
  whiteSpace: (q: Query) => view<WhiteSpace>(['facts'], '/v1/white-space', q),
  incubations: (q: Query) => view<Incubations>(['facts'], '/v1/incubations', q),
  trends: (q: Query) => view<Trends>(['facts'], '/v1/trends', q),
  defence: (q: Query) => view<Defence>(['facts'], '/v1/defence', q),
  crowds: () => get<{ data: CrowdDefinition[] }>(['crowds'], '/v1/crowds'),
  crowd: (crowdId: string) => get<CrowdView>(['crowds'], `/v1/crowds/${id(crowdId)}`),
  publications: () => get<Page<Publication>>(['publications'], '/v1/publications', { limit: 200 }),
  imports: () => pages<ImportJob>(['imports'], '/v1/imports'),
  import: (importId: string) => get<ImportJob>(['imports'], `/v1/imports/${id(importId)}`),
  rejected: (q: Query) => pages<RejectedRow>(['rejected'], '/v1/rejected', q),
  keys: () => get<Page<ApiKey>>(['keys'], '/v1/keys', { limit: 1000 }),
  users: () => get<Page<User>>(['users'], '/v1/users', { limit: 1000 }),
  settings: () => get<SettingsView>(['settings'], '/v1/settings'),
  audit: () => pages<AuditEntry>(['audit'], '/v1/audit'),
} as const;
