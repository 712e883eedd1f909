import { useRouterState } from '@tanstack/react-router';
import { Select } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../i18n/format.ts';
import { Icon } from './icons.tsx';
import { ScopePicker } from './scope-picker.tsx';
import { useAddress, useMe, useSetAddress, useStatus } from './session.ts';

const AsOfPicker = lazy(() => import('./as-of-picker.tsx'));

/** Screens of numbers; the others have nothing to narrow. A merchant's first screen is one of them. */
const COUNTS = /^\/(overview|categories|merchants|cohorts)(\/|$)/;

/** On top of every screen: what narrows its numbers, how fresh they are, and the search. */
export function FilterBar({ onSearch, onMenu }: { onSearch: () => void; onMenu: () => void }) {
  const { t } = useTranslation();
  const path = useRouterState({ select: (s) => s.location.pathname });
  const { role } = useMe();
  const counts = COUNTS.test(path) || (path === '/' && role !== 'operator');
  return (
    <section className="filter-bar" aria-label={t('filter.label')}>
      <button type="button" className="menu" aria-label={t('shell.nav')} onClick={onMenu}>
        <Icon name="menu" />
      </button>
      {counts ? <Filters /> : null}
      <Freshness />
      <button type="button" className="search-button" onClick={onSearch}>
        <Icon name="search" />
        <span>{t('shell.search')}</span>
        <kbd>/</kbd>
      </button>
    </section>
  );
}

/** Date, scope, counting and knowledge: all of it in the address. */
function Filters() {
  const { t } = useTranslation();
  const f = useFormats();
  const merchant = useMe().role === 'merchant';
  const address = useAddress();
  const set = useSetAddress();
  return (
    <>
      <div className="filter">
        <span id="filter-as-of">{t('filter.asOf')}</span>
        <Suspense fallback={<span className="picker-slot" />}>
          <AsOfPicker />
        </Suspense>
      </div>
      {merchant ? null : <ScopePicker />}
      {merchant ? null : (
        <div className="filter">
          <span id="filter-variant">{t('filter.variant')}</span>
          <Select
            aria-labelledby="filter-variant"
            className="variant"
            value={address.variant ?? 'headline'}
            onChange={(v: string) => set({ variant: v === 'headline' ? undefined : v })}
            options={(['headline', 'conservative', 'public'] as const).map((v) => ({
              value: v,
              label: t(`variant.${v}`),
              title: t(`variant.${v}Note`),
            }))}
          />
        </div>
      )}
      {address.known_at === undefined ? null : (
        <button type="button" className="chip" onClick={() => set({ known_at: undefined })}>
          {t('filter.knownAt', { seq: f.count(address.known_at) })} <span aria-hidden="true">×</span>
          <span className="sr-only">{t('filter.clear')}</span>
        </button>
      )}
    </>
  );
}

function Freshness() {
  const { t } = useTranslation();
  const f = useFormats();
  const status = useStatus();
  if (!status) return <span className="freshness">{'\u00a0'}</span>;
  if (status.last_date === null) return <span className="freshness">{t('filter.noData')}</span>;
  return (
    <span className="freshness">
      {t('filter.dataUntil', { date: f.date(status.last_date) })}
      {status.last_fact_at ? (
        <span title={f.time(status.last_fact_at)}>
          {' · '}
          {t('filter.lastFact', { ago: f.ago(status.last_fact_at) })}
        </span>
      ) : null}
    </span>
  );
}
