import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Input, Select, Slider } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { serving } from '../api/serving.ts';
import type { DecisionExplanation } from '../api/types.ts';
import { useAddress, useSetAddress } from '../app/session.ts';
import { AbsentList } from '../components/absent-list.tsx';
import { Page } from '../components/page.tsx';
import { Empty, Failure, Lines } from '../components/states.tsx';
import { TermBars, TermLegend } from '../components/term-bars.tsx';
import type { Messages } from '../i18n/en.ts';
import { useFormats } from '../i18n/format.ts';

/** What a term of a model reads; a test holds the words against the models. */
type Effect = keyof Messages['serving']['effect'];

/** Why is this first? One decision, made again: its terms, what stands behind it, what would change it. */
export function WhiteBox() {
  const { t } = useTranslation();
  const f = useFormats();
  const { open, account } = useAddress();
  const set = useSetAddress();
  const list = useQuery(serving.decisions({ account_id: account }));
  const decisions = list.data?.data ?? [];
  const id = open ?? decisions[0]?.decision_id;
  return (
    <Page
      title={t('serving.box.title')}
      question={t('serving.box.question')}
      actions={
        <div className="box-tools">
          <Input.Search
            allowClear
            defaultValue={account ?? ''}
            aria-label={t('serving.box.account')}
            placeholder={t('serving.box.account')}
            onSearch={(value) => set({ account: value.trim() || undefined, open: undefined })}
          />
          <Select
            aria-label={t('serving.box.decision')}
            className="box-decision"
            value={id ?? null}
            placeholder={t('serving.box.decision')}
            onChange={(value: string) => set({ open: value })}
            options={decisions.map((d) => ({
              value: d.decision_id,
              label: `${f.time(d.at)} · ${t(`serving.scenario.${d.scenario}`)} · ${d.account_id === '' ? t('serving.box.nobody') : d.account_id.slice(0, 10)}`,
            }))}
          />
        </div>
      }
    >
      {list.error && !list.data ? (
        <Failure error={list.error} retry={() => void list.refetch()} />
      ) : id ? (
        <Decision key={id} id={id} />
      ) : list.isPending ? (
        <Lines rows={10} height={420} />
      ) : (
        <Empty title={t('serving.box.emptyTitle')} note={t('serving.box.emptyNote')} />
      )}
    </Page>
  );
}

function Decision({ id }: { id: string }) {
  const { t } = useTranslation();
  const f = useFormats();
  const query = useQuery(serving.explanation(id));
  const [slot, setSlot] = useState(0);
  const replay = useMutation({
    mutationFn: () => api.post('/v1/decisions/{decision_id}/replay', { path: { decision_id: id } }),
  });
  if (query.error) return <Failure error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Lines rows={10} height={420} />;
  const told = query.data;
  return (
    <>
      <p className="source">
        <span>{f.time(told.at)}</span>
        <span>{t(`serving.scenario.${told.scenario}`)}</span>
        <span className="tag">{t(told.personalised ? 'serving.box.personal' : 'serving.box.plain')}</span>
        {told.holdout ? <span className="tag provisional">{t('serving.box.holdout')}</span> : null}
        <span>{t('serving.box.policy', { n: told.policy_version })}</span>
        <span>{t('serving.box.candidates', { n: f.count(told.candidate_count) })}</span>
        <span className={told.equal ? 'tag final' : 'tag provisional'}>
          {t(told.equal ? 'serving.box.equal' : 'serving.box.unequal')}
        </span>
        <Button size="small" loading={replay.isPending} onClick={() => replay.mutate()}>
          {t('serving.box.replay')}
        </Button>
        {replay.data ? (
          <span role="status">
            {replay.data.equal
              ? t('serving.box.replayed')
              : t('serving.box.differs', { n: replay.data.differences.length })}
          </span>
        ) : null}
      </p>
      <section className="panel" aria-label={t('serving.box.bars')}>
        <TermLegend slots={told.slots} />
        <TermBars slots={told.slots} currency={told.currency} selected={slot} onSelect={setSlot} />
      </section>
      <div className="columns">
        {told.slots[slot] ? <SlotPanel key={slot} told={told} slot={told.slots[slot]} /> : null}
        <Absent told={told} />
      </div>
    </>
  );
}

