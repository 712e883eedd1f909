import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import type { ModelCard } from '../api/types.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { ModelStatus, useModelWords } from '../components/model-parts.tsx';
import { Hint, Num } from '../components/number.tsx';
import { Page } from '../components/page.tsx';
import { Empty, Failure, Lines, useProblemText } from '../components/states.tsx';
import { NONE, useFormats } from '../i18n/format.ts';

/** Who first buys where next, and how far can that be trusted? */
export function Models() {
  const { t } = useTranslation();
  const f = useFormats();
  const words = useModelWords();
  const query = useQuery(queries.models());
  const all = query.data?.data;
  const columns: Column<ModelCard>[] = [
    {
      key: 'model',
      title: t('models.model'),
      sort: (m) => m.as_of,
      render: (m) => (
        <span className="two-lines">
          <Link to="/models/$id" params={{ id: m.model_id }}>
            {words.name(m)}
          </Link>
          <small className="muted">{t('models.version', { n: m.version })}</small>
        </span>
      ),
    },
    { key: 'status', title: t('models.status'), width: 150, render: (m) => <ModelStatus of={m} /> },
    {
      key: 'people',
      title: t('models.people'),
      right: true,
      sort: (m) => m.people_count,
      render: (m) => <Num value={m.people_count} unit="people" />,
    },
    {
      key: 'recall',
      title: <Hint text={t('models.recallMeans')}>{t('models.recall')}</Hint>,
      right: true,
      sort: (m) => m.quality?.recall_at_10 ?? null,
      render: (m) => <Num value={m.quality?.recall_at_10} unit="rate" />,
    },
    {
      key: 'ndcg',
      title: <Hint text={t('models.ndcgMeans')}>{t('models.ndcg')}</Hint>,
      right: true,
      sort: (m) => m.quality?.ndcg_at_10 ?? null,
      render: (m) => <Num value={m.quality?.ndcg_at_10} unit="ratio" />,
    },
    {
      key: 'slope',
      title: <Hint text={t('models.slopeMeans')}>{t('models.slope')}</Hint>,
      right: true,
      sort: (m) => m.quality?.calibration.slope ?? null,
      render: (m) => <Num value={m.quality?.calibration.slope} unit="ratio" />,
    },
    {
      key: 'trained',
      title: t('models.trained'),
      sort: (m) => m.trained_at,
      render: (m) => <span title={f.time(m.trained_at)}>{f.ago(m.trained_at)}</span>,
    },
  ];
  return (
    <Page
      title={t('models.title')}
      question={t('models.question')}
      answer={all?.[0] ? words.verdict(all[0]) : '\u00a0'}
      actions={all && all.length > 0 ? <Train /> : null}
    >
      <section className="panel" aria-label={t('models.list')}>
        {query.error && !all ? (
          <Failure error={query.error} retry={() => void query.refetch()} />
        ) : !all ? (
          <Lines rows={8} height={320} />
        ) : all.length === 0 ? (
          <Empty title={t('models.emptyTitle')} note={t('models.emptyNote')} action={<Train primary />} />
        ) : (
          <DataTable
            label={t('models.list')}
            rows={all}
            columns={columns}
            rowKey={(m) => m.model_id}
            file={{ path: '/v1/models', query: { limit: 1000 } }}
            empty={NONE}
          />
        )}
      </section>
    </Page>
  );
}

/** Trains on everything known now; the same facts give the model there is. */
function Train({ primary = false }: { primary?: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const train = useMutation({
    mutationFn: () => api.post('/v1/models', { body: {} }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['models'] }),
  });
  const problem = useProblemText(train.error);
  return (
    <div className="run-survey">
      <Button
        type={primary ? 'primary' : 'default'}
        loading={train.isPending}
        title={t('models.training')}
        onClick={() => train.mutate()}
      >
        {t('models.train')}
      </Button>
      {train.error ? <Alert type="error" title={problem.title} description={train.error.message} /> : null}
    </div>
  );
}
