import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Drawer } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { queries } from '../api/queries.ts';
import type { FlowEdge, SurveyHeader } from '../api/types.ts';
import { useFormats } from '../i18n/format.ts';
import { Estimate, IntervalBar } from './estimate.tsx';
import { Hint, Num } from './number.tsx';
import { SaveCrowd } from './save-crowd.tsx';
import { Failure, Lines } from './states.tsx';
import { useSurveyWords } from './survey-parts.tsx';

/** Everything known about one pair of categories: `from~to`, of one survey. */
export default function EvidenceDrawer({
  pair,
  survey,
  onClose,
}: {
  pair: string;
  survey: SurveyHeader;
  onClose: () => void;
}) {
  const words = useSurveyWords();
  const [from, to] = pair.split('~');
  const query = useQuery(queries.flows({ survey_id: survey.survey_id, from, to, limit: 1 }));
  const edge = query.data?.data[0];
  return (
    <Drawer
      open
      size={600}
      onClose={onClose}
      title={edge ? words.pair(edge) : '\u00a0'}
      classNames={{ body: 'evidence' }}
    >
      {query.error ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : edge ? (
        <Evidence edge={edge} survey={survey} />
      ) : (
        <Lines rows={10} />
      )}
    </Drawer>
  );
}

function Evidence({ edge, survey }: { edge: FlowEdge; survey: SurveyHeader }) {
  const { t } = useTranslation();
  const f = useFormats();
  const words = useSurveyWords();
  const [from, to] = [f.text(edge.from_label), f.text(edge.to_label)];
  const max = Math.max(edge.observed_count, edge.expected_count, edge.excess_high ?? 0, 1);
  const between = (low: number | null, high: number | null, of: (v: number) => string) =>
    low === null || high === null
      ? undefined
      : `${t('survey.edge.intervalWord')}: ${t('survey.interval', { low: of(low), high: of(high) })}`;
  const people = (v: number) => f.count(Math.round(v));
  return (
    <>
      {edge.evidence === 'shown' ? null : (
        <p className="not-enough">
          <span className="tag insufficient">{t('survey.edge.notEnough')}</span> {words.why(edge.reason)}
        </p>
      )}
      <h3>{t('survey.edge.compare', { to })}</h3>
      <dl className="versus">
        <div>
          <dt>{t('survey.edge.observed')}</dt>
          <dd>
            <Bar value={edge.observed_count} max={max} kind="observed" />
            <Estimate value={edge.observed_count} />
          </dd>
        </div>
        <div>
          <dt>{t('survey.edge.expected')}</dt>
          <dd>
            <Bar value={edge.expected_count} max={max} kind="expected" />
            <Estimate value={edge.expected_count} />
          </dd>
        </div>
        {edge.excess_count === null ? null : (
          <div>
            <dt>{t('survey.edge.excess')}</dt>
            <dd>
              <IntervalBar
                value={Math.max(0, edge.excess_count)}
                low={edge.excess_low}
                high={edge.excess_high}
                max={max}
                label={between(edge.excess_low, edge.excess_high, people) ?? ''}
              />
              <Estimate value={edge.excess_count} signed />
            </dd>
          </div>
        )}
      </dl>
      <p className="association">{t('survey.association')}</p>
      <CrowdBehind edge={edge} survey={survey} />
      <dl className="facts evidence-facts">
        <Fact
          name={t('survey.edge.lift')}
          hint={t('survey.edge.liftNote')}
          note={between(edge.lift_low, edge.lift_high, (v) => f.value(v, 'ratio'))}
        >
          {edge.lift === null ? words.lift(null) : <data value={edge.lift}>{words.lift(edge.lift)}</data>}
        </Fact>
        <Fact name={t('survey.edge.q')} hint={t('survey.qNote')}>
          {words.q(edge.q)}
        </Fact>
        <Fact name={t('survey.edge.entries', { from })}>
          <Num value={edge.entry_count} unit="people" />
        </Fact>
        <Fact name={t('survey.edge.controls')}>
          <Num value={edge.control_people_count} unit="people" />
        </Fact>
        <Fact name={t('survey.edge.rate')} hint={t('survey.edge.rateNote')}>
          <Num value={edge.rate} unit="rate" />
        </Fact>
        <Fact name={t('survey.edge.median')}>
          {edge.median_days === null ? '—' : t('survey.days', { n: f.value(edge.median_days, 'count') })}
        </Fact>
        <Fact name={t('survey.edge.reverse')}>{words.lift(edge.reverse_lift)}</Fact>
        <Fact name={t('survey.edge.common')} hint={t('survey.edge.commonNote', { from })}>
          {words.lift(edge.common_lift ?? null)}
        </Fact>
        <Fact name={t('survey.edge.net')} hint={t('survey.edge.netNote')}>
          <Estimate value={edge.net_flow} signed />
        </Fact>
        <Fact name={t('survey.edge.spend', { from })} hint={t('survey.edge.spendNote')}>
          {f.signed(edge.source_spend_delta_minor, 'minor', survey.currency)}
        </Fact>
        <Fact name={t('survey.edge.dropped')} hint={t('survey.edge.droppedNote')}>
          <Num value={edge.dropped_rate} unit="rate" />
        </Fact>
        <Fact name={t('survey.edge.affinity')} hint={t('survey.edge.affinityNote')}>
          {words.lift(edge.affinity_lift)}
        </Fact>
      </dl>
      <nav className="evidence-links" aria-label={t('nav.categories')}>
        <Link to="/categories/$id" params={{ id: edge.from_category_id }}>
          {t('survey.edge.openFrom', { name: from })}
        </Link>
        <Link to="/categories/$id" params={{ id: edge.to_category_id }}>
          {t('survey.edge.openTo', { name: to })}
        </Link>
      </nav>
    </>
  );
}

