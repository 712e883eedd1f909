import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { market } from '../api/market.ts';
import type { PriceBoard, PricedOffer } from '../api/types.ts';
import { useAddress, useMe, useSetAddress } from '../app/session.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Page } from '../components/page.tsx';
import { Empty, Failure, Lines } from '../components/states.tsx';
import { useFormats } from '../i18n/format.ts';

type Row = PriceBoard['rows'][number];
const BANDS = [1, 2, 3, 4, 5] as const;

/** Whose price is good? To operators the distribution, to a merchant its own offers and what they lack. */
export function PricePower() {
  return useMe().role === 'merchant' ? <OwnOffers /> : <Board />;
}

function useWords(): (text: { en: string; zh: string }) => string {
  const { language } = useFormats();
  return (text) => (language === 'zh-CN' ? text.zh : text.en);
}

function Board() {
  const { t } = useTranslation();
  const f = useFormats();
  const words = useWords();
  const set = useSetAddress();
  const by = useAddress().dim === 'merchant' ? 'merchant' : 'category';
  const query = useQuery(market.priceBoard(by));
  const board = query.data;
  const banded = board ? board.offer_count - board.unbanded_count : 0;
  const columns: Column<Row>[] = [
    { key: 'name', title: t('market.price.name'), sort: (r) => words(r.name), render: (r) => words(r.name) },
    {
      key: 'offers',
      title: t('market.price.count'),
      right: true,
      width: 90,
      sort: (r) => r.offer_count,
      render: (r) => f.count(r.offer_count),
    },
    { key: 'bands', title: t('market.price.bands'), render: (r) => <BandBar bands={r.bands} /> },
    {
      key: 'mean',
      title: t('market.price.mean'),
      right: true,
      width: 110,
      sort: (r) => r.mean_band,
      render: (r) => f.value(r.mean_band, 'ratio'),
    },
    {
      key: 'unbanded',
      title: t('market.price.unbanded'),
      right: true,
      width: 140,
      sort: (r) => r.unbanded_count,
      render: (r) => f.count(r.unbanded_count),
    },
  ];
  return (
    <Page
      title={t('market.price.title')}
      question={t('market.price.question')}
      answer={
        !board
          ? '\u00a0'
          : banded === 0
            ? t('market.price.none')
            : t('market.price.answer', {
                rate: f.percent((board.bands[3]! + board.bands[4]!) / banded),
                n: f.count(banded),
              })
      }
    >
      <p className="association">{t('market.price.note')}</p>
      {query.error ? (
        <div className="panel">
          <Failure error={query.error} retry={() => void query.refetch()} />
        </div>
      ) : !board ? (
        <div className="panel">
          <Lines rows={10} height={420} />
        </div>
      ) : (
        <>
          <section className="panel" aria-label={t('market.price.figure')}>
            <header className="panel-head">
              <div>
                <h2>{t('market.price.figure')}</h2>
                <p className="panel-note">{t('market.price.figureNote')}</p>
              </div>
              <Segmented
                size="small"
                aria-label={t('market.price.by')}
                value={by}
                onChange={(next: string) =>
                  set({ dim: next === 'merchant' ? next : undefined, page: undefined })
                }
                options={(['category', 'merchant'] as const).map((value) => ({
                  value,
                  label: t(`market.price.${value}`),
                }))}
              />
            </header>
            <BandColumns bands={board.bands} />
            <DataTable
              label={t('market.price.figure')}
              rows={board.rows}
              columns={columns}
              rowKey={(r) => r.id}
              search={(r) => words(r.name)}
              pageSize={15}
              file={{ path: '/v1/price-power', query: { by } }}
            />
          </section>
          <section className="panel" aria-label={t('market.price.offers')}>
            <header className="panel-head">
              <h2>{t('market.price.offers')}</h2>
            </header>
            <WorstOffers />
          </section>
        </>
      )}
    </Page>
  );
}

function OwnOffers() {
  const { t } = useTranslation();
  const f = useFormats();
  const query = useQuery(market.ownOffers());
  const rows = query.data?.data ?? [];
  const near = rows.filter((r) => r.gap_minor !== null && r.gap_minor <= r.price_minor / 10);
  return (
    <Page
      title={t('market.price.title')}
      question={t('market.price.question')}
      answer={
        query.data
          ? t('market.price.answerOwn', { n: f.count(near.length), of: f.count(rows.length) })
          : '\u00a0'
      }
    >
      <p className="association">
        {t('market.price.note')} {t('market.price.privacy')}
      </p>
      <section className="panel" aria-label={t('market.price.offersOwn')}>
        {query.error ? (
          <Failure error={query.error} retry={() => void query.refetch()} />
        ) : (
          <Offers own rows={rows} loading={query.isPending} currency={query.data?.currency} />
        )}
      </section>
    </Page>
  );
}

