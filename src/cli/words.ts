import { createInstance } from 'i18next';
import { en } from './locales/en.ts';
import { zhCN } from './locales/zh-cn.ts';

export type Lang = 'en' | 'zh-CN';
export type Translate = (key: string, values?: Record<string, unknown>) => string;

/** The language asked for: --lang, else the environment's (LC_ALL, LC_MESSAGES, LANG), else English. */
export function langOf(args: readonly string[], env: NodeJS.ProcessEnv): Lang {
  const at = args.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='));
  const asked = at < 0 ? undefined : args[at]!.includes('=') ? args[at]!.split('=')[1] : args[at + 1];
  const from = asked ?? env.GRANDCANAL_LANG ?? env.LC_ALL ?? env.LC_MESSAGES ?? env.LANG ?? '';
  return /^zh/i.test(from) ? 'zh-CN' : 'en';
}

/** Messages in one language; what a language lacks falls back to English. */
export function translator(lang: Lang): Translate {
  const i18n = createInstance();
  void i18n.init({
    lng: lang,
    fallbackLng: 'en',
    initAsync: false,
    interpolation: { escapeValue: false },
    resources: { en: { translation: en }, 'zh-CN': { translation: zhCN } },
  });
  return (key, values) => String(i18n.t(key, values ?? {}));
}
