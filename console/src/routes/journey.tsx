import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { market } from '../api/market.ts';
import type { JourneyGraph } from '../api/types.ts';
import type { Search } from '../app/search.ts';
import { useAddress, useMe, useSetAddress, useStatus } from '../app/session.ts';
import { Figure, type FigureTable } from '../charts/figure.tsx';
import { JourneyChart } from '../charts/journey-chart.tsx';
import { CENTRES, HEIGHT, type Place } from '../charts/journey-layout.ts';
import { JourneyNext, useDuration } from '../components/journey-next.tsx';
import { Page } from '../components/page.tsx';
import { Empty, Failure, Lines } from '../components/states.tsx';
import { StatStrip } from '../components/stats.tsx';
import { useFormats } from '../i18n/format.ts';

const WINDOWS = [7, 28, 90] as const;
const DAY = 86_400_000;

/** How do people move through the marketplace, where do they leave, how long does deciding take? */
export function Journey() {
  const { t } = useTranslation();
  const merchant = useMe().role === 'merchant';
  const { days = 28, who, member, buyer } = useAddress();
  const status = useStatus();
  const to = status?.last_fact_at ? status.last_fact_at.slice(0, 10) : undefined;
  const from = to && new Date(Date.parse(to) - (days - 1) * DAY).toISOString().slice(0, 10);
  const query = useQuery({
    ...market.journey(merchant ? {} : { from, to, who, member, buyer }),
    enabled: merchant || status !== undefined,
  });
  const graph = query.data;
  return (
    <Page
      title={t('market.journey.title')}
      question={t('market.journey.question')}
      answer={<Answer of={graph} />}
    >
      <Source of={graph} />
      {merchant ? null : <Segments />}
      {query.error ? (
        <div className="panel">
          <Failure error={query.error} retry={() => void query.refetch()} />
        </div>
      ) : !graph ? (
        <div className="panel">
          <Lines rows={12} height={560} />
        </div>
      ) : graph.status !== 'ok' ? (
        <div className="panel">
          <Empty
            title={t(graph.status === 'suppressed' ? 'market.journey.suppressed' : 'market.journey.nothing', {
              k: graph.k,
            })}
            note={t('market.journey.emptyNote')}
          />
        </div>
      ) : (
        <Graph graph={graph} />
      )}
    </Page>
  );
}

function Answer({ of }: { of: JourneyGraph | undefined }) {
  const { t } = useTranslation();
  const f = useFormats();
  const time = useDuration();
  if (of?.order_rate === null || of?.order_rate === undefined) return '\u00a0';
  const orders = f.value(Math.round(of.order_rate * 1000) / 10, 'count');
  return of.steps_to_order === null
    ? t('market.journey.answerFew', { orders })
    : t('market.journey.answer', {
        orders,
        steps: f.value(of.steps_to_order, 'count'),
        time: time(of.seconds_to_order),
      });
}

function Source({ of }: { of: JourneyGraph | undefined }) {
  const { t } = useTranslation();
  const f = useFormats();
  if (!of) return <p className="source">{'\u00a0'}</p>;
  const words = { from: f.date(of.from), to: f.date(of.to), zone: of.timezone, gap: of.gap_minutes };
  return (
    <p className="source">
      <span>{t('market.journey.source', words)}</span>
      <span>{t(of.rounded ? 'market.journey.rounded' : 'market.journey.hidden', { k: f.count(of.k) })}</span>
    </p>
  );
}

