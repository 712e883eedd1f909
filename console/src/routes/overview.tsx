import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { queries } from '../api/queries.ts';
import type { Headline, MetricResult, Overview as OverviewData } from '../api/types.ts';
import { useAddress, useMe, useStatus, useView } from '../app/session.ts';
import { Waterfall } from '../charts/waterfall.tsx';
import { useLabels } from '../components/labels.ts';
import { Page, Source, StatusTag } from '../components/page.tsx';
import { Empty, Failure, Lines } from '../components/states.tsx';
import { StatStrip } from '../components/stats.tsx';
import { useFormats } from '../i18n/format.ts';

/** Is the pool getting deeper? */
export function Overview() {
  const { t } = useTranslation();
  const f = useFormats();
  const status = useStatus();
  const view = useView();
  const labels = useLabels();
  const { scope } = useAddress();
  const overview = useQuery(queries.overview({ ...view, category_id: scope }));
  const of = overview.data;

  if (status && status.last_date === null) return <NoOrders />;
  if (overview.error && !of)
    return (
      <Page title={t('overview.title')} question={t('overview.question')}>
        <div className="panel">
          <Failure error={overview.error} retry={() => void overview.refetch()} />
        </div>
      </Page>
    );
  const shown = of ? inOrder(of.headlines) : [];
  return (
    <Page title={t('overview.title')} question={t('overview.question')} answer={<Answer of={of} />}>
      <Source of={of} note={of ? <CoverageNote of={of} /> : null} />
      {of ? (
        <StatStrip
          label={t('overview.headlines')}
          stats={shown.map((h, i) => ({
            id: h.metric,
            lead: i === 0,
            name: f.text(h.name),
            meaning: labels.meaning(h.metric),
            unit: h.unit,
            value: h.value,
            status: h.status,
            currency: of.currency,
            from: h.previous?.value ?? null,
            since: h.previous ? t('overview.since', { date: f.date(h.previous.as_of) }) : '',
            trend: h.trend.map((p) => ({ at: p.as_of, value: p.value })),
            below:
              h.conservative === null || view.variant
                ? null
                : h.conservative === h.value
                  ? t('overview.bandNone')
                  : t('overview.band', { low: f.value(h.conservative, h.unit, of.currency) }),
          }))}
        />
      ) : (
        <div className="strip loading">
          <Lines rows={5} />
        </div>
      )}
      <div className="columns wide-left">
        <GmvWaterfall of={of} />
        <AacGap />
      </div>
    </Page>
  );
}

const ORDER = ['aac', 'breadth', 'cross_category_rate', 'ntc', 'repurchase_rate', 'arpu', 'retention'];
/** The five that answer the question, in one order; a single category has no breadth, and shows who is new instead. */
function inOrder(headlines: readonly Headline[]): Headline[] {
  return ORDER.flatMap((id) => headlines.filter((h) => h.metric === id)).slice(0, 5);
}

/** How much of the lines could be used, where that is not all of them. */
function CoverageNote({ of }: { of: OverviewData }) {
  const { t } = useTranslation();
  const f = useFormats();
  const rates = of.headlines.map((h) => h.coverage_rate);
  const least = Math.min(...rates);
  return rates.length > 0 && least < 0.9995 ? t('source.coverage', { rate: f.percent(least) }) : null;
}

/** The screen's question answered in one sentence: wider is more people, deeper is more categories each. */
function Answer({ of }: { of: OverviewData | undefined }) {
  const { t } = useTranslation();
  const f = useFormats();
  if (!of) return '\u00a0';
  const aac = of.headlines.find((h) => h.metric === 'aac');
  const breadth = of.headlines.find((h) => h.metric === 'breadth');
  if (!aac || aac.value === null) return null;
  const people = f.value(aac.value, 'people');
  if (!breadth || breadth.value === null)
    return t('overview.onlyAac', { aac: people, date: f.date(of.as_of) });
  const before = { aac: aac.previous?.value ?? null, breadth: breadth.previous?.value ?? null };
  if (before.aac === null || before.breadth === null) return t('overview.unknown');
  const wider = aac.value > before.aac;
  const deeper = breadth.value > before.breadth;
  const key = wider ? (deeper ? 'wider' : 'widerOnly') : deeper ? 'deeperOnly' : 'neither';
  return t(`overview.${key}`, {
    since: f.date(aac.previous?.as_of ?? of.as_of),
    aac: people,
    breadth: f.value(breadth.value, 'ratio'),
  });
}

