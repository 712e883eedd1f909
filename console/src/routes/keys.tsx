import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Form, Input, Modal, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import type { ApiKey, CreateKeyBody, Scope } from '../api/types.ts';
import { CopyLine } from '../components/copy-line.tsx';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Page } from '../components/page.tsx';
import { Empty, Failure, useProblemText } from '../components/states.tsx';
import { useFormats } from '../i18n/format.ts';

const SCOPES: readonly Scope[] = ['events:write', 'facts:write', 'metrics:read', 'imports:write', 'admin'];

/** Which programs may send or read? */
export function Keys() {
  const { t } = useTranslation();
  const f = useFormats();
  const client = useQueryClient();
  const query = useQuery(queries.keys());
  const [adding, setAdding] = useState(false);
  const revoke = useMutation({
    mutationFn: (id: string) => api.delete('/v1/keys/{key_id}', { path: { key_id: id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['keys'] }),
  });
  const columns: Column<ApiKey>[] = [
    { key: 'name', title: t('common.name'), sort: (k) => k.name, render: (k) => k.name },
    { key: 'prefix', title: t('keys.prefix'), width: 150, render: (k) => <code>{k.prefix}…</code> },
    {
      key: 'scopes',
      title: t('keys.scopes'),
      render: (k) => (
        <>
          {k.scopes.map((s) => (
            <span key={s} className="tag">
              {t(`keys.scope.${s}`)}
            </span>
          ))}
          {k.signed ? <span className="tag">{t('keys.signedWord')}</span> : null}
          {k.merchant_id ? <code>{k.merchant_id}</code> : null}
        </>
      ),
    },
    {
      key: 'created',
      title: t('keys.created'),
      width: 170,
      sort: (k) => k.created_at,
      render: (k) => f.time(k.created_at),
    },
    {
      key: 'used',
      title: t('keys.used'),
      width: 150,
      sort: (k) => k.last_used_at,
      render: (k) => (k.last_used_at ? f.ago(k.last_used_at) : t('keys.never')),
    },
    {
      key: 'revoke',
      title: <span className="sr-only">{t('keys.revoke')}</span>,
      width: 130,
      render: (k) =>
        k.revoked_at ? (
          <span className="muted">{t('keys.revoked', { date: f.date(k.revoked_at) })}</span>
        ) : (
          <Popconfirm
            title={t('keys.revokeAsk', { name: k.name })}
            okText={t('keys.revoke')}
            cancelText={t('common.cancel')}
            onConfirm={() => revoke.mutateAsync(k.key_id)}
          >
            <Button size="small">{t('keys.revoke')}</Button>
          </Popconfirm>
        ),
    },
  ];
  return (
    <Page
      title={t('keys.title')}
      question={t('keys.question')}
      actions={
        <Button type="primary" onClick={() => setAdding(true)}>
          {t('keys.add')}
        </Button>
      }
    >
      <div className="panel">
        {query.error ? (
          <Failure error={query.error} retry={() => void query.refetch()} />
        ) : (
          <DataTable
            file={{ path: '/v1/keys', query: { limit: 1000 } }}
            label={t('keys.title')}
            rows={query.data?.data ?? []}
            columns={columns}
            rowKey={(k) => k.key_id}
            search={(k) => `${k.name} ${k.prefix} ${k.scopes.join(' ')}`}
            loading={query.isPending}
            empty={<Empty title={t('keys.emptyTitle')} note={t('keys.emptyNote')} />}
          />
        )}
      </div>
      {adding ? <MakeKey onClose={() => setAdding(false)} /> : null}
    </Page>
  );
}

function MakeKey({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const make = useMutation({
    mutationFn: ({ merchant_id, ...body }: CreateKeyBody) =>
      api.post('/v1/keys', { body: merchant_id ? { ...body, merchant_id } : body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['keys'] }),
  });
  const problem = useProblemText(make.error);
  if (make.data)
    return (
      <Modal open title={make.data.name} footer={null} onCancel={onClose}>
        <Alert type="warning" title={t('keys.once')} />
        <CopyLine label={t('keys.key')} value={make.data.key} />
        {make.data.signing_secret ? (
          <CopyLine label={t('keys.secret')} value={make.data.signing_secret} />
        ) : null}
      </Modal>
    );
  return (
    <Modal open title={t('keys.add')} footer={null} onCancel={onClose}>
      <Form<CreateKeyBody>
        layout="vertical"
        requiredMark={false}
        initialValues={{ scopes: ['metrics:read'], signed: false }}
        onFinish={(values) => make.mutate(values)}
      >
        <Form.Item name="name" label={t('common.name')} rules={[{ required: true, whitespace: true }]}>
          <Input />
        </Form.Item>
        <Form.Item name="scopes" label={t('keys.scopes')} rules={[{ required: true }]}>
          <Checkbox.Group
            className="stack"
            options={SCOPES.map((value) => ({ value, label: t(`keys.scope.${value}`) }))}
          />
        </Form.Item>
        <Form.Item name="merchant_id" label={t('keys.merchant')} extra={t('keys.merchantNote')}>
          <Input placeholder="mer_…" spellCheck={false} />
        </Form.Item>
        <Form.Item name="signed" valuePropName="checked">
          <Checkbox>{t('keys.signed')}</Checkbox>
        </Form.Item>
        {make.error ? (
          <Alert type="error" title={problem.title} description={make.error.message} className="outcome" />
        ) : null}
        <Button type="primary" htmlType="submit" loading={make.isPending}>
          {t('keys.add')}
        </Button>
      </Form>
    </Modal>
  );
}
