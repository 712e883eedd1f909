import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Alert, Button, Checkbox, Drawer, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import type { CreateImportBody } from '../api/types.ts';
import { useProblemText } from './states.tsx';

const KINDS: readonly CreateImportBody['kind'][] = [
  'generic',
  'complete-journey',
  'olist',
  'uci-online-retail',
  'example',
];

interface Values {
  kind: CreateImportBody['kind'];
  path: string;
  source?: string;
  dry_run: boolean;
  mapping?: string;
}

/** Asks for what an import needs; a dry run is the default, so that nothing is stored by a slip. */
export default function StartImport({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const kind = Form.useWatch('kind', form) ?? 'generic';
  const dry = Form.useWatch('dry_run', form) ?? true;
  const start = useMutation({
    mutationFn: ({ mapping, source, ...rest }: Values) =>
      api.post('/v1/imports', {
        body: {
          ...rest,
          ...(source ? { source } : {}),
          ...(mapping?.trim() ? { mapping: JSON.parse(mapping) } : {}),
        },
      }),
    onSuccess: async (job) => {
      await client.invalidateQueries({ queryKey: ['imports'] });
      void navigate({ to: '/imports/$id', params: { id: job.import_id } });
    },
  });
  const problem = useProblemText(start.error);
  return (
    <Drawer open title={t('imports.new')} onClose={onClose} size={460}>
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ kind: 'generic', dry_run: true }}
        onFinish={(values) => start.mutate(values)}
      >
        <Form.Item name="kind" label={t('imports.kind')}>
          <Select options={KINDS.map((value) => ({ value, label: t(`imports.kinds.${value}`) }))} />
        </Form.Item>
        <Form.Item
          name="path"
          label={t('imports.path')}
          extra={t('imports.pathNote')}
          rules={[{ required: true, whitespace: true, message: t('imports.pathNeeded') }]}
        >
          <Input spellCheck={false} placeholder="/data/orders" />
        </Form.Item>
        <Form.Item
          name="source"
          label={t('imports.source')}
          extra={t('imports.sourceNote')}
          rules={[{ pattern: /^[a-z0-9][a-z0-9._-]{0,63}$/ }]}
        >
          <Input spellCheck={false} placeholder={kind} />
        </Form.Item>
        {kind === 'generic' ? (
          <Form.Item
            name="mapping"
            label={t('imports.mapping')}
            extra={t('imports.mappingNote')}
            rules={[
              {
                validator: (_, value: string | undefined) => {
                  if (!value?.trim()) return Promise.resolve();
                  try {
                    JSON.parse(value);
                    return Promise.resolve();
                  } catch (why) {
                    return Promise.reject(new Error(t('imports.jsonBad', { why: String(why) })));
                  }
                },
              },
            ]}
          >
            <Input.TextArea className="json" rows={8} spellCheck={false} />
          </Form.Item>
        ) : null}
        <Form.Item name="dry_run" valuePropName="checked">
          <Checkbox>{t('imports.dryRun')}</Checkbox>
        </Form.Item>
        {start.error ? (
          <Alert
            type="error"
            title={problem.title}
            description={start.error.message}
            style={{ marginBottom: 16 }}
          />
        ) : null}
        <Button type="primary" htmlType="submit" loading={start.isPending}>
          {t(dry ? 'imports.startDry' : 'imports.start')}
        </Button>
      </Form>
    </Drawer>
  );
}
