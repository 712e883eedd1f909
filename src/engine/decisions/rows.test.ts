import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Decision, DecisionSlot } from '../../contracts/index.ts';
import { openWarehouse, type Warehouse } from '../../warehouse/index.ts';
import { LOADED } from './rows.ts';
import { Decisions } from './store.ts';

const dir = mkdtempSync(join(tmpdir(), 'decision-rows-'));
let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openWarehouse({ dir: join(dir, 'warehouse') });
});
afterAll(async () => {
  await warehouse.close();
  rmSync(dir, { recursive: true, force: true });
});

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
/** What the warehouse has after a log of these lines was loaded, the decisions and the slots in order. */
async function loaded(lines: readonly string[], erased: string[] = []) {
  const path = join(dir, 'log.ndjson');
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
  const rows: unknown[][] = [];
  for (const { table, columns, select } of LOADED) {
    await warehouse.exec(`TRUNCATE TABLE ${table}`);
    await warehouse.loadLines(table, path, columns, select, { erased });
    const order = table === 'decisions' ? 'decision_id' : 'decision_id, ghost, slot';
    rows.push(await warehouse.query(`SELECT * FROM ${table} ORDER BY ${order}`));
  }
  return { decisions: rows[0]!, slots: rows[1]! };
}
const common = {
  decision_id: 'dec_1',
  at: '2023-11-14 22:13:20.123',
  scenario: 'home_feed',
  account_id: 'acc_1',
};

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

it('lines are the rows: one of the decision with its record as it was, one a slot, those of the ghost marked', async () => {
  const json = JSON.stringify(decision);
  const rows = await loaded([json]);
  expect(rows.decisions).toEqual([
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
  expect(rows.slots).toEqual([
    ...decision.slots.map((one) => row(0, one)),
    ...decision.ghost!.map((one) => row(1, one)),
  ]);
});

it('many lines, without slots or ghosts among them, give theirs; scores keep every bit', async () => {
  const scores = [0.1 + 0.2, 1e-17, 1e9 / 7, -1 / 3e6, 2 / 3];
  const all = scores.map(
    (score, n): Decision => ({
      ...decision,
      decision_id: `dec_${n}`,
      slots: n === 0 ? [] : [{ ...slot(0, null), score, propensity: 1 / 3 }],
      ghost: null,
      arms: [],
    }),
  );
  const lines = all.map((one) => JSON.stringify(one));
  const rows = await loaded(lines);
  expect(rows.decisions.map((one) => (one as { record: string }).record)).toEqual(lines);
  expect(rows.slots).toEqual(
    all.flatMap(({ decision_id, slots }) => slots.map((one) => ({ ...row(0, one), decision_id }))),
  );
});

it('of an erased person’s decision the account, the record and the slots are gone', async () => {
  const other = { ...decision, decision_id: 'dec_2', request: { ...request, account_id: 'acc_2' } };
  const rows = await loaded([JSON.stringify(decision), JSON.stringify(other)], ['acc_0', 'acc_1']);
  expect(rows.decisions[0]).toMatchObject({ decision_id: 'dec_1', account_id: '', record: '' });
  expect(JSON.stringify(rows)).not.toContain('acc_1');
  expect(rows.decisions[1]).toMatchObject({ decision_id: 'dec_2', account_id: 'acc_2' });
  expect(new Set(rows.slots.map((one) => (one as { decision_id: string }).decision_id))).toEqual(
    new Set(['dec_2']),
  );
});

it('decisions past their days go with their slots, the others stay; where none is past, no table is rewritten', async () => {
  await loaded([]);
  let now = decision.clock + 86_400_000;
  const say = () => {};
  const decisions = new Decisions({
    dir: join(dir, 'store'),
    warehouse,
    logger: { info: say, warn: say, error: say },
    now: () => now,
    retentionDays: () => 30,
    isErased: () => false,
  });
  const idsIn = async (table: string) =>
    (
      await warehouse.query<{ id: string }>(`SELECT DISTINCT decision_id AS id FROM ${table} ORDER BY id`)
    ).map(({ id }) => id);
  const rewritings = async () =>
    (await warehouse.query<{ n: number }>('SELECT count() AS n FROM system.mutations'))[0]!.n;
  const before = await rewritings();
  await decisions.write([decision]);
  await decisions.load();
  expect([await idsIn('decisions'), await idsIn('decision_slots')]).toEqual([['dec_1'], ['dec_1']]);
  expect(await rewritings()).toBe(before);
  now += 40 * 86_400_000;
  await decisions.write([{ ...decision, decision_id: 'dec_2', clock: now }]);
  await decisions.load();
  for (const table of ['decisions', 'decision_slots'])
    await expect.poll(() => idsIn(table), { timeout: 20_000 }).toEqual(['dec_2']);
  await decisions.close();
});
