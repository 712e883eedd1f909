import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Modal, Popconfirm, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import type { CreateUserBody, Role, User } from '../api/types.ts';
import { useMe } from '../app/session.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Page } from '../components/page.tsx';
import { Failure, useProblemText } from '../components/states.tsx';
import { useFormats } from '../i18n/format.ts';

const ROLES: readonly Role[] = ['operator', 'industry_operator', 'merchant'];

/** Who may sign in, and what do they see? */
export function People() {
  const { t } = useTranslation();
  const f = useFormats();
  const me = useMe();
  const client = useQueryClient();
  const query = useQuery(queries.users());
  const [adding, setAdding] = useState(false);
  const remove = useMutation({
    mutationFn: (id: string) => api.delete('/v1/users/{user_id}', { path: { user_id: id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['users'] }),
  });
  const columns: Column<User>[] = [
    { key: 'name', title: t('common.name'), sort: (u) => u.name, render: (u) => u.name },
    { key: 'email', title: t('people.email'), sort: (u) => u.email, render: (u) => u.email },
    { key: 'role', title: t('people.role'), sort: (u) => u.role, render: (u) => t(`role.${u.role}`) },
    {
      key: 'sees',
      title: t('people.sees'),
      render: (u) =>
        u.role === 'operator' ? (
          t('people.everything')
        ) : u.merchant_id ? (
          <code>{u.merchant_id}</code>
        ) : (
          u.industries.join(', ')
        ),
    },
    {
      key: 'created',
      title: t('people.created'),
      sort: (u) => u.created_at,
      render: (u) => f.date(u.created_at),
    },
    {
      key: 'remove',
      title: <span className="sr-only">{t('common.remove')}</span>,
      width: 110,
      render: (u) =>
        u.email === me.email ? (
          <span className="muted">{t('people.yourself')}</span>
        ) : (
          <Popconfirm
            title={t('people.removeAsk', { name: u.name })}
            okText={t('common.remove')}
            cancelText={t('common.cancel')}
            onConfirm={() => remove.mutateAsync(u.user_id)}
          >
            <Button size="small">{t('common.remove')}</Button>
          </Popconfirm>
        ),
    },
  ];
  return (
    <Page
      title={t('people.title')}
      question={t('people.question')}
      actions={
        <Button type="primary" onClick={() => setAdding(true)}>
          {t('people.add')}
        </Button>
      }
    >
      <div className="panel">
        {query.error ? (
          <Failure error={query.error} retry={() => void query.refetch()} />
        ) : (
          <DataTable
            file={{ path: '/v1/users', query: { limit: 1000 } }}
            label={t('people.title')}
            rows={query.data?.data ?? []}
            columns={columns}
            rowKey={(u) => u.user_id}
            search={(u) => `${u.name} ${u.email} ${u.role}`}
            loading={query.isPending}
          />
        )}
      </div>
      {adding ? <AddPerson onClose={() => setAdding(false)} /> : null}
    </Page>
  );
}

function AddPerson({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [form] = Form.useForm<CreateUserBody>();
  const role = Form.useWatch('role', form) ?? 'operator';
  const add = useMutation({
    mutationFn: (body: CreateUserBody) => api.post('/v1/users', { body }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['users'] });
      onClose();
    },
  });
  const problem = useProblemText(add.error);
  return (
    <Modal open title={t('people.add')} footer={null} onCancel={onClose}>
      <Form<CreateUserBody>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ role: 'operator' }}
        onFinish={(values) => add.mutate(values)}
      >
        <Form.Item name="name" label={t('common.name')} rules={[{ required: true, whitespace: true }]}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="email" label={t('people.email')} rules={[{ required: true, type: 'email' }]}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="password" label={t('people.password')} rules={[{ required: true, min: 10 }]}>
          <Input type="password" autoComplete="new-password" />
        </Form.Item>
        <Form.Item name="role" label={t('people.role')}>
          <Select options={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))} />
        </Form.Item>
        {role === 'merchant' ? (
          <Form.Item name="merchant_id" label={t('people.merchant')} rules={[{ required: true }]}>
            <Input placeholder="mer_…" spellCheck={false} />
          </Form.Item>
        ) : null}
        {role === 'industry_operator' ? (
          <Form.Item name="industries" label={t('people.industries')} rules={[{ required: true }]}>
            <Select mode="tags" tokenSeparators={[',', '，', ' ']} />
          </Form.Item>
        ) : null}
        {add.error ? (
          <Alert type="error" title={problem.title} description={add.error.message} className="outcome" />
        ) : null}
        <Button type="primary" htmlType="submit" loading={add.isPending}>
          {t('people.add')}
        </Button>
      </Form>
    </Modal>
  );
}
