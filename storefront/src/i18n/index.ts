import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Both } from '../api/types.ts';
import { LANGUAGE_COOKIE, type Language } from '../page.ts';
import { en, type Messages } from './en.ts';
import { zhCN } from './zh-cn.ts';

export type { Language };

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: Messages };
  }
}

/** Both languages come with the page: 3 KB more, and no second wait before anything is drawn. */
export function startI18n(language: Language): void {
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    initAsync: false,
    resources: { en: { translation: en }, 'zh-CN': { translation: zhCN } },
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
}

export async function changeLanguage(language: Language): Promise<void> {
  // biome-ignore lint/suspicious/noDocumentCookie: the server reads it, and not every browser has another way
  document.cookie = `${LANGUAGE_COOKIE}=${language}; path=/; max-age=31536000; samesite=lax`;
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}

export function currentLanguage(): Language {
  return i18next.language === 'zh-CN' ? 'zh-CN' : 'en';
}

/** A text in the reader's language; the other one where this is missing. */
export function say({ en, zh }: Both): string {
  return currentLanguage() === 'zh-CN' ? zh || en : en || zh;
}

/** The name of an attribute: merchants name them freely, the usual ones are translated. */
export function attributeName(key: string): string {
  const path = `attribute.${key.toLowerCase()}`;
  return i18next.exists(path) ? i18next.t(path as 'attribute.size') : key;
}

/** An amount in minor units as money. */
export function money(minor: number, currency: string): string {
  const format = new Intl.NumberFormat(currentLanguage(), {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  });
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

/** An instant in the reader's zone. */
export function moment(iso: string): string {
  return new Intl.DateTimeFormat(currentLanguage(), { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(iso),
  );
}
