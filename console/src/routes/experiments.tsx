import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { serving } from '../api/serving.ts';
import type { Experiment } from '../api/types.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Page } from '../components/page.tsx';
import { Empty, Failure } from '../components/states.tsx';
import { useFormats } from '../i18n/format.ts';

/** What is being tried, on whom, and who is held out of it all? */
export function Experiments() {
  const { t } = useTranslation();
  const f = useFormats();
  const query = useQuery(serving.policy());
  const columns: Column<Experiment>[] = [
    {
      key: 'id',
      title: t('serving.experiments.what'),
      sort: (e) => e.experiment_id,
      render: (e) => (
        <span className="two-lines">
          <span>{e.experiment_id}</span>
          <small>{e.hypothesis}</small>
        </span>
      ),
    },
    {
      key: 'status',
      title: t('serving.rules.state'),
      width: 110,
      render: (e) => (
        <span className={e.status === 'running' ? 'tag final' : 'tag'}>
          {t(`serving.experiments.${e.status}`)}
        </span>
      ),
    },
    {
      key: 'traffic',
      title: t('serving.experiments.traffic'),
      right: true,
      width: 110,
      sort: (e) => e.traffic_rate,
      render: (e) => f.percent(e.traffic_rate),
    },
    {
      key: 'arms',
      title: t('serving.experiments.arms'),
      render: (e) => e.arms.map((a) => `${a.arm} × ${a.weight}`).join(' · '),
    },
    { key: 'tag', title: t('serving.experiments.tag'), render: (e) => e.exclusion_tag || '—' },
  ];
  const policy = query.data?.policy;
  return (
    <Page
      title={t('serving.experiments.title')}
      question={t('serving.experiments.question')}
      answer={
        policy ? t('serving.experiments.holdout', { percent: f.percent(policy.holdout.rate) }) : '\u00a0'
      }
    >
      <section className="panel" aria-label={t('serving.experiments.title')}>
        {query.error ? (
          <Failure error={query.error} retry={() => void query.refetch()} />
        ) : (
          <DataTable
            label={t('serving.experiments.title')}
            rows={policy?.experiments ?? []}
            columns={columns}
            rowKey={(e) => e.experiment_id}
            loading={query.isPending}
            empty={
              <Empty title={t('serving.experiments.emptyTitle')} note={t('serving.experiments.emptyNote')} />
            }
          />
        )}
      </section>
    </Page>
  );
}
