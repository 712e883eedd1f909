import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { queries } from '../api/queries.ts';
import type { CanalOpportunity } from '../api/types.ts';
import { useAddress, useSetAddress } from '../app/session.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Estimate, IntervalBar, rounded } from '../components/estimate.tsx';
import { Hint, Num } from '../components/number.tsx';
import { OpenCanal } from '../components/open-canal.tsx';
import { Page } from '../components/page.tsx';
import { SaveCrowd } from '../components/save-crowd.tsx';
import { Empty, Failure, Lines } from '../components/states.tsx';
import { LevelSwitch, NoSurvey, pairOf, RunSurvey, SurveySource } from '../components/survey-parts.tsx';
import { type Formats, useFormats } from '../i18n/format.ts';

const EvidenceDrawer = lazy(() => import('../components/evidence-drawer.tsx'));

/** What should I open today? Canals ranked by what they are worth. */
export function Opportunities() {
  const { t } = useTranslation();
  const f = useFormats();
  const { level = 0, open } = useAddress();
  const set = useSetAddress();
  const query = useQuery(queries.canals({ level }));
  const survey = query.data?.survey;
  const rows = query.data?.data ?? [];
  const lead = rows[0];
  const columns = useColumns(rows, survey?.currency, (c) => set({ open: pairOf(c.edge) }));
  return (
    <Page
      title={t('survey.canals.title')}
      question={t('survey.canals.question')}
      answer={
        lead && survey
          ? t('survey.canals.answer', {
              from: f.text(lead.edge.from_label),
              to: f.text(lead.edge.to_label),
              expected: f.value(rounded(lead.expected_first_buyers), 'people'),
              value: f.value(lead.value_minor, 'minor', survey.currency),
            })
          : '\u00a0'
      }
      actions={survey ? <RunSurvey /> : null}
    >
      <SurveySource of={survey} />
      <section className="panel" aria-label={t('survey.canals.list')}>
        {query.error && !query.data ? (
          <Failure error={query.error} retry={() => void query.refetch()} />
        ) : !query.data ? (
          <Lines rows={10} height={420} />
        ) : !survey ? (
          <>
            <LevelSwitch />
            <NoSurvey />
          </>
        ) : (
          <DataTable
            label={t('survey.canals.list')}
            rows={rows}
            columns={columns}
            rowKey={(c) => c.canal_id}
            search={(c) => `${f.text(c.crowd.label)} ${f.text(c.edge.to_label)}`}
            file={{ path: '/v1/canals', query: { level, limit: 1000 } }}
            onOpen={(c) => set({ open: pairOf(c.edge) })}
            tools={<LevelSwitch />}
            empty={<Empty title={t('survey.canals.emptyTitle')} note={t('survey.canals.emptyNote')} />}
          />
        )}
      </section>
      {survey ? <p className="association">{t('survey.association')}</p> : null}
      <Suspense fallback={null}>
        {survey && open?.includes('~') ? (
          <EvidenceDrawer key={open} pair={open} survey={survey} onClose={() => set({ open: undefined })} />
        ) : null}
      </Suspense>
    </Page>
  );
}

function useColumns(
  rows: readonly CanalOpportunity[],
  currency: string | undefined,
  open: (canal: CanalOpportunity) => void,
): Column<CanalOpportunity>[] {
  const { t } = useTranslation();
  const f = useFormats();
  const max = Math.max(1, ...rows.map((c) => c.expected_high));
  const people = (v: number) => f.value(rounded(v), 'people');
  return [
    {
      key: 'crowd',
      title: t('survey.canals.crowd'),
      sort: (c) => f.text(c.edge.from_label),
      render: (c) => (
        <span className="two-lines why">
          <button type="button" className="linkish" onClick={() => open(c)}>
            {t('survey.edge.title', { from: f.text(c.edge.from_label), to: f.text(c.edge.to_label) })}
          </button>
          <small>{f.text(c.reason)}</small>
        </span>
      ),
    },
    {
      key: 'reach',
      title: t('survey.canals.reach'),
      right: true,
      width: 90,
      sort: (c) => c.crowd.people_count,
      render: (c) => <Num value={c.crowd.people_count} unit="people" />,
    },
    {
      key: 'expected',
      title: t('survey.canals.expected'),
      width: 200,
      sort: (c) => c.expected_first_buyers,
      render: (c) => (
        <span className="interval-cell">
          <Estimate value={c.expected_first_buyers} />
          <IntervalBar
            value={c.expected_first_buyers}
            low={c.expected_low}
            high={c.expected_high}
            max={max}
            label={`${t('survey.edge.intervalWord')}: ${t('survey.interval', {
              low: people(c.expected_low),
              high: people(c.expected_high),
            })}`}
          />
        </span>
      ),
    },
    {
      key: 'value',
      title: t('survey.canals.value'),
      right: true,
      width: 90,
      sort: (c) => c.value_minor,
      render: (c) => <Num value={c.value_minor} unit="minor" currency={currency} />,
    },
    {
      key: 'risk',
      title: t('survey.canals.risk'),
      width: 140,
      sort: (c) => c.source_spend_risk,
      render: (c) => (
        <Hint text={t('survey.edge.spendNote')}>
          <span className={c.source_spend_risk === 'watch' ? 'tag provisional' : 'tag'}>
            {t(`survey.canals.risks.${c.source_spend_risk}`)}
          </span>
        </Hint>
      ),
    },
    {
      key: 'season',
      title: t('survey.canals.season'),
      width: 90,
      render: (c) =>
        c.season_months.length === 0 || c.season_months.length === 12 ? (
          <span className="muted">{t('survey.canals.allYear')}</span>
        ) : (
          <Season months={c.season_months} f={f} />
        ),
    },
    {
      key: 'save',
      title: <span className="sr-only">{t('survey.edge.saveCrowd')}</span>,
      width: 110,
      render: (c) => <SaveCrowd of={{ canal_id: c.canal_id }} small />,
    },
    {
      key: 'open',
      title: <span className="sr-only">{t('serving.canal.open')}</span>,
      width: 110,
      render: (c) => <OpenCanal canalId={c.canal_id} />,
    },
  ];
}

/** Twelve small marks, the high months filled; read out as their names. */
function Season({ months, f }: { months: readonly number[]; f: Formats }) {
  const name = (m: number) =>
    new Intl.DateTimeFormat(f.language, { month: 'short', timeZone: 'UTC' }).format(Date.UTC(2020, m - 1, 1));
  const all = months.map(name).join(f.language === 'zh-CN' ? '、' : ', ');
  return (
    <span className="season" role="img" aria-label={all} title={all}>
      {Array.from({ length: 12 }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the twelve months
        <i key={i} className={months.includes(i + 1) ? 'high' : ''} />
      ))}
    </span>
  );
}
