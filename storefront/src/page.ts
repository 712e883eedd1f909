export type Language = 'en' | 'zh-CN';

/** What one page is made of, as the host that serves it hands it over and gets it back. No JSX here: hosts need not know React. */
export interface PageAsk {
  /** Path and query, as the browser asked. */
  readonly url: string;
  readonly language: Language;
  /** Calls the host's own addresses (/v1/…, /shop/…) as this visitor. */
  readonly fetch: typeof fetch;
  /** Longest wait for answers, ms: what has not come by then, the browser asks for itself. */
  readonly waitAtMostMs: number;
}

export interface PageAnswer {
  /** 200, 404 where the address has no page, 302 where it is better said otherwise. */
  readonly status: number;
  /** Of a 302: a path of this host. */
  readonly location?: string;
  /** Markup of the page, without the document around it. */
  readonly html: string;
  /** What was asked for it, as JSON that may stand inside a script element: the browser's first render starts from it. */
  readonly state: string;
}

export type RenderPage = (ask: PageAsk) => Promise<PageAnswer>;

/** Id of the script element that holds the state. */
export const STATE_ID = 'state';

/** JSON in which nothing can end the element that it stands in, whatever merchants and shoppers write. */
export const inScript = (value: unknown): string =>
  JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');

export const LANGUAGE_COOKIE = 'shop_language';

/**
 * The language to show: as last chosen, else as the browser asks for pages.
 * @param cookies a Cookie header @param accepted an Accept-Language header
 */
export function languageOf(cookies = '', accepted = ''): Language {
  const chosen = cookies
    .split(/;\s*/)
    .find((one) => one.startsWith(`${LANGUAGE_COOKIE}=`))
    ?.slice(LANGUAGE_COOKIE.length + 1);
  if (chosen === 'en' || chosen === 'zh-CN') return chosen;
  return /^\s*zh\b/i.test(accepted) ? 'zh-CN' : 'en';
}
