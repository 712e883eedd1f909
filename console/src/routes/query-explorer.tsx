import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { type Otherwise, searching } from '../api/searching.ts';
import type { SearchExplanation } from '../api/types.ts';
import { useAddress, useMe, useSetAddress } from '../app/session.ts';
import { AbsentList } from '../components/absent-list.tsx';
import { Changes, OwnSearch } from '../components/own-search.tsx';
import { Page } from '../components/page.tsx';
import { QueryWords } from '../components/query-words.tsx';
import { SearchWhatIf } from '../components/search-what-if.tsx';
import { Empty, Failure, Lines } from '../components/states.tsx';
import { TermBars, TermLegend } from '../components/term-bars.tsx';
import { useFormats } from '../i18n/format.ts';

/** For these words, why this order? An operator sees the whole page, a merchant its own offers. */
export function QueryExplorer() {
  const { t } = useTranslation();
  const { q, account } = useAddress();
  const set = useSetAddress();
  const operator = useMe().role === 'operator';
  const query = (q ?? '').trim();
  return (
    <Page
      title={t('searching.explorer.title')}
      question={t(operator ? 'searching.explorer.question' : 'searching.explorer.ownQuestion')}
      actions={
        <div className="box-tools">
          <Input.Search
            allowClear
            defaultValue={q ?? ''}
            key={q ?? ''}
            maxLength={512}
            aria-label={t('searching.explorer.query')}
            placeholder={t('searching.explorer.query')}
            onSearch={(value) => set({ q: value.trim() || undefined, open: undefined })}
          />
          {operator ? (
            <Input.Search
              allowClear
              defaultValue={account ?? ''}
              aria-label={t('searching.explorer.account')}
              placeholder={t('searching.explorer.account')}
              onSearch={(value) => set({ account: value.trim() || undefined })}
            />
          ) : null}
        </div>
      }
    >
      {query === '' ? (
        <Empty title={t('searching.explorer.emptyTitle')} note={t('searching.explorer.emptyNote')} />
      ) : operator ? (
        <Explored key={`${query}\n${account ?? ''}`} query={query} account={account ?? ''} />
      ) : (
        <OwnSearch key={query} query={query} />
      )}
    </Page>
  );
}

function Explored({ query, account }: { query: string; account: string }) {
  const { t } = useTranslation();
  const [slot, setSlot] = useState(0);
  const [offer, setOffer] = useState<string | null>(null);
  const [change, setChange] = useState<Otherwise | null>(null);
  const answer = useQuery(searching.page(query, account, offer, change ? [change] : []));
  if (answer.error) return <Failure error={answer.error} retry={() => void answer.refetch()} />;
  if (!answer.data) return <Lines rows={10} height={420} />;
  const page = answer.data;
  const { slots, currency } = page.explanation;
  const chosen = slots[slot];
  return (
    <>
      <HowRead page={page} />
      <section className="panel" aria-label={t('serving.box.bars')}>
        <TermLegend slots={slots} />
        <TermBars
          slots={slots}
          currency={currency}
          selected={slot}
          onSelect={(next) => {
            setSlot(next);
            setChange(null);
          }}
        />
      </section>
      <div className="columns">
        {chosen ? (
          <section className="panel" aria-label={t('searching.explorer.byWord')} key={chosen.offer_id}>
            <Chosen page={page} slot={chosen} query={query} />
            <SearchWhatIf slot={chosen} page={page} onTry={setChange} />
          </section>
        ) : null}
        <Absent page={page} onAsk={setOffer} />
      </div>
    </>
  );
}

