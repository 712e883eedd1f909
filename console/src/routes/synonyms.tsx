import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { serving } from '../api/serving.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Page } from '../components/page.tsx';
import { DryRunResult } from '../components/policy-parts.tsx';
import { Empty, Failure } from '../components/states.tsx';
import { useFormats } from '../i18n/format.ts';

/** Which words mean the same? A change is a new version of the policy, and holds from the next request. */
export function Synonyms() {
  const { t } = useTranslation();
  const f = useFormats();
  const client = useQueryClient();
  const query = useQuery(serving.policy());
  const [text, setText] = useState('');
  const group = [
    ...new Set(
      text
        .split(/[,，、]/)
        .map((word) => word.trim())
        .filter(Boolean),
    ),
  ];
  const adding = { upsert: { synonyms: [group] } };
  const dry = useMutation({
    mutationFn: () =>
      api.post('/v1/policy/dry-run', { body: { ...adding, scenario: 'search', requests: 100 } }),
  });
  const change = useMutation({
    mutationFn: (patch: object) => api.post('/v1/policy/changes', { body: patch }),
    onSuccess: () => {
      setText('');
      dry.reset();
      void client.invalidateQueries({ queryKey: ['policy'] });
    },
  });
  const policy = query.data?.policy;
  const columns: Column<readonly string[]>[] = [
    {
      key: 'group',
      title: t('searching.synonyms.group'),
      sort: (words) => words[0] ?? '',
      render: (words) => words.join(' · '),
    },
    {
      key: 'remove',
      title: t('searching.synonyms.remove'),
      width: 110,
      render: (words) => (
        <Button
          size="small"
          aria-label={`${t('searching.synonyms.remove')} ${words[0]}`}
          disabled={change.isPending}
          onClick={() => change.mutate({ remove: { synonyms: [words[0]] } })}
        >
          {t('searching.synonyms.remove')}
        </Button>
      ),
    },
  ];
  return (
    <Page
      title={t('searching.synonyms.title')}
      question={t('searching.synonyms.question')}
      answer={
        policy
          ? t('searching.synonyms.answer', {
              n: f.count(policy.synonyms?.length ?? 0),
              version: policy.version,
            })
          : '\u00a0'
      }
    >
      <section className="panel" aria-label={t('searching.synonyms.add')}>
        <header className="panel-head">
          <h2>{t('searching.synonyms.add')}</h2>
        </header>
        <div className="inline-form">
          <Input
            aria-label={t('searching.synonyms.words')}
            placeholder={t('searching.synonyms.words')}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <Button disabled={group.length < 2} loading={dry.isPending} onClick={() => dry.mutate()}>
            {t('searching.synonyms.dry')}
          </Button>
          <Button
            type="primary"
            disabled={group.length < 2}
            loading={change.isPending}
            onClick={() => change.mutate(adding)}
          >
            {t('searching.synonyms.save')}
          </Button>
        </div>
        <p className="muted" role="status">
          {text !== '' && group.length < 2 ? t('searching.synonyms.few') : '\u00a0'}
        </p>
        {dry.data ? <DryRunResult run={dry.data} /> : null}
        {dry.error ? <Failure error={dry.error} /> : null}
        {change.error ? <Failure error={change.error} /> : null}
      </section>
      <section className="panel" aria-label={t('searching.synonyms.title')}>
        {query.error ? (
          <Failure error={query.error} retry={() => void query.refetch()} />
        ) : (
          <DataTable
            label={t('searching.synonyms.title')}
            rows={policy?.synonyms ?? []}
            columns={columns}
            rowKey={(words) => words.join('\n')}
            loading={query.isPending}
            search={(words) => words.join(' ')}
            empty={
              <Empty title={t('searching.synonyms.emptyTitle')} note={t('searching.synonyms.emptyNote')} />
            }
          />
        )}
      </section>
    </Page>
  );
}
