import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { monthsBefore } from '../api/dates.ts';
import { queries } from '../api/queries.ts';
import type { CategoryRow } from '../api/types.ts';
import { useAddress, useMe, useSetAddress, useSharedView, useView } from '../app/session.ts';
import { Sparkline, type SparkPoint } from '../charts/sparkline.tsx';
import { BarCell } from '../components/bar-cell.tsx';
import { Change } from '../components/change.tsx';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Hint, Num } from '../components/number.tsx';
import { Page, Source, StatusTag } from '../components/page.tsx';
import { Empty, Failure } from '../components/states.tsx';
import { useFormats } from '../i18n/format.ts';

interface Node extends CategoryRow {
  children?: Node[];
}

/** Where do people buy, and where is the pool growing? */
export function Categories() {
  const { t } = useTranslation();
  const f = useFormats();
  const me = useMe();
  const { ready, published, ...view } = useSharedView();
  const address = useAddress();
  const set = useSetAddress();
  const query = useQuery({ ...queries.categories({ ...view }), enabled: ready && published });
  const rows = query.data?.data ?? [];
  const trends = useTrends(query.data?.as_of);
  const tree = useMemo(() => treeOf(rows), [rows]);
  const inner = useMemo(() => rows.filter((r) => !r.is_leaf).map((r) => r.category_id), [rows]);
  const [expanded, setExpanded] = useState<readonly string[]>([]);
  const levels = Math.max(0, ...rows.map((r) => r.level));
  const flat = address.level !== undefined || Boolean(address.q);
  const shown: Node[] =
    address.level !== undefined ? rows.filter((r) => r.level === address.level) : flat ? rows : tree;
  const max = Math.max(0, ...rows.map((r) => r.penetration ?? 0));
  const columns: Column<Node>[] = [
    {
      key: 'name',
      title: t('categories.name'),
      sort: (r) => f.text(r.name),
      render: (r) => (
        <>
          <Link to="/categories/$id" params={{ id: r.category_id }}>
            {f.text(r.name)}
          </Link>{' '}
          <StatusTag status={r.status} />
        </>
      ),
    },
    {
      key: 'aac',
      title: <Hint text={t('meaning.aac')}>{t('categories.aac')}</Hint>,
      right: true,
      width: 120,
      sort: (r) => r.aac,
      render: (r) => <Num value={r.aac} unit="people" />,
    },
    {
      key: 'penetration',
      title: <Hint text={t('meaning.penetration')}>{t('categories.penetration')}</Hint>,
      width: 210,
      sort: (r) => r.penetration,
      render: (r) => <BarCell value={r.penetration} max={max} />,
    },
    {
      key: 'change',
      title: t('categories.change'),
      right: true,
      width: 130,
      sort: (r) => r.change_rate,
      render: (r) => <Change from={r.previous_aac} to={r.aac} unit="people" />,
    },
    {
      key: 'trend',
      title: t('categories.trend'),
      width: 140,
      render: (r) => <Sparkline points={trends.get(r.category_id) ?? []} label={`${f.text(r.name)} · AAC`} />,
    },
  ];
  const biggest = [...rows]
    .filter((r) => r.level === 1)
    .sort((a, b) => (b.penetration ?? -1) - (a.penetration ?? -1))[0];
  const riser = [...rows]
    .filter((r) => r.level === 1)
    .sort((a, b) => (b.change_rate ?? -9) - (a.change_rate ?? -9))[0];
  return (
    <Page
      title={t('categories.title')}
      question={t('categories.question')}
      answer={
        biggest?.penetration && !(riser?.change_rate && riser.change_rate > 0)
          ? t('categories.answerFlat', { name: f.text(biggest.name), rate: f.percent(biggest.penetration) })
          : biggest?.penetration && riser
            ? t('categories.answer', {
                name: f.text(biggest.name),
                rate: f.percent(biggest.penetration),
                riser: f.text(riser.name),
                change: f.change(riser.previous_aac, riser.aac, 'people'),
              })
            : '\u00a0'
      }
    >
      <Source of={query.data} note={me.role === 'merchant' ? t('categories.suppressedNote') : null} />
      <div className="panel">
        {ready && !published ? (
          <Empty title={t('codes.not_published.title')} note={t('today.marketNone')} />
        ) : query.error && !query.data ? (
          <Failure error={query.error} retry={() => void query.refetch()} />
        ) : (
          <DataTable
            label={t('categories.title')}
            rows={shown}
            columns={columns}
            rowKey={(r) => r.category_id}
            search={(r) => `${f.text(r.name)} ${r.category_id}`}
            file={{
              path: '/v1/categories',
              query: {
                ...view,
                level: address.level,
                limit: 1000,
              },
            }}
            loading={query.isPending}
            pageSize={100}
            tree={{ childrenOf: (r) => r.children ?? [], expanded, onExpand: setExpanded }}
            empty={<Empty title={t('categories.empty')} note={t('categories.emptyNote')} />}
            tools={
              <>
                <Select
                  aria-label={t('filter.level')}
                  className="level"
                  value={address.level ?? 0}
                  onChange={(v: number) => set({ level: v || undefined })}
                  options={[
                    { value: 0, label: t('categories.tree') },
                    ...Array.from({ length: levels }, (_, i) => ({
                      value: i + 1,
                      label: t('categories.level', { n: i + 1 }),
                    })),
                  ]}
                />
                {flat || inner.length === 0 ? null : (
                  <Button onClick={() => setExpanded(expanded.length > 0 ? [] : inner)}>
                    {t(expanded.length > 0 ? 'categories.collapseAll' : 'categories.expandAll')}
                  </Button>
                )}
              </>
            }
          />
        )}
      </div>
    </Page>
  );
}

/** Twelve month ends of every category's AAC, in one question to the API. */
function useTrends(asOf: string | undefined): ReadonlyMap<string, SparkPoint[]> {
  const me = useMe();
  const { known_at, variant } = useView();
  const span = monthsBefore(asOf ?? '2000-01-31', 12);
  const series = useQuery({
    ...queries.series('aac', { ...span, step: 'month', grain: 'category', known_at, variant }),
    enabled: asOf !== undefined && me.role !== 'merchant',
  });
  return useMemo(() => {
    const byId = new Map<string, SparkPoint[]>();
    for (const result of series.data?.results ?? []) {
      for (const cell of result.cells) {
        if (cell.category_id === undefined || cell.part !== undefined) continue;
        const points = byId.get(cell.category_id) ?? [];
        points.push({ at: result.as_of, value: cell.value });
        byId.set(cell.category_id, points);
      }
    }
    return byId;
  }, [series.data]);
}

/** Nests rows under their parents; a row whose parent is not shown stands at the top. */
function treeOf(rows: readonly CategoryRow[]): Node[] {
  const nodes = new Map(rows.map((r): [string, Node] => [r.category_id, { ...r }]));
  const tops: Node[] = [];
  for (const node of nodes.values()) {
    const parent = node.parent_id === null ? undefined : nodes.get(node.parent_id);
    if (!parent) tops.push(node);
    else {
      parent.children ??= [];
      parent.children.push(node);
    }
  }
  return tops;
}