function HowRead({ page: { query, total, whole, explanation } }: { page: SearchExplanation }) {
  const { t } = useTranslation();
  const f = useFormats();
  return (
    <p className="source">
      <span>{t('searching.explorer.found', { whole: f.count(whole), total: f.count(total) })}</span>
      <span>
        {t('searching.explorer.words')}:{' '}
        {query.words.map((word) => word.replace(/^[#^]/, '')).join(' | ') || '—'}
      </span>
      {query.corrected ? <span>{t('searching.explorer.corrected', { text: query.corrected })}</span> : null}
      {query.dropped.length > 0 ? (
        <span className="tag provisional">
          {t('searching.explorer.dropped', { words: query.dropped.join(', ') })}
        </span>
      ) : null}
      {query.unknown.length > 0 ? (
        <span className="tag provisional">
          {t('searching.explorer.unknown', { words: query.unknown.join(', ') })}
        </span>
      ) : null}
      <span className="tag">
        {t(explanation.personalised ? 'serving.box.personal' : 'serving.box.plain')}
      </span>
      <span>{t('serving.box.policy', { n: explanation.policy_version })}</span>
    </p>
  );
}

const GRADES = [
  [3, 'exactly'],
  [2, 'nearly'],
  [1, 'related'],
  [0, 'not'],
] as const;
type Slot = SearchExplanation['explanation']['slots'][number];

/** What made the chosen result stand where it does, and how well it answers the query. */
function Chosen({ page, slot, query }: { page: SearchExplanation; slot: Slot; query: string }) {
  const { t } = useTranslation();
  const f = useFormats();
  const { currency } = page.explanation;
  const relevance = slot.terms.find(({ name }) => name === 'relevance');
  const rules = slot.terms.flatMap(({ rule_id }) => rule_id ?? []);
  const judge = useMutation({
    mutationFn: (grade: number) =>
      api.post('/v1/search/judgements', { body: { judgements: [{ query, item: slot.offer_id, grade }] } }),
  });
  return (
    <>
      <header className="panel-head">
        <h2>{f.language === 'zh-CN' ? slot.title.zh : slot.title.en}</h2>
      </header>
      <QueryWords words={relevance?.words ?? []} currency={currency} />
      {rules.length > 0 || slot.rule_id ? (
        <p>
          {t('searching.explorer.rules', {
            rules: [...rules, ...(slot.rule_id ? [slot.rule_id] : [])].join(', '),
          })}
        </p>
      ) : null}
      <p className="muted">
        {t('serving.box.why', { why: t(`serving.why.${slot.why}`) })}{' '}
        {t('serving.box.gates', { n: slot.gates_passed.length })}
      </p>
      <fieldset className="grades">
        <legend>{t('searching.explorer.judge')}</legend>
        {GRADES.map(([grade, word]) => (
          <Button key={grade} size="small" disabled={judge.isPending} onClick={() => judge.mutate(grade)}>
            {grade} · {t(`searching.grade.${word}`)}
          </Button>
        ))}
        <span role="status">{judge.isSuccess ? t('searching.explorer.judged') : ''}</span>
      </fieldset>
      {judge.error ? <Failure error={judge.error} /> : null}
    </>
  );
}

/** Who is absent, and why; for any offer, the smallest change that would help. */
function Absent({ page, onAsk }: { page: SearchExplanation; onAsk: (offer: string | null) => void }) {
  const { t } = useTranslation();
  const f = useFormats();
  const { absence, explanation } = page;
  const name = (title: { en: string; zh: string }) => (f.language === 'zh-CN' ? title.zh : title.en);
  return (
    <section className="panel" aria-label={t('searching.explorer.why')}>
      <header className="panel-head">
        <h2>{t('searching.explorer.why')}</h2>
      </header>
      <Input.Search
        aria-label={t('serving.box.offer')}
        placeholder={t('serving.box.offer')}
        onSearch={(value) => onAsk(value.trim() || null)}
      />
      {absence ? (
        <div className="absent-answer" role="status">
          <b>{name(absence.title)}</b>
          <p>{name(absence.text)}</p>
          <QueryWords words={absence.words} currency={explanation.currency} />
          <Changes of={absence.changes} shown={absence.why === 'shown'} />
        </div>
      ) : null}
      <AbsentList told={explanation} name={name} onAsk={onAsk} />
    </section>
  );
}
