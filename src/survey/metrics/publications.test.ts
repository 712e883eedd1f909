import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idOf } from '../../base/index.ts';
import { Settings } from '../../contracts/index.ts';
import { type Ledger, openLedger } from '../../ledger/index.ts';
import type { Survey } from './face.ts';
import type { RawFacts } from './reference-lines.ts';
import { createSurvey } from './survey.ts';
import { emptyFacts, loadFacts, scratchWarehouse } from './testing.ts';

const id = (kind: Parameters<typeof idOf>[0], n: string | number) => idOf(kind, 'pub', String(n));
const AS_OF = '2024-06-30';
const MINE = id('merchant', 'm');
const settings = Settings.parse({ timezone: 'UTC', k_anonymity: 100 });

let scratch: Awaited<ReturnType<typeof scratchWarehouse>>;
let ledger: Ledger;
let survey: Survey;
let n = 0;

/** One paid line each for `people` accounts from number `first` on. */
function sales(raw: RawFacts, category: string, shop: string, first: number, people: number, seq = 1) {
  for (let i = first; i < first + people; i++, n++) {
    raw.order_lines.push({
      line_id: id('line', n),
      order_id: id('order', n),
      account_id: id('account', i),
      shop_id: id('shop', shop),
      item_id: id('item', category),
      type: 'goods',
      quantity: 1,
      gross_minor: 1000,
      paid_minor: 1000,
      platform_subsidy_minor: 0,
      ordered_at: '2024-06-01T12:00:00.000Z',
      confirmed_at: null,
      paid_at: '2024-06-01T12:00:00.000Z',
      channel: 'online',
      revision: 0,
      seq,
    });
  }
}

beforeAll(async () => {
  scratch = await scratchWarehouse();
  ledger = await openLedger({ dir: join(scratch.dir, 'ledger') });
  survey = createSurvey({ warehouses: [scratch.warehouse], settings: () => settings, ledger });
  const raw = emptyFacts();
  for (const c of ['big', 'mid', 'small', 'nearly mine']) {
    raw.categories.push({
      tree_id: 't',
      category_id: id('category', c),
      parent_id: '',
      path: [id('category', c)],
      valid_from: '1970-01-01T00:00:00Z',
      revision: 0,
      seq: 1,
    });
    raw.items.push({
      item_id: id('item', c),
      category_id: id('category', c),
      brand_id: '',
      valid_from: '1970-01-01T00:00:00Z',
      revision: 0,
      seq: 1,
    });
  }
  raw.shops.push({
    shop_id: id('shop', 'm'),
    merchant_id: MINE,
    valid_from: '1970-01-01T00:00:00Z',
    revision: 0,
    seq: 1,
  });
  raw.shops.push({
    shop_id: id('shop', 'o'),
    merchant_id: id('merchant', 'o'),
    valid_from: '1970-01-01T00:00:00Z',
    revision: 0,
    seq: 1,
  });
  sales(raw, 'big', 'o', 0, 703);
  sales(raw, 'big', 'm', 600, 50);
  sales(raw, 'mid', 'o', 1000, 304);
  sales(raw, 'small', 'o', 1500, 60);
  sales(raw, 'nearly mine', 'm', 2000, 200);
  sales(raw, 'nearly mine', 'o', 2300, 30);
  raw.commits.push({ seq_from: 1, seq_to: 1, committed_at: '2024-09-01T00:00:00.000Z' });
  await loadFacts(scratch, raw);
});
afterAll(async () => {
  await ledger.close();
  await scratch.end();
});

