import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Drawer } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import type { RejectedRow } from '../api/types.ts';
import { useProblemText } from './states.tsx';

type Outcome = { kind: 'accepted' | 'duplicate' | 'dismissed' } | { kind: 'again'; why: string };

/** One refused row: what is wrong, the row itself to mend, and what became of the mended one. */
export default function RowEditor({ row, onClose }: { row: RejectedRow; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const editor = useId();
  const original = JSON.stringify(row.row, null, 2);
  const [text, setText] = useState(original);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const changed = text !== original;
  const bad = jsonFault(text);
  const word = (part: 'title' | 'remedy') =>
    i18n.exists(`codes.${row.code}.${part}`)
      ? (t as (key: string) => string)(`codes.${row.code}.${part}`)
      : '';
  const path = { rejected_id: row.rejected_id };
  // Facts changed, so every number may have; the list itself is asked anew when the drawer closes.
  const refresh = () => client.invalidateQueries({ queryKey: ['facts'] });
  const replay = useMutation({
    mutationFn: () =>
      api.post('/v1/rejected/{rejected_id}/replay', { path, body: changed ? { row: JSON.parse(text) } : {} }),
    onSuccess: async (result) => {
      // Rejected again, the row stays open with its new reason.
      setOutcome(
        result.outcome === 'rejected' ? { kind: 'again', why: result.row.detail } : { kind: result.outcome },
      );
      await refresh();
    },
  });
  const dismiss = useMutation({
    mutationFn: () => api.post('/v1/rejected/{rejected_id}/dismiss', { path }),
    onSuccess: () => setOutcome({ kind: 'dismissed' }),
  });
  const problem = useProblemText(replay.error ?? dismiss.error);
  const close = () => {
    void client.invalidateQueries({ queryKey: ['rejected'] });
    onClose();
  };
  const ended = row.status !== 'open' || (outcome !== null && outcome.kind !== 'again');
  return (
    <Drawer open size={620} onClose={close} title={word('title') || row.code}>
      <dl className="facts">
        <div>
          <dt>{t('rejected.detail')}</dt>
          <dd>{row.detail}</dd>
        </div>
        {row.pointer ? (
          <div>
            <dt>{t('rejected.pointer')}</dt>
            <dd>
              <code>{row.pointer}</code>
            </dd>
          </div>
        ) : null}
        <div>
          <dt>{t('rejected.remedy')}</dt>
          <dd>{word('remedy')}</dd>
        </div>
        <div>
          <dt>{t('rejected.where')}</dt>
          <dd>
            {row.source} · {row.document ? `${row.document} · ` : ''}
            {t('rejected.row', { n: row.index + 1 })}
          </dd>
        </div>
      </dl>
      <label htmlFor={editor} className="editor-label">
        {t('rejected.editor')}
      </label>
      <textarea
        id={editor}
        className="json"
        rows={Math.min(26, Math.max(8, original.split('\n').length + 1))}
        spellCheck={false}
        value={text}
        readOnly={ended}
        aria-invalid={bad !== null}
        aria-describedby={`${editor}-fault`}
        onChange={(e) => setText(e.target.value)}
      />
      <p id={`${editor}-fault`} className="json-fault" role="status">
        {bad === null ? '\u00a0' : t('imports.jsonBad', { why: bad })}
      </p>
      {outcome ? (
        <Alert
          className="outcome"
          type={outcome.kind === 'again' ? 'warning' : 'success'}
          title={
            outcome.kind === 'again'
              ? t('rejected.again', { why: outcome.why })
              : t(`rejected.${outcome.kind}`)
          }
        />
      ) : null}
      {replay.error || dismiss.error ? (
        <Alert
          className="outcome"
          type="error"
          title={problem.title}
          description={(replay.error ?? dismiss.error)?.message}
        />
      ) : null}
      <div className="editor-actions">
        <Button
          type="primary"
          disabled={bad !== null || ended}
          loading={replay.isPending}
          onClick={() => replay.mutate()}
        >
          {t(changed ? 'rejected.replayMended' : 'rejected.replay')}
        </Button>
        <Button disabled={!changed || ended} onClick={() => setText(original)}>
          {t('rejected.reset')}
        </Button>
        <Button disabled={ended} loading={dismiss.isPending} onClick={() => dismiss.mutate()}>
          {t('rejected.dismiss')}
        </Button>
      </div>
    </Drawer>
  );
}

/** Why the text is not a JSON object, or null when it is. */
function jsonFault(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? null : '{ … }';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
