import { Link, Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../i18n/format.ts';
import { FilterBar } from './filter-bar.tsx';
import { Icon } from './icons.tsx';
import { NAV } from './nav.ts';
import { Preferences } from './preferences.tsx';
import { useMe, useStatus } from './session.ts';
import { useShortcuts } from './shortcuts.ts';

const SearchPalette = lazy(() => import('./search-palette.tsx'));
const HelpSheet = lazy(() => import('./help-sheet.tsx'));

/** The frame of every screen: rail, view bar, and the screen's own question. */
export function Shell() {
  const { t } = useTranslation();
  const me = useMe();
  const [overlay, setOverlay] = useState<'search' | 'help' | null>(null);
  const [rail, setRail] = useState(false);
  useShortcuts(me.role, setOverlay);
  const status = useStatus();
  const f = useFormats();
  useEffect(() => {
    document.title = status ? `${f.text(status.name)} · Grand Canal` : 'Grand Canal';
  }, [status, f]);
  return (
    <div className={`shell ${rail ? 'rail-open' : ''}`}>
      <a className="skip" href="#main">
        {t('shell.skip')}
      </a>
      <nav className="rail" aria-label={t('shell.nav')}>
        <Link to="/" className="wordmark" aria-label="Grand Canal">
          <svg viewBox="0 0 32 32" width={26} height={26} aria-hidden="true">
            <rect width="32" height="32" rx="7" />
            <path d="M5 12c4-4 7 4 11 0s7 4 11 0M5 20c4-4 7 4 11 0s7 4 11 0" />
          </svg>
          <span>
            Grand Canal
            <small>{status ? f.text(status.name) : '\u00a0'}</small>
          </span>
        </Link>
        {NAV.map(({ group, items }) => {
          const shown = items.filter((item) => item.roles.includes(me.role));
          return shown.length === 0 ? null : (
            <div key={group} className="rail-group">
              <h2>{t(`nav.${group}`)}</h2>
              <ul>
                {shown.map((item) => (
                  <li key={item.id}>
                    <Link
                      to={item.to}
                      activeOptions={{ exact: item.to === '/', includeSearch: false }}
                      activeProps={{ 'aria-current': 'page' }}
                      onClick={() => setRail(false)}
                    >
                      <Icon path={item.icon} />
                      {t(`nav.${item.id}`)}
                    </Link>
                  </li>
                ))}
              </ul>
            </div>
          );
        })}
        <Preferences onHelp={() => setOverlay('help')} />
      </nav>
      <div className="stage">
        {status?.simulated ? (
          <p className="simulated" role="note">
            <strong>{t('shell.simulated')}</strong> {t('shell.simulatedNote')}
          </p>
        ) : null}
        <FilterBar onSearch={() => setOverlay('search')} onMenu={() => setRail((open) => !open)} />
        <main id="main" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <Suspense fallback={null}>
        {overlay === 'search' ? <SearchPalette onClose={() => setOverlay(null)} /> : null}
        {overlay === 'help' ? <HelpSheet onClose={() => setOverlay(null)} /> : null}
      </Suspense>
    </div>
  );
}
