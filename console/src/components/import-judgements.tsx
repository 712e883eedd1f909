import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { useFormats } from '../i18n/format.ts';
import { Failure } from './states.tsx';

/** Judgements as text, a line each: query, item, grade. */
export function ImportJudgements() {
  const { t } = useTranslation();
  const f = useFormats();
  const client = useQueryClient();
  const [text, setText] = useState('');
  const [source, setSource] = useState('');
  const { judgements, bad } = readLines(text);
  const record = useMutation({
    mutationFn: () => api.post('/v1/search/judgements', { body: { source: source.trim(), judgements } }),
    onSuccess: () => {
      setText('');
      void client.invalidateQueries({ queryKey: ['search-quality'] });
    },
  });
  return (
    <section className="panel" aria-label={t('searching.quality.import')}>
      <header className="panel-head">
        <h2>{t('searching.quality.import')}</h2>
      </header>
      <p className="muted">{t('searching.quality.importNote')}</p>
      <div className="stack">
        <Input
          aria-label={t('searching.quality.importSource')}
          placeholder={t('searching.quality.importSource')}
          value={source}
          maxLength={64}
          onChange={(event) => setSource(event.target.value)}
        />
        <Input.TextArea
          aria-label={t('searching.quality.import')}
          rows={4}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      <p role="status">
        {bad === null ? '' : t('searching.quality.importBad', { n: bad })}
        {record.data ? t('searching.quality.imported', { n: f.count(record.data.recorded) }) : ''}
      </p>
      <Button
        disabled={bad !== null || judgements.length === 0 || source.trim() === ''}
        loading={record.isPending}
        onClick={() => record.mutate()}
      >
        {t('searching.quality.importGo')}
      </Button>
      {record.error ? <Failure error={record.error} /> : null}
    </section>
  );
}

/** @returns what the lines say, and the number of the first that says nothing of the kind, or null */
function readLines(text: string) {
  const judgements: { query: string; item: string; grade: number }[] = [];
  const lines = text.split('\n');
  for (const [n, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const parts = line.split(line.includes('\t') ? '\t' : /[,，]/).map((part) => part.trim());
    const [query, item, grade] = parts;
    if (parts.length !== 3 || !query || !item || !/^[0-3]$/.test(grade ?? ''))
      return { judgements, bad: n + 1 };
    judgements.push({ query, item, grade: Number(grade) });
  }
  return { judgements, bad: null };
}
