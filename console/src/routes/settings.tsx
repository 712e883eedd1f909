import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import type { SettingsView } from '../api/types.ts';
import { Page } from '../components/page.tsx';
import { Publications } from '../components/publications.tsx';
import { Failure, Lines, useProblemText } from '../components/states.tsx';

type Draft = Omit<SettingsView['settings'], 'name' | 'simulated'> & {
  name: { en?: string; 'zh-CN'?: string };
};

/** By which rules does this marketplace count? */
export function Settings() {
  const { t } = useTranslation();
  const query = useQuery(queries.settings());
  return (
    <Page title={t('settings.title')} question={t('settings.question')}>
      <div className="columns">
        <section className="panel" aria-label={t('settings.title')}>
          {query.error ? (
            <Failure error={query.error} retry={() => void query.refetch()} />
          ) : query.data ? (
            <Rules key={query.data.version} view={query.data} />
          ) : (
            <Lines rows={12} height={560} />
          )}
        </section>
        <Publications />
      </div>
    </Page>
  );
}

function Rules({ view }: { view: SettingsView }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { name, simulated: _, ...rest } = view.settings;
  const initial: Draft = { ...rest, name: typeof name === 'string' ? { en: name } : { ...(name as object) } };
  const save = useMutation({
    mutationFn: (draft: Draft) => api.patch('/v1/settings', { body: changesOf(initial, draft) }),
    onSuccess: (next) => {
      client.setQueryData(queries.settings().queryKey, next);
      // A rule changes numbers everywhere.
      void client.invalidateQueries({ predicate: (q) => q.queryKey[0] !== 'settings' });
    },
  });
  const problem = useProblemText(save.error);
  return (
    <Form<Draft>
      layout="vertical"
      requiredMark={false}
      initialValues={initial}
      onFinish={(d) => save.mutate(d)}
    >
      <p className="muted">{t('settings.version', { n: view.version })}</p>
      <fieldset className="pair-fields">
        <legend>{t('settings.name')}</legend>
        <Form.Item name={['name', 'en']} label={t('settings.nameEn')}>
          <Input />
        </Form.Item>
        <Form.Item name={['name', 'zh-CN']} label={t('settings.nameZh')}>
          <Input />
        </Form.Item>
      </fieldset>
      <Form.Item name="timezone" label={t('settings.timezone')} extra={t('settings.timezoneNote')}>
        <Select
          showSearch
          options={Intl.supportedValuesOf('timeZone').map((value) => ({ value, label: value }))}
        />
      </Form.Item>
      <Form.Item name="currency" label={t('settings.currency')} rules={[{ pattern: /^[A-Z]{3}$/ }]}>
        <Input style={{ width: 120 }} spellCheck={false} />
      </Form.Item>
      <Form.Item name="maturity_days" label={t('settings.maturity')} extra={t('settings.maturityNote')}>
        <InputNumber min={0} max={365} precision={0} />
      </Form.Item>
      <Form.Item name="k_anonymity" label={t('settings.k')}>
        <InputNumber min={1} max={10_000} precision={0} />
      </Form.Item>
      <Form.Item
        name="materiality_rate"
        label={t('settings.materiality')}
        extra={t('settings.materialityNote')}
      >
        <InputNumber min={0} max={1} step={0.001} />
      </Form.Item>
      <Form.Item name="policy_notice_days" label={t('settings.notice')} extra={t('settings.noticeNote')}>
        <InputNumber min={0} max={90} precision={0} />
      </Form.Item>
      <Form.Item name="scope_channels" label={t('settings.channels')} extra={t('settings.channelsNote')}>
        <Select mode="tags" tokenSeparators={[',', '，', ' ']} />
      </Form.Item>
      <Form.Item name="clock_skew_ms" label={t('settings.skew')}>
        <InputNumber min={0} step={1000} precision={0} />
      </Form.Item>
      {save.error ? (
        <Alert type="error" title={problem.title} description={save.error.message} className="outcome" />
      ) : null}
      {save.data ? (
        <Alert type="success" title={t('settings.saved', { n: save.data.version })} className="outcome" />
      ) : null}
      <Button type="primary" htmlType="submit" loading={save.isPending}>
        {t('common.save')}
      </Button>
    </Form>
  );
}

/** Only what was changed is sent, so that two people editing different rules do not undo each other. */
function changesOf(before: Draft, after: Draft): Partial<Draft> {
  const keys = Object.keys(after) as (keyof Draft)[];
  return Object.fromEntries(
    keys.filter((k) => JSON.stringify(before[k]) !== JSON.stringify(after[k])).map((k) => [k, after[k]]),
  );
}
