import { ApiError, createApi } from '../../../src/client/index.ts';

export { ApiError };

export type QueryValue = string | number | boolean | null | undefined;

/** Address of an export, for a link; undefined, null and empty values are left out. */
export function addressOf(path: string, query: Record<string, QueryValue> = {}): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') params.set(key, String(value));
  }
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}

/** A server that cannot be reached is a problem with a code, like any other; an aborted request stays what it is. */
const reach: typeof fetch = async (input, init) => {
  try {
    return await fetch(input, { ...init, credentials: 'same-origin' });
  } catch (cause) {
    if (init?.signal?.aborted) throw cause;
    throw new ApiError({ code: 'unreachable', title: 'The server does not answer', status: 0 });
  }
};

/** The product's own SDK, so that addresses, bodies and answers are checked against OpenAPI. Queries retry by themselves. */
export const api = createApi({ url: '', retries: 0, fetch: reach });
