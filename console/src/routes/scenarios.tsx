import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, InputNumber, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { serving } from '../api/serving.ts';
import type { ScenarioConfig } from '../api/types.ts';
import { useAddress, useSetAddress } from '../app/session.ts';
import { Field } from '../components/field.tsx';
import { Page } from '../components/page.tsx';
import { DryRunResult } from '../components/policy-parts.tsx';
import { Failure, Lines } from '../components/states.tsx';

/** What is each surface made of, and what would another setting show the people who were there? */
export function Scenarios() {
  const { t } = useTranslation();
  const query = useQuery(serving.policy());
  const { open = 'home_feed' } = useAddress();
  const set = useSetAddress();
  const config = query.data?.policy.scenarios.find((s) => s.scenario === open);
  return (
    <Page
      title={t('serving.scenarios.title')}
      question={t('serving.scenarios.question')}
      actions={
        <Select
          aria-label={t('serving.scenarios.surface')}
          style={{ width: 200 }}
          value={open}
          onChange={(value: string) => set({ open: value })}
          options={(query.data?.policy.scenarios ?? []).map(({ scenario }) => ({
            value: scenario as string,
            label: t(`serving.scenario.${scenario}`),
          }))}
        />
      }
    >
      {query.error ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : config ? (
        <Editor key={`${open} ${query.data?.version}`} config={config} />
      ) : (
        <Lines rows={10} height={420} />
      )}
    </Page>
  );
}

function Editor({ config }: { config: ScenarioConfig }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [draft, setDraft] = useState(config);
  const [account, setAccount] = useState('');
  const set = (change: Partial<ScenarioConfig>) => setDraft((now) => ({ ...now, ...change }));
  const patch = { upsert: { scenarios: [draft] } };
  const preview = useMutation({
    mutationFn: () =>
      api.post('/v1/policy/dry-run', {
        body: {
          ...patch,
          requests: 50,
          scenario: draft.scenario,
          ...(account.trim() === '' ? {} : { account_id: account.trim() }),
        },
      }),
  });
  const propose = useMutation({
    mutationFn: () => api.post('/v1/policy/changes', { body: patch }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['policy'] }),
  });
  const number = (
    label: string,
    value: number | null,
    change: (value: number | null) => void,
    step = 1,
  ): ReactNode => (
    <Field label={label}>
      {(id) => <InputNumber id={id} min={0} step={step} value={value} onChange={change} />}
    </Field>
  );
  const caps = (key: keyof ScenarioConfig['caps']) =>
    number(t(`serving.scenarios.cap_${key}`), draft.caps[key], (v) =>
      set({ caps: { ...draft.caps, [key]: v === null || v < 1 ? null : v } }),
    );
  return (
    <div className="columns">
      <section className="panel rule-form" aria-label={t(`serving.scenario.${draft.scenario}`)}>
        <div className="row">
          {number(t('serving.scenarios.slots'), draft.slots, (v) => set({ slots: Math.max(1, v ?? 1) }))}
          {number(t('serving.scenarios.repeat'), draft.repeat_rate, (v) => set({ repeat_rate: v }), 0.1)}
          {number(t('serving.scenarios.exploration'), draft.exploration_slots, (v) =>
            set({ exploration_slots: v ?? 0 }),
          )}
          {number(
            t('serving.scenarios.first'),
            draft.value.first_purchase_minor,
            (v) => set({ value: { ...draft.value, first_purchase_minor: v ?? 0 } }),
            100,
          )}
          {number(
            t('serving.scenarios.margin'),
            draft.value.margin_rate,
            (v) => set({ value: { ...draft.value, margin_rate: v ?? 0 } }),
            0.05,
          )}
        </div>
        <div className="row">
          {caps('merchant')}
          {caps('category')}
          {caps('brand')}
        </div>
        <table className="plain-table">
          <caption>{t('serving.scenarios.sources')}</caption>
          <tbody>
            {draft.sources.map(({ source, most }) => (
              <tr key={source}>
                <th scope="row">{t(`serving.source.${source}`)}</th>
                <td>
                  <InputNumber
                    size="small"
                    min={1}
                    max={1000}
                    value={most}
                    aria-label={t(`serving.source.${source}`)}
                    onChange={(v) =>
                      set({
                        sources: draft.sources.map((s) =>
                          s.source === source ? { source, most: v ?? 1 } : s,
                        ),
                      })
                    }
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <Button type="primary" loading={propose.isPending} onClick={() => propose.mutate()}>
          {t('serving.editor.propose')}
        </Button>
        {propose.data ? (
          <p role="status">
            {t('serving.scenarios.announced', { date: propose.data.effective_at.slice(0, 10) })}
          </p>
        ) : null}
        {propose.error ? <Failure error={propose.error} /> : null}
      </section>
      <section className="panel" aria-label={t('serving.scenarios.preview')}>
        <header className="panel-head">
          <h2>{t('serving.scenarios.preview')}</h2>
        </header>
        <p className="muted">{t('serving.scenarios.previewNote')}</p>
        <Input.Search
          aria-label={t('serving.box.account')}
          placeholder={t('serving.box.account')}
          value={account}
          enterButton={t('serving.dry.run')}
          loading={preview.isPending}
          onChange={(e) => setAccount(e.target.value)}
          onSearch={() => preview.mutate()}
        />
        {preview.error ? <Failure error={preview.error} /> : null}
        {preview.data ? <DryRunResult run={preview.data} /> : null}
      </section>
    </div>
  );
}
