import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { queries } from '../api/queries.ts';
import type { ImportJob } from '../api/types.ts';
import { useAddress, useSetAddress } from '../app/session.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { ProgressLine, StateWord, Took } from '../components/import-parts.tsx';
import { Num } from '../components/number.tsx';
import { Page } from '../components/page.tsx';
import { Empty, Failure } from '../components/states.tsx';
import { useFormats } from '../i18n/format.ts';

const StartImport = lazy(() => import('../components/start-import.tsx'));

/** What came in, and what was refused? */
export function Imports() {
  const { t } = useTranslation();
  const f = useFormats();
  const address = useAddress();
  const set = useSetAddress();
  const query = useInfiniteQuery({
    ...queries.imports(),
    // Only while one runs: an idle console asks nothing.
    refetchInterval: (q) =>
      q.state.data?.pages.some((p) => p.data.some((j) => j.state === 'running')) ? 1000 : false,
  });
  const jobs = query.data?.pages.flatMap((p) => p.data) ?? [];
  const columns: Column<ImportJob>[] = [
    {
      key: 'what',
      title: t('imports.file'),
      sort: (j) => j.path,
      render: (j) => (
        <span className="two-lines">
          <Link to="/imports/$id" params={{ id: j.import_id }}>
            {t(`imports.kinds.${j.kind}`)}
          </Link>
          <small className="path">{j.path}</small>
        </span>
      ),
    },
    {
      key: 'state',
      title: t('imports.state'),
      width: 130,
      sort: (j) => j.state,
      render: (j) => <StateWord job={j} />,
    },
    { key: 'progress', title: t('imports.progress'), width: 200, render: (j) => <ProgressLine job={j} /> },
    {
      key: 'accepted',
      title: t('imports.accepted'),
      right: true,
      width: 100,
      sort: (j) => j.accepted,
      render: (j) => <Num value={j.accepted} unit="count" />,
    },
    {
      key: 'duplicate',
      title: t('imports.duplicate'),
      right: true,
      width: 100,
      sort: (j) => j.duplicate,
      render: (j) => <Num value={j.duplicate} unit="count" />,
    },
    {
      key: 'rejected',
      title: t('imports.rejectedRows'),
      right: true,
      width: 100,
      sort: (j) => j.rejected,
      render: (j) => <Num value={j.rejected} unit="count" className={j.rejected > 0 ? 'loss' : ''} />,
    },
    {
      key: 'started',
      title: t('imports.started'),
      width: 170,
      sort: (j) => j.started_at,
      render: (j) => <time dateTime={j.started_at}>{f.time(j.started_at)}</time>,
    },
    { key: 'took', title: t('imports.took'), right: true, width: 100, render: (j) => <Took job={j} /> },
  ];
  return (
    <Page
      title={t('imports.title')}
      question={t('imports.question')}
      actions={
        <Button type="primary" onClick={() => set({ open: 'new' })}>
          {t('imports.new')}
        </Button>
      }
    >
      <div className="panel">
        {query.error && !query.data ? (
          <Failure error={query.error} retry={() => void query.refetch()} />
        ) : (
          <DataTable
            file={{ path: '/v1/imports', query: { limit: 1000 } }}
            label={t('imports.title')}
            rows={jobs}
            columns={columns}
            rowKey={(j) => j.import_id}
            loading={query.isPending}
            search={(j) => `${j.kind} ${j.path} ${j.source} ${j.state}`}
            empty={<Empty title={t('imports.emptyTitle')} note={t('imports.emptyNote')} />}
          />
        )}
        {query.hasNextPage ? (
          <Button onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
            {t('common.more')}
          </Button>
        ) : null}
      </div>
      <Suspense fallback={null}>
        {address.open === 'new' ? <StartImport onClose={() => set({ open: undefined })} /> : null}
      </Suspense>
    </Page>
  );
}
