import { useQuery } from '@tanstack/react-query';
import { Segmented, Switch } from 'antd';
import { lazy, Suspense, useId } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { queries } from '../api/queries.ts';
import type { FlowEdge, SurveyHeader } from '../api/types.ts';
import { useAddress, useSetAddress } from '../app/session.ts';
import { CanalSankey } from '../charts/canal-sankey.tsx';
import { Figure } from '../charts/figure.tsx';
import { LIFT_STEPS, liftColor } from '../charts/lift-scale.ts';
import { rounded } from '../components/estimate.tsx';
import { Exports } from '../components/exports.tsx';
import { FlowTable } from '../components/flow-table.tsx';
import { HiddenPairs } from '../components/hidden-pairs.tsx';
import { Page } from '../components/page.tsx';
import { Empty, Failure, Lines } from '../components/states.tsx';
import {
  LevelSwitch,
  NoSurvey,
  pairOf,
  RunSurvey,
  SurveySource,
  useSurveyWords,
} from '../components/survey-parts.tsx';
import { useFormats } from '../i18n/format.ts';

const EvidenceDrawer = lazy(() => import('../components/evidence-drawer.tsx'));

const DRAWN = 20;

export const mapFlows = (level = 0) => queries.flows({ level, evidence: 'shown', limit: 200 });

/** Where could buyers go next? The first screen of who runs the marketplace. */
export function CanalMap() {
  const { t } = useTranslation();
  const address = useAddress();
  const set = useSetAddress();
  const { level = 0 } = address;
  const query = useQuery(mapFlows(level));
  const survey = query.data?.survey;
  const edges = query.data?.data ?? [];
  const open = (edge: FlowEdge) => set({ open: pairOf(edge) });
  return (
    <Page
      title={t('survey.map.title')}
      question={t('survey.map.question')}
      answer={survey ? <Strongest survey={survey} edges={edges} /> : '\u00a0'}
      actions={query.data && !survey ? null : <RunSurvey />}
    >
      {query.data ? <SurveySource of={survey} /> : null}
      {query.error && !query.data ? (
        <div className="panel">
          <Failure error={query.error} retry={() => void query.refetch()} />
        </div>
      ) : !query.data ? (
        <div className="panel">
          <Lines rows={12} height={480} />
        </div>
      ) : !survey ? (
        <div className="panel">
          <div className="survey-empty-level">
            <LevelSwitch />
          </div>
          <NoSurvey />
        </div>
      ) : (
        <>
          <MapPanel survey={survey} edges={edges} onOpen={open} />
          <HiddenPairs key={survey.survey_id} survey={survey} onOpen={open} />
        </>
      )}
      <Suspense fallback={null}>
        {survey && address.open?.includes('~') ? (
          <EvidenceDrawer
            key={address.open}
            pair={address.open}
            survey={survey}
            onClose={() => set({ open: undefined })}
          />
        ) : null}
      </Suspense>
    </Page>
  );
}

/** The strongest flow in words a first-time reader understands. */
function Strongest({ survey, edges }: { survey: SurveyHeader; edges: readonly FlowEdge[] }) {
  const { t } = useTranslation();
  const f = useFormats();
  const words = useSurveyWords();
  const lead = edges.find((e) => (e.excess_count ?? 0) > 0);
  if (!lead) return t('survey.map.nothing', { tested: f.count(survey.pairs_tested) });
  return (
    <Trans
      i18nKey="survey.map.strongest"
      components={{ b: <strong /> }}
      values={{
        from: f.text(lead.from_label),
        to: f.text(lead.to_label),
        lift: words.lift(lead.lift),
        excess: f.value(rounded(lead.excess_count ?? 0), 'people'),
        days: survey.horizon_days,
      }}
    />
  );
}

function MapPanel({
  survey,
  edges,
  onOpen,
}: {
  survey: SurveyHeader;
  edges: readonly FlowEdge[];
  onOpen: (edge: FlowEdge) => void;
}) {
  const { t } = useTranslation();
  const f = useFormats();
  const { top = DRAWN, unproven, level = 0 } = useAddress();
  const set = useSetAddress();
  const toggle = useId();
  const pale = useQuery({
    ...queries.flows({ survey_id: survey.survey_id, evidence: 'no_evidence', limit: 12 }),
    enabled: unproven === 1,
  });
  const few = useQuery({
    ...queries.flows({ survey_id: survey.survey_id, evidence: 'insufficient', limit: 12 }),
    enabled: unproven === 1,
  });
  const rising = edges.filter((e) => (e.excess_count ?? 0) > 0);
  const drawn = rising.slice(0, top);
  const doubtful =
    unproven === 1
      ? [...(pale.data?.data ?? []), ...(few.data?.data ?? [])].filter((e) => (e.excess_count ?? 0) > 0)
      : [];
  const falling = edges.length - rising.length;
  return (
    <Figure
      title={t('survey.map.figure')}
      note={t('survey.map.note')}
      height={520}
      tools={<Exports of={{ path: '/v1/flows', query: { level, limit: 1000 } }} />}
      extra={
        <>
          <div className="map-tools">
            <LevelSwitch />
            <span id={`${toggle}-top`}>{t('survey.topN')}</span>
            <Segmented
              size="small"
              aria-labelledby={`${toggle}-top`}
              value={top}
              onChange={(v: number) => set({ top: v === DRAWN ? undefined : v })}
              options={[10, DRAWN, 40, 80].map((value) => ({ value, label: f.count(value) }))}
            />
            <Switch
              id={toggle}
              size="small"
              checked={unproven === 1}
              onChange={(on) => set({ unproven: on ? 1 : undefined })}
            />
            <label htmlFor={toggle}>{t('survey.map.showUnproven')}</label>
          </div>
          <MapLegend unproven={unproven === 1} />
        </>
      }
      chart={
        drawn.length + doubtful.length === 0 ? (
          <Empty
            title={t('survey.canals.emptyTitle')}
            note={t('survey.map.nothing', { tested: f.count(survey.pairs_tested) })}
          />
        ) : (
          <>
            <div className="map-heads" aria-hidden="true">
              <span>{t('survey.map.from')}</span>
              <span>{t('survey.map.to')}</span>
            </div>
            <CanalSankey edges={drawn} unproven={doubtful} label={t('survey.map.figure')} onPick={onOpen} />
            <p className="panel-note">
              {t('survey.map.of', { drawn: f.count(drawn.length), shown: f.count(survey.pairs_shown) })}{' '}
              {falling > 0 ? t('survey.map.lessThanUsual', { count: falling }) : null}{' '}
              {t('survey.association')}
            </p>
          </>
        )
      }
      table={<FlowTable edges={edges} caption={t('survey.map.figure')} onOpen={onOpen} />}
    />
  );
}

function MapLegend({ unproven }: { unproven: boolean }) {
  const { t } = useTranslation();
  const f = useFormats();
  return (
    <div className="map-legend">
      <span>{t('survey.map.width')}</span>
      <span className="lift-legend">
        {t('survey.map.lift')}
        {LIFT_STEPS.map((from, i) => (
          <span key={from} className="lift-step">
            <i style={{ background: liftColor(from) }} aria-hidden="true" />
            {i === LIFT_STEPS.length - 1
              ? `≥ ${f.exact(from, 'ratio')}×`
              : `${f.exact(from, 'ratio')}–${f.exact(LIFT_STEPS[i + 1]!, 'ratio')}×`}
          </span>
        ))}
      </span>
      {unproven ? (
        <span className="lift-step">
          <i className="pale" aria-hidden="true" />
          {t('survey.map.unproven')}
        </span>
      ) : null}
    </div>
  );
}
