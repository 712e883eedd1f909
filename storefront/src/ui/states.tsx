import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/client.ts';
import { isPreparing } from '../api/queries.ts';
import { useNotFound } from './status.ts';

/** What went wrong, in words, and a way on. */
export function Problem({ error, again }: { error: unknown; again?: () => void }) {
  const { t } = useTranslation();
  const unreachable =
    error instanceof TypeError ||
    (error instanceof ApiError && ['unreachable', 'overloaded'].includes(error.code));
  return (
    <div className="state" role="alert">
      <h1>{t('error.title')}</h1>
      <p>{unreachable ? t('error.unreachable') : error instanceof Error ? error.message : ''}</p>
      {again && (
        <button type="button" className="button" onClick={again}>
          {t('error.retry')}
        </button>
      )}
    </div>
  );
}

/** An address without a page. */
export function Missing() {
  const { t } = useTranslation();
  useNotFound();
  return (
    <div className="state">
      <h1>{t('error.notFound')}</h1>
      <Link to="/" className="button">
        {t('error.home')}
      </Link>
    </div>
  );
}

/** Says so while the shop has nothing to serve yet. It lies over the page's foot, and goes by itself: nothing moves. */
export function Preparing() {
  const { t } = useTranslation();
  const cache = useQueryClient().getQueryCache();
  const waits = useSyncExternalStore(
    (tell) => cache.subscribe(tell),
    () => cache.getAll().some(({ state }) => isPreparing(state.fetchFailureReason)),
    () => false,
  );
  return waits ? (
    <p className="notice preparing" role="status">
      {t('preparing')}
    </p>
  ) : null;
}

/** Says so while the browser is offline. */
export function Offline() {
  const { t } = useTranslation();
  const offline = useSyncExternalStore(
    (tell) => {
      addEventListener('online', tell);
      addEventListener('offline', tell);
      return () => {
        removeEventListener('online', tell);
        removeEventListener('offline', tell);
      };
    },
    () => !navigator.onLine,
    () => false,
  );
  return offline ? (
    <p className="notice" role="status">
      {t('error.offline')}
    </p>
  ) : null;
}
