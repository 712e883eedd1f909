import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { monthsBefore } from '../api/dates.ts';
import type { MerchantDetail } from '../api/types.ts';
import { Figure } from '../charts/figure.tsx';
import { LineChart } from '../charts/line-chart.tsx';
import { useFormats } from '../i18n/format.ts';
import { BarCell } from './bar-cell.tsx';
import { Num } from './number.tsx';
import { StatusTag } from './page.tsx';

/** Buyers of one merchant over time. */
export function BuyersTrend({ of }: { of: MerchantDetail }) {
  const { t } = useTranslation();
  const f = useFormats();
  const points = of.trend.map((p) => ({ at: p.as_of, value: p.value }));
  return (
    <Figure
      title={t('merchant.aacTrend')}
      note={t('merchant.aacTrendNote')}
      file={{
        path: '/v1/metrics/aac/series',
        query: {
          ...monthsBefore(of.as_of, 12),
          step: 'month',
          grain: 'merchant',
          merchant_id: of.merchant.merchant_id,
        },
      }}
      chart={
        <LineChart
          name={t('merchant.buyers')}
          label={t('merchant.aacTrend')}
          points={points}
          unit="people"
          height={260}
        />
      }
      table={{
        head: [t('common.date'), t('merchant.buyers')],
        rows: points.map((p) => [f.date(p.at), <Num key="v" value={p.value} unit="people" />]),
      }}
    />
  );
}

/** Categories that a merchant serves, and how much of each is its own. */
export function ServedCategories({ of }: { of: MerchantDetail }) {
  const { t } = useTranslation();
  const f = useFormats();
  const top = of.categories.filter((c) => c.level === 1);
  const rows = top.length > 0 ? top : of.categories;
  const max = Math.max(0, ...rows.map((c) => c.share ?? 0));
  return (
    <section className="panel" aria-labelledby="served">
      <header className="panel-head">
        <div>
          <h2 id="served">{t('merchant.categories')}</h2>
          <p className="panel-note">{t('merchant.categoriesNote')}</p>
        </div>
      </header>
      <table className="plain">
        <caption className="sr-only">{t('merchant.categories')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('merchant.category')}</th>
            <th scope="col" className="right">
              {t('merchant.buyers')}
            </th>
            <th scope="col">{t('merchant.shareOf')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((c) => (
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
                <BarCell value={c.share} max={max} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
