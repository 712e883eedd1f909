import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import type { FlowEdge, SurveyHeader } from '../api/types.ts';
import { useAddress, useSetAddress } from '../app/session.ts';
import { NONE, useFormats } from '../i18n/format.ts';
import { Hint } from './number.tsx';
import { Empty, useProblemText } from './states.tsx';

/** How the screens of the survey speak of lifts, chances and reasons. */
export function useSurveyWords() {
  const { t, i18n } = useTranslation();
  const f = useFormats();
  return {
    lift: (v: number | null) => (v === null ? NONE : t('survey.times', { n: f.value(v, 'ratio') })),
    q: (v: number | null) =>
      v === null ? NONE : v < 0.001 ? t('survey.below', { n: '0.001' }) : f.exact(v, 'ratio'),
    why: (code: string) =>
      i18n.exists(`survey.why.${code}`)
        ? (t as (key: string) => string)(`survey.why.${code}`)
        : t('survey.why.other', { code }),
    pair: (edge: FlowEdge) =>
      t('survey.edge.title', { from: f.text(edge.from_label), to: f.text(edge.to_label) }),
  };
}

/** Identity of a pair in the address. */
export const pairOf = (edge: FlowEdge): string => `${edge.from_category_id}~${edge.to_category_id}`;

/** What the flows were surveyed from, and how fresh they are. */
export function SurveySource({ of }: { of: SurveyHeader | null | undefined }) {
  const { t } = useTranslation();
  const f = useFormats();
  if (!of) return <p className="source">{'\u00a0'}</p>;
  return (
    <p className="source">
      <span>{t('survey.asOf', { date: f.date(of.as_of) })}</span>
      <Hint
        text={t('survey.index', {
          from: f.date(of.index.from),
          to: f.date(of.index.to),
          days: of.horizon_days,
        })}
      >
        {t('survey.basis', { people: f.count(of.people_count), orders: f.count(of.order_count) })}
      </Hint>
      {of.new_in_window ? (
        <Hint text={t('survey.newInWindow')}>
          <span className="tag new_in_window">{t('status.new_in_window.word')}</span>
        </Hint>
      ) : null}
      {of.simulated ? <span className="tag">{t('survey.simulated')}</span> : null}
      <Hint text={t('source.knownAtNote')}>{t('source.knownAt', { seq: f.count(of.known_at) })}</Hint>
      <span title={f.time(of.computed_at)}>{t('source.computed', { ago: f.ago(of.computed_at) })}</span>
    </p>
  );
}

/** Leaves or top categories; kept in the address. */
export function LevelSwitch() {
  const { t } = useTranslation();
  const { level = 0 } = useAddress();
  const set = useSetAddress();
  return (
    <Segmented
      size="small"
      aria-label={t('survey.level')}
      value={level}
      onChange={(v: number) => set({ level: v || undefined, open: undefined, page: undefined })}
      options={[
        { value: 0, label: t('survey.leaves') },
        { value: 1, label: t('survey.tops') },
      ]}
    />
  );
}

/** Surveys all flows of the level in the address, now. Its result replaces what is shown. */
export function RunSurvey({ primary = false }: { primary?: boolean }) {
  const { t } = useTranslation();
  const f = useFormats();
  const client = useQueryClient();
  const { level = 0 } = useAddress();
  const run = useMutation({
    mutationFn: () => api.post('/v1/surveys', { body: { level } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['survey'] }),
  });
  const problem = useProblemText(run.error);
  return (
    <div className="run-survey">
      <Button type={primary ? 'primary' : 'default'} loading={run.isPending} onClick={() => run.mutate()}>
        {t('survey.run')}
      </Button>
      {run.error ? <Alert type="error" title={problem.title} description={run.error.message} /> : null}
      {run.data && !primary ? (
        <small role="status">
          {t('survey.ran', { shown: f.count(run.data.pairs_shown), tested: f.count(run.data.pairs_tested) })}
        </small>
      ) : null}
    </div>
  );
}

export function NoSurvey() {
  const { t } = useTranslation();
  return <Empty title={t('survey.noneTitle')} note={t('survey.noneNote')} action={<RunSurvey primary />} />;
}

/** Date and freshness of a board that is computed when it is read. */
export function BoardSource({
  of,
  children,
}: {
  of: { as_of: string; known_at: number; simulated: boolean } | undefined;
  children?: React.ReactNode;
}) {
  const { t } = useTranslation();
  const f = useFormats();
  if (!of) return <p className="source">{'\u00a0'}</p>;
  return (
    <p className="source">
      <span>{t('source.asOf', { date: f.date(of.as_of) })}</span>
      {of.simulated ? <span className="tag">{t('survey.simulated')}</span> : null}
      <Hint text={t('source.knownAtNote')}>{t('source.knownAt', { seq: f.count(of.known_at) })}</Hint>
      {children}
    </p>
  );
}
