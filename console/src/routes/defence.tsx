import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { queries } from '../api/queries.ts';
import type { Defence as Board } from '../api/types.ts';
import { IntervalBar, rounded } from '../components/estimate.tsx';
import { Exports } from '../components/exports.tsx';
import { Num } from '../components/number.tsx';
import { Page, StatusTag } from '../components/page.tsx';
import { Failure, Lines } from '../components/states.tsx';
import { StatStrip } from '../components/stats.tsx';
import { BoardSource, useSurveyWords } from '../components/survey-parts.tsx';
import { useFormats } from '../i18n/format.ts';

/** Who is about to leave, and why? */
export function Defence() {
  const { t } = useTranslation();
  const f = useFormats();
  const query = useQuery(queries.defence({}));
  const of = query.data;
  return (
    <Page
      title={t('survey.defence.title')}
      question={t('survey.defence.question')}
      answer={
        of
          ? of.buyers.expected_to_leave === null
            ? t('survey.defence.tooFew', { all: f.value(of.buyers.people_count, 'people') })
            : t('survey.defence.answer', {
                n: f.value(rounded(of.buyers.expected_to_leave), 'people'),
                all: f.value(of.buyers.people_count, 'people'),
                high: f.value(of.buyers.high_risk_count, 'people'),
                days: of.horizon_days,
              })
          : '\u00a0'
      }
    >
      <BoardSource of={of}>
        {of ? <span>{t('survey.defence.measured', { date: f.date(of.measured_at) })}</span> : null}
      </BoardSource>
      {query.error && !of ? (
        <div className="panel">
          <Failure error={query.error} retry={() => void query.refetch()} />
        </div>
      ) : !of ? (
        <div className="panel">
          <Lines rows={12} height={460} />
        </div>
      ) : (
        <>
          <Buyers of={of} />
          <Causes of={of} />
          <AtRisk of={of} />
        </>
      )}
    </Page>
  );
}

function Buyers({ of }: { of: Board }) {
  const { t } = useTranslation();
  const { buyers } = of;
  const stat = (
    id: string,
    name: string,
    meaning: string,
    value: number | null,
    unit: 'people' | 'rate',
  ) => ({ id, name, meaning, value, unit, ...(value === null ? { status: buyers.status } : {}) });
  return (
    <StatStrip
      label={t('survey.defence.title')}
      stats={[
        {
          ...stat(
            'expected_to_leave',
            t('survey.defence.expected'),
            t('survey.defence.expectedNote'),
            buyers.expected_to_leave === null ? null : rounded(buyers.expected_to_leave),
            'people',
          ),
          lead: true,
        },
        stat(
          'high_risk',
          t('survey.defence.high'),
          t('survey.defence.highNote'),
          buyers.high_risk_count,
          'people',
        ),
        stat(
          'active',
          t('survey.defence.people'),
          t('survey.defence.peopleNote'),
          buyers.people_count,
          'people',
        ),
        stat(
          'baseline',
          t('survey.defence.baseline'),
          t('survey.defence.baselineNote'),
          buyers.baseline_rate,
          'rate',
        ),
      ]}
    />
  );
}

