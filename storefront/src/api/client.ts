import { type Api, ApiError, createApi, createTracker } from '../../../src/client/index.ts';
import { currentLanguage, type Language } from '../i18n/index.ts';

export { ApiError };

/** How a page asks: the browser at its own origin, the server at the same addresses on the visitor's behalf. */
export interface Caller {
  /** The marketplace through its own SDK. The shop's gateway adds the key and who asks. */
  readonly api: Api;
  /** The host shop's own calls: sign-in, checkout, orders, privacy. @throws ApiError */
  shop<T>(path: string, body?: unknown): Promise<T>;
  /** Of the answers. */
  language(): Language;
}

export function createCaller(options: {
  retries: number;
  language: () => Language;
  fetch?: typeof fetch;
}): Caller {
  // Looked up at each call: a page may put its own in the place of the browser's.
  const send: typeof fetch = options.fetch ?? ((...call) => fetch(...call));
  return {
    language: options.language,
    api: createApi({ url: '', waitAtMostMs: 1_000, retries: options.retries, fetch: send }),
    async shop<T>(path: string, body?: unknown): Promise<T> {
      let response: Response;
      try {
        response = await send(`/shop${path}`, {
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
    },
  };
}

/** The browser's own. */
export const caller = createCaller({ retries: 2, language: currentLanguage });
export const shopCall = caller.shop;

/** What a visitor does. Kept over a reload and while offline; the gateway says who it was. */
export const tracker = createTracker({
  url: '',
  key: '',
  flushAt: 10,
  flushEveryMs: 1_500,
  storage: safeStorage(),
  storageKey: 'shop.events',
});
if (typeof document !== 'undefined') addEventListener('pagehide', () => void tracker.flush());

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
