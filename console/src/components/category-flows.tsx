import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { queries } from '../api/queries.ts';
import type { FlowEdge } from '../api/types.ts';
import { useFormats } from '../i18n/format.ts';
import { Estimate, IntervalBar } from './estimate.tsx';
import { IncubationFigure } from './incubation-figure.tsx';
import { Failure, Lines } from './states.tsx';
import { pairOf, useSurveyWords } from './survey-parts.tsx';

/** Where new buyers of a category come from and go next, and its way to a target. Operators only. */
export function CategoryFlows({ id, level, leaf }: { id: string; level: number; leaf: boolean }) {
  const { t } = useTranslation();
  // Surveys are of the leaves or of one level of the tree: a leaf is looked up among leaves.
  const at = leaf ? 0 : level;
  const incubation = useQuery(queries.incubations({ category_id: id, level: at }));
  const way = incubation.data?.data[0];
  return (
    <>
      <div className="columns">
        <Flows title={t('survey.category.incoming')} id={id} side="to" level={at} />
        <Flows title={t('survey.category.outgoing')} id={id} side="from" level={at} />
      </div>
      {way ? (
        <IncubationFigure of={way} />
      ) : incubation.isPending ? (
        <section className="panel">
          <header className="panel-head">
            <h2>{t('survey.category.incubation')}</h2>
          </header>
          <Lines rows={7} height={300} />
        </section>
      ) : null}
    </>
  );
}

function Flows({
  title,
  id,
  side,
  level,
}: {
  title: string;
  id: string;
  side: 'from' | 'to';
  level: number;
}) {
  const { t } = useTranslation();
  const f = useFormats();
  const words = useSurveyWords();
  const query = useQuery(queries.flows({ level, [side]: id, evidence: 'shown', limit: 8 }));
  const edges = (query.data?.data ?? []).filter((e) => (e.excess_count ?? 0) > 0);
  const max = Math.max(1, ...edges.map((e) => e.excess_high ?? e.excess_count ?? 0));
  const other = (e: FlowEdge) => f.text(side === 'from' ? e.to_label : e.from_label);
  const people = (v: number | null) => (v === null ? '' : f.count(Math.round(v)));
  return (
    <section className="panel" aria-label={title} data-side={side}>
      <header className="panel-head">
        <div>
          <h2>{title}</h2>
          <p className="panel-note">{t('survey.category.flowsNote')}</p>
        </div>
      </header>
      {query.error ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : !query.data ? (
        <Lines rows={5} />
      ) : edges.length === 0 ? (
        <p className="muted">{t(query.data.survey ? 'survey.category.none' : 'survey.noneTitle')}</p>
      ) : (
        <table className="plain">
          <caption className="sr-only">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{t('categories.name')}</th>
              <th scope="col">{t('survey.edge.excess')}</th>
              <th scope="col" className="right">
                {t('survey.edge.lift')}
              </th>
            </tr>
          </thead>
          <tbody>
            {edges.map((e) => (
              <tr key={pairOf(e)}>
                <th scope="row">
                  <Link to="/" search={{ level: level || undefined, open: pairOf(e) } as never}>
                    {other(e)}
                  </Link>
                </th>
                <td>
                  <span className="interval-cell">
                    <Estimate value={e.excess_count} signed />
                    <IntervalBar
                      value={e.excess_count ?? 0}
                      low={e.excess_low}
                      high={e.excess_high}
                      max={max}
                      label={`${t('survey.edge.intervalWord')}: ${t('survey.interval', {
                        low: people(e.excess_low),
                        high: people(e.excess_high),
                      })}`}
                    />
                  </span>
                </td>
                <td className="right num">{words.lift(e.lift)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
