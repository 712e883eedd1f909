import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { searching } from '../api/searching.ts';
import type { SearchQuality } from '../api/types.ts';
import { BarCell } from '../components/bar-cell.tsx';
import { type Column, DataTable } from '../components/data-table.tsx';
import { ImportJudgements } from '../components/import-judgements.tsx';
import { Page } from '../components/page.tsx';
import { Empty, Failure } from '../components/states.tsx';
import { useFormats } from '../i18n/format.ts';

const DAYS = 14;
type Part<K extends 'judged' | 'runs' | 'in_vain' | 'slots'> = SearchQuality[K][number];

/** Does search find what people look for, and is it getting better? */
export function SearchQualityScreen() {
  const { t } = useTranslation();
  const f = useFormats();
  const client = useQueryClient();
  const query = useQuery(searching.quality(DAYS));
  const measure = useMutation({
    mutationFn: () => api.post('/v1/search/quality/runs'),
    onSuccess: () => client.invalidateQueries({ queryKey: ['search-quality'] }),
  });
  const score = (value: number | null) => (value === null ? '—' : value.toFixed(3));
  const explorer = (words: string) => (
    <Link to="/query-explorer" search={{ q: words }}>
      {words}
    </Link>
  );
  const judged: Column<Part<'judged'>>[] = [
    { key: 'query', title: t('searching.quality.query'), render: (r) => explorer(r.query) },
    {
      key: 'judgements',
      title: t('searching.quality.judgements'),
      right: true,
      width: 120,
      render: (r) => f.count(r.judgement_count),
    },
    {
      key: 'ndcg',
      title: t('searching.quality.ndcg'),
      right: true,
      width: 120,
      render: (r) => score(r.ndcg),
    },
  ];
  const runs: Column<Part<'runs'>>[] = [
    { key: 'at', title: t('searching.quality.at'), render: (r) => f.time(r.at) },
    { key: 'policy', title: t('searching.quality.policy'), right: true, render: (r) => r.policy_version },
    {
      key: 'snapshot',
      title: t('searching.quality.snapshot'),
      render: (r) => <code>{r.snapshot_hash.slice(0, 10)}</code>,
    },
    {
      key: 'queries',
      title: t('searching.quality.queries'),
      right: true,
      render: (r) => f.count(r.query_count),
    },
    { key: 'ndcg', title: t('searching.quality.ndcg'), right: true, render: (r) => score(r.ndcg) },
  ];
  const vain: Column<Part<'in_vain'>>[] = [
    { key: 'query', title: t('searching.quality.query'), render: (r) => explorer(r.query) },
    {
      key: 'asked',
      title: t('searching.quality.asked'),
      right: true,
      width: 110,
      render: (r) => f.count(r.asked_count),
    },
    {
      key: 'found',
      title: t('searching.quality.finds'),
      right: true,
      width: 110,
      render: (r) => f.count(r.found),
    },
    {
      key: 'missing',
      title: t('searching.quality.missing'),
      render: (r) => [...r.dropped, ...r.unknown].join(', ') || '—',
    },
  ];
  const share = (r: Part<'slots'>) => (r.impression_count > 0 ? r.click_count / r.impression_count : 0);
  const slots = query.data?.slots ?? [];
  const most = Math.max(1e-9, ...slots.map(share));
  const clicks: Column<Part<'slots'>>[] = [
    { key: 'slot', title: t('searching.quality.place'), right: true, width: 80, render: (r) => r.slot + 1 },
    {
      key: 'seen',
      title: t('searching.quality.seen'),
      right: true,
      width: 110,
      render: (r) => f.count(r.impression_count),
    },
    {
      key: 'clicked',
      title: t('searching.quality.clicked'),
      right: true,
      width: 110,
      render: (r) => f.count(r.click_count),
    },
    {
      key: 'share',
      title: t('searching.quality.share'),
      render: (r) => <BarCell value={share(r)} max={most} />,
    },
  ];
  const last = query.data?.runs[0];
  const table = <T extends object>(
    label: string,
    note: string | null,
    rows: readonly T[],
    columns: readonly Column<T>[],
    rowKey: (row: T) => string,
    empty: string,
  ) => (
    <section className="panel" aria-label={label}>
      <header className="panel-head">
        <h2>{label}</h2>
      </header>
      {note ? <p className="muted">{note}</p> : null}
      <DataTable
        label={label}
        rows={rows}
        columns={columns}
        rowKey={rowKey}
        loading={query.isPending}
        empty={<Empty title={empty} />}
        pageSize={10}
      />
    </section>
  );
  return (
    <Page
      title={t('searching.quality.title')}
      question={t('searching.quality.question')}
      answer={
        query.data
          ? last
            ? t('searching.quality.answer', { ndcg: score(last.ndcg), policy: last.policy_version })
            : t('searching.quality.unjudged')
          : '\u00a0'
      }
      actions={
        <Button type="primary" loading={measure.isPending} onClick={() => measure.mutate()}>
          {t('searching.quality.measure')}
        </Button>
      }
    >
      {query.error ? <Failure error={query.error} retry={() => void query.refetch()} /> : null}
      {measure.error ? <Failure error={measure.error} /> : null}
      <div className="columns">
        {table(
          t('searching.quality.judged'),
          null,
          query.data?.judged ?? [],
          judged,
          (r) => r.query,
          t('searching.quality.judgedEmpty'),
        )}
        {table(
          t('searching.quality.runs'),
          null,
          query.data?.runs ?? [],
          runs,
          (r) => String(r.run_id),
          t('searching.quality.runsEmpty'),
        )}
      </div>
      <div className="columns">
        {table(
          t('searching.quality.vain'),
          query.data
            ? t('searching.quality.vainNote', {
                queries: f.count(query.data.query_count),
                asked: f.count(query.data.asked_count),
                days: DAYS,
              })
            : '\u00a0',
          query.data?.in_vain ?? [],
          vain,
          (r) => r.query,
          t(query.data?.query_count === 0 ? 'searching.quality.vainNone' : 'searching.quality.vainEmpty'),
        )}
        {table(
          t('searching.quality.clicks'),
          t('searching.quality.clicksNote'),
          slots,
          clicks,
          (r) => String(r.slot),
          t('searching.quality.clicksEmpty'),
        )}
      </div>
      <ImportJudgements />
    </Page>
  );
}