function Causes({ of }: { of: Board }) {
  const { t } = useTranslation();
  const f = useFormats();
  const words = useSurveyWords();
  const max = Math.max(2, ...of.causes.map((c) => Math.min(c.high ?? 0, 5)));
  return (
    <section className="panel" aria-labelledby="causes">
      <header className="panel-head">
        <div>
          <h2 id="causes">{t('survey.defence.causes')}</h2>
          <p className="panel-note">{t('survey.defence.causesNote')}</p>
        </div>
      </header>
      <table className="plain causes">
        <caption className="sr-only">{t('survey.defence.causes')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('survey.defence.cause')}</th>
            <th scope="col">{t('survey.defence.whom')}</th>
            <th scope="col" className="right">
              {t('survey.defence.now')}
            </th>
            <th scope="col">{t('survey.defence.ratio')}</th>
            <th scope="col">{t('survey.trends.verdict')}</th>
            <th scope="col">{t('survey.defence.action')}</th>
          </tr>
        </thead>
        <tbody>
          {[...of.causes]
            .sort((a, b) => Number(b.named) - Number(a.named) || (b.ratio ?? 0) - (a.ratio ?? 0))
            .map((c) => (
              <tr key={`${c.kind} ${c.driver}`}>
                <th scope="row">{f.text(c.text)}</th>
                <td>{t(`survey.defence.kinds.${c.kind}`)}</td>
                <td className="right">
                  <Num value={c.people_now} unit="people" />
                </td>
                <td>
                  {c.ratio === null ? (
                    '—'
                  ) : (
                    <span className="interval-cell">
                      <data className="num" value={c.ratio}>
                        {words.lift(c.ratio)}
                      </data>
                      <IntervalBar
                        value={c.ratio}
                        low={c.low}
                        high={c.high}
                        max={max}
                        reference={1}
                        label={`${t('survey.edge.intervalWord')}: ${t('survey.interval', {
                          low: f.value(c.low, 'ratio'),
                          high: f.value(c.high, 'ratio'),
                        })}`}
                      />
                    </span>
                  )}
                </td>
                <td>
                  {c.status === 'ok' ? (
                    <span className={c.named ? 'tag final' : 'tag'}>{t(`survey.defence.${saidOf(c)}`)}</span>
                  ) : (
                    <StatusTag status={c.status} />
                  )}
                </td>
                <td className="action">{c.named ? f.text(c.action) : ''}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  );
}

function AtRisk({ of }: { of: Board }) {
  const { t } = useTranslation();
  const f = useFormats();
  return (
    <section className="panel" aria-labelledby="at-risk">
      <header className="panel-head">
        <div>
          <h2 id="at-risk">{t('survey.defence.atRisk')}</h2>
          <p className="panel-note">{t('survey.defence.atRiskNote')}</p>
        </div>
        <Exports of={{ path: '/v1/defence' }} />
      </header>
      <table className="plain">
        <caption className="sr-only">{t('survey.defence.atRisk')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('survey.defence.who')}</th>
            <th scope="col" className="right">
              {t('survey.white.people')}
            </th>
            <th scope="col">{t('survey.defence.risk')}</th>
            <th scope="col">{t('survey.defence.cause')}</th>
            <th scope="col">{t('survey.defence.action')}</th>
          </tr>
        </thead>
        <tbody>
          {of.data.map((d) => (
            <tr key={`${d.kind} ${d.id}`}>
              <th scope="row">
                {d.kind === 'merchant' ? (
                  <Link to="/merchants/$id" params={{ id: d.id }}>
                    {f.text(d.label)}
                  </Link>
                ) : (
                  f.text(d.label)
                )}{' '}
                <StatusTag status={d.status} />
              </th>
              <td className="right">
                <Num value={d.people_count} unit="people" />
              </td>
              <td>
                <span className="interval-cell">
                  <Num value={d.at_risk_rate} unit="rate" />
                  {d.at_risk_rate === null ? null : (
                    <IntervalBar
                      value={d.at_risk_rate}
                      low={null}
                      high={null}
                      max={1}
                      {...(d.baseline_rate === null ? {} : { reference: d.baseline_rate })}
                      label={`${t('survey.defence.baseline')}: ${f.value(d.baseline_rate, 'rate')}`}
                    />
                  )}
                </span>
              </td>
              <td className="action">{f.text(d.cause_text)}</td>
              <td className="action">{f.text(d.action_text)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {of.data.length === 0 ? <p className="muted">{t('survey.defence.none')}</p> : null}
    </section>
  );
}

/** What its interval says: a cause of leaving, the contrary of one, or neither. */
const saidOf = ({ named, high }: { named: boolean; high: number | null }) =>
  named ? 'named' : high !== null && high < 1 ? 'fewer' : 'notNamed';