const TOTALS = new Set(['gross', 'paid', 'healthy']);
const MEMOS = new Set(['late_refunds']);

function GmvWaterfall({ of }: { of: OverviewData | undefined }) {
  const { t } = useTranslation();
  const f = useFormats();
  const labels = useLabels();
  const at = (part: string) => of?.waterfall.find((w) => w.part === part)?.value ?? null;
  const gross = at('gross');
  const healthy = at('healthy');
  const status = of?.waterfall.find((w) => w.status !== 'ok')?.status;
  return (
    <section className="panel" aria-labelledby="waterfall">
      <header className="panel-head">
        <div>
          <h2 id="waterfall">{t('overview.waterfall')}</h2>
          <p className="panel-note">
            {gross && healthy !== null
              ? t('overview.waterfallNote', { ratio: f.count(Math.round((healthy / gross) * 100)) })
              : '\u00a0'}{' '}
            {status ? <StatusTag status={status} /> : null}
          </p>
        </div>
      </header>
      {of ? (
        <Waterfall
          steps={of.waterfall
            .filter((w) => TOTALS.has(w.part) || w.value !== 0)
            .map((w) => ({
              id: w.part,
              label: labels.step(w.part),
              value: w.value,
              total: TOTALS.has(w.part),
              memo: MEMOS.has(w.part),
            }))}
          unit="minor"
          currency={of.currency}
          caption={t('overview.waterfall')}
          head={[t('overview.step'), t('overview.amount'), t('overview.share')]}
          shareOf={gross}
        />
      ) : (
        <Lines rows={7} height={260} />
      )}
    </section>
  );
}

/** Why the disclosed number is larger than the healthy one: every person with a reason. */
function AacGap() {
  const { t } = useTranslation();
  const f = useFormats();
  const labels = useLabels();
  const { as_of, known_at } = useView();
  const me = useMe();
  const query = { as_of, known_at };
  const { scope } = useAddress();
  // Only the whole marketplace has its gap explained.
  const enabled = me.role === 'operator' && scope === undefined;
  const open = useQuery({ ...queries.metric('aac_public', query), enabled });
  const gap = useQuery({ ...queries.metric('aac_gap', query), enabled });
  const healthy = useQuery({ ...queries.metric('aac', query), enabled });
  if (!enabled) return null;
  const total = (r: MetricResult | undefined) => r?.cells.find((c) => c.part === undefined)?.value ?? null;
  const publicAac = total(open.data);
  const aac = total(healthy.data);
  const error = open.error ?? gap.error ?? healthy.error;
  const parts = (gap.data?.cells ?? []).filter(
    (c) => c.part !== undefined && c.value !== null && c.value !== 0,
  );
  return (
    <section className="panel" aria-labelledby="gap">
      <header className="panel-head">
        <div>
          <h2 id="gap">{t('overview.gap')}</h2>
          <p className="panel-note">
            {publicAac === null || aac === null
              ? '\u00a0'
              : publicAac > aac
                ? t('overview.gapNote', { n: f.count(publicAac - aac) })
                : t('overview.gapNoteNone')}
          </p>
        </div>
      </header>
      {error ? (
        <Failure
          error={error}
          retry={() => void Promise.all([open.refetch(), gap.refetch(), healthy.refetch()])}
        />
      ) : publicAac === null || aac === null || !gap.data ? (
        <Lines rows={5} height={220} />
      ) : (
        <Waterfall
          steps={[
            { id: 'aac_public', label: t('overview.publicAac'), value: publicAac, total: true },
            // What is added in the gap's own sum is taken away on the road from public to healthy.
            ...parts.map((c) => ({
              id: c.part!,
              label: labels.gap(c.part!),
              value: c.part === 'paid_later' ? Math.abs(c.value!) : -Math.abs(c.value!),
              total: false,
            })),
            { id: 'aac', label: t('overview.healthyAac'), value: aac, total: true },
          ]}
          unit="people"
          caption={t('overview.gap')}
          head={[t('overview.reason'), t('overview.people')]}
        />
      )}
    </section>
  );
}

function NoOrders() {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <Page title={t('overview.title')} question={t('overview.question')}>
      <div className="panel">
        <Empty
          title={t('overview.emptyTitle')}
          note={t('overview.emptyNote')}
          action={
            me.role === 'operator' ? (
              <Link to="/imports" search={{ open: 'new' } as never}>
                {t('overview.emptyAction')}
              </Link>
            ) : null
          }
        />
      </div>
    </Page>
  );
}
