import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { Field } from './field.tsx';
import { DryRunResult } from './policy-parts.tsx';
import { Failure } from './states.tsx';

const SCENARIOS = ['search', 'category_page', 'home_feed'] as const;
const PRICES = ['per_thousand_impressions', 'fixed'] as const;
const inDays = (days: number) => new Date(Date.now() + 86_400_000 * days).toISOString().slice(0, 10);
const parts = (text: string) =>
  text
    .split(/[,，、\s]+/)
    .map((one) => one.trim())
    .filter(Boolean);

/** A place that a merchant pays for: tried on recent requests, then live at once. */
export function PlacementEditor({ done }: { done: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [words, setWords] = useState({
    id: '',
    merchant: '',
    offers: '',
    queries: '',
    categories: '',
    from: inDays(0),
    until: inDays(30),
  });
  const [scenarios, setScenarios] = useState<(typeof SCENARIOS)[number][]>(['search']);
  const [numbers, setNumbers] = useState({ slots: 1, first_slot: 0, last_slot: 7, amount: 10 });
  const [kind, setKind] = useState<(typeof PRICES)[number]>('per_thousand_impressions');
  const placement = {
    placement_id: words.id.trim(),
    merchant_id: words.merchant.trim(),
    offer_ids: parts(words.offers),
    scenarios,
    queries: words.queries
      .split(/[,，、]/)
      .map((one) => one.trim())
      .filter(Boolean),
    category_ids: parts(words.categories),
    from: words.from,
    until: words.until,
    slots: numbers.slots,
    first_slot: numbers.first_slot,
    last_slot: numbers.last_slot,
    price: { kind, amount_minor: Math.round(numbers.amount * 100) },
    enabled: true,
  };
  const upsert = { placements: [placement] };
  const ready =
    placement.placement_id !== '' &&
    placement.merchant_id !== '' &&
    placement.offer_ids.length > 0 &&
    scenarios.length > 0;
  const dry = useMutation({
    mutationFn: () => api.post('/v1/policy/dry-run', { body: { upsert, requests: 50 } }),
  });
  const save = useMutation({
    mutationFn: () => api.post('/v1/policy/changes', { body: { upsert } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['policy'] });
      done();
    },
  });
  const word = (key: keyof typeof words) => (
    <Field label={t(`serving.placements.${key}`)}>
      {(id) => (
        <Input
          id={id}
          value={words[key]}
          onChange={(event) => setWords((now) => ({ ...now, [key]: event.target.value }))}
        />
      )}
    </Field>
  );
  const number = (key: keyof typeof numbers, min: number, max: number) => (
    <Field label={t(`serving.placements.${key}`)}>
      {(id) => (
        <InputNumber
          id={id}
          min={min}
          max={max}
          value={numbers[key]}
          onChange={(value) => setNumbers((now) => ({ ...now, [key]: value ?? min }))}
        />
      )}
    </Field>
  );
  return (
    <div className="rule-form">
      <div className="row">
        {word('id')}
        {word('merchant')}
      </div>
      {word('offers')}
      <div className="row">
        <Field label={t('serving.placements.where')}>
          {(id) => (
            <Select
              id={id}
              mode="multiple"
              value={scenarios}
              onChange={setScenarios}
              options={SCENARIOS.map((value) => ({ value, label: t(`serving.scenario.${value}`) }))}
            />
          )}
        </Field>
        {word('queries')}
        {word('categories')}
      </div>
      <div className="row">
        {word('from')}
        {word('until')}
        {number('slots', 1, 4)}
        {number('first_slot', 0, 47)}
        {number('last_slot', 0, 47)}
      </div>
      <div className="row">
        <Field label={t('serving.placements.price')}>
          {(id) => (
            <Select
              id={id}
              value={kind}
              onChange={setKind}
              options={PRICES.map((value) => ({ value, label: t(`serving.placements.by.${value}`) }))}
            />
          )}
        </Field>
        {number('amount', 0, 1e9)}
      </div>
      <div className="inline-form">
        <Button disabled={!ready} loading={dry.isPending} onClick={() => dry.mutate()}>
          {t('searching.synonyms.dry')}
        </Button>
        <Button type="primary" disabled={!ready} loading={save.isPending} onClick={() => save.mutate()}>
          {t('searching.synonyms.save')}
        </Button>
        <Button onClick={done}>{t('common.close')}</Button>
      </div>
      {dry.data ? <DryRunResult run={dry.data} /> : null}
      {dry.error ? <Failure error={dry.error} /> : null}
      {save.error ? <Failure error={save.error} /> : null}
    </div>
  );
}
