import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { addressOf } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import type { MetricDefinition } from '../api/types.ts';
import { useAddress, useMe, useSetAddress, useStatus } from '../app/session.ts';
import type { NavWord } from '../areas/area.ts';
import { Exports } from '../components/exports.tsx';
import { Page } from '../components/page.tsx';
import { Failure, Lines } from '../components/states.tsx';
import { useFormats } from '../i18n/format.ts';

/** Screens on which each metric stands. */
const USED: Readonly<Record<string, readonly NavWord[]>> = {
  aac: ['overview', 'categories', 'merchants'],
  aac_public: ['overview'],
  aac_gap: ['overview'],
  penetration: ['categories'],
  merchant_share: ['categories', 'merchants'],
  breadth: ['overview'],
  ntc: ['overview', 'categories'],
  ntb: ['merchants'],
  repurchase_rate: ['overview', 'merchants'],
  cross_category_rate: ['overview'],
  cross_category_acquisition: ['categories'],
  arpu: ['overview', 'categories'],
  grow: ['merchants'],
  retention: ['overview'],
  cohort_retention: ['cohorts'],
  retained_ntc: ['cohorts', 'categories'],
  gmv_healthy: ['merchants'],
  healthy_ratio: ['merchants'],
  gmv_waterfall: ['overview'],
};
const AT: Partial<Record<NavWord, string>> = {
  overview: '/overview',
  categories: '/categories',
  merchants: '/merchants',
  cohorts: '/cohorts',
};

/** What exactly does each number mean? A list, and the definition beside it. */
export function Registry() {
  const { t } = useTranslation();
  const f = useFormats();
  const address = useAddress();
  const set = useSetAddress();
  const query = useQuery(queries.metrics());
  const all = query.data?.data ?? [];
  const open = all.find((m) => m.id === address.open) ?? all[0];
  const needle = (address.q ?? '').toLowerCase();
  const shown = all.filter((m) => `${m.id} ${m.code} ${f.text(m.name)}`.toLowerCase().includes(needle));
  return (
    <Page title={t('registry.title')} question={t('registry.question')} answer={t('registry.note')}>
      {query.error ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : !open ? (
        <div className="panel">
          <Lines rows={12} height={480} />
        </div>
      ) : (
        <div className="master">
          <div className="panel master-list">
            <input
              type="search"
              className="plain-search"
              aria-label={t('table.filter', { what: t('registry.title') })}
              placeholder={t('table.filterPlaceholder')}
              value={address.q ?? ''}
              onChange={(e) => set({ q: e.target.value })}
            />
            <ul>
              {shown.map((m) => (
                <li key={m.id}>
                  <button type="button" aria-pressed={m.id === open.id} onClick={() => set({ open: m.id })}>
                    <span>{f.text(m.name)}</span>
                    <small>{m.code}</small>
                  </button>
                </li>
              ))}
            </ul>
            {shown.length === 0 ? <p className="muted">{t('table.empty')}</p> : null}
          </div>
          <Definition of={open} />
        </div>
      )}
    </Page>
  );
}

function Definition({ of }: { of: MetricDefinition }) {
  const { t } = useTranslation();
  const f = useFormats();
  const me = useMe();
  const status = useStatus();
  const grain = of.grains.includes('platform') ? undefined : of.grains[0];
  const address = addressOf(`/v1/metrics/${of.id}`, { grain });
  const used = (USED[of.id] ?? []).filter((p) => p !== 'cohorts' || me.role === 'operator');
  const rows: [string, React.ReactNode][] = [
    [t('registry.id'), <code key="id">{of.id}</code>],
    [t('registry.code'), of.code],
    [t('registry.version'), of.version],
    [t('registry.unit'), t(`registry.units.${of.unit}`)],
    [
      t('registry.grains'),
      of.grains.map((g) => t(`registry.grain.${g}`)).join(f.language === 'en' ? ', ' : '、'),
    ],
    [t('registry.scope'), t('registry.scopeText', { zone: status?.timezone ?? '' })],
    [t('registry.lookback'), t('common.days', { n: of.lookback_days })],
    [
      t('registry.horizon'),
      of.horizon_days === null ? t('common.none') : t('common.days', { n: of.horizon_days }),
    ],
    [t('registry.maturity'), t('common.days', { n: of.maturity_days })],
    [t('registry.identity'), t(`registry.identityMode.${of.identity_mode}`)],
    [
      t('registry.needs'),
      of.needs.length === 0
        ? t('common.none')
        : of.needs.map((n) => t(`registry.dimension.${n}`)).join(f.language === 'en' ? ', ' : '、'),
    ],
    [t('registry.owner'), of.owner],
  ];
  return (
    <article className="panel definition" aria-live="polite">
      <h2>{f.text(of.name)}</h2>
      <p className="meaning">{f.text(of.description)}</p>
      <figure className="formula">
        <figcaption>{t('registry.formula')}</figcaption>
        <code>{of.formula}</code>
      </figure>
      <dl className="facts">
        {rows.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h3>{t('registry.used')}</h3>
      <ul className="used">
        {used.map((p) => (
          <li key={p}>
            <Link to={AT[p] ?? '/'}>{t(`nav.${p}`)}</Link>
          </li>
        ))}
        <li>
          <span className="muted">{t('registry.elsewhere')}</span>{' '}
          <a href={address}>
            <code>GET {address}</code>
          </a>{' '}
          <Exports of={{ path: `/v1/metrics/${of.id}`, query: { grain } }} />
        </li>
      </ul>
    </article>
  );
}
