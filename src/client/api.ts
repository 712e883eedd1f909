import type { paths } from './api.gen.ts';
import { uniqueId } from './unique-id.ts';

export interface ApiOptions {
  /** Address of the server, without a path. */
  readonly url: string;
  /** A key (gck_…); without one the browser's session cookie counts. */
  readonly key?: string;
  /** Attempts after the first, where the server asks for patience or cannot be reached. Default 4. */
  readonly retries?: number;
  /** Longest wait before one attempt, ms. Default 30,000. */
  readonly waitAtMostMs?: number;
  readonly fetch?: typeof fetch;
}

/** What the server says went wrong (problem+json); `code` is of its error table. */
export interface ProblemBody {
  readonly code: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly remedy?: string;
  readonly request_id?: string;
  readonly errors?: readonly { pointer: string; code: string; detail: string }[];
}

/** A refusal of the API. */
export class ApiError extends Error {
  readonly problem: ProblemBody;
  /** Seconds after which the server asks to come again, where it does. */
  readonly retryAfter: number | null;

  constructor(problem: ProblemBody, retryAfter: number | null = null) {
    super(problem.detail ?? problem.title);
    this.name = 'ApiError';
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  get code(): string {
    return this.problem.code;
  }

  get status(): number {
    return this.problem.status;
  }
}

type Method = 'get' | 'post' | 'patch' | 'delete';
export type Operation<P extends keyof paths, M extends Method> = NonNullable<paths[P][M]>;
export type PathsWith<M extends Method> = {
  [P in keyof paths]: [Operation<P, M>] extends [never] ? never : P;
}[keyof paths];
type Json<T> = T extends { content: { 'application/json': infer J } } ? J : undefined;
export type Answer<O> = O extends { responses: infer R } ? Json<R[keyof R & (200 | 201 | 202 | 204)]> : never;
type Of<O, K extends 'path' | 'query'> = O extends { parameters: { [k in K]?: infer Q } } ? Q : never;
type Body<O> = O extends { requestBody?: { content: { 'application/json': infer B } } } ? B : undefined;
type Needed<K extends string, T> = [T] extends [never]
  ? unknown
  : undefined extends T
    ? { [k in K]?: Exclude<T, undefined> }
    : { [k in K]: T };

/** What one call takes: parameters of its path and query, its body, and what steers the request. */
export type Call<P extends keyof paths, M extends Method> = Needed<'path', Of<Operation<P, M>, 'path'>> &
  Needed<'query', Of<Operation<P, M>, 'query'>> &
  Needed<'body', Body<Operation<P, M>>> & {
    /** Of a POST; made when absent, and kept over retries, so that a call that arrives twice counts once. */
    readonly idempotencyKey?: string;
    readonly signal?: AbortSignal;
  };

type Rest<T> = Record<string, never> extends T ? [call?: T] : [call: T];
type Caller<M extends Method> = <P extends PathsWith<M>>(
  path: P,
  ...rest: Rest<Call<P, M>>
) => Promise<Answer<Operation<P, M>>>;

export interface Api {
  readonly get: Caller<'get'>;
  readonly post: Caller<'post'>;
  readonly patch: Caller<'patch'>;
  readonly delete: Caller<'delete'>;
}

const PATIENCE = new Set([408, 425, 429, 502, 503, 504]);

/**
 * The API, typed from its OpenAPI document. Every call may be repeated safely: GET and DELETE by nature, POST by its
 * Idempotency-Key; PATCH is not repeated once it may have arrived.
 * @throws ApiError for what the server refuses, TypeError where it cannot be reached
 */
export function createApi(options: ApiOptions): Api {
  const { retries = 4, waitAtMostMs = 30_000, url, key } = options;
  const send = options.fetch ?? fetch;

  async function call(method: string, path: string, given: LooseCall = {}): Promise<unknown> {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (key !== undefined) headers.authorization = `Bearer ${key}`;
    if (given.body !== undefined) headers['content-type'] = 'application/json';
    if (method === 'POST') headers['idempotency-key'] = given.idempotencyKey ?? uniqueId();
    const request: RequestInit = {
      method,
      headers,
      ...(given.body === undefined ? {} : { body: JSON.stringify(given.body) }),
      ...(given.signal ? { signal: given.signal } : {}),
    };
    for (let attempt = 0; ; attempt++) {
      let response: Response | null = null;
      try {
        response = await send(url + filled(path, given), request);
      } catch (error) {
        if (attempt >= retries || method === 'PATCH' || given.signal?.aborted) throw error;
      }
      const again = response === null || PATIENCE.has(response.status) || (await inFlight(response));
      if (response && !(again && attempt < retries)) return read(response);
      await response?.body?.cancel();
      const asked = Number(response?.headers.get('retry-after') ?? 0) * 1000;
      const backoff = 250 * 2 ** attempt * (0.5 + Math.random() / 2);
      await pause(Math.min(waitAtMostMs, Math.max(asked || 0, backoff)), given.signal);
    }
  }

  return {
    get: (path: string, given?: LooseCall) => call('GET', path, given),
    post: (path: string, given?: LooseCall) => call('POST', path, given),
    patch: (path: string, given?: LooseCall) => call('PATCH', path, given),
    delete: (path: string, given?: LooseCall) => call('DELETE', path, given),
  } as unknown as Api;
}

interface LooseCall {
  readonly path?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

function filled(path: string, { path: values = {}, query = {} }: LooseCall): string {
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat()) if (one !== undefined && one !== null) search.append(name, String(one));
  }
  return search.size > 0 ? `${address}?${search}` : address;
}

/** The same request is still being worked on: its answer comes under the same key. */
async function inFlight(response: Response): Promise<boolean> {
  if (response.status !== 409) return false;
  const problem = await response
    .clone()
    .json()
    .catch(() => null);
  return (problem as ProblemBody | null)?.code === 'idempotency_in_flight';
}

async function read(response: Response): Promise<unknown> {
  const text = await response.text();
  let body: unknown;
  try {
    body = text === '' ? undefined : JSON.parse(text);
  } catch {
    body = undefined;
  }
  if (response.ok) return body;
  const problem = body as ProblemBody | undefined;
  const asked = Number(response.headers.get('retry-after'));
  const retryAfter = asked > 0 ? asked : null;
  if (typeof problem?.code === 'string') throw new ApiError(problem, retryAfter);
  const title = `The server answered ${response.status}`;
  throw new ApiError({ code: 'unknown', title, status: response.status }, retryAfter);
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
