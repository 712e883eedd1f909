import { useTranslation } from 'react-i18next';
import type { ModelCard } from '../api/types.ts';
import { useFormats } from '../i18n/format.ts';

/** How the models' screens name a model, and what they say of it in one sentence. */
export function useModelWords() {
  const { t, i18n } = useTranslation();
  const f = useFormats();
  return {
    name: (m: ModelCard) => t('models.name', { kind: t(`models.kinds.${m.kind}`), date: f.date(m.as_of) }),
    verdict(m: ModelCard): string {
      if (m.status === 'uninformative') return t('models.uninformative', { why: m.reason?.detail ?? '' });
      if (!m.quality || m.quality.recall_at_10 === null) return t('models.unjudged');
      const said = t('models.answer', {
        days: m.horizon_days,
        recall: f.percent(m.quality.recall_at_10),
        base: f.percent(m.quality.baseline.recall_at_10),
      });
      const over = m.quality.intervals?.recall_over_baseline;
      return over && over.low <= 0 && over.high >= 0 ? `${said} ${t('models.byChance')}` : said;
    },
    /** A term's meaning in the reader's language; one that is newer than the console, in the server's words. */
    term: (name: string, means: string) =>
      i18n.exists(`models.terms.${name}`) ? (t as (key: string) => string)(`models.terms.${name}`) : means,
  };
}

export function ModelStatus({ of }: { of: ModelCard }) {
  const { t } = useTranslation();
  const kind = of.status === 'fitted' ? 'final' : 'insufficient';
  return (
    <span className={`tag ${kind}`} title={of.reason?.detail}>
      {t(`models.statuses.${of.status}`)}
    </span>
  );
}
