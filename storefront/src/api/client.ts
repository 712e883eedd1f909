import { ApiError, createApi, createTracker } from '../../../src/client/index.ts';

export { ApiError };

/** The marketplace through its own SDK. The shop's gateway adds the key and who asks. */
export const api = createApi({ url: '', retries: 2, waitAtMostMs: 3_000 });

/** What a visitor does. Kept over a reload and while offline; the gateway says who it was. */
export const tracker = createTracker({
  url: '',
  key: '',
  flushAt: 10,
  flushEveryMs: 1_500,
  storage: safeStorage(),
  storageKey: 'shop.events',
});
addEventListener('pagehide', () => void tracker.flush());

/** The host shop's own calls: sign-in, checkout, orders, privacy. @throws ApiError */
export async function shopCall<T>(path: string, body?: unknown): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`/shop${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  } catch {
    throw new ApiError({ code: 'unreachable', title: 'The shop does not answer', status: 0 });
  }
  const answer = await response.json().catch(() => null);
  if (response.ok) return answer as T;
  throw new ApiError(answer ?? { code: 'internal', title: response.statusText, status: response.status });
}

function safeStorage() {
  return {
    getItem: (key: string) => attempt(() => localStorage.getItem(key)),
    setItem: (key: string, value: string) => attempt(() => localStorage.setItem(key, value)) ?? undefined,
    removeItem: (key: string) => attempt(() => localStorage.removeItem(key)) ?? undefined,
  };
}
function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}
