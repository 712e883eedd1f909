import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { queries } from '../api/queries.ts';
import { useView } from '../app/session.ts';
import { Grow } from '../components/grow.tsx';
import { useLabels } from '../components/labels.ts';
import { BuyersTrend, ServedCategories } from '../components/merchant-parts.tsx';
import { Page, Source } from '../components/page.tsx';
import { Failure, Waiting } from '../components/states.tsx';
import { StatStrip } from '../components/stats.tsx';
import { useFormats } from '../i18n/format.ts';

/** What moved this merchant's sales? */
export function Merchant() {
  const { t } = useTranslation();
  const f = useFormats();
  const labels = useLabels();
  const { id } = useParams({ strict: false }) as { id: string };
  const view = useView();
  const query = useQuery(queries.merchant(id, view));
  const of = query.data;
  const about = { ...view, as_of: of?.as_of, grain: 'merchant', merchant_id: id };
  const ratio = useQuery({ ...queries.metric('healthy_ratio', about), enabled: of !== undefined });
  const fresh = useQuery({ ...queries.metric('ntb', about), enabled: of !== undefined });
  const again = useQuery({ ...queries.metric('repurchase_rate', about), enabled: of !== undefined });
  if (query.error && !of)
    return (
      <Page title={t('merchants.title')}>
        <div className="panel">
          <Failure error={query.error} retry={() => void query.refetch()} />
        </div>
      </Page>
    );
  if (!of) return <Waiting />;
  const m = of.merchant;
  const cell = (r: typeof ratio) => r.data?.cells.find((c) => c.part === undefined && c.merchant_id === id);
  const facts = [labels.tier(m.tier), m.industry, m.region].filter(Boolean).join(' · ');
  const previous = of.trend.at(-2);
  return (
    <Page
      title={f.text(m.name)}
      question={t('merchant.question')}
      above={
        <nav className="crumbs" aria-label={t('merchants.title')}>
          <Link to="/merchants">{t('merchants.title')}</Link>
        </nav>
      }
    >
      <Source of={of} note={facts} />
      <StatStrip
        label={f.text(m.name)}
        stats={[
          {
            id: 'aac',
            lead: true,
            name: t('merchants.aac'),
            meaning: t('meaning.aac'),
            unit: 'people',
            value: m.aac,
            status: m.status,
            from: previous?.value ?? null,
            since: previous ? t('overview.since', { date: f.date(previous.as_of) }) : '',
            trend: of.trend.map((p) => ({ at: p.as_of, value: p.value })),
          },
          {
            id: 'aac_share',
            name: t('merchants.share'),
            meaning: t('meaning.aac'),
            unit: 'rate',
            value: m.aac_share,
          },
          {
            id: 'gmv_healthy',
            name: t('merchants.gmv'),
            meaning: t('meaning.gmv_healthy'),
            unit: 'minor',
            value: m.gmv_minor,
            currency: of.currency,
          },
          {
            id: 'healthy_ratio',
            name: t('merchants.ratio'),
            meaning: t('meaning.healthy_ratio'),
            unit: 'rate',
            value: cell(ratio)?.value ?? null,
          },
          {
            id: 'ntb',
            name: t('merchants.ntb'),
            meaning: t('meaning.ntb'),
            unit: 'people',
            value: cell(fresh)?.value ?? null,
            status: cell(fresh)?.status ?? 'ok',
          },
          {
            id: 'repurchase_rate',
            name: t('words.repurchase.term'),
            meaning: t('meaning.repurchase_rate'),
            unit: 'rate',
            value: cell(again)?.value ?? null,
          },
        ]}
      />
      <div className="columns">
        <Grow merchantId={id} asOf={of.as_of} />
        <BuyersTrend of={of} />
      </div>
      <div className="columns wide-left">
        <ServedCategories of={of} />
        <section className="panel" aria-labelledby="shops">
          <header className="panel-head">
            <h2 id="shops">{t('merchant.shops')}</h2>
          </header>
          <ul className="plain-list">
            {of.shops.map((s) => (
              <li key={s.shop_id}>
                {f.text(s.name)} <span className="muted">{s.channel}</span>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </Page>
  );
}