/** The first of the dearest band, over the whole marketplace; the export has more. */
function WorstOffers() {
  const query = useQuery(market.worstOffers());
  return query.error ? (
    <Failure error={query.error} retry={() => void query.refetch()} />
  ) : (
    <Offers
      own={false}
      rows={query.data?.data ?? []}
      loading={query.isPending}
      currency={query.data?.currency}
    />
  );
}

/** Offers with band and gap, the dearest band first. */
function Offers({
  own,
  rows,
  loading,
  currency,
}: {
  own: boolean;
  rows: readonly PricedOffer[];
  loading: boolean;
  currency: string | undefined;
}) {
  const { t } = useTranslation();
  const f = useFormats();
  const words = useWords();
  const columns: Column<PricedOffer>[] = [
    {
      key: 'offer',
      title: t('market.price.offer'),
      sort: (r) => words(r.title),
      render: (r) => (
        <span className="two-lines">
          <span>{words(r.title)}</span>
          <small>{words(r.category)}</small>
        </span>
      ),
    },
    {
      key: 'price',
      title: t('market.price.price'),
      right: true,
      width: 110,
      sort: (r) => r.price_minor,
      render: (r) => f.exact(r.price_minor, 'minor', currency),
    },
    {
      key: 'band',
      title: t('market.price.band'),
      width: 120,
      sort: (r) => r.band,
      filter: BANDS.map((band) => ({
        label: t('market.price.bandWord', { n: band }),
        value: String(band),
        test: (r) => r.band === band,
      })),
      render: (r) => <Stars band={r.band} />,
    },
    {
      key: 'gap',
      title: t('market.price.gap'),
      right: true,
      width: 170,
      sort: (r) => r.gap_minor,
      render: (r) =>
        r.gap_minor === null ? (
          r.band === 5 ? (
            <small>{t('market.price.best')}</small>
          ) : (
            '—'
          )
        ) : (
          <span className="two-lines">
            <data value={r.gap_minor}>{f.exact(r.gap_minor, 'minor', currency)}</data>
            <small>{t('market.price.next', { price: f.exact(r.next_price_minor, 'minor', currency) })}</small>
          </span>
        ),
    },
    {
      key: 'basis',
      title: t('market.price.basis'),
      width: 170,
      render: (r) => (
        <span className="two-lines">
          <span>{t(`market.price.basisOf.${r.basis}`)}</span>
          {r.competitor_count ? (
            <small>{t('market.price.others', { n: f.count(r.competitor_count) })}</small>
          ) : null}
        </span>
      ),
    },
  ];
  return (
    <DataTable
      label={t(own ? 'market.price.offersOwn' : 'market.price.offers')}
      rows={rows}
      columns={columns}
      rowKey={(r) => r.offer_id}
      loading={loading}
      pageSize={15}
      file={{ path: '/v1/price-power/offers', query: { limit: 1000 } }}
      empty={<Empty title={t('market.price.emptyTitle')} note={t('market.price.emptyNote')} />}
    />
  );
}

/** A band as stars, and in words for who does not see them. */
function Stars({ band }: { band: number | null }) {
  const { t } = useTranslation();
  if (band === null) return <small>{t('market.price.noBand')}</small>;
  return (
    <span className="stars" role="img" aria-label={t('market.price.bandOf', { n: band })}>
      {'★'.repeat(band)}
      <i aria-hidden="true">{'★'.repeat(5 - band)}</i>
    </span>
  );
}

/** Shares of the five bands in one row. */
function BandBar({ bands }: { bands: readonly number[] }) {
  const { t } = useTranslation();
  const total = bands.reduce((a, b) => a + b, 0);
  if (total === 0) return <span className="none">—</span>;
  const label = bands.map((n, i) => `${t('market.price.bandWord', { n: i + 1 })}: ${n}`).join(', ');
  return (
    <span className="band-bar" role="img" aria-label={label} title={label}>
      {bands.map((n, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a band is its place
        <i key={i} className={`band-${i + 1}`} style={{ width: `${(100 * n) / total}%` }} />
      ))}
    </span>
  );
}

/** How many offers each band holds: zero-based bars with their numbers. */
function BandColumns({ bands }: { bands: readonly number[] }) {
  const { t } = useTranslation();
  const f = useFormats();
  const most = Math.max(1, ...bands);
  return (
    <ol className="band-columns">
      {bands.map((n, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a band is its place
        <li key={i}>
          <data value={n}>{f.count(n)}</data>
          <i className={`band-${i + 1}`} style={{ height: `${(90 * n) / most}px` }} aria-hidden="true" />
          <span>{t('market.price.bandWord', { n: i + 1 })}</span>
        </li>
      ))}
    </ol>
  );
}
