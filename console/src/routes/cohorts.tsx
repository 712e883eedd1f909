import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { queries } from '../api/queries.ts';
import { useAddress, useView } from '../app/session.ts';
import { CohortHeat } from '../charts/cohort-heat.tsx';
import { BarCell } from '../components/bar-cell.tsx';
import { Exports } from '../components/exports.tsx';
import { Num } from '../components/number.tsx';
import { Page, Source, StatusTag } from '../components/page.tsx';
import { Empty, Failure, Lines } from '../components/states.tsx';
import { useFormats } from '../i18n/format.ts';

/** Do the people who came stay? */
export function Cohorts() {
  const { t } = useTranslation();
  const f = useFormats();
  const view = useView();
  const { scope } = useAddress();
  const ask = { ...view, category_id: scope };
  const query = useQuery(queries.cohorts(ask));
  const of = query.data;
  const lead = of?.cohorts.findLast((c) =>
    c.cells.some((x) => x.age === 3 && x.status === 'ok' && x.value !== null),
  );
  const third = lead?.cells.find((x) => x.age === 3)?.value;
  return (
    <Page
      title={t('cohorts.title')}
      question={t('cohorts.question')}
      answer={
        lead && third != null
          ? t('cohorts.answer', { cohort: f.month(lead.cohort), rate: f.percent(third) })
          : '\u00a0'
      }
    >
      <Source of={of} />
      <section className="panel" aria-labelledby="grid">
        <header className="panel-head">
          <div>
            <h2 id="grid">{t('cohorts.grid')}</h2>
            <p className="panel-note">{t('cohorts.gridNote')}</p>
          </div>
          <Exports of={{ path: '/v1/cohorts', query: ask }} />
        </header>
        {query.error && !of ? (
          <Failure error={query.error} retry={() => void query.refetch()} />
        ) : !of ? (
          <Lines rows={12} height={420} />
        ) : of.cohorts.length === 0 ? (
          <Empty title={t('cohorts.empty')} />
        ) : (
          <CohortHeat grid={of} />
        )}
      </section>
      <RetainedNtc />
    </Page>
  );
}

/** Of those new to a category, who came back: a list by category, most new people first. */
function RetainedNtc() {
  const { t } = useTranslation();
  const f = useFormats();
  const view = useView();
  const retained = useQuery(queries.metric('retained_ntc', { ...view, grain: 'category', level: 1 }));
  const tree = useQuery(queries.categories({ ...view }));
  const names = new Map((tree.data?.data ?? []).map((c) => [c.category_id, c.name]));
  const cells = (retained.data?.cells ?? [])
    .filter((c) => c.category_id !== undefined && (c.part === undefined || c.part === 'mature'))
    .sort((a, b) => (b.denominator ?? -1) - (a.denominator ?? -1));
  const max = Math.max(0, ...cells.map((c) => c.value ?? 0));
  return (
    <section className="panel" aria-labelledby="retained">
      <header className="panel-head">
        <div>
          <h2 id="retained">{t('cohorts.retained')}</h2>
          <p className="panel-note">{t('cohorts.retainedNote')}</p>
        </div>
        <Exports
          of={{
            path: '/v1/metrics/retained_ntc',
            query: {
              ...view,
              grain: 'category',
              level: 1,
            },
          }}
        />
      </header>
      {retained.error ? (
        <Failure error={retained.error} retry={() => void retained.refetch()} />
      ) : !retained.data ? (
        <Lines rows={6} />
      ) : cells.length === 0 ? (
        <Empty title={t('cohorts.empty')} />
      ) : (
        <table className="plain">
          <caption className="sr-only">{t('cohorts.retained')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('cohorts.category')}</th>
              <th scope="col" className="right">
                {t('cohorts.newPeople')}
              </th>
              <th scope="col">{t('cohorts.retainedRate')}</th>
            </tr>
          </thead>
          <tbody>
            {cells.map((c) => (
              <tr key={c.category_id}>
                <th scope="row">
                  <Link to="/categories/$id" params={{ id: c.category_id! }}>
                    {f.text(names.get(c.category_id!) ?? c.label) || c.category_id}
                  </Link>{' '}
                  <StatusTag status={c.status} />
                </th>
                <td className="right">
                  <Num value={c.denominator} unit="people" />
                </td>
                <td>
                  <BarCell value={c.value} max={max} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
