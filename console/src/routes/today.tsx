import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { queries } from '../api/queries.ts';
import { useMe, useStatus, useView } from '../app/session.ts';
import { BarCell } from '../components/bar-cell.tsx';
import { bridgeOf, Grow } from '../components/grow.tsx';
import { useLabels } from '../components/labels.ts';
import { BuyersTrend } from '../components/merchant-parts.tsx';
import { Num } from '../components/number.tsx';
import { Page, Source, StatusTag } from '../components/page.tsx';
import { Failure, Lines, Waiting } from '../components/states.tsx';
import { StatStrip } from '../components/stats.tsx';
import { useFormats } from '../i18n/format.ts';

/** A merchant's first screen: what changed, and what to do. */
export function Today() {
  const { t } = useTranslation();
  const f = useFormats();
  const labels = useLabels();
  const me = useMe();
  const view = useView();
  const id = me.merchant_id ?? '';
  const overview = useQuery(queries.overview({ ...view }));
  const detail = useQuery(queries.merchant(id, view));
  const grow = useQuery({
    ...queries.metric('grow', {
      as_of: overview.data?.as_of,
      known_at: view.known_at,
      grain: 'merchant',
      merchant_id: id,
    }),
    enabled: overview.data !== undefined,
  });
  const of = overview.data;
  const error = overview.error ?? detail.error;
  if (error && !of)
    return (
      <Page title={t('today.title')} question={t('today.question')}>
        <div className="panel">
          <Failure error={error} retry={() => void Promise.all([overview.refetch(), detail.refetch()])} />
        </div>
      </Page>
    );
  if (!of) return <Waiting />;
  const headline = (metric: string) => of.headlines.find((h) => h.metric === metric);
  const aac = headline('aac');
  const fresh = headline('ntb');
  const again = headline('repurchase_rate');
  const bridge = grow.data ? bridgeOf(grow.data) : null;
  const mover = bridge
    ? [...bridge.causes].sort((a, b) => Math.abs(b.value) - Math.abs(a.value))[0]
    : undefined;
  const lines = [
    aac?.value == null
      ? null
      : aac.previous?.value == null
        ? t('today.buyersOnly', { n: f.count(aac.value) })
        : t('today.buyersUp', {
            n: f.count(aac.value),
            change: f.change(aac.previous.value, aac.value, 'people'),
            date: f.date(aac.previous.as_of),
          }),
    fresh?.value == null || again?.value == null
      ? null
      : t('today.newBuyers', { n: f.count(fresh.value), rate: f.percent(again.value) }),
    mover && mover.value !== 0 && bridge
      ? t('today.mover', {
          cause: labels.cause(mover.part),
          amount: f.signed(mover.value, 'minor', bridge.currency),
        })
      : null,
  ].filter((line) => line !== null);
  const order = ['aac', 'ntb', 'repurchase_rate', 'arpu', 'gmv_healthy', 'healthy_ratio'];
  return (
    <Page
      title={detail.data ? f.text(detail.data.merchant.name) : t('today.title')}
      question={t('today.question')}
      answer={lines.map((line) => (
        <span key={line} className="answer-line">
          {line}
        </span>
      ))}
    >
      <Source of={of} note={<span className="tag exact">{t('today.ownNote')}</span>} />
      <StatStrip
        label={t('today.own')}
        stats={order
          .flatMap((metric) => headline(metric) ?? [])
          .map((h, i) => ({
            id: h.metric,
            lead: i === 0,
            name: f.text(h.name),
            meaning: labels.meaning(h.metric),
            unit: h.metric === 'healthy_ratio' ? 'rate' : h.unit,
            value: h.value,
            status: h.status,
            currency: of.currency,
            from: h.previous?.value ?? null,
            since: h.previous ? t('overview.since', { date: f.date(h.previous.as_of) }) : '',
            trend: h.trend.map((p) => ({ at: p.as_of, value: p.value })),
          }))}
      />
      <div className="columns">
        <Grow merchantId={id} asOf={of.as_of} />
        {detail.data ? (
          <BuyersTrend of={detail.data} />
        ) : (
          <section className="panel">
            <Lines rows={7} height={280} />
          </section>
        )}
      </div>
      <YouAndTheMarket />
    </Page>
  );
}

/** The merchant's categories: own buyers exact, the marketplace's rounded, and what is withheld shown as withheld. */
function YouAndTheMarket() {
  const { t } = useTranslation();
  const f = useFormats();
  const me = useMe();
  const view = useView();
  const detail = useQuery(queries.merchant(me.merchant_id ?? '', view));
  // Others' numbers exist for published month ends alone.
  const status = useStatus();
  const published = view.as_of ?? status?.published[0];
  const market = useQuery({ ...queries.categories({ as_of: published }), enabled: published !== undefined });
  const own = (detail.data?.categories ?? []).filter((c) => c.level === 1);
  const of = new Map((market.data?.data ?? []).map((c) => [c.category_id, c]));
  // One date for both sides of a share: the published one.
  const then = useQuery({
    ...queries.merchant(me.merchant_id ?? '', { as_of: published }),
    enabled: published !== undefined,
  });
  const shareOf = (id: string) => then.data?.categories.find((c) => c.category_id === id)?.share ?? null;
  const max = Math.max(0, ...own.map((c) => shareOf(c.category_id) ?? 0));
  return (
    <section className="panel" aria-labelledby="market">
      <header className="panel-head">
        <div>
          <h2 id="market">{t('today.market')}</h2>
          <p className="panel-note">
            {t(market.error || (status && !published) ? 'today.marketNone' : 'today.marketNote')}
          </p>
        </div>
        {market.data ? <Source of={market.data} /> : null}
      </header>
      {detail.isPending ? (
        <Lines rows={5} />
      ) : (
        <table className="plain">
          <caption className="sr-only">{t('today.market')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('merchant.category')}</th>
              <th scope="col" className="right">
                {t('merchant.buyers')} <small>{t('table.exact')}</small>
              </th>
              <th scope="col" className="right">
                {t('today.marketAac')} <small>{t('table.rounded')}</small>
              </th>
              <th scope="col">{t('today.yourShare')}</th>
            </tr>
          </thead>
          <tbody>
            {own.map((c) => {
              const all = of.get(c.category_id);
              return (
                <tr key={c.category_id}>
                  <th scope="row">
                    <Link to="/categories/$id" params={{ id: c.category_id }}>
                      {f.text(c.name)}
                    </Link>
                  </th>
                  <td className="right">
                    <Num value={c.aac} unit="people" />
                  </td>
                  <td className="right">
                    {all && all.status !== 'ok' ? (
                      <StatusTag status={all.status} />
                    ) : (
                      <Num value={all?.aac} unit="people" className="rounded" />
                    )}
                  </td>
                  <td>
                    <BarCell value={shareOf(c.category_id)} max={max} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}
