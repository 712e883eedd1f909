import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { serving } from '../api/serving.ts';
import type { ScenarioConfig } from '../api/types.ts';
import { useAddress, useSetAddress } from '../app/session.ts';
import { Page } from '../components/page.tsx';
import { DryRunResult } from '../components/policy-parts.tsx';
import { ScenarioFields } from '../components/scenario-fields.tsx';
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
  // The preview follows what is set, once the hand rests.
  const run = preview.mutate;
  const wanted = JSON.stringify([draft, account.trim()]);
  const first = useRef(wanted);
  useEffect(() => {
    if (wanted === first.current) return;
    const timer = setTimeout(() => run(), 600);
    return () => clearTimeout(timer);
  }, [wanted, run]);
  return (
    <div className="columns">
      <section className="panel rule-form" aria-label={t(`serving.scenario.${draft.scenario}`)}>
        <ScenarioFields draft={draft} change={setDraft} />
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
