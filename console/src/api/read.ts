import { infiniteQueryOptions, keepPreviousData, QueryClient, queryOptions } from '@tanstack/react-query';
import type { Answer as AnswerOf, Call, Operation, PathsWith } from '../../../src/client/index.ts';
import { ApiError, api, type QueryValue } from './client.ts';
import type { Page } from './types.ts';

type Gettable = PathsWith<'get'>;
type Answer<P extends Gettable> = AnswerOf<Operation<P, 'get'>>;

export type Query = Record<string, QueryValue>;

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

type Options<P extends Gettable> = { path?: unknown; query?: unknown } & Partial<Call<P, 'get'>>;

/** Reads an address; the answer's type is the route's own. Empty parts of the query are left out. */
function read<P extends Gettable>(
  address: P,
  { path, query }: Options<P>,
  signal?: AbortSignal,
): Promise<Answer<P>> {
  const asked = Object.entries((query ?? {}) as Query).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  );
  const call = { path, query: Object.fromEntries(asked), ...(signal ? { signal } : {}) };
  return (api.get as unknown as (address: P, call: unknown) => Promise<Answer<P>>)(address, call);
}

/** One answer. `key` names the group that is asked again when something of it changes. */
export const get = <P extends Gettable>(key: readonly unknown[], address: P, options: Options<P> = {}) =>
  queryOptions({
    queryKey: [...key, address, options],
    queryFn: ({ signal }) => read(address, options, signal),
  });

/** The same, keeping the last answer on screen while the next one comes, so that nothing jumps. */
export const view = <P extends Gettable>(key: readonly unknown[], address: P, options: Options<P> = {}) =>
  queryOptions({
    queryKey: [...key, address, options],
    queryFn: ({ signal }) => read(address, options, signal),
    placeholderData: keepPreviousData,
  });

type Paged = { [P in Gettable]: Answer<P> extends Page<unknown> ? P : never }[Gettable];

/** Every row of a paged list, up to a limit that a browser can still sort at once. */
async function wholeList<P extends Paged>(
  address: P,
  query: Query,
  signal?: AbortSignal,
): Promise<Answer<P>> {
  const page = (cursor?: string) =>
    read(address, { query: { ...query, limit: 1000, cursor } } as Options<P>, signal) as Promise<
      Answer<P> & Page<unknown>
    >;
  const first = await page();
  let next = first.next_cursor;
  while (next !== null && first.data.length < 20_000) {
    const more = await page(next);
    first.data.push(...more.data);
    next = more.next_cursor;
  }
  return { ...first, next_cursor: next };
}

export const list = <P extends Paged>(key: readonly unknown[], address: P, query: Query = {}) =>
  queryOptions({
    queryKey: [...key, address, query],
    queryFn: ({ signal }) => wholeList(address, query, signal),
    placeholderData: keepPreviousData,
  });

/** A long list read page by page: the log-like ones, latest first. */
export const pages = <P extends Paged>(key: readonly unknown[], address: P, query: Query = {}) =>
  infiniteQueryOptions({
    queryKey: [...key, address, query],
    queryFn: ({ signal, pageParam }) =>
      read(address, { query: { ...query, limit: 100, cursor: pageParam } } as Options<P>, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last as Page<unknown>).next_cursor,
    placeholderData: keepPreviousData,
  });
