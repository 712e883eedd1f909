import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { queries } from '../api/queries.ts';
import type { AuditEntry } from '../api/types.ts';
import { useActors } from '../components/actors.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Page } from '../components/page.tsx';
import { Empty, Failure } from '../components/states.tsx';
import { useFormats } from '../i18n/format.ts';

/** What changed, and who did it? */
export function Audit() {
  const { t } = useTranslation();
  const f = useFormats();
  const actor = useActors();
  const query = useInfiniteQuery(queries.audit());
  const rows = query.data?.pages.flatMap((p) => p.data) ?? [];
  const columns: Column<AuditEntry>[] = [
    {
      key: 'when',
      title: t('audit.when'),
      width: 180,
      sort: (e) => e.at,
      render: (e) => <time dateTime={e.at}>{f.time(e.at)}</time>,
    },
    {
      key: 'who',
      title: t('audit.who'),
      width: 200,
      sort: (e) => actor(e.actor),
      render: (e) => <span title={e.actor}>{actor(e.actor)}</span>,
    },
    {
      key: 'action',
      title: t('audit.action'),
      width: 180,
      sort: (e) => e.action,
      render: (e) => <code>{e.action}</code>,
    },
    {
      key: 'subject',
      title: t('audit.subject'),
      width: 220,
      sort: (e) => e.subject,
      render: (e) => <span className="path">{e.subject}</span>,
    },
    { key: 'change', title: t('audit.change'), render: (e) => <Diff before={e.before} after={e.after} /> },
  ];
  return (
    <Page title={t('audit.title')} question={t('audit.question')}>
      <div className="panel">
        {query.error && !query.data ? (
          <Failure error={query.error} retry={() => void query.refetch()} />
        ) : (
          <DataTable
            label={t('audit.title')}
            rows={rows}
            columns={columns}
            rowKey={(e) => String(e.audit_id)}
            search={(e) => `${e.actor} ${actor(e.actor)} ${e.action} ${e.subject}`}
            file={{ path: '/v1/audit', query: { limit: 1000 } }}
            loading={query.isPending}
            empty={<Empty title={t('audit.emptyTitle')} />}
          />
        )}
        {query.hasNextPage ? (
          <Button onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
            {t('common.more')}
          </Button>
        ) : null}
      </div>
    </Page>
  );
}

const fields = (value: unknown): Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
const written = (value: unknown) => (value === undefined ? '∅' : JSON.stringify(value));

/** Only what differs: field, what it was, what it is. */
function Diff({ before, after }: { before: unknown; after: unknown }) {
  const [was, is] = [fields(before), fields(after)];
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (k) => JSON.stringify(was[k]) !== JSON.stringify(is[k]),
  );
  if (keys.length === 0) return null;
  return (
    <ul className="diff">
      {keys.slice(0, 6).map((k) => (
        <li key={k}>
          <code>{k}</code>
          {k in was ? <del>{written(was[k])}</del> : null}
          {k in is ? <ins>{written(is[k])}</ins> : null}
        </li>
      ))}
      {keys.length > 6 ? <li className="muted">+{keys.length - 6}</li> : null}
    </ul>
  );
}
