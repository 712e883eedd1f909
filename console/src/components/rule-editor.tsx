import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, InputNumber, Select, Switch } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { serving } from '../api/serving.ts';
import type { Rule } from '../api/types.ts';
import { useFormats } from '../i18n/format.ts';
import { Field } from './field.tsx';
import { DryRunResult } from './policy-parts.tsx';
import { Failure } from './states.tsx';

const KINDS = ['filter', 'boost', 'bury', 'pin', 'quota'] as const;
const BLANK: Rule = {
  rule_id: '',
  text: { en: '', 'zh-CN': '' },
  scenarios: [],
  when: 'offer.price_minor > 10000',
  action: { kind: 'filter' },
  priority: 0,
  from: null,
  until: null,
  enabled: true,
};
const actionOf = (kind: (typeof KINDS)[number]): Rule['action'] =>
  kind === 'boost'
    ? { kind, add_minor: 100, share: 0 }
    : kind === 'bury'
      ? { kind, take_minor: 100, share: 0 }
      : kind === 'pin'
        ? { kind, slot: 0 }
        : kind === 'quota'
          ? { kind, min: 0, max: 3 }
          : { kind: 'filter' };

/** A rule, checked as it is typed, tried on recent requests, then announced. */
export function RuleEditor({ rule, done }: { rule: Rule | null; done: () => void }) {
  const { t } = useTranslation();
  const f = useFormats();
  const client = useQueryClient();
  const policy = useQuery(serving.policy());
  const [draft, setDraft] = useState<Rule>(rule ?? BLANK);
  const [kind, setKind] = useState<'regular' | 'correction' | 'emergency'>('regular');
  const [reason, setReason] = useState('');
  const set = (change: Partial<Rule>) => setDraft((now) => ({ ...now, ...change }));
  const when = useDelayed(draft.when, 300);
  const check = useQuery({
    queryKey: ['rule-check', when],
    queryFn: () => api.post('/v1/rules/check', { body: { when } }),
    enabled: when.trim() !== '',
  });
  const text = typeof draft.text === 'string' ? { en: draft.text } : draft.text;
  // What is left empty is left out: the other language stands for it.
  const spoken = Object.entries(text).filter(([, words]) => words);
  const patch = { upsert: { rules: [{ ...draft, text: Object.fromEntries(spoken) }] } };
  const dry = useMutation({
    mutationFn: () => api.post('/v1/policy/dry-run', { body: { ...patch, requests: 50 } }),
  });
  const propose = useMutation({
    mutationFn: (body: object) => api.post('/v1/policy/changes', { body: { kind, reason, ...body } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['policy'] });
      done();
    },
  });
  const { action } = draft;
  const fault = check.data?.fault;
  return (
    <div className="rule-form">
      <Field label={t('serving.editor.id')}>
        {(id) => (
          <Input
            id={id}
            value={draft.rule_id}
            disabled={rule !== null}
            onChange={(e) => set({ rule_id: e.target.value })}
          />
        )}
      </Field>
      <div className="row">
        <Field label={t('serving.editor.textEn')}>
          {(id) => (
            <Input
              id={id}
              value={text.en ?? ''}
              onChange={(e) => set({ text: { ...text, en: e.target.value } })}
            />
          )}
        </Field>
        <Field label={t('serving.editor.textZh')}>
          {(id) => (
            <Input
              id={id}
              value={text['zh-CN'] ?? ''}
              onChange={(e) => set({ text: { ...text, 'zh-CN': e.target.value } })}
            />
          )}
        </Field>
      </div>
      <Field label={t('serving.editor.when')}>
        {(id) => (
          <Input.TextArea
            id={id}
            className="cel"
            rows={3}
            value={draft.when}
            status={fault ? 'error' : ''}
            aria-describedby="rule-check"
            onChange={(e) => set({ when: e.target.value })}
          />
        )}
      </Field>
      <p id="rule-check" role="status" className={fault ? 'loss' : 'muted'}>
        {fault
          ? `${t('serving.editor.at', { n: fault.start + 1 })} ${fault.detail}`
          : check.data?.matching_count != null
            ? t('serving.editor.matches', {
                n: f.count(check.data.matching_count),
                of: f.count(check.data.offer_count ?? 0),
              })
            : check.data
              ? t('serving.editor.fine')
              : '\u00a0'}
      </p>
      <details>
        <summary>{t('serving.editor.names')}</summary>
        <ul className="names">
          {check.data?.names.map(({ name, type }) => (
            <li key={name}>
              <code>{name}</code> <small className="muted">{type}</small>
            </li>
          ))}
        </ul>
      </details>
      <div className="row">
        <Field label={t('serving.rules.action')}>
          {(id) => (
            <Select
              id={id}
              value={action.kind}
              style={{ width: 130 }}
              onChange={(value: (typeof KINDS)[number]) => set({ action: actionOf(value) })}
              options={KINDS.map((value) => ({ value, label: t(`serving.action.${value}`) }))}
            />
          )}
        </Field>
        {action.kind === 'boost' ? (
          <Amount
            label={t('serving.editor.minor')}
            value={action.add_minor}
            set={(add_minor) => set({ action: { ...action, add_minor } })}
          />
        ) : action.kind === 'bury' ? (
          <Amount
            label={t('serving.editor.minor')}
            value={action.take_minor}
            set={(take_minor) => set({ action: { ...action, take_minor } })}
          />
        ) : action.kind === 'pin' ? (
          <Amount
            label={t('serving.editor.slot')}
            value={action.slot + 1}
            set={(slot) => set({ action: { ...action, slot: Math.max(0, slot - 1) } })}
          />
        ) : action.kind === 'quota' ? (
          <>
            <Amount
              label={t('serving.editor.min')}
              value={action.min}
              set={(min) => set({ action: { ...action, min } })}
            />
            <Amount
              label={t('serving.editor.max')}
              value={action.max ?? 0}
              set={(max) => set({ action: { ...action, max: max > 0 ? max : null } })}
            />
          </>
        ) : null}
        <Amount
          label={t('serving.rules.priority')}
          value={draft.priority}
          min={-1000}
          set={(priority) => set({ priority })}
        />
        <Field label={t('serving.rules.on')}>
          {(id) => (
            <Switch
              id={id}
              checked={draft.enabled}
              onChange={(enabled) => set({ enabled })}
              aria-label={t('serving.rules.on')}
            />
          )}
        </Field>
      </div>
      <Field label={t('serving.rules.where')}>
        {(id) => (
          <Select
            id={id}
            mode="multiple"
            value={draft.scenarios}
            placeholder={t('common.all')}
            onChange={(scenarios: Rule['scenarios']) => set({ scenarios })}
            options={(policy.data?.policy.scenarios ?? []).map(({ scenario: value }) => ({
              value,
              label: t(`serving.scenario.${value}`),
            }))}
          />
        )}
      </Field>
      <div className="row">
        <Button
          loading={dry.isPending}
          disabled={!!fault || draft.rule_id === ''}
          onClick={() => dry.mutate()}
        >
          {t('serving.dry.run')}
        </Button>
        <Field label={t('serving.rules.kind')}>
          {(id) => (
            <Select
              id={id}
              value={kind}
              style={{ width: 140 }}
              onChange={setKind}
              options={(['regular', 'correction', 'emergency'] as const).map((value) => ({
                value,
                label: t(`serving.kind.${value}`),
              }))}
            />
          )}
        </Field>
        <Field label={t('serving.editor.reason')}>
          {(id) => <Input id={id} value={reason} onChange={(e) => setReason(e.target.value)} />}
        </Field>
        <Button
          type="primary"
          loading={propose.isPending}
          disabled={!!fault || draft.rule_id === ''}
          onClick={() => propose.mutate(patch)}
        >
          {t('serving.editor.propose')}
        </Button>
        {rule ? (
          <Button danger onClick={() => propose.mutate({ remove: { rules: [rule.rule_id] } })}>
            {t('common.remove')}
          </Button>
        ) : null}
      </div>
      {propose.error ? <Failure error={propose.error} /> : null}
      {dry.error ? <Failure error={dry.error} /> : null}
      {dry.data ? <DryRunResult run={dry.data} /> : null}
    </div>
  );
}

function Amount({
  label,
  value,
  set,
  min = 0,
}: {
  label: string;
  value: number;
  set: (value: number) => void;
  min?: number;
}) {
  return (
    <Field label={label}>
      {(id) => <InputNumber id={id} value={value} min={min} precision={0} onChange={(v) => set(v ?? min)} />}
    </Field>
  );
}

/** A value that follows once it has stood still for a moment. */
function useDelayed<T>(value: T, ms: number): T {
  const [held, setHeld] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setHeld(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return held;
}
