import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import { ProgressLine, RowSum, StateWord, Took } from '../components/import-parts.tsx';
import { Num } from '../components/number.tsx';
import { Page } from '../components/page.tsx';
import { RejectedRows } from '../components/rejected-rows.tsx';
import { Failure, Waiting } from '../components/states.tsx';
import { useFormats } from '../i18n/format.ts';

/** How is this import doing, and what did it refuse? */
export function Import() {
  const { t, i18n } = useTranslation();
  const f = useFormats();
  const { id } = useParams({ strict: false }) as { id: string };
  const client = useQueryClient();
  const query = useQuery({
    ...queries.import(id),
    refetchInterval: (q) => (q.state.data?.state === 'running' ? 500 : false),
  });
  const stop = useMutation({
    mutationFn: () => api.post('/v1/imports/{import_id}/cancel', { path: { import_id: id } }),
    onSuccess: () => query.refetch(),
  });
  const job = query.data;
  // What an import brings changes every number: once it has ended, ask anew.
  const was = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (was.current === 'running' && job && job.state !== 'running') void client.invalidateQueries();
    was.current = job?.state;
  }, [job, client]);
  if (query.error && !job)
    return (
      <Page title={t('imports.title')}>
        <div className="panel">
          <Failure error={query.error} retry={() => void query.refetch()} />
        </div>
      </Page>
    );
  if (!job) return <Waiting />;
  const reasons = Object.entries(job.rejected_by_code).sort((a, b) => b[1] - a[1]);
  const reason = (code: string) =>
    i18n.exists(`codes.${code}.title`) ? (t as (key: string) => string)(`codes.${code}.title`) : code;
  return (
    <Page
      title={t(`imports.kinds.${job.kind}`)}
      question={<span className="path">{job.path}</span>}
      above={
        <nav className="crumbs" aria-label={t('imports.title')}>
          <Link to="/imports">{t('imports.title')}</Link>
        </nav>
      }
      actions={
        job.state === 'running' ? (
          <Button onClick={() => stop.mutate()} loading={stop.isPending} title={t('imports.stopNote')}>
            {t('imports.stop')}
          </Button>
        ) : null
      }
    >
      <section className="panel" aria-live="polite">
        <p className="import-head">
          <StateWord job={job} />
          <span>{job.state === 'running' ? `${t('imports.stage')}: ${job.stage}` : null}</span>
          <span>
            {t('imports.started')} {f.time(job.started_at)} · {t('imports.took')} <Took job={job} />
          </span>
        </p>
        {job.state === 'running' ? <ProgressLine job={job} /> : null}
        <RowSum job={job} />
        {job.error ? (
          <div className="import-error" role="alert">
            <strong>{reason(job.error.code)}</strong> <code>{job.error.code}</code>
            <p>{job.error.detail}</p>
          </div>
        ) : null}
      </section>
      <section className="panel" aria-labelledby="why">
        <header className="panel-head">
          <h2 id="why">{t('imports.byCode')}</h2>
        </header>
        {reasons.length === 0 ? (
          <p className="muted">{t('imports.noRejected')}</p>
        ) : (
          <ul className="reasons">
            {reasons.map(([code, n]) => (
              <li key={code}>
                <Num value={n} unit="count" />
                <span>
                  {reason(code)} <code>{code}</code>
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
      {job.rejected > 0 && !job.dry_run ? (
        <section className="panel" aria-labelledby="rows">
          <header className="panel-head">
            <h2 id="rows">{t('imports.rejectedHere')}</h2>
          </header>
          <RejectedRows source={job.source} />
        </section>
      ) : null}
    </Page>
  );
}
