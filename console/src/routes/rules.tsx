import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { serving } from '../api/serving.ts';
import type { PolicyChange, PolicyVersion, Rule } from '../api/types.ts';
import { useActors } from '../components/actors.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Page } from '../components/page.tsx';
import { Differences } from '../components/policy-parts.tsx';
import { RuleEditor } from '../components/rule-editor.tsx';
import { Empty, Failure } from '../components/states.tsx';
import { useFormats } from '../i18n/format.ts';

/** Which rules hold, what is coming and when, who changed what? */
export function Rules() {
  const { t } = useTranslation();
  const f = useFormats();
  const policy = useQuery(serving.policy());
  const [editing, setEditing] = useState<Rule | 'new' | null>(null);
  const columns: Column<Rule>[] = [
    {
      key: 'rule',
      title: t('serving.rules.rule'),
      sort: (r) => r.rule_id,
      render: (r) => (
        <span className="two-lines">
          <button type="button" className="linkish" onClick={() => setEditing(r)}>
            {f.text(r.text)}
          </button>
          <small>{r.when}</small>
        </span>
      ),
    },
    {
      key: 'action',
      title: t('serving.rules.action'),
      width: 110,
      sort: (r) => r.action.kind,
      render: (r) => t(`serving.action.${r.action.kind}`),
    },
    {
      key: 'where',
      title: t('serving.rules.where'),
      render: (r) =>
        r.scenarios.length === 0
          ? t('common.all')
          : r.scenarios.map((s) => t(`serving.scenario.${s}`)).join(' · '),
    },
    {
      key: 'priority',
      title: t('serving.rules.priority'),
      right: true,
      width: 90,
      sort: (r) => r.priority,
      render: (r) => r.priority,
    },
    {
      key: 'state',
      title: t('serving.rules.state'),
      width: 80,
      render: (r) => t(r.enabled ? 'serving.rules.on' : 'serving.rules.off'),
    },
  ];
  return (
    <Page
      title={t('serving.rules.title')}
      question={t('serving.rules.question')}
      actions={
        <Button type="primary" onClick={() => setEditing('new')}>
          {t('serving.rules.new')}
        </Button>
      }
    >
      <section className="panel" aria-label={t('serving.rules.title')}>
        {policy.error ? (
          <Failure error={policy.error} retry={() => void policy.refetch()} />
        ) : (
          <DataTable
            label={t('serving.rules.title')}
            rows={policy.data?.policy.rules ?? []}
            columns={columns}
            rowKey={(r) => r.rule_id}
            loading={policy.isPending}
            search={(r) => `${r.rule_id} ${f.text(r.text)} ${r.when}`}
            empty={<Empty title={t('serving.rules.emptyTitle')} note={t('serving.rules.emptyNote')} />}
          />
        )}
      </section>
      <Changes />
      <Versions live={policy.data?.version} />
      <Drawer
        open={editing !== null}
        onClose={() => setEditing(null)}
        size={720}
        destroyOnHidden
        title={t(editing === 'new' ? 'serving.rules.new' : 'serving.rules.edit')}
      >
        {editing ? (
          <RuleEditor rule={editing === 'new' ? null : editing} done={() => setEditing(null)} />
        ) : null}
      </Drawer>
    </Page>
  );
}

