import { expect, it } from 'vitest';
import type { Decision, DecisionSlot } from '../../contracts/index.ts';
import { rowsOf } from './rows.ts';

const slot = (n: number, canal_id: string | null): DecisionSlot => ({
  slot: n,
  offer_id: `off_${n}`,
  source: canal_id ? 'canal' : 'popular',
  canal_id,
  score: 12.5 * n,
  threshold: null,
  propensity: 0.98,
  randomised: n % 2 === 1,
  reason: { code: 'popular', en: 'Popular in “tea”', zh: '茶热卖' },
});
const request = {
  scenario: 'home_feed' as const,
  account_id: 'acc_1',
  session: 's"1',
  region: '',
  locale: 'en' as const,
  k: 2,
  item_id: '',
  offer_id: '',
  category_id: '',
  shop_id: '',
  cart: [],
  order: [],
  query: 'a "quoted"\nword',
};
const decision: Decision = {
  decision_id: 'dec_1',
  clock: 1_700_000_000_123,
  build: '0.1.0 "x"',
  snapshot_hash: 'aa',
  policy_hash: 'bb',
  policy_version: 3,
  seed: 7,
  request,
  live: { purchases: [], views: [], cart: [], impressions: [], closed: [] },
  arms: [{ experiment_id: 'exp "1"', arm: 'a' }],
  holdout: true,
  candidate_count: 715,
  closed: {},
  slots: [slot(0, null), slot(1, 'cnl_1')],
  ghost: [slot(0, 'cnl_2')],
};
const parsed = (text: string) =>
  text
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
const common = {
  decision_id: 'dec_1',
  at: '2023-11-14T22:13:20.123Z',
  scenario: 'home_feed',
  account_id: 'acc_1',
};

it('lines are the rows: one of the decision with its record as it was, one a slot, those of the ghost marked', () => {
  const json = JSON.stringify(decision);
  const rows = rowsOf(decision, json, false);
  expect(parsed(rows.decision)).toEqual([
    {
      ...common,
      snapshot_hash: 'aa',
      policy_hash: 'bb',
      policy_version: 3,
      build: '0.1.0 "x"',
      arms: { 'exp "1"': 'a' },
      holdout: 1,
      candidate_count: 715,
      slot_count: 2,
      canal_slot_count: 1,
      record: json,
    },
  ]);
  const row = (
    ghost: number,
    { slot, offer_id, source, canal_id, score, propensity, randomised }: DecisionSlot,
  ) => ({
    ...common,
    ghost,
    slot,
    offer_id,
    source,
    canal_id: canal_id ?? '',
    score,
    propensity,
    randomised: randomised ? 1 : 0,
  });
  expect(parsed(rows.slots)).toEqual([
    ...decision.slots.map((one) => row(0, one)),
    ...decision.ghost!.map((one) => row(1, one)),
  ]);
});

it('of an erased person’s decision the account, the record and the slots are gone', () => {
  const rows = rowsOf(decision, JSON.stringify(decision), true);
  expect(parsed(rows.decision)[0]).toMatchObject({ decision_id: 'dec_1', account_id: '', record: '' });
  expect(rows.decision + rows.slots).not.toContain('acc_1');
  expect(rows.slots).toBe('');
});
