import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, InputNumber } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queries } from '../api/queries.ts';
import type { Incubation, Incubations } from '../api/types.ts';
import { useAddress, useSetAddress } from '../app/session.ts';
import { Sparkline } from '../charts/sparkline.tsx';
import { type Column, DataTable } from '../components/data-table.tsx';
import { IncubationFigure, TrackTag } from '../components/incubation-figure.tsx';
import { Num } from '../components/number.tsx';
import { Page } from '../components/page.tsx';
import { Empty, Failure, Lines } from '../components/states.tsx';
import { BoardSource } from '../components/survey-parts.tsx';
import { useFormats } from '../i18n/format.ts';

/** Which categories are on their way to a target? */
export function Incubator() {
  const { t } = useTranslation();
  const f = useFormats();
  const { level = 1, target, by, open } = useAddress();
  const set = useSetAddress();
  const ask = { level, target_aac: target, target_date: by };
  const query = useQuery(queries.incubations(ask));
  const of = query.data;
  const chosen = of?.data.find((c) => c.category_id === open) ?? of?.data[0];
  const well = of?.data.filter((c) => ['reached', 'ahead', 'on_track'].includes(c.track)).length ?? 0;
  const columns: Column<Incubation>[] = [
    {
      key: 'name',
      title: t('categories.name'),
      sort: (c) => f.text(c.label),
      render: (c) => (
        <button
          type="button"
          className="linkish"
          aria-pressed={c.category_id === chosen?.category_id}
          onClick={() => set({ open: c.category_id })}
        >
          {f.text(c.label)}
        </button>
      ),
    },
    {
      key: 'aac',
      title: t('survey.incubator.now'),
      right: true,
      sort: (c) => c.history.at(-1)?.aac ?? null,
      render: (c) => <Num value={c.history.at(-1)?.aac} unit="people" />,
    },
    {
      key: 'trend',
      title: t('survey.incubator.history'),
      width: 140,
      render: (c) => (
        <Sparkline label={f.text(c.label)} points={c.history.map((h) => ({ at: h.as_of, value: h.aac }))} />
      ),
    },
    {
      key: 'state',
      title: t('survey.incubator.state'),
      sort: (c) => c.track,
      render: (c) => <TrackTag track={c.track} />,
    },
    {
      key: 'when',
      title: t('survey.incubator.when'),
      sort: (c) => c.crossing_date,
      render: (c) => (c.crossing_date ? f.date(c.crossing_date) : <span className="none">—</span>),
    },
  ];
  return (
    <Page
      title={t('survey.incubator.title')}
      question={t('survey.incubator.question')}
      answer={
        of
          ? t('survey.incubator.answer', {
              n: f.count(well),
              all: f.count(of.data.length),
              target: f.count(of.target_aac),
              date: f.date(of.target_date),
            })
          : '\u00a0'
      }
      actions={of ? <Target key={`${of.target_aac} ${of.target_date}`} of={of} /> : null}
    >
      <BoardSource of={of} />
      {query.error && !of ? (
        <div className="panel">
          <Failure error={query.error} retry={() => void query.refetch()} />
        </div>
      ) : !of ? (
        <div className="panel">
          <Lines rows={12} height={460} />
        </div>
      ) : !chosen ? (
        <div className="panel">
          <Empty title={t('categories.empty')} note={t('categories.emptyNote')} />
        </div>
      ) : (
        <>
          <IncubationFigure key={chosen.category_id} of={chosen} />
          <section className="panel" aria-label={t('survey.incubator.list')}>
            <DataTable
              label={t('survey.incubator.list')}
              rows={of.data}
              columns={columns}
              rowKey={(c) => c.category_id}
              search={(c) => f.text(c.label)}
              file={{ path: '/v1/incubations', query: ask }}
              tools={
                <Link to="/categories/$id" params={{ id: chosen.category_id }}>
                  {t('survey.edge.openFrom', { name: f.text(chosen.label) })}
                </Link>
              }
            />
          </section>
        </>
      )}
    </Page>
  );
}

/** What counts as grown up, and by when. */
function Target({ of }: { of: Incubations }) {
  const { t } = useTranslation();
  const set = useSetAddress();
  const id = useId();
  const [target, setTarget] = useState<number | null>(of.target_aac);
  const [by, setBy] = useState(of.target_date);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set({ target: target ?? undefined, by: by || undefined });
  };
  return (
    <form className="target-form" onSubmit={submit}>
      <label htmlFor={`${id}-target`}>{t('survey.incubator.target')}</label>
      <InputNumber id={`${id}-target`} min={1} precision={0} value={target} onChange={setTarget} />
      <label htmlFor={`${id}-by`}>{t('survey.incubator.targetDate')}</label>
      <input
        id={`${id}-by`}
        type="date"
        className="plain-date"
        value={by}
        min={of.as_of}
        onChange={(e) => setBy(e.target.value)}
      />
      <Button htmlType="submit">{t('survey.incubator.apply')}</Button>
    </form>
  );
}
