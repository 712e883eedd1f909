import { useRouterState } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../i18n/format.ts';
import { Icon } from './icons.tsx';
import { useMe, useStatus } from './session.ts';

const Filters = lazy(() => import('./filters.tsx'));

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
      {counts ? (
        <Suspense fallback={<span className="picker-slot" />}>
          <Filters />
        </Suspense>
      ) : null}
      <Freshness />
      <button type="button" className="search-button" onClick={onSearch}>
        <Icon name="search" />
        <span>{t('shell.search')}</span>
        <kbd>/</kbd>
      </button>
    </section>
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
      <span>{t('filter.dataUntil', { date: f.date(status.last_date) })}</span>
      {status.last_fact_at ? (
        <span title={f.time(status.last_fact_at)}>
          {t('filter.lastFact', { ago: f.ago(status.last_fact_at) })}
        </span>
      ) : null}
    </span>
  );
}
