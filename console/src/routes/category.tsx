import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { monthsBefore } from '../api/dates.ts';
import { queries } from '../api/queries.ts';
import type { CategoryDetail, MetricResult } from '../api/types.ts';
import { useMe, useSharedView, useView } from '../app/session.ts';
import { Figure } from '../charts/figure.tsx';
import { LineChart } from '../charts/line-chart.tsx';
import { StackChart } from '../charts/stack-chart.tsx';
import { BarCell } from '../components/bar-cell.tsx';
import { CategoryFlows } from '../components/category-flows.tsx';
import { Change } from '../components/change.tsx';
import { useLabels } from '../components/labels.ts';
import { Legend } from '../components/legend.tsx';
import { Num } from '../components/number.tsx';
import { Page, Source, StatusTag } from '../components/page.tsx';
import { Empty, Failure, Lines, Waiting } from '../components/states.tsx';
import { type Stat, StatStrip } from '../components/stats.tsx';
import { useFormats } from '../i18n/format.ts';

/** Who comes to this category, and who stays? */
export function Category() {
  const { t } = useTranslation();
  const f = useFormats();
  const me = useMe();
  const { id } = useParams({ strict: false }) as { id: string };
  const { ready, published, ...view } = useSharedView();
  const query = useQuery({ ...queries.category(id, view), enabled: ready && published });
  const of = query.data;
  if (query.error && !of)
    return (
      <Page title={t('categories.title')}>
        <div className="panel">
          <Failure error={query.error} retry={() => void query.refetch()} />
        </div>
      </Page>
    );
  if (ready && !published)
    return (
      <Page title={t('categories.title')}>
        <div className="panel">
          <Empty title={t('codes.not_published.title')} note={t('today.marketNone')} />
        </div>
      </Page>
    );
  if (!of) return <Waiting />;
  return (
    <Page
      title={f.text(of.category.name)}
      question={t('category.question')}
      above={
        <nav className="crumbs" aria-label={t('categories.title')}>
          <Link to="/categories">{t('categories.title')}</Link>
          {of.path.slice(0, -1).map((p) => (
            <Link key={p.category_id} to="/categories/$id" params={{ id: p.category_id }}>
              {f.text(p.name)}
            </Link>
          ))}
        </nav>
      }
    >
      <Source of={of} />
      <Numbers of={of} />
      <div className="columns">
        <Penetration of={of} />
        <AacTrend of={of} />
      </div>
      <div className="columns">
        <NewToCategory of={of} />
        <Merchants of={of} />
      </div>
      {me.role === 'operator' ? (
        <CategoryFlows
          key={of.category.category_id}
          id={of.category.category_id}
          level={of.category.level}
          leaf={of.children.length === 0}
        />
      ) : null}
      {of.children.length > 0 ? <Children of={of} /> : null}
    </Page>
  );
}

const whole = (r: MetricResult) =>
  r.cells.find((c) => c.part === undefined) ?? r.cells.find((c) => c.part === 'mature');

function Numbers({ of }: { of: CategoryDetail }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const registry = useQuery(queries.metrics()).data?.data ?? [];
  const f = useFormats();
  const stats: Stat[] = [
    {
      id: 'aac',
      lead: true,
      name: t('category.aac'),
      meaning: t('meaning.aac'),
      unit: 'people',
      value: of.category.aac,
      status: of.category.status,
      from: of.category.previous_aac,
      since: t('categories.change'),
      trend: of.trend.map((p) => ({ at: p.as_of, value: p.value })),
    },
    {
      id: 'penetration',
      name: t('categories.penetration'),
      meaning: t('meaning.penetration'),
      unit: 'rate',
      value: of.category.penetration,
    },
    ...of.metrics
      .filter((m) =>
        ['ntc', 'retained_ntc', 'repurchase_rate', 'cross_category_acquisition', 'arpu'].includes(m.metric),
      )
      .map((m): Stat => {
        const definition = registry.find((d) => d.id === m.metric);
        const cell = whole(m);
        return {
          id: m.metric,
          name: f.text(definition?.name) || m.metric,
          meaning: labels.meaning(m.metric, f.text(definition?.description)),
          unit: m.unit,
          value: cell?.value ?? null,
          status: cell?.status ?? 'insufficient',
          currency: m.currency,
        };
      }),
  ];
  return <StatStrip stats={stats} label={f.text(of.category.name)} />;
}

/** A year of month ends of one of the category's metrics, as the API exports it. */
const seriesFile = (of: CategoryDetail, metric: string) => ({
  path: `/v1/metrics/${metric}/series`,
  query: {
    ...monthsBefore(of.as_of, 12),
    step: 'month',
    grain: 'category',
    category_id: of.category.category_id,
    ...(metric === 'ntc' ? { period_days: 30 } : {}),
  },
});

function Penetration({ of }: { of: CategoryDetail }) {
  const { t } = useTranslation();
  const f = useFormats();
  const points = of.penetration_trend.map((p) => ({ at: p.as_of, value: p.value }));
  return (
    <Figure
      title={t('category.penetration')}
      note={t('category.penetrationNote')}
      file={seriesFile(of, 'penetration')}
      chart={
        <LineChart
          name={t('categories.penetration')}
          label={t('category.penetration')}
          points={points}
          unit="rate"
          height={260}
        />
      }
      table={{
        head: [t('common.date'), t('categories.penetration')],
        rows: points.map((p) => [f.date(p.at), <Num key="v" value={p.value} unit="rate" />]),
      }}
    />
  );
}