function SlotPanel({
  told,
  slot,
}: {
  told: DecisionExplanation;
  slot: DecisionExplanation['slots'][number];
}) {
  const { t } = useTranslation();
  const f = useFormats();
  const title = f.language === 'zh-CN' ? slot.title.zh : slot.title.en;
  const money = (minor: number) => f.exact(minor, 'minor', told.currency);
  return (
    <section className="panel" aria-label={title}>
      <header className="panel-head">
        <h2>{title}</h2>
      </header>
      <p>{f.language === 'zh-CN' ? slot.reason.zh : slot.reason.en}</p>
      <table className="plain-table">
        <caption className="sr-only">{t('serving.box.terms')}</caption>
        <tbody>
          {slot.terms.map((term) => (
            <tr key={`${term.name}${term.rule_id}`}>
              <th scope="row">
                {t(`serving.term.${term.name}`)}
                {term.rule_id ? ` · ${term.rule_id}` : ''}
                <small>
                  {term.log_odds
                    .filter(({ log_odds }) => Math.abs(log_odds) >= 0.005)
                    .map(
                      ({ name, log_odds }) =>
                        `${t(`serving.effect.${name as Effect}`)} ${log_odds > 0 ? '+' : '−'}${Math.abs(log_odds).toFixed(2)}`,
                    )
                    .join(' · ')}
                </small>
              </th>
              <td>
                <data className="num" value={term.amount_minor}>
                  {money(term.amount_minor)}
                </data>
              </td>
            </tr>
          ))}
          <tr className="sum">
            <th scope="row">{t('serving.box.score')}</th>
            <td>{money(slot.score)}</td>
          </tr>
          <tr>
            <th scope="row">{t('serving.box.threshold')}</th>
            <td>{slot.threshold === null ? '—' : money(slot.threshold)}</td>
          </tr>
        </tbody>
      </table>
      <p className="muted">
        {t('serving.box.why', { why: t(`serving.why.${slot.why}`) })}{' '}
        {t('serving.box.gates', { n: slot.gates_passed.length })}
      </p>
      <WhatIf told={told} offerId={slot.offer_id} price={slot.price_minor} />
    </section>
  );
}

/** Drag the price: the whole decision is made again. */
function WhatIf({ told, offerId, price }: { told: DecisionExplanation; offerId: string; price: number }) {
  const { t } = useTranslation();
  const f = useFormats();
  const [at, setAt] = useState(price);
  const run = useMutation({
    mutationFn: (price_minor: number) =>
      api.post('/v1/decisions/{decision_id}/what-if', {
        path: { decision_id: told.decision_id },
        body: { changes: [{ offer_id: offerId, price_minor }], offers: [] },
      }),
  });
  const place = run.data?.offers[0];
  const money = (minor: number) => f.exact(minor, 'minor', told.currency);
  return (
    <div className="what-if">
      <h3>{t('serving.box.whatIf')}</h3>
      <Slider
        min={Math.max(1, Math.round(price * 0.5))}
        max={Math.round(price * 1.5)}
        value={at}
        ariaLabelForHandle={t('serving.box.price')}
        tooltip={{ formatter: (value) => money(value ?? price) }}
        onChange={setAt}
        onChangeComplete={(value) => run.mutate(value)}
      />
      <p aria-live="polite">
        {t('serving.box.priceIs', { price: money(at) })}
        {place
          ? `${place.after.slot === null ? t('serving.box.wouldGo') : t('serving.box.wouldStand', { from: (place.before.slot ?? 0) + 1, to: place.after.slot + 1 })}`
          : ''}
      </p>
      {run.error ? <Failure error={run.error} /> : null}
    </div>
  );
}

/** Who is absent, and why: the best of those that passed, and those that a gate closed on. */
function Absent({ told }: { told: DecisionExplanation }) {
  const { t } = useTranslation();
  const f = useFormats();
  const [offer, setOffer] = useState<string | null>(null);
  const query = useQuery({ ...serving.absence(told.decision_id, offer ?? ''), enabled: offer !== null });
  const name = (title: { en: string; zh: string }) => (f.language === 'zh-CN' ? title.zh : title.en);
  return (
    <section className="panel" aria-label={t('serving.box.absent')}>
      <header className="panel-head">
        <h2>{t('serving.box.absent')}</h2>
      </header>
      <Input.Search
        aria-label={t('serving.box.offer')}
        placeholder={t('serving.box.offer')}
        onSearch={(value) => setOffer(value.trim() || null)}
      />
      {query.error ? <Failure error={query.error} /> : null}
      {query.data ? (
        <div className="absent-answer" role="status">
          <b>{name(query.data.title)}</b>
          <p>{name(query.data.text)}</p>
          {query.data.changes.map((change) => (
            <p key={`${change.lever}${change.to}`}>
              {name(change.text)} → {t('serving.box.slot', { n: change.slot + 1 })}
            </p>
          ))}
          {query.data.changes.length === 0 && query.data.why !== 'shown' ? (
            <p className="muted">{t('serving.box.noChange')}</p>
          ) : null}
        </div>
      ) : null}
      <AbsentList told={told} name={name} onAsk={setOffer} />
    </section>
  );
}