/** Window and segment, in the address. */
function Segments() {
  const { t } = useTranslation();
  const address = useAddress();
  const set = useSetAddress();
  const id = useId();
  const pick = (
    name: keyof Pick<Search, 'who' | 'member' | 'buyer'>,
    label: string,
    options: readonly (readonly [string, string])[],
  ) => (
    <div className="filter">
      <span id={`${id}-${name}`}>{label}</span>
      <Select
        className="segment-select"
        aria-labelledby={`${id}-${name}`}
        value={address[name] ?? ''}
        onChange={(value: string) => set({ [name]: value || undefined })}
        options={[['', t('market.journey.anyone')] as const, ...options].map(([value, text]) => ({
          value,
          label: text,
        }))}
      />
    </div>
  );
  return (
    <div className="segments">
      <div className="filter">
        <span id={`${id}-days`}>{t('market.journey.window')}</span>
        <Select
          className="segment-select"
          aria-labelledby={`${id}-days`}
          value={address.days ?? 28}
          onChange={(value: number) => set({ days: value === 28 ? undefined : value })}
          options={WINDOWS.map((n) => ({ value: n, label: t('market.journey.days', { n }) }))}
        />
      </div>
      {pick('who', t('market.journey.who'), [
        ['signed_in', t('market.journey.signed_in')],
        ['visitor', t('market.journey.visitor')],
      ])}
      {pick('member', t('market.journey.member'), [
        ['yes', t('market.journey.members')],
        ['no', t('market.journey.others')],
      ])}
      {pick('buyer', t('market.journey.buyer'), [
        ['known', t('market.journey.known')],
        ['new', t('market.journey.new')],
      ])}
    </div>
  );
}

function Graph({ graph }: { graph: JourneyGraph }) {
  const { t } = useTranslation();
  const f = useFormats();
  const time = useDuration();
  const { open } = useAddress();
  const set = useSetAddress();
  const place: Place = open && open in CENTRES ? (open as Place) : 'start';
  const weeks = graph.trend.map(({ week, steps_to_order }) => ({ at: week, value: steps_to_order }));
  return (
    <>
      <StatStrip
        label={t('market.journey.title')}
        stats={[
          {
            id: 'visits',
            name: t('market.journey.visits'),
            meaning: t('market.journey.visitsMeaning'),
            unit: 'count',
            value: graph.visit_count,
            below: t('market.journey.people', { n: f.value(graph.people_count, 'people') }),
            trend: graph.trend.map(({ week, visit_count }) => ({ at: week, value: visit_count })),
            lead: true,
          },
          {
            id: 'order_rate',
            name: t('market.journey.orderRate'),
            meaning: t('market.journey.orderRateMeaning'),
            unit: 'rate',
            value: graph.order_rate,
            trend: graph.trend.map(({ week, order_rate }) => ({ at: week, value: order_rate })),
          },
          {
            id: 'steps',
            name: t('market.journey.steps'),
            meaning: t('market.journey.stepsMeaning'),
            unit: 'count',
            value: graph.steps_to_order,
            trend: weeks,
          },
          {
            id: 'time',
            name: t('market.journey.time'),
            meaning: t('market.journey.timeMeaning'),
            unit: 'count',
            value: graph.seconds_to_order,
            shown: graph.seconds_to_order === null ? undefined : time(graph.seconds_to_order),
          },
        ]}
      />
      <Figure
        title={t('market.journey.figure')}
        note={t('market.journey.note')}
        height={HEIGHT}
        file={{ path: '/v1/journey', query: { from: graph.from, to: graph.to } }}
        chart={
          <div className="journey">
            <JourneyChart
              graph={graph}
              selected={place}
              onSelect={(next) => set({ open: next === 'start' ? undefined : next })}
            />
            <JourneyNext graph={graph} place={place} />
          </div>
        }
        table={useMatrix(graph)}
      />
    </>
  );
}

/** Rows: from; columns: to, with leaving and what is hidden. */
function useMatrix(graph: JourneyGraph): FigureTable {
  const { t } = useTranslation();
  const f = useFormats();
  const rows = [...new Set(graph.edges.map(({ from }) => from))];
  const columns = (
    ['home', 'search', 'category', 'item', 'shop', 'live', 'notes', 'cart', 'order', 'exit', 'other'] as const
  ).filter((to) => graph.edges.some((edge) => edge.to === to));
  return {
    head: [t('market.journey.from'), ...columns.map((to) => t(`market.surface.${to}`))],
    rows: rows.map((from) => [
      t(`market.surface.${from}`),
      ...columns.map((to) => {
        const edge = graph.edges.find((one) => one.from === from && one.to === to);
        return edge ? (
          <data key={to} value={edge.rate}>
            {f.percent(edge.rate)}
          </data>
        ) : (
          '·'
        );
      }),
    ]),
  };
}
