import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { monthsBefore } from '../api/dates.ts';
import { queries } from '../api/queries.ts';
import { useStatus } from '../app/session.ts';
import { useFormats } from '../i18n/format.ts';
import { Exports } from './exports.tsx';
import { Failure, Lines, useProblemText } from './states.tsx';

/** Month ends that are frozen, and a button that freezes the last one. */
export function Publications() {
  const { t } = useTranslation();
  const f = useFormats();
  const client = useQueryClient();
  const status = useStatus();
  const query = useQuery(queries.publications());
  const last = status?.last_date ? monthsBefore(status.last_date, 1).to : null;
  const publish = useMutation({
    mutationFn: (as_of: string) => api.post('/v1/publications', { body: { as_of } }),
    onSuccess: () => client.invalidateQueries(),
  });
  const problem = useProblemText(publish.error);
  const groups = new Map<string, { as_of: string; revision: number; metrics: Set<string>; at: string }>();
  for (const p of query.data?.data ?? []) {
    const key = `${p.as_of}#${p.revision}`;
    const group = groups.get(key) ?? {
      as_of: p.as_of,
      revision: p.revision,
      metrics: new Set(),
      at: p.published_at,
    };
    group.metrics.add(p.metric);
    groups.set(key, group);
  }
  return (
    <section className="panel" aria-labelledby="publications">
      <header className="panel-head">
        <div>
          <h2 id="publications">{t('settings.publish')}</h2>
          <p className="panel-note">{t('settings.publishNote')}</p>
        </div>
        <div className="panel-tools">
          {groups.size > 0 ? <Exports of={{ path: '/v1/publications', query: { limit: 1000 } }} /> : null}
          {last ? (
            <Button loading={publish.isPending} onClick={() => publish.mutate(last)}>
              {t('settings.publishDo', { date: f.date(last) })}
            </Button>
          ) : null}
        </div>
      </header>
      {publish.error ? (
        <Alert type="error" className="outcome" title={problem.title} description={publish.error.message} />
      ) : null}
      {publish.data ? (
        <Alert
          type="success"
          className="outcome"
          title={
            publish.data.data.length > 0
              ? t('settings.published', { n: new Set(publish.data.data.map((p) => p.metric)).size })
              : t('settings.publishedNone')
          }
        />
      ) : null}
      {query.error ? (
        <Failure error={query.error} />
      ) : !query.data ? (
        <Lines rows={4} />
      ) : groups.size === 0 ? (
        <p className="muted">{t('settings.none')}</p>
      ) : (
        <table className="plain">
          <caption className="sr-only">{t('settings.publish')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('filter.asOf')}</th>
              <th scope="col" className="right">
                {t('settings.revision')}
              </th>
              <th scope="col" className="right">
                {t('settings.metrics')}
              </th>
              <th scope="col">{t('settings.at')}</th>
            </tr>
          </thead>
          <tbody>
            {[...groups.values()].map((g) => (
              <tr key={`${g.as_of}#${g.revision}`}>
                <th scope="row">{f.date(g.as_of)}</th>
                <td className="right num">{g.revision}</td>
                <td className="right num">{g.metrics.size}</td>
                <td>{f.time(g.at)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
