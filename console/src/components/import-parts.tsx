import { useTranslation } from 'react-i18next';
import type { ImportJob } from '../api/types.ts';
import { useFormats } from '../i18n/format.ts';

export function StateWord({ job }: { job: ImportJob }) {
  const { t } = useTranslation();
  return (
    <>
      <span className={`tag state-${job.state}`}>{t(`imports.states.${job.state}`)}</span>
      {job.dry_run ? <span className="tag dry">{t('imports.dry')}</span> : null}
    </>
  );
}

/** How far an import is, in rows; without a total, how many so far. */
export function ProgressLine({ job }: { job: ImportJob }) {
  const { t } = useTranslation();
  const f = useFormats();
  const share = job.rows_total ? Math.min(1, job.received / job.rows_total) : null;
  const text = job.rows_total
    ? t('imports.rowsOf', { n: f.count(job.received), total: f.count(job.rows_total) })
    : t('imports.rowsSoFar', { n: f.count(job.received) });
  return (
    <span className="progress">
      <span
        className={`progress-track ${share === null && job.state === 'running' ? 'unknown' : ''}`}
        role="progressbar"
        aria-label={text}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(share === null ? {} : { 'aria-valuenow': Math.round(share * 100) })}
      >
        <span style={{ width: `${(share ?? (job.state === 'running' ? 0.3 : 1)) * 100}%` }} />
      </span>
      <small>{text}</small>
    </span>
  );
}

/** How long an import took, or has taken. */
export function Took({ job }: { job: ImportJob }) {
  const { t } = useTranslation();
  const end = job.ended_at ? Date.parse(job.ended_at) : Date.now();
  const seconds = Math.max(0, Math.round((end - Date.parse(job.started_at)) / 1000));
  return seconds < 60
    ? t('imports.duration_seconds', { n: seconds })
    : t('imports.duration_minutes', { m: Math.floor(seconds / 60), n: seconds % 60 });
}

/** accepted + duplicate + rejected = received, as one bar and one sentence. */
export function RowSum({ job }: { job: ImportJob }) {
  const { t } = useTranslation();
  const f = useFormats();
  const parts = ['accepted', 'duplicate', 'rejected'] as const;
  const total = Math.max(1, job.received);
  return (
    <div className="row-sum">
      <div className="row-sum-bar" aria-hidden="true">
        {parts.map((p) => (
          <span key={p} className={p} style={{ width: `${(job[p] / total) * 100}%` }} />
        ))}
      </div>
      <p>
        {t('imports.sum', {
          accepted: f.count(job.accepted),
          duplicate: f.count(job.duplicate),
          rejected: f.count(job.rejected),
          received: f.count(job.received),
        })}
      </p>
    </div>
  );
}
