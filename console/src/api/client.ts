import type { Problem } from '../../../src/contracts/index.ts';

/** A refusal of the API: the problem document, with its stable code. */
export class ApiError extends Error {
  readonly problem: Problem;
  readonly retryAfter: number | null;
  constructor(problem: Problem, retryAfter: number | null = null) {
    super(problem.detail ?? problem.title);
    this.name = 'ApiError';
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

export type QueryValue = string | number | boolean | null | undefined;

/** Address of an API route with its query; undefined, null and empty values are left out. */
export function addressOf(path: string, query: Record<string, QueryValue> = {}): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') params.set(key, String(value));
  }
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}

/** Unique per intended change; works on plain http too, where crypto.randomUUID does not exist. */
function idempotencyKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join(
    '',
  );
}

async function send<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (method !== 'GET') headers['idempotency-key'] = idempotencyKey();
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiError({
      type: 'about:blank',
      title: 'The server does not answer',
      status: 0,
      code: 'unreachable',
    });
  }
  const text = await response.text();
  const parsed: unknown = text === '' ? null : parse(text);
  if (response.ok) return parsed as T;
  const problem =
    parsed && typeof parsed === 'object' && 'code' in parsed
      ? (parsed as Problem)
      : { type: 'about:blank', title: response.statusText, status: response.status, code: 'internal' };
  const retry = Number(response.headers.get('retry-after'));
  throw new ApiError(problem, Number.isFinite(retry) && retry > 0 ? retry : null);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export const api = {
  get: <T>(path: string, query?: Record<string, QueryValue>, signal?: AbortSignal) =>
    send<T>('GET', addressOf(path, query), undefined, signal),
  post: <T>(path: string, body: unknown = {}) => send<T>('POST', path, body),
  patch: <T>(path: string, body: unknown) => send<T>('PATCH', path, body),
  remove: <T>(path: string) => send<T>('DELETE', path),
};
