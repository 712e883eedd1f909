import { useTranslation } from 'react-i18next';

/** Words for codes that the server names (parts, steps, metrics): the known ones translated, others as they are. */
export function useLabels() {
  const { t, i18n } = useTranslation();
  const word = (path: string, code: string) =>
    i18n.exists(`${path}.${code}`)
      ? (t as (key: string) => string)(`${path}.${code}`)
      : code.replaceAll('_', ' ');
  return {
    step: (part: string) => word('waterfall', part),
    gap: (part: string) => word('gap', part),
    cause: (part: string) => word('grow', part),
    tier: (tier: string) => word('merchants.tiers', tier),
    meaning: (metric: string, otherwise = '') =>
      i18n.exists(`meaning.${metric}`) ? (t as (key: string) => string)(`meaning.${metric}`) : otherwise,
  };
}