describe('publications', { timeout: 300_000 }, () => {
  it('only a month end that is over is published', async () => {
    await expect(survey.publish({ as_of: '2024-06-29' })).rejects.toMatchObject({
      code: 'validation_failed',
    });
    await expect(survey.publish({ as_of: '2124-06-30' })).rejects.toMatchObject({
      code: 'validation_failed',
    });
    await expect(survey.published('aac', AS_OF)).rejects.toMatchObject({ code: 'not_published' });
  });

  it('a revision is frozen; a restatement is a new one, only when material or forced', async () => {
    const first = await survey.publish({ as_of: AS_OF, metrics: ['aac', 'ntc', 'arpu', 'merchant_share'] });
    expect(first.every((p) => p.revision === 1)).toBe(true);
    expect(first.some((p) => p.metric === 'ntc')).toBe(false); // data reach back less than the look-back
    const frozen = await survey.published('aac', AS_OF);
    expect([frozen.cells[0]?.value, frozen.revision, frozen.known_at]).toEqual([
      703 + 304 + 60 + 200 + 30,
      1,
      1,
    ]);
    expect(await survey.publish({ as_of: AS_OF, metrics: ['aac'] })).toEqual([]);

    const late = emptyFacts();
    sales(late, 'big', 'o', 5000, 500, 2);
    late.commits.push({ seq_from: 2, seq_to: 2, committed_at: '2024-10-01T00:00:00.000Z' });
    await loadFacts(scratch, late);
    expect(await survey.published('aac', AS_OF)).toEqual(frozen);
    const again = await survey.publish({ as_of: AS_OF, metrics: ['aac'] });
    expect(again.map((p) => p.revision)).toEqual(again.map(() => 2));
    expect((await survey.published('aac', AS_OF)).cells[0]?.value).toBe(frozen.cells[0]!.value! + 500);
    expect(await survey.published('aac', AS_OF, { revision: 1 })).toEqual(frozen);
    const forced = await survey.publish({ as_of: AS_OF, metrics: ['arpu'], force: true });
    expect(new Set(forced.map((p) => p.revision))).toEqual(new Set([2]));
    expect((await survey.publications({ metric: 'aac', as_of: AS_OF })).map((p) => p.revision)).toContain(2);
  });

  it('a merchant: own numbers exact, others only published, suppressed and rounded', async () => {
    const own = await survey.forMerchant({ metric: 'aac', as_of: '2024-06-12', grain: 'merchant' }, MINE);
    expect(own.cells).toMatchObject([{ merchant_id: MINE, value: 250 }]);
    const { cells } = await survey.forMerchant({ metric: 'aac', as_of: AS_OF, grain: 'category' }, MINE);
    const of = (c: string) => cells.find((x) => x.category_id === id('category', c));
    expect(of('big')).toMatchObject({ status: 'ok', value: 1200 });
    expect(of('small')).toMatchObject({ status: 'suppressed', value: null });
    // 230 people of which 200 are its own: the rest would be 30.
    expect(of('nearly mine')).toMatchObject({ status: 'suppressed', value: null });
    for (const c of cells) expect(c.conservative).toBeUndefined();
    await expect(
      survey.forMerchant({ metric: 'aac', as_of: '2024-06-12', grain: 'category' }, MINE),
    ).rejects.toMatchObject({ code: 'not_published' });
    const share = await survey.forMerchant(
      { metric: 'merchant_share', as_of: AS_OF, grain: 'merchant_category' },
      MINE,
    );
    expect(share.cells.find((c) => c.category_id === id('category', 'big'))).toMatchObject({
      numerator: 50,
      denominator: 700,
    });
    expect(share.cells.find((c) => c.category_id === id('category', 'nearly mine'))?.status).toBe(
      'suppressed',
    );
    expect(share.cells.every((c) => c.merchant_id === MINE)).toBe(true);
  });

  it('erasure: frozen aggregates stay, the person is gone from whatever is counted anew', async () => {
    const frozen = await survey.published('aac', AS_OF);
    const count = async () =>
      (await survey.evaluate({ metric: 'aac', as_of: AS_OF, known_at: 1 })).cells[0]!.value!;
    const before = await count();
    await scratch.warehouse.exec(
      'INSERT INTO erasures (account_id, erased_at, seq) SELECT {account:String}, now64(3), 3',
      { account: id('account', 1000) },
    );
    expect(await count()).toBe(before - 1);
    expect(await survey.published('aac', AS_OF)).toEqual(frozen);
  });
});
