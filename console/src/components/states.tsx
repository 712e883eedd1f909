import { Button, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/client.ts';
import type { Messages } from '../i18n/en.ts';

type Code = keyof Messages['codes'];

/** A whole screen that is on its way; as tall as what will come, so nothing jumps. */
export function Waiting() {
  const { t } = useTranslation();
  return (
    <div className="page" aria-busy="true">
      <span className="sr-only" role="status">
        {t('common.loading')}
      </span>
      <Skeleton active title={{ width: 220 }} paragraph={{ rows: 1, width: 420 }} />
      <div className="panel waiting">
        <Skeleton active title={false} paragraph={{ rows: 8 }} />
      </div>
    </div>
  );
}

export function Lines({ rows = 5, height }: { rows?: number; height?: number }) {
  const { t } = useTranslation();
  return (
    <div style={height ? { minHeight: height } : undefined} aria-busy="true">
      <span className="sr-only" role="status">
        {t('common.loading')}
      </span>
      <Skeleton active title={false} paragraph={{ rows }} />
      <p className="slow-note">{t('common.counting')}</p>
    </div>
  );
}

/** Nothing to show, why, and what to do about it. */
export function Empty({ title, note, action }: { title: string; note?: ReactNode; action?: ReactNode }) {
  return (
    <div className="state">
      <svg viewBox="0 0 64 24" width={64} height={24} aria-hidden="true" className="state-mark">
        <path d="M2 8c8-8 12 8 20 0s12 8 20 0 12 8 20 0M2 18c8-8 12 8 20 0s12 8 20 0 12 8 20 0" />
      </svg>
      <h2>{title}</h2>
      {note ? <p>{note}</p> : null}
      {action}
    </div>
  );
}

/** A refusal in the reader's words: what happened, what to do, and the code to quote. */
export function Failure({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) {
  const { t } = useTranslation();
  const problem = error instanceof ApiError ? error.problem : null;
  const { title, remedy } = useProblemText(error);
  return (
    <div className="state failure" role="alert">
      <h2>{title}</h2>
      {problem?.detail && problem.detail !== title ? <p>{problem.detail}</p> : null}
      {remedy ? <p className="muted">{remedy}</p> : null}
      <p className="state-code">
        <code>{problem?.code ?? 'internal'}</code>
        {problem?.request_id ? (
          <>
            {' · '}
            <code>{problem.request_id}</code>
          </>
        ) : null}
      </p>
      {retry ? <Button onClick={retry}>{t('common.retry')}</Button> : null}
    </div>
  );
}

/** Title and remedy of an error: in Chinese from our own table, in English as the server says. */
export function useProblemText(error: unknown): { title: string; remedy: string } {
  const { t, i18n } = useTranslation();
  const problem = error instanceof ApiError ? error.problem : null;
  const code = problem?.code ?? 'internal';
  const known = i18n.exists(`codes.${code}.title`);
  const translated = known && (i18n.language === 'zh-CN' || !problem?.remedy);
  return {
    title: translated ? t(`codes.${code as Code}.title`) : (problem?.title ?? t('codes.internal.title')),
    remedy: translated ? t(`codes.${code as Code}.remedy`) : (problem?.remedy ?? ''),
  };
}

export function RouteError({ error, reset }: { error: unknown; reset?: () => void }) {
  return (
    <div className="page">
      <div className="panel">
        <Failure error={error} retry={reset ?? (() => location.reload())} />
      </div>
    </div>
  );
}

export function NotFound() {
  const { t } = useTranslation();
  return (
    <div className="page">
      <Empty
        title={t('common.notFound')}
        note={t('common.notFoundNote')}
        action={<a href="/">{t('common.home')}</a>}
      />
    </div>
  );
}
