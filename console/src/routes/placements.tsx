import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { serving } from '../api/serving.ts';
import type { PlacementView } from '../api/types.ts';
import { useMe } from '../app/session.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Page } from '../components/page.tsx';
import { PlacementEditor } from '../components/placement-editor.tsx';
import { Empty, Failure } from '../components/states.tsx';
import { useFormats } from '../i18n/format.ts';

/** Who pays to be shown where, what came of it, and what is due? A merchant sees its own. */
export function Placements() {
  const { t } = useTranslation();
  const f = useFormats();
  const client = useQueryClient();
  const operator = useMe().role === 'operator';
  const query = useQuery(serving.placements());
  const [editing, setEditing] = useState(false);
  const remove = useMutation({
    mutationFn: (id: string) => api.post('/v1/policy/changes', { body: { remove: { placements: [id] } } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['policy'] }),
  });
  const currency = query.data?.currency ?? 'CNY';
  const number = (key: 'served_count' | 'impression_count' | 'click_count'): Column<PlacementView> => ({
    key,
    title: t(`serving.placements.${key}`),
    right: true,
    width: 110,
    sort: (p) => p[key],
    render: (p) => f.count(p[key]),
  });
  const columns: Column<PlacementView>[] = [
    {
      key: 'id',
      title: t('serving.placements.what'),
      sort: (p) => p.placement_id,
      render: (p) => (
        <span className="two-lines">
          <span>{p.placement_id}</span>
          <small>
            {f.language === 'zh-CN' ? p.merchant.zh : p.merchant.en} ·{' '}
            {p.scenarios.map((s) => t(`serving.scenario.${s}`)).join(', ')}
          </small>
        </span>
      ),
    },
    {
      key: 'state',
      title: t('serving.rules.state'),
      width: 110,
      render: (p) => (
        <span className={p.running ? 'tag final' : 'tag'}>
          {t(p.running ? 'serving.placements.running' : 'serving.placements.resting')}
        </span>
      ),
    },
    {
      key: 'days',
      title: t('serving.placements.days'),
      sort: (p) => p.from,
      render: (p) => `${f.date(p.from)} – ${f.date(p.until)}`,
    },
    number('served_count'),
    number('impression_count'),
    number('click_count'),
    {
      key: 'due',
      title: t('serving.placements.due'),
      right: true,
      sort: (p) => p.due_minor,
      render: (p) => (
        <span className="two-lines">
          <span>{f.value(p.due_minor, 'minor', currency)}</span>
          <small>
            {t(`serving.placements.${p.price.kind}`, {
              price: f.value(p.price.amount_minor, 'minor', currency),
            })}
          </small>
        </span>
      ),
    },
    ...(operator
      ? [
          {
            key: 'remove',
            title: t('serving.placements.end'),
            width: 110,
            render: (p: PlacementView) => (
              <Button
                size="small"
                aria-label={`${t('serving.placements.end')} ${p.placement_id}`}
                disabled={remove.isPending}
                onClick={() => remove.mutate(p.placement_id)}
              >
                {t('serving.placements.end')}
              </Button>
            ),
          },
        ]
      : []),
  ];
  const rows = query.data?.data ?? [];
  return (
    <Page
      title={t('serving.placements.title')}
      question={t('serving.placements.question')}
      answer={
        query.data
          ? t('serving.placements.answer', { n: f.count(rows.filter(({ running }) => running).length) })
          : '\u00a0'
      }
      actions={
        operator ? (
          <Button type="primary" onClick={() => setEditing(true)} disabled={editing}>
            {t('serving.placements.add')}
          </Button>
        ) : null
      }
    >
      {editing ? (
        <section className="panel" aria-label={t('serving.placements.add')}>
          <PlacementEditor done={() => setEditing(false)} />
        </section>
      ) : null}
      <section className="panel" aria-label={t('serving.placements.title')}>
        {remove.error ? <Failure error={remove.error} /> : null}
        {query.error ? (
          <Failure error={query.error} retry={() => void query.refetch()} />
        ) : (
          <DataTable
            label={t('serving.placements.title')}
            rows={rows}
            columns={columns}
            rowKey={(p) => p.placement_id}
            loading={query.isPending}
            empty={
              <Empty title={t('serving.placements.emptyTitle')} note={t('serving.placements.emptyNote')} />
            }
          />
        )}
      </section>
      <p className="muted">{t('serving.placements.note')}</p>
    </Page>
  );
}
