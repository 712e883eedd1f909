import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { queries } from '../api/queries.ts';
import type { RejectedRow } from '../api/types.ts';
import { useAddress, useSetAddress } from '../app/session.ts';
import { useFormats } from '../i18n/format.ts';
import { type Column, DataTable } from './data-table.tsx';
import { Empty, Failure } from './states.tsx';

const RowEditor = lazy(() => import('./row-editor.tsx'));

/** Rejected rows, open ones first asked for; one opens beside the list to be read, mended and replayed. */
export function RejectedRows({ source }: { source?: string }) {
  const { t, i18n } = useTranslation();
  const f = useFormats();
  const address = useAddress();
  const set = useSetAddress();
  const status = address.status ?? 'open';
  const ask = {
    status: status === 'all' ? undefined : status,
    code: address.code,
    source: source ?? address.source,
  };
  const query = useInfiniteQuery(queries.rejected(ask));
  const rows = query.data?.pages.flatMap((p) => p.data) ?? [];
  const open = rows.find((r) => r.rejected_id === address.open);
  // The row in the address may stand on a later page: read on until it is found.
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const seek = address.open?.startsWith('rej_') && !open && hasNextPage && !isFetchingNextPage;
  useEffect(() => {
    if (seek) void fetchNextPage();
  }, [seek, fetchNextPage]);
  const codes = [...new Set([...rows.map((r) => r.code), ...(address.code ? [address.code] : [])])].sort();
  const reason = (code: string) =>
    i18n.exists(`codes.${code}.title`) ? (t as (key: string) => string)(`codes.${code}.title`) : code;
  const columns: Column<RejectedRow>[] = [
    {
      key: 'code',
      title: t('rejected.reason'),
      sort: (r) => r.code,
      render: (r) => (
        <span className="two-lines">
          <button type="button" className="linkish" onClick={() => set({ open: r.rejected_id })}>
            {reason(r.code)}
          </button>
          <small title={r.detail}>{r.detail}</small>
        </span>
      ),
    },
    {
      key: 'where',
      title: t('rejected.where'),
      width: 240,
      sort: (r) => `${r.source} ${r.document} ${String(r.index).padStart(9, '0')}`,
      render: (r) => (
        <span className="two-lines">
          <span>{r.source}</span>
          <small className="path">
            {r.document ? `${r.document}, ` : ''}
            {t('rejected.row', { n: f.count(r.index + 1) })}
          </small>
        </span>
      ),
    },
    {
      key: 'fact',
      title: t('rejected.fact'),
      width: 120,
      sort: (r) => r.fact,
      render: (r) => <code>{r.fact}</code>,
    },
    {
      key: 'when',
      title: t('rejected.when'),
      width: 170,
      sort: (r) => r.rejected_at,
      render: (r) => <time dateTime={r.rejected_at}>{f.time(r.rejected_at)}</time>,
    },
    {
      key: 'state',
      title: t('rejected.state'),
      width: 100,
      render: (r) => <span className={`tag row-${r.status}`}>{t(`rejected.states.${r.status}`)}</span>,
    },
  ];
  if (query.error && !query.data) return <Failure error={query.error} retry={() => void query.refetch()} />;
  return (
    <>
      <DataTable
        label={t('rejected.title')}
        rows={rows}
        columns={columns}
        rowKey={(r) => r.rejected_id}
        loading={query.isPending}
        search={(r) => `${r.code} ${r.detail} ${r.document} ${r.source} ${JSON.stringify(r.row)}`}
        file={{ path: '/v1/rejected', query: { ...ask, limit: 1000 } }}
        onOpen={(r) => set({ open: r.rejected_id })}
        empty={<Empty title={t('rejected.emptyTitle')} note={t('rejected.emptyNote')} />}
        tools={
          <>
            <Select
              aria-label={t('rejected.state')}
              className="level"
              value={status}
              onChange={(v: string) => set({ status: v === 'open' ? undefined : v, page: undefined })}
              options={[
                { value: 'open', label: t('rejected.openOnly') },
                { value: 'replayed', label: t('rejected.states.replayed') },
                { value: 'dismissed', label: t('rejected.states.dismissed') },
                { value: 'all', label: t('rejected.allStates') },
              ]}
            />
            <Select
              aria-label={t('rejected.reason')}
              className="reason"
              value={address.code ?? ''}
              onChange={(v: string) => set({ code: v || undefined, page: undefined })}
              options={[
                { value: '', label: t('rejected.allCodes') },
                ...codes.map((value) => ({ value, label: reason(value) })),
              ]}
            />
          </>
        }
      />
      {query.hasNextPage ? (
        <Button onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
          {t('common.more')}
        </Button>
      ) : null}
      <Suspense fallback={null}>
        {open ? (
          <RowEditor key={open.rejected_id} row={open} onClose={() => set({ open: undefined })} />
        ) : null}
      </Suspense>
    </>
  );
}