/** Announced and not live yet, each with its clock; then what became of the others. */
function Changes() {
  const { t } = useTranslation();
  const f = useFormats();
  const client = useQueryClient();
  const actor = useActors();
  const query = useQuery(serving.changes());
  const withdraw = useMutation({
    mutationFn: (change_id: number) =>
      api.post('/v1/policy/changes/{change_id}/withdraw', { path: { change_id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['policy'] }),
  });
  const columns: Column<PolicyChange>[] = [
    {
      key: 'what',
      title: t('serving.rules.change'),
      render: (c) => (
        <span className="two-lines">
          <span>
            {t('serving.rules.changeNo', { n: c.change_id })}{' '}
            <span className={c.status === 'pending' ? 'tag provisional' : 'tag'}>
              {t(`serving.status.${c.status}`)}
            </span>
          </span>
          <small>{c.reason}</small>
        </span>
      ),
    },
    { key: 'kind', title: t('serving.rules.kind'), width: 110, render: (c) => t(`serving.kind.${c.kind}`) },
    {
      key: 'diff',
      title: t('serving.rules.difference'),
      render: (c) => <Differences of={c.differences} />,
    },
    {
      key: 'clock',
      title: t('serving.rules.effective'),
      width: 200,
      sort: (c) => c.effective_at,
      render: (c) => (
        <span className="two-lines">
          <time dateTime={c.effective_at}>{f.time(c.effective_at)}</time>
          <small title={c.author}>{actor(c.author)}</small>
        </span>
      ),
    },
    {
      key: 'withdraw',
      title: <span className="sr-only">{t('serving.rules.withdraw')}</span>,
      width: 110,
      render: (c) =>
        c.status === 'pending' ? (
          <Button size="small" onClick={() => withdraw.mutate(c.change_id)}>
            {t('serving.rules.withdraw')}
          </Button>
        ) : null,
    },
  ];
  const notice = query.data?.notice_days;
  return (
    <section className="panel" aria-label={t('serving.rules.changes')}>
      <header className="panel-head">
        <h2>{t('serving.rules.changes')}</h2>
      </header>
      {notice === undefined ? null : <p className="muted">{t('serving.rules.notice', { n: notice })}</p>}
      {query.error ? <Failure error={query.error} /> : null}
      <DataTable
        label={t('serving.rules.changes')}
        rows={query.data?.data ?? []}
        columns={columns}
        rowKey={(c) => String(c.change_id)}
        loading={query.isPending}
        pageSize={10}
        empty={<Empty title={t('serving.rules.noChanges')} />}
      />
    </section>
  );
}

function Versions({ live }: { live: number | undefined }) {
  const { t } = useTranslation();
  const f = useFormats();
  const client = useQueryClient();
  const actor = useActors();
  const query = useQuery(serving.versions());
  const rollback = useMutation({
    mutationFn: (version: number) =>
      api.post('/v1/policies/{version}/rollback', {
        path: { version },
        body: { reason: t('serving.rules.rollbackReason', { n: version }) },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['policy'] }),
  });
  const columns: Column<PolicyVersion>[] = [
    {
      key: 'version',
      title: t('serving.rules.version'),
      width: 90,
      render: (v) => (
        <span>
          {v.version}{' '}
          {v.version === live ? <span className="tag final">{t('serving.rules.live')}</span> : null}
        </span>
      ),
    },
    {
      key: 'kind',
      title: t('serving.rules.kind'),
      render: (v) => (
        <span className="two-lines">
          <span>
            {t(`serving.kind.${v.kind}`)}
            {v.equals_version === null ? '' : ` = ${v.equals_version}`}
          </span>
          <small>{v.reason}</small>
        </span>
      ),
    },
    {
      key: 'by',
      title: t('serving.rules.by'),
      render: (v) => <span title={v.author}>{actor(v.author)}</span>,
    },
    {
      key: 'at',
      title: t('serving.rules.effective'),
      width: 200,
      render: (v) => <time dateTime={v.effective_at}>{f.time(v.effective_at)}</time>,
    },
    {
      key: 'back',
      title: <span className="sr-only">{t('serving.rules.rollback')}</span>,
      width: 120,
      render: (v) =>
        v.version === live ? null : (
          <Popconfirm
            title={t('serving.rules.rollbackAsk', { n: v.version })}
            okText={t('serving.rules.rollback')}
            cancelText={t('common.cancel')}
            onConfirm={() => rollback.mutate(v.version)}
          >
            <Button size="small">{t('serving.rules.rollback')}</Button>
          </Popconfirm>
        ),
    },
  ];
  return (
    <section className="panel" aria-label={t('serving.rules.versions')}>
      <header className="panel-head">
        <h2>{t('serving.rules.versions')}</h2>
      </header>
      {rollback.error ? <Failure error={rollback.error} /> : null}
      <DataTable
        label={t('serving.rules.versions')}
        rows={query.data?.data ?? []}
        columns={columns}
        rowKey={(v) => String(v.version)}
        loading={query.isPending}
        pageSize={10}
      />
    </section>
  );
}
