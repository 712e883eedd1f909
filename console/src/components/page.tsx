import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../i18n/format.ts';
import { Hint } from './number.tsx';

/** A screen: its name, the question it answers, and the answer in one sentence where there is one. */
export function Page({
  title,
  question,
  answer,
  above,
  actions,
  children,
}: {
  title: ReactNode;
  question?: ReactNode;
  answer?: ReactNode;
  above?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="page">
      <header className="page-head">
        <div>
          {above}
          <h1>{title}</h1>
          {question ? <p className="question">{question}</p> : null}
        </div>
        {actions ? <div className="page-actions">{actions}</div> : null}
      </header>
      {answer ? <p className="answer">{answer}</p> : null}
      {children}
    </div>
  );
}

export interface Provenance {
  readonly as_of: string;
  readonly known_at: number;
  readonly state: 'provisional' | 'final';
  readonly timezone: string;
  readonly currency: string;
  readonly computed_at: string;
  readonly revision: number | null;
}

/** Where the numbers come from: date, provisional or final, knowledge, zone. Under every screen's title. */
export function Source({ of, note }: { of: Provenance | undefined; note?: ReactNode }) {
  const { t } = useTranslation();
  const f = useFormats();
  if (!of) return <p className="source">{'\u00a0'}</p>;
  return (
    <p className="source">
      <span>{t('source.asOf', { date: f.date(of.as_of) })}</span>
      <Hint text={t(of.state === 'final' ? 'source.finalNote' : 'source.provisionalNote')}>
        <span className={`tag ${of.state}`}>{t(`source.${of.state}`)}</span>
      </Hint>
      {of.revision === null ? null : (
        <Hint text={t('source.revisionNote')}>{t('source.revision', { n: of.revision })}</Hint>
      )}
      <Hint text={t('source.knownAtNote')}>{t('source.knownAt', { seq: f.count(of.known_at) })}</Hint>
      <span>{of.timezone}</span>
      <span>{of.currency}</span>
      <span title={f.time(of.computed_at)}>{t('source.computed', { ago: f.ago(of.computed_at) })}</span>
      {note ? <span>{note}</span> : null}
    </p>
  );
}

/** Why a cell is not a plain number, as a word that looks it. */
export function StatusTag({ status }: { status: string }) {
  const { t } = useTranslation();
  if (status === 'ok') return null;
  const known = ['suppressed', 'insufficient', 'immature', 'new_in_window', 'dimension_absent'] as const;
  const key = known.find((k) => k === status);
  if (!key) return <span className="tag">{status}</span>;
  return (
    <Hint text={t(`status.${key}.note`)}>
      <span className={`tag ${key}`}>{t(`status.${key}.word`)}</span>
    </Hint>
  );
}
