import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { searching } from '../api/searching.ts';
import { useFormats } from '../i18n/format.ts';
import { QueryWords } from './query-words.tsx';
import { Empty, Failure, Lines } from './states.tsx';

/** A merchant's offers for a query, and why one of them is not on the page: nothing of other merchants. */
export function OwnSearch({ query }: { query: string }) {
  const { t } = useTranslation();
  const f = useFormats();
  const [offer, setOffer] = useState<string | null>(null);
  const answer = useQuery(searching.own(query, offer));
  const words = (text: { en: string; zh: string }) => (f.language === 'zh-CN' ? text.zh : text.en);
  if (answer.error) return <Failure error={answer.error} retry={() => void answer.refetch()} />;
  if (!answer.data) return <Lines rows={8} height={320} />;
  const { explanation, offer: asked } = answer.data;
  return (
    <div className="columns">
      <section className="panel" aria-label={t('searching.explorer.mine')}>
        <header className="panel-head">
          <h2>{t('searching.explorer.mine')}</h2>
        </header>
        {explanation.offers.length === 0 ? (
          <Empty title={t('searching.explorer.noneTitle')} note={t('searching.explorer.noneNote')} />
        ) : (
          <ul className="absent-list">
            {explanation.offers.slice(0, 40).map((one) => (
              <li key={one.offer_id}>
                <button type="button" className="linkish" onClick={() => setOffer(one.offer_id)}>
                  {words(one.title)}
                </button>
                <small>
                  {one.slot === null
                    ? t('searching.explorer.notShown')
                    : t('searching.explorer.place', { n: one.slot + 1 })}
                  {one.distance ? ` · ${t(`serving.distance.${one.distance}`)}` : ''} · {words(one.text)}
                </small>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section className="panel" aria-label={t('searching.explorer.why')}>
        <header className="panel-head">
          <h2>{t('searching.explorer.why')}</h2>
        </header>
        <Input.Search
          aria-label={t('serving.box.offer')}
          placeholder={t('serving.box.offer')}
          onSearch={(value) => setOffer(value.trim() || null)}
        />
        {asked ? (
          <div className="absent-answer" role="status">
            <b>{words(asked.title)}</b>
            <p>
              {asked.slot === null ? '' : `${t('searching.explorer.place', { n: asked.slot + 1 })} · `}
              {words(asked.text)}
            </p>
            <QueryWords words={asked.words} />
            <Changes of={asked.changes} shown={asked.slot !== null} />
          </div>
        ) : null}
      </section>
    </div>
  );
}

/** The smallest changes that would help, or that there are none. */
export function Changes({
  of,
  shown,
}: {
  of: readonly {
    lever: string;
    slot: number;
    title?: { en: string; zh: string } | undefined;
    text: { en: string; zh: string };
  }[];
  shown: boolean;
}) {
  const { t } = useTranslation();
  const f = useFormats();
  const words = (text: { en: string; zh: string }) => (f.language === 'zh-CN' ? text.zh : text.en);
  if (shown) return null;
  if (of.length === 0) return <p className="muted">{t('searching.explorer.noChange')}</p>;
  return (
    <>
      <h3>{t('searching.explorer.helps')}</h3>
      <ul className="helps">
        {of.map((change) => (
          <li key={`${change.lever}${change.slot}${change.text.en}`}>
            {words(change.text)} → {t('searching.explorer.place', { n: change.slot + 1 })}
          </li>
        ))}
      </ul>
    </>
  );
}
