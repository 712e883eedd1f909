import { useTranslation } from 'react-i18next';
import type { LocalText } from '../../../src/contracts/index.ts';
import type { Language } from './index.ts';

export type Unit = 'people' | 'rate' | 'ratio' | 'minor' | 'count';
export const NONE = '—';

/** Text in the reader's language, or in the other where one is missing. */
export function localText(text: LocalText | null | undefined, language: Language): string {
  if (text === null || text === undefined) return '';
  if (typeof text === 'string') return text;
  return text[language] ?? text.en ?? text['zh-CN'] ?? '';
}

const cache = new Map<string, Intl.NumberFormat>();
function numberFormat(language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = language + JSON.stringify(options);
  let format = cache.get(key);
  if (!format) {
    format = new Intl.NumberFormat(language, options);
    cache.set(key, format);
  }
  return format;
}

/** Decimal places of the currency's minor unit, as ISO 4217 and Intl have it. */
export function exponentOf(currency: string): number {
  return numberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

export interface Formats {
  readonly language: Language;
  /** Short form, as shown: 12,345; 1.235M or 123.5万; ¥3.46亿; 12.3%. */
  value(value: number | null | undefined, unit: Unit, currency?: string): string;
  /** The exact number behind the short form. */
  exact(value: number | null | undefined, unit: Unit, currency?: string): string;
  /** As `value`, with a plus where it is one. */
  signed(value: number | null, unit: Unit, currency?: string): string;
  /** A change, with sign: relative for amounts, percentage points for rates. */
  change(from: number | null, to: number | null, unit: Unit): string;
  count(value: number): string;
  percent(value: number | null | undefined, digits?: number): string;
  date(date: string): string;
  month(month: string): string;
  time(instant: string): string;
  ago(instant: string, now?: number): string;
  text(text: LocalText | null | undefined): string;
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Formats of one language. 万 and 亿 in Chinese, k and M in English; exact below a hundred thousand people. */
export function formatsOf(language: Language): Formats {
  const n = (v: number, o: Intl.NumberFormatOptions = {}) => numberFormat(language, o).format(v);
  const exact: Formats['exact'] = (value, unit, currency = 'CNY') => {
    if (value === null || value === undefined) return NONE;
    if (unit === 'rate') return n(value, { style: 'percent', maximumFractionDigits: 3 });
    if (unit === 'ratio') return n(value, { maximumFractionDigits: 4 });
    if (unit === 'minor')
      return n(value / 10 ** exponentOf(currency), {
        style: 'currency',
        currency,
        currencyDisplay: 'narrowSymbol',
      });
    return n(value);
  };
  const short: Formats['value'] = (value, unit, currency = 'CNY') => {
    if (value === null || value === undefined) return NONE;
    if (unit === 'rate')
      return n(value, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
    if (unit === 'ratio') return n(value, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    const compact = { notation: 'compact', maximumSignificantDigits: 4 } as const;
    if (unit === 'minor') {
      const amount = value / 10 ** exponentOf(currency);
      const money = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const;
      if (Math.abs(amount) >= 10_000) return n(amount, { ...money, ...compact });
      const whole = Math.abs(amount) >= 1000 || Number.isInteger(amount);
      return n(amount, whole ? { ...money, maximumFractionDigits: 0 } : money);
    }
    return Math.abs(value) >= 100_000 ? n(value, compact) : n(value, { maximumFractionDigits: 2 });
  };
  const at = (date: string) => new Date(`${date}T00:00:00Z`);
  // Making one takes a millisecond and more: each is made when it is first wanted, and kept.
  const days = once(() => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }));
  const months = once(
    () =>
      new Intl.DateTimeFormat(language, {
        year: 'numeric',
        month: language === 'zh-CN' ? 'long' : 'short',
        timeZone: 'UTC',
      }),
  );
  const instants = once(() => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }));
  const spans = once(() => new Intl.RelativeTimeFormat(language, { numeric: 'auto' }));
  return {
    language,
    value: short,
    exact,
    signed: (value, unit, currency) =>
      `${value !== null && value > 0 ? '+' : ''}${short(value, unit, currency)}`,
    change(from, to, unit) {
      if (from === null || to === null) return NONE;
      const signed = { signDisplay: 'exceptZero' } as const;
      if (unit === 'rate') {
        const points = n((to - from) * 100, {
          ...signed,
          minimumFractionDigits: 1,
          maximumFractionDigits: 1,
        });
        return language === 'zh-CN' ? `${points} 个百分点` : `${points} pp`;
      }
      if (from === 0) return NONE;
      return n((to - from) / Math.abs(from), {
        ...signed,
        style: 'percent',
        minimumFractionDigits: 1,
        maximumFractionDigits: 1,
      });
    },
    count: (value) => n(value),
    percent: (value, digits = 1) =>
      value === null || value === undefined
        ? NONE
        : n(value, { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits }),
    date: (date) => days().format(at(date.slice(0, 10))),
    month: (month) => months().format(at(`${month.slice(0, 7)}-01`)),
    time: (instant) => instants().format(new Date(instant)),
    ago(instant, now = Date.now()) {
      const seconds = Math.round((new Date(instant).getTime() - now) / 1000);
      const steps: [Intl.RelativeTimeFormatUnit, number][] = [
        ['day', 86_400],
        ['hour', 3600],
        ['minute', 60],
      ];
      for (const [unit, size] of steps)
        if (Math.abs(seconds) >= size) return spans().format(Math.round(seconds / size), unit);
      return spans().format(Math.min(seconds, 0), 'second');
    },
    text: (text) => localText(text, language),
  };
}

const byLanguage: Record<Language, Formats> = { en: formatsOf('en'), 'zh-CN': formatsOf('zh-CN') };

/** The formats of the language in use; re-renders when it changes. */
export function useFormats(): Formats {
  const { i18n } = useTranslation();
  return byLanguage[i18n.language === 'zh-CN' ? 'zh-CN' : 'en'];
}