/** The reason, what the canal would bring, and the crowd to lead; only where there is a canal. */
function CrowdBehind({ edge, survey }: { edge: FlowEdge; survey: SurveyHeader }) {
  const { t } = useTranslation();
  const f = useFormats();
  const query = useQuery({
    ...queries.canals({
      survey_id: survey.survey_id,
      from: edge.from_category_id,
      to: edge.to_category_id,
    }),
    enabled: edge.evidence === 'shown',
  });
  const canal = query.data?.data[0];
  if (!canal)
    return query.isFetching ? null : (
      <div className="crowd-behind">
        <p>{t('survey.edge.crowdAny', { from: f.text(edge.from_label), to: f.text(edge.to_label) })}</p>
        <SaveCrowd
          of={{ holds_category_id: edge.from_category_id, lacks_category_id: edge.to_category_id }}
          small
        />
      </div>
    );
  return (
    <section className="crowd-behind" aria-labelledby="crowd-behind">
      <p>{f.text(canal.reason)}</p>
      <h3 id="crowd-behind">{t('survey.edge.crowdHead')}</h3>
      <p>{t('survey.edge.crowdIs', { people: f.count(canal.crowd.people_count) })}</p>
      <dl className="facts evidence-facts">
        <Fact
          name={t('survey.edge.expectedNew', { days: survey.horizon_days })}
          note={`${t('survey.edge.intervalWord')}: ${t('survey.interval', {
            low: f.count(Math.round(canal.expected_low)),
            high: f.count(Math.round(canal.expected_high)),
          })}`}
        >
          <Estimate value={canal.expected_first_buyers} />
        </Fact>
        <Fact name={t('survey.edge.value')}>
          <Num value={canal.value_minor} unit="minor" currency={survey.currency} />
        </Fact>
      </dl>
      <SaveCrowd of={{ canal_id: canal.canal_id }} />
    </section>
  );
}

function Fact({
  name,
  hint,
  note,
  children,
}: {
  name: string;
  hint?: string;
  note?: string | undefined;
  children: ReactNode;
}) {
  return (
    <div>
      <dt>{hint ? <Hint text={hint}>{name}</Hint> : name}</dt>
      <dd>
        {children}
        {note ? <small className="muted"> {note}</small> : null}
      </dd>
    </div>
  );
}

function Bar({ value, max, kind }: { value: number; max: number; kind: 'observed' | 'expected' }) {
  return (
    <span className="interval-bar" aria-hidden="true">
      <span className={`bar ${kind}`} style={{ width: `${(value / max) * 100}%` }} />
    </span>
  );
}