function AacTrend({ of }: { of: CategoryDetail }) {
  const { t } = useTranslation();
  const f = useFormats();
  const points = of.trend.map((p) => ({ at: p.as_of, value: p.value }));
  return (
    <Figure
      title={t('category.aacTrend')}
      note={t('category.aacTrendNote')}
      file={seriesFile(of, 'aac')}
      chart={
        <LineChart
          name={t('category.aac')}
          label={t('category.aacTrend')}
          points={points}
          unit="people"
          height={260}
        />
      }
      table={{
        head: [t('common.date'), t('category.aac')],
        rows: points.map((p) => [f.date(p.at), <Num key="v" value={p.value} unit="people" />]),
      }}
    />
  );
}

const PARTS = ['never', 'lapsed', 'unknown', 'new_in_window'] as const;

/** Who is new, month by month, and how sure that is. */
function NewToCategory({ of }: { of: CategoryDetail }) {
  const { t } = useTranslation();
  const f = useFormats();
  const me = useMe();
  const { known_at, variant } = useView();
  const enabled = me.role !== 'merchant';
  const series = useQuery({
    ...queries.series('ntc', {
      ...monthsBefore(of.as_of, 12),
      step: 'month',
      grain: 'category',
      category_id: of.category.category_id,
      period_days: 30,
      known_at,
      variant,
    }),
    enabled,
  });
  if (!enabled) return null;
  const results = series.data?.results ?? [];
  const at = (r: MetricResult, part: string) =>
    r.cells.find((c) => c.part === part && c.category_id === of.category.category_id)?.value ?? null;
  const inWindow = results.some((r) => r.cells.some((c) => c.status === 'new_in_window'));
  const names = {
    never: t('category.never'),
    lapsed: t('category.lapsed'),
    unknown: t('category.unknown'),
    new_in_window: t('category.inWindow'),
  };
  const colors = {
    never: 'var(--series-0)',
    lapsed: 'var(--series-1)',
    unknown: 'var(--lineStrong)',
    new_in_window: 'var(--series-0)',
  };
  const layers = PARTS.filter((part) => results.some((r) => (at(r, part) ?? 0) > 0)).map((part) => ({
    name: names[part],
    color: colors[part],
    values: results.map((r) => at(r, part)),
  }));
  if (series.isPending || series.error)
    return (
      <section className="panel">
        <header className="panel-head">
          <h2>{t('category.ntc')}</h2>
        </header>
        {series.error ? <Failure error={series.error} /> : <Lines rows={7} height={280} />}
      </section>
    );
  return (
    <Figure
      title={t('category.ntc')}
      note={inWindow ? t('category.ntcInWindow') : t('category.ntcNote')}
      extra={<Legend items={layers} />}
      file={seriesFile(of, 'ntc')}
      chart={
        <StackChart
          label={t('category.ntc')}
          months={results.map((r) => f.month(r.as_of))}
          layers={layers}
          height={260}
        />
      }
      table={{
        head: [t('common.month'), ...layers.map((l) => l.name)],
        rows: results.map((r, i) => [
          f.month(r.as_of),
          ...layers.map((l) => <Num key={l.name} value={l.values[i]} unit="people" />),
        ]),
      }}
    />
  );
}

function Merchants({ of }: { of: CategoryDetail }) {
  const { t } = useTranslation();
  const f = useFormats();
  const me = useMe();
  const max = Math.max(0, ...of.merchants.map((m) => m.share ?? 0));
  return (
    <section className="panel" aria-labelledby="merchants">
      <header className="panel-head">
        <div>
          <h2 id="merchants">{t('category.merchants')}</h2>
          <p className="panel-note">{t('category.merchantsNote')}</p>
        </div>
      </header>
      {of.merchants.length === 0 ? (
        <p className="muted">
          {t(me.role === 'merchant' ? 'category.merchantsHidden' : 'category.noMerchants')}
        </p>
      ) : (
        <table className="plain">
          <caption className="sr-only">{t('category.merchants')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('category.merchant')}</th>
              <th scope="col" className="right">
                {t('categories.aac')}
              </th>
              <th scope="col">{t('category.share')}</th>
            </tr>
          </thead>
          <tbody>
            {of.merchants.slice(0, 10).map((m) => (
              <tr key={m.merchant_id}>
                <th scope="row">
                  <Link to="/merchants/$id" params={{ id: m.merchant_id }}>
                    {f.text(m.name)}
                  </Link>{' '}
                  <StatusTag status={m.status} />
                </th>
                <td className="right">
                  <Num value={m.aac} unit="people" />
                </td>
                <td>
                  <BarCell value={m.share} max={max} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Children({ of }: { of: CategoryDetail }) {
  const { t } = useTranslation();
  const f = useFormats();
  const max = Math.max(0, ...of.children.map((c) => c.penetration ?? 0));
  return (
    <section className="panel" aria-labelledby="children">
      <header className="panel-head">
        <h2 id="children">{t('category.children')}</h2>
      </header>
      <table className="plain">
        <caption className="sr-only">{t('category.children')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('categories.name')}</th>
            <th scope="col" className="right">
              {t('categories.aac')}
            </th>
            <th scope="col">{t('categories.penetration')}</th>
            <th scope="col" className="right">
              {t('categories.change')}
            </th>
          </tr>
        </thead>
        <tbody>
          {[...of.children]
            .sort((a, b) => (b.aac ?? -1) - (a.aac ?? -1))
            .map((c) => (
              <tr key={c.category_id}>
                <th scope="row">
                  <Link to="/categories/$id" params={{ id: c.category_id }}>
                    {f.text(c.name)}
                  </Link>{' '}
                  <StatusTag status={c.status} />
                </th>
                <td className="right">
                  <Num value={c.aac} unit="people" />
                </td>
                <td>
                  <BarCell value={c.penetration} max={max} />
                </td>
                <td className="right">
                  <Change from={c.previous_aac} to={c.aac} unit="people" />
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  );
}
