import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { queries } from '../api/queries.ts';
import type { MerchantRow, MetricResult } from '../api/types.ts';
import { useView } from '../app/session.ts';
import { BarCell } from '../components/bar-cell.tsx';
import { type Column, DataTable } from '../components/data-table.tsx';
import { useLabels } from '../components/labels.ts';
import { Hint, Num } from '../components/number.tsx';
import { Page, Source, StatusTag } from '../components/page.tsx';
import { Empty, Failure } from '../components/states.tsx';
import { useFormats } from '../i18n/format.ts';

/** Who brings people, and how healthy is what they sell? */
export function Merchants() {
  const { t } = useTranslation();
  const f = useFormats();
  const labels = useLabels();
  const view = useView();
  const query = useQuery(queries.merchants({ ...view }));
  const currency = query.data?.currency;
  const rows = query.data?.data ?? [];
  const max = Math.max(0, ...rows.map((r) => r.aac_share ?? 0));
  const ratio = useByMerchant('healthy_ratio', query.data?.as_of);
  const fresh = useByMerchant('ntb', query.data?.as_of);
  const tiers = [...new Set(rows.map((r) => r.tier))].sort();
  const industries = [...new Set(rows.map((r) => r.industry).filter(Boolean))].sort();
  const columns: Column<MerchantRow>[] = [
    {
      key: 'name',
      title: t('merchants.name'),
      sort: (r) => f.text(r.name),
      render: (r) => (
        <>
          <Link to="/merchants/$id" params={{ id: r.merchant_id }}>
            {f.text(r.name)}
          </Link>{' '}
          <StatusTag status={r.status} />
        </>
      ),
    },
    {
      key: 'tier',
      title: t('merchants.tier'),
      width: 90,
      sort: (r) => r.tier,
      render: (r) => labels.tier(r.tier),
      filter: tiers.map((value) => ({ value, label: labels.tier(value), test: (r) => r.tier === value })),
    },
    ...(industries.length > 0
      ? [
          {
            key: 'industry',
            title: t('merchants.industry'),
            width: 120,
            sort: (r: MerchantRow) => r.industry,
            render: (r: MerchantRow) => r.industry,
            filter: industries.map((value) => ({
              value,
              label: value,
              test: (r: MerchantRow) => r.industry === value,
            })),
          },
        ]
      : []),
    {
      key: 'aac',
      title: <Hint text={t('meaning.aac')}>{t('merchants.aac')}</Hint>,
      right: true,
      width: 110,
      sort: (r) => r.aac,
      render: (r) => <Num value={r.aac} unit="people" />,
    },
    {
      key: 'share',
      title: t('merchants.share'),
      width: 190,
      sort: (r) => r.aac_share,
      render: (r) => <BarCell value={r.aac_share} max={max} />,
    },
    {
      key: 'gmv',
      title: <Hint text={t('meaning.gmv_healthy')}>{t('merchants.gmv')}</Hint>,
      right: true,
      width: 120,
      sort: (r) => r.gmv_minor,
      render: (r) => <Num value={r.gmv_minor} unit="minor" currency={currency} />,
    },
    {
      key: 'ratio',
      title: <Hint text={t('meaning.healthy_ratio')}>{t('merchants.ratio')}</Hint>,
      right: true,
      width: 110,
      sort: (r) => ratio.get(r.merchant_id) ?? null,
      render: (r) => <Num value={ratio.get(r.merchant_id)} unit="rate" />,
    },
    {
      key: 'ntb',
      title: <Hint text={t('meaning.ntb')}>{t('merchants.ntb')}</Hint>,
      right: true,
      width: 110,
      sort: (r) => fresh.get(r.merchant_id) ?? null,
      render: (r) => <Num value={fresh.get(r.merchant_id)} unit="people" />,
    },
  ];
  return (
    <Page title={t('merchants.title')} question={t('merchants.question')}>
      <Source of={query.data} />
      <div className="panel">
        {query.error && !query.data ? (
          <Failure error={query.error} retry={() => void query.refetch()} />
        ) : (
          <DataTable
            label={t('merchants.title')}
            rows={rows}
            columns={columns}
            rowKey={(r) => r.merchant_id}
            search={(r) => `${f.text(r.name)} ${r.merchant_id} ${r.industry} ${r.region}`}
            file={{ path: '/v1/merchants', query: { ...view, limit: 1000 } }}
            loading={query.isPending}
            sortDefault={{ key: 'aac', dir: 'descend' }}
            empty={<Empty title={t('merchants.empty')} note={t('merchants.emptyNote')} />}
          />
        )}
      </div>
    </Page>
  );
}

/** One more metric of every merchant, beside the list's own. */
function useByMerchant(metric: string, asOf: string | undefined): ReadonlyMap<string, number | null> {
  const { known_at, variant } = useView();
  const result = useQuery({
    ...queries.metric(metric, { as_of: asOf, known_at, variant, grain: 'merchant' }),
    enabled: asOf !== undefined,
  });
  return useMemo(() => valuesOf(result.data), [result.data]);
}

function valuesOf(result: MetricResult | undefined): ReadonlyMap<string, number | null> {
  return new Map(
    (result?.cells ?? [])
      .filter((c) => c.part === undefined && c.merchant_id !== undefined)
      .map((c) => [c.merchant_id!, c.value]),
  );
}
