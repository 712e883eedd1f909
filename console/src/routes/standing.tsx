import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serving } from '../api/serving.ts';
import type { Standing as StandingOf } from '../api/types.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Page } from '../components/page.tsx';
import { Empty, Failure } from '../components/states.tsx';
import { useFormats } from '../i18n/format.ts';

type Row = StandingOf['offers'][number];

/** Why are my offers ranked here, and what would move them? Own offers only, in bands. */
export function Standing() {
  const { t } = useTranslation();
  const f = useFormats();
  const query = useQuery(serving.standing(undefined));
  const words = (text: { en: string; zh: string }) => (f.language === 'zh-CN' ? text.zh : text.en);
  const columns: Column<Row>[] = [
    {
      key: 'offer',
      title: t('serving.standing.offer'),
      sort: (r) => words(r.title),
      render: (r) => (
        <span className="two-lines">
          <span>{words(r.title)}</span>
          <small>{words(r.text)}</small>
        </span>
      ),
    },
    {
      key: 'shown',
      title: t('serving.standing.shown'),
      right: true,
      width: 130,
      sort: (r) => r.shown_count,
      render: (r) => t('serving.standing.of', { n: f.count(r.shown_count), of: f.count(r.candidate_count) }),
    },
    {
      key: 'slot',
      title: t('serving.standing.best'),
      right: true,
      width: 90,
      sort: (r) => r.best_slot,
      render: (r) => (r.best_slot === null ? '—' : r.best_slot + 1),
    },
    {
      key: 'factors',
      title: t('serving.standing.factors'),
      render: (r) => (
        <span className="two-lines">
          {r.factors
            .filter(({ importance }) => importance !== 'low')
            .map(({ group, importance, direction }) => (
              <span key={group}>
                {direction === 'down' ? '▼' : '▲'} {t(`serving.group.${group}`)}{' '}
                <small>{t(`serving.band.${importance}`)}</small>
              </span>
            ))}
        </span>
      ),
    },
    {
      key: 'distance',
      title: t('serving.standing.distance'),
      width: 110,
      render: (r) => (r.distance === null ? '—' : t(`serving.distance.${r.distance}`)),
    },
    {
      key: 'change',
      title: t('serving.standing.change'),
      width: 260,
      render: (r) => (r.missed_in === null ? '—' : <WouldShow decision={r.missed_in} offer={r.offer_id} />),
    },
    {
      key: 'gates',
      title: t('serving.standing.gates'),
      render: (r) =>
        r.gates.length === 0
          ? '—'
          : r.gates.map((g) => `${words(g.text)} (${f.count(g.decision_count)})`).join(' '),
    },
  ];
  return (
    <Page
      title={t('serving.standing.title')}
      question={t('serving.standing.question')}
      answer={
        query.data
          ? t('serving.standing.answer', {
              n: f.count(query.data.concerned_count),
              of: f.count(query.data.decision_count),
            })
          : '\u00a0'
      }
    >
      <section className="panel" aria-label={t('serving.standing.title')}>
        {query.error ? (
          <Failure error={query.error} retry={() => void query.refetch()} />
        ) : (
          <DataTable
            label={t('serving.standing.title')}
            rows={query.data?.offers ?? []}
            columns={columns}
            rowKey={(r) => r.offer_id}
            loading={query.isPending}
            search={(r) => words(r.title)}
            empty={<Empty title={t('serving.standing.emptyTitle')} note={t('serving.standing.emptyNote')} />}
          />
        )}
      </section>
      <p className="association">
        {t('serving.standing.note')} <Link to="/parameters">{t('nav.parameters')}</Link>
      </p>
    </Page>
  );
}

/** The smallest change that would have shown the offer, found when it is asked for: that decides the page again some dozen times. */
function WouldShow({ decision, offer }: { decision: string; offer: string }) {
  const { t } = useTranslation();
  const { language } = useFormats();
  const [asked, setAsked] = useState(false);
  const query = useQuery({ ...serving.ownChanges(decision, offer), enabled: asked });
  if (query.error) return <Failure error={query.error} retry={() => void query.refetch()} />;
  if (!query.data)
    return (
      <Button size="small" loading={asked} onClick={() => setAsked(true)}>
        {t('serving.standing.ask')}
      </Button>
    );
  const { text, changes } = query.data;
  const told = (changes.length > 0 ? changes.map((one) => one.text) : [text]).map((one) =>
    language === 'zh-CN' ? one.zh : one.en,
  );
  return (
    <span className="two-lines" role="status">
      {told.map((one) => (
        <small key={one}>{one}</small>
      ))}
    </span>
  );
}
