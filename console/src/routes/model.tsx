import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { queries } from '../api/queries.ts';
import type { ModelCard } from '../api/types.ts';
import { DecileChart } from '../charts/decile-chart.tsx';
import { Figure } from '../charts/figure.tsx';
import { ModelBasis } from '../components/model-basis.tsx';
import { ModelExplain } from '../components/model-explain.tsx';
import { ModelStatus, useModelWords } from '../components/model-parts.tsx';
import { Num } from '../components/number.tsx';
import { Page } from '../components/page.tsx';
import { Failure, Waiting } from '../components/states.tsx';
import { type Stat, StatStrip } from '../components/stats.tsx';
import { BoardSource } from '../components/survey-parts.tsx';
import { type Unit, useFormats } from '../i18n/format.ts';

/** What has it learnt from, how good is it, and what does it not know? */
export function Model() {
  const { t } = useTranslation();
  const f = useFormats();
  const words = useModelWords();
  const { id } = useParams({ strict: false }) as { id: string };
  const query = useQuery(queries.model(id));
  const of = query.data;
  if (query.error && !of)
    return (
      <Page title={t('models.title')}>
        <div className="panel">
          <Failure error={query.error} retry={() => void query.refetch()} />
        </div>
      </Page>
    );
  if (!of) return <Waiting />;
  return (
    <Page
      title={words.name(of)}
      question={t('models.cardQuestion')}
      answer={words.verdict(of)}
      above={
        <nav className="crumbs" aria-label={t('models.title')}>
          <Link to="/models">{t('models.title')}</Link>
        </nav>
      }
    >
      <BoardSource of={of}>
        <span>{t('models.version', { n: of.version })}</span>
        <ModelStatus of={of} />
        <span title={f.time(of.trained_at)}>{t('source.computed', { ago: f.ago(of.trained_at) })}</span>
      </BoardSource>
      {of.quality ? <QualityOf quality={of.quality} /> : null}
      <ModelBasis of={of} />
      {of.status === 'fitted' ? <ModelExplain of={of} /> : null}
    </Page>
  );
}

type Quality = NonNullable<ModelCard['quality']>;

function QualityOf({ quality }: { quality: Quality }) {
  const { t } = useTranslation();
  const f = useFormats();
  const { intervals, calibration } = quality;
  const ranking = (id: 'recall' | 'ndcg', unit: Unit): Stat => {
    const over = intervals?.[`${id}_over_baseline`];
    const points = (v: number) => (unit === 'rate' ? f.change(0, v, 'rate') : f.signed(v, 'ratio'));
    return {
      id,
      lead: id === 'recall',
      name: t(`models.${id}`),
      meaning: t(`models.${id}Means`),
      unit,
      value: quality[`${id}_at_10`],
      below: over
        ? t('models.better', { n: points(over.value), low: points(over.low), high: points(over.high) })
        : t('models.popular', { n: f.value(quality.baseline[`${id}_at_10`], unit) }),
    };
  };
  const share = (v: number | undefined, key: string) => <Num key={key} value={v} unit="rate" />;
  return (
    <>
      <StatStrip
        label={t('models.cardQuestion')}
        stats={[
          ranking('recall', 'rate'),
          ranking('ndcg', 'ratio'),
          {
            id: 'slope',
            name: t('models.slope'),
            meaning: t('models.slopeMeans'),
            unit: 'ratio',
            value: calibration.slope,
          },
          {
            id: 'ratio',
            name: t('models.ratio'),
            meaning: t('models.ratioMeans'),
            unit: 'ratio',
            value: calibration.ratio,
          },
          {
            id: 'judged',
            name: t('models.judged'),
            meaning: t('models.judgedMeans'),
            unit: 'people',
            value: quality.judged_count,
          },
        ]}
      />
      <Figure
        title={t('models.calibration')}
        note={`${t('models.calibrationRead', howRight(calibration.deciles))} ${t('models.calibrationNote')}`}
        height={440}
        chart={<DecileChart deciles={calibration.deciles} label={t('models.calibration')} height={260} />}
        table={{
          head: [
            t('models.decile', { n: '' }).trim(),
            t('models.rows'),
            t('models.predicted'),
            t('models.observed'),
            t('models.low'),
            t('models.high'),
            t('models.hits'),
          ],
          rows: calibration.deciles.map((d, i) => [
            f.count(i + 1),
            <Num key="r" value={d.rows} unit="count" />,
            share(d.predicted, 'p'),
            share(d.observed, 'o'),
            share(d.low, 'l'),
            share(d.high, 'h'),
            <Num key="n" value={d.hits} unit="people" />,
          ]),
        }}
      />
    </>
  );
}

/** How many tenths came true within 10%, and of how many others too few purchases were seen to tell. */
function howRight(deciles: Quality['calibration']['deciles']) {
  const near = deciles.filter((d) => Math.abs(d.observed - d.predicted) <= 0.1 * d.predicted);
  const unsure = deciles.filter(
    (d) => !near.includes(d) && (d.low ?? d.observed) <= d.predicted && d.predicted <= (d.high ?? d.observed),
  );
  return { near: near.length, unsure: unsure.length, all: deciles.length };
}
