import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Both } from '../api/types.ts';
import type { Messages } from './en.ts';

export type Language = 'en' | 'zh-CN';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: Messages };
  }
}

/** Only the language in use is loaded: each is a chunk of its own. */
async function load(language: Language): Promise<void> {
  if (i18next.hasResourceBundle(language, 'translation')) return;
  const messages = language === 'zh-CN' ? (await import('./zh-cn.ts')).zhCN : (await import('./en.ts')).en;
  i18next.addResourceBundle(language, 'translation', messages);
}

export async function startI18n(): Promise<void> {
  const language: Language = document.documentElement.lang === 'zh-CN' ? 'zh-CN' : 'en';
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: {},
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  await load(language);
  await i18next.changeLanguage(language);
}

export async function changeLanguage(language: Language): Promise<void> {
  await load(language);
  try {
    localStorage.setItem('shop.language', language);
  } catch {
    // The choice then lasts as long as the page.
  }
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
