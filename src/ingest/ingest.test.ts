import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusedRow } from './index.ts';
import { type Bench, current, line, openBench, refund } from './test-support.ts';

let bench: Bench;
let count = 0;
/** A source of its own for each test. */
const fresh = () => `shop-${++count}`;

beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const submit = (source: string, ...rows: unknown[]) => bench.ingest.submit({ source, rows });
const counts = async (source: string, ...rows: unknown[]) => {
  const { accepted, duplicate, rejected, rejections } = await submit(source, ...rows);
  return [accepted, duplicate, rejected, rejections[0]?.code ?? ''];
};
const event = { fact: 'event', source_id: 'e', name: 'Product Viewed', at: '2024-05-01T10:00:00Z' };
const tree = (...pairs: [string, string | null][]) => ({
  fact: 'category_tree',
  source_id: 'v1',
  categories: pairs.map(([source_id, parent]) => ({ source_id, parent, name: source_id })),
});

describe('rejections', () => {
  const cases: [code: string, pointer: string, row: unknown][] = [
    ['malformed_row', '', 'a,b,c'],
    ['malformed_row', '', null],
    ['malformed_row', '', [1]],
    ['malformed_row', '', refusedRow('malformed_row', 'Line 7 has 3 fields, not 5.', 'a,b,c')],
    ['schema_mismatch', '/fact', {}],
    ['schema_mismatch', '/fact', { fact: 'orderline' }],
    ['schema_mismatch', '/order', { ...line('1'), order: undefined }],
    ['schema_mismatch', '/paid_minor', line('1', { paid_minor: 10.5 })],
    ['schema_mismatch', '/name', { ...event, name: 'Something Else' }],
    ['schema_mismatch', '/source_id', line('tab\there')],
    ['missing_source_id', '/source_id', { ...line('1'), source_id: undefined }],
    ['missing_source_id', '/source_id', { ...line('1'), source_id: '' }],
    ['row_too_large', '', { ...line('1'), note: 'x'.repeat(300_000) }],
    ['currency_mismatch', '/currency', line('1', { currency: 'USD' })],
    ['currency_mismatch', '/currency', refund('r', '1', 5, { currency: 'USD' })],
    ['amount_negative', '/paid_minor', line('1', { paid_minor: -1 })],
    ['amount_negative', '/amount_minor', refund('r', '1', -5)],
    ['amount_unsafe', '/gross_minor', line('1', { gross_minor: 2 ** 53 })],
    ['amount_unsafe', '/gross_minor', line('1', { gross_minor: 2 ** 52, currency: 'USD', fx_rate: 3 })],
    ['quantity_invalid', '/quantity', line('1', { quantity: 0 })],
    ['quantity_invalid', '/quantity', line('1', { quantity: -2 })],
    ['future_dated', '/ordered_at', line('1', { ordered_at: '2024-06-01T12:05:01Z' })],
    ['future_dated', '/at', { ...event, at: '2024-06-01T14:05:01+02:00' }],
    ['time_invalid', '/ordered_at', line('1', { ordered_at: '2023-02-29T10:00:00Z' })],
    ['time_invalid', '/ordered_at', line('1', { ordered_at: '2024-05-01 10:00:00' })],
    ['time_invalid', '/ordered_at', line('1', { ordered_at: '1700-05-01T10:00:00Z' })],
    ['unknown_category', '/category', { fact: 'item', source_id: 'i', name: 'Tea', category: 'nowhere' }],
    ['category_loop', '/categories/0/parent', tree(['a', 'b'], ['b', 'a'])],
    ['category_loop', '/categories/1/parent', tree(['r', null], ['a', 'a'])],
    ['category_parent_unknown', '/categories/0/parent', tree(['a', 'gone'])],
    ['schema_mismatch', '/categories/1', tree(['a', null], ['a', null])],
  ];
  it.each(cases)('%s at %s', async (code, pointer, row) => {
    const source = fresh();
    const receipt = await submit(source, row);
    expect(receipt).toMatchObject({ received: 1, accepted: 0, duplicate: 0, rejected: 1 });
    expect(receipt.rejections[0]).toMatchObject({ index: 0, code, pointer });
    const kept = await bench.ingest.rejected.list({ source });
    expect(kept.data).toHaveLength(1);
    expect(kept.data[0]).toMatchObject({
      code,
      status: 'open',
      rejected_id: receipt.rejections[0]!.rejected_id,
    });
    expect(kept.data[0]!.detail.length).toBeGreaterThan(10);
  });

  it('revision_conflict: the same revision with other content', async () => {
    const source = fresh();
    expect(await counts(source, line('1'))).toEqual([1, 0, 0, '']);
    expect(await counts(source, line('1', { paid_minor: 900 }))).toEqual([0, 0, 1, 'revision_conflict']);
    expect(await counts(source, line('1'))).toEqual([0, 1, 0, '']);
  });

  it('refund_exceeds_line: cumulative, and exchanges count', async () => {
    const source = fresh();
    await submit(source, line('1'));
    expect(await counts(source, refund('r1', '1', 600))).toEqual([1, 0, 0, '']);
    expect(await counts(source, refund('r2', '1', 401))).toEqual([0, 0, 1, 'refund_exceeds_line']);
    const exchange = { fact: 'exchange', source_id: 'x', line: '1', delta_minor: 100, currency: 'EUR' };
    expect(await counts(source, { ...exchange, exchanged_at: '2024-05-02T00:00:00Z' })).toEqual([
      1,
      0,
      0,
      '',
    ]);
    expect(await counts(source, refund('r2', '1', 401))).toEqual([1, 0, 0, '']);
    expect(await counts(source, refund('r3', '1', 100))).toEqual([0, 0, 1, 'refund_exceeds_line']);
    expect(await counts(source, refund('r3', '1', 99))).toEqual([1, 0, 0, '']);
  });

  it('a million rejects would be paged: the cursor visits every row once', async () => {
    const source = fresh();
    const rows = Array.from({ length: 250 }, (_, i) => line(`${i}`, { quantity: -1 }));
    const receipt = await submit(source, ...rows);
    expect(receipt.rejected).toBe(250);
    expect(receipt.rejections).toHaveLength(100);
    const seen = new Set<string>();
    let cursor: string | undefined;
    do {
      const page = await bench.ingest.rejected.list({ source, limit: 60, ...(cursor ? { cursor } : {}) });
      for (const row of page.data) seen.add(row.rejected_id);
      cursor = page.next_cursor ?? undefined;
    } while (cursor);
    expect(seen.size).toBe(250);
    await expect(bench.ingest.rejected.list({ cursor: 'nonsense' })).rejects.toMatchObject({
      code: 'bad_request',
    });
  });
});

describe('replay', () => {
  it('a mended row is accepted; again it is a duplicate; as it was it stays open', async () => {
    const source = fresh();
    const { rejections } = await submit(source, line('1', { quantity: 0 }));
    const id = rejections[0]!.rejected_id;
    expect(await bench.ingest.rejected.replay(id)).toMatchObject({
      outcome: 'rejected',
      row: { status: 'open' },
    });
    const mended = line('1', { quantity: 2 });
    expect(await bench.ingest.rejected.replay(id, mended)).toMatchObject({
      outcome: 'accepted',
      row: { status: 'replayed' },
    });
    expect((await bench.ingest.rejected.replay(id, mended)).outcome).toBe('duplicate');
    expect((await bench.ingest.rejected.list({ source })).data).toHaveLength(1);
    expect((await bench.ingest.rejected.dismiss(id)).status).toBe('dismissed');
    await expect(bench.ingest.rejected.get('rej_no')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('an item waits for its tree', async () => {
    const source = fresh();
    const item = { fact: 'item', source_id: 'i', name: 'Tea', category: 'tea' };
    const { rejections } = await submit(source, item);
    expect(await counts(source, tree(['drinks', null], ['tea', 'drinks']))).toEqual([1, 0, 0, '']);
    expect((await bench.ingest.rejected.replay(rejections[0]!.rejected_id)).outcome).toBe('accepted');
  });

  it('the same rejected batch again adds no rejected row', async () => {
    const source = fresh();
    await submit(source, line('1', { quantity: 0 }), line('2'));
    expect(await counts(source, line('1', { quantity: 0 }), line('2'))).toEqual([
      0,
      1,
      1,
      'quantity_invalid',
    ]);
    expect((await bench.ingest.rejected.list({ source })).data).toHaveLength(1);
  });
});

describe('identity', () => {
  it('equal rows of one document are facts, the document again is duplicates', async () => {
    const source = fresh();
    const { source_id: _, ...anonymous } = line('1');
    const batch = { source, document: 'may.csv', backfilled: true, rows: [anonymous, anonymous, anonymous] };
    expect(await bench.ingest.submit(batch)).toMatchObject({ accepted: 3, duplicate: 0 });
    expect(await bench.ingest.submit(batch)).toMatchObject({ accepted: 0, duplicate: 3 });
    expect(await bench.ingest.submit({ ...batch, startIndex: 2 })).toMatchObject({
      accepted: 2,
      duplicate: 1,
    });
  });

  it('repeats inside a batch are duplicates; corrections supersede; old revisions are kept and superseded', async () => {
    const source = fresh();
    expect(await counts(source, line('1'), line('1'))).toEqual([1, 1, 0, '']);
    expect(await counts(source, line('1', { revision: 3, paid_minor: 700 }))).toEqual([1, 0, 0, '']);
    expect(await counts(source, line('1', { revision: 1, paid_minor: 800 }))).toEqual([1, 0, 0, '']);
    expect(await counts(source, line('1', { revision: 1, paid_minor: 800 }))).toEqual([0, 1, 0, '']);
    expect(await counts(source, line('1', { revision: 1, paid_minor: 801 }))).toEqual([
      0,
      0,
      1,
      'revision_conflict',
    ]);
    expect(await counts(source, line('1'))).toEqual([0, 1, 0, '']);
    await bench.ingest.flush();
    const rows = await current(bench.warehouse, 'order_lines', 'line_id', 'order_line', source);
    expect(rows).toMatchObject([{ revision: 3, paid_minor: 700 }]);
    const all = await bench.warehouse.query(
      'SELECT revision FROM order_lines WHERE source = {source:String}',
      { source },
    );
    expect(all).toHaveLength(3);
  });

  it('history kinds: another valid_from is another row, not a correction', async () => {
    const source = fresh();
    const offer = { fact: 'offer', source_id: 'o', shop: 's', variant: 'v', currency: 'EUR' };
    const may = { ...offer, price_minor: 100, valid_from: '2024-05-01T00:00:00Z' };
    const june = { ...offer, price_minor: 120, valid_from: '2024-06-01T00:00:00Z' };
    expect(await counts(source, may, june, may)).toEqual([2, 1, 0, '']);
    expect(await counts(source, { ...may, price_minor: 90 })).toEqual([0, 0, 1, 'revision_conflict']);
  });

  it('two submits with the same ids at the same time: each fact once', async () => {
    const source = fresh();
    const rows = Array.from({ length: 5_000 }, (_, i) => line(`${i}`));
    const receipts = await Promise.all([
      submit(source, ...rows),
      submit(source, ...rows),
      submit(source, ...rows),
    ]);
    const sum = (name: 'accepted' | 'duplicate') =>
      receipts.reduce((total, receipt) => total + receipt[name], 0);
    expect([sum('accepted'), sum('duplicate')]).toEqual([5_000, 10_000]);
    await bench.ingest.flush();
    const [found] = await bench.warehouse.query<object>(
      'SELECT count() AS n, uniqExact(line_id) AS ids FROM order_lines WHERE source = {source:String}',
      { source },
    );
    expect(found).toEqual({ n: 5_000, ids: 5_000 });
  });

  it('a dry run stores nothing', async () => {
    const source = fresh();
    const dry = await bench.ingest.submit({ source, rows: [line('1'), line('1'), {}], dryRun: true });
    expect(dry).toMatchObject({ received: 3, accepted: 1, duplicate: 1, rejected: 1 });
    expect((await bench.ingest.rejected.list({ source })).data).toHaveLength(0);
    expect(await counts(source, line('1'))).toEqual([1, 0, 0, '']);
  });

  it('names of source and document are checked', async () => {
    await expect(submit('Not A Source', line('1'))).rejects.toMatchObject({ code: 'validation_failed' });
    const batch = { source: 'a', document: 'x'.repeat(300), rows: [] };
    await expect(bench.ingest.submit(batch)).rejects.toMatchObject({ code: 'validation_failed' });
  });
});

describe('order of arrival', () => {
  it('a refund before its line waits; what exceeds the line is voided, and may be replayed after a correction', async () => {
    const source = fresh();
    expect(await counts(source, refund('r1', '1', 700), refund('r2', '1', 500))).toEqual([2, 0, 0, '']);
    expect(await counts(source, line('1'))).toEqual([1, 0, 0, '']);
    const [voided] = (await bench.ingest.rejected.list({ source })).data;
    expect(voided).toMatchObject({ fact: 'refund', code: 'refund_exceeds_line', row: { source_id: 'r2' } });
    expect(await counts(source, refund('r2', '1', 500))).toEqual([0, 0, 1, 'refund_exceeds_line']);
    await submit(source, line('1', { revision: 1, paid_minor: 1200 }));
    expect((await bench.ingest.rejected.replay(voided!.rejected_id)).outcome).toBe('accepted');
    expect((await bench.ingest.rejected.replay(voided!.rejected_id)).outcome).toBe('duplicate');
    await bench.ingest.flush();
    const rows = await current(bench.warehouse, 'refunds', 'refund_id', 'refund', source);
    expect(rows.map((row) => row.amount_minor).sort()).toEqual([500, 700]);
  });

  it('a correction that lowers what was paid voids the refund that no longer fits', async () => {
    const source = fresh();
    await submit(source, line('1'), refund('r1', '1', 300), refund('r2', '1', 600));
    await submit(source, line('1', { revision: 1, paid_minor: 500 }));
    await bench.ingest.flush();
    const rows = await current(bench.warehouse, 'refunds', 'refund_id', 'refund', source);
    expect(rows.map((row) => row.amount_minor)).toEqual([300]);
  });

  it('a corrected refund counts once, and may move to another line', async () => {
    const source = fresh();
    await submit(source, line('1'), line('2'), refund('r', '1', 900));
    expect(await counts(source, refund('r', '1', 1000, { revision: 1 }))).toEqual([1, 0, 0, '']);
    expect(await counts(source, refund('r', '2', 1000, { revision: 2 }))).toEqual([1, 0, 0, '']);
    expect(await counts(source, refund('s', '1', 1000))).toEqual([1, 0, 0, '']);
    expect(await counts(source, refund('t', '2', 1))).toEqual([0, 0, 1, 'refund_exceeds_line']);
  });
});

describe('what the warehouse gets', () => {
  it('lines in reporting currency, with what they were', async () => {
    const source = fresh();
    await submit(
      source,
      line('1', { currency: 'JPY', fx_rate: 0.0061, paid_minor: 1000, gross_minor: 2000 }),
    );
    await bench.ingest.flush();
    const [row] = await current(bench.warehouse, 'order_lines', 'line_id', 'order_line', source);
    expect(row).toMatchObject({
      paid_minor: 610,
      gross_minor: 1220,
      original_currency: 'JPY',
      original_paid_minor: 1000,
      fx_rate: 0.0061,
      account_id: bench.ingest.accountId(source, 'ann'),
      ordered_at: '2024-05-01 10:00:00.000',
    });
  });

  it('trees with paths, levels and leaves; names in both languages', async () => {
    const source = fresh();
    const given = tree(['tea', 'drinks'], ['drinks', null], ['green', 'tea']);
    given.categories[0]!.name = { 'zh-CN': '茶' } as never;
    await submit(source, given);
    await bench.ingest.flush();
    const rows = await bench.warehouse.query<Record<string, unknown>>(
      'SELECT source_id, level, is_leaf, length(path) AS depth, path[-1] = category_id AS ends, name_en, name_zh FROM categories WHERE source = {source:String} ORDER BY level',
      { source },
    );
    expect(rows).toEqual([
      { source_id: 'drinks', level: 1, is_leaf: 0, depth: 1, ends: 1, name_en: 'drinks', name_zh: 'drinks' },
      { source_id: 'tea', level: 2, is_leaf: 0, depth: 2, ends: 1, name_en: '茶', name_zh: '茶' },
      { source_id: 'green', level: 3, is_leaf: 1, depth: 3, ends: 1, name_en: 'green', name_zh: 'green' },
    ]);
  });

  it('every kind of fact loads', async () => {
    const source = fresh();
    const at = '2024-05-01T10:00:00+08:00';
    const rows = [
      tree(['tea', null]),
      { fact: 'account', source_id: 'ann', kind: 'consumer', created_at: at, member: true },
      { fact: 'account_person', source_id: 'm', account: 'ann', person: 'p', valid_from: at },
      { fact: 'merchant', source_id: 'm', name: { en: 'Leaf', 'zh-CN': '叶' } },
      { fact: 'shop', source_id: 's', merchant: 'm', name: 'Leaf & Co "Berlin"' },
      { fact: 'brand', source_id: 'b', name: 'Leaf' },
      {
        fact: 'item',
        source_id: 'i',
        name: 'Tea',
        category: 'tea',
        brand: 'b',
        attributes: { origin: '云南' },
      },
      { fact: 'variant', source_id: 'v', item: 'i', unit: 'g', unit_quantity: 100 },
      { fact: 'offer', source_id: 'o', shop: 's', variant: 'v', price_minor: 1200, currency: 'EUR' },
      line('1', {
        order: 'o1',
        item: 'i',
        shop: 's',
        variant: 'v',
        offer: 'o',
        merchant_order: 'mo',
        region: "l'été",
      }),
      { fact: 'payment', source_id: 'p', order: 'o1', paid_at: at, amount_minor: 1000, currency: 'EUR' },
      { fact: 'cancellation', source_id: 'c', order: 'o1', line: '1', cancelled_at: at },
      refund('r', '1', 10, { reason: 'tab\there', source_known_at: at }),
      { fact: 'exchange', source_id: 'x', line: '1', exchanged_at: at, delta_minor: -10, currency: 'EUR' },
      { fact: 'risk_verdict', source_id: 'k', subject: 'order', subject_id: 'o1', state: 'suspect', at },
      { ...event, account: 'ann', slot: 0, query: 'grüner tee' },
      { fact: 'consent', source_id: 'n', account: 'ann', purpose: 'marketing', granted: true, at },
      { fact: 'preference', source_id: 'f', account: 'ann', key: 'lang', value: 'zh', at },
    ];
    const receipt = await bench.ingest.submit({ source, rows, backfilled: true });
    expect(receipt).toMatchObject({ accepted: rows.length, rejected: 0 });
    await bench.ingest.flush();
    const tables = [
      'accounts',
      'account_persons',
      'merchants',
      'shops',
      'brands',
      'categories',
      'items',
      'variants',
    ];
    tables.push(
      'offers',
      'order_lines',
      'payments',
      'cancellations',
      'refunds',
      'exchanges',
      'risk_verdicts',
    );
    tables.push('events', 'consents', 'preferences');
    for (const table of tables) {
      const found = await bench.warehouse.query<{ backfilled: number; source_known_at: string | null }>(
        `SELECT * FROM ${table} WHERE source = {source:String}`,
        { source },
      );
      expect(found, table).toHaveLength(1);
      expect(found[0]!.backfilled, table).toBe(found[0]!.source_known_at === null ? 1 : 0);
    }
    const [slot] = await bench.warehouse.query(
      'SELECT slot, query FROM events WHERE source = {source:String}',
      { source },
    );
    expect(slot).toEqual({ slot: 0, query: 'grüner tee' });
  });

  it('known_at: commits name the sequences of each batch', async () => {
    const source = fresh();
    const { known_at } = await submit(source, line('1'), line('2'));
    await bench.ingest.flush();
    expect(bench.ingest.position()).toMatchObject({
      committed_seq: known_at,
      loaded_seq: known_at,
      loader_error: null,
    });
    const [commit] = await bench.warehouse.query<{ seq_from: number; seq_to: number }>(
      'SELECT seq_from, seq_to FROM commits WHERE source = {source:String}',
      { source },
    );
    expect(commit).toEqual({ seq_from: known_at - 1, seq_to: known_at });
  });
});

describe('personal data', () => {
  it('traits go to the ledger; erasure removes them, the facts and the rejected rows, and holds', async () => {
    const source = fresh();
    const bob = line('b', { account: 'bob' });
    await bench.ingest.identify({ source, account: 'ann', traits: { email: 'ann@example.org' } });
    await bench.ingest.identify({ source, account: 'ann', traits: { city: 'Köln\u0000' } });
    await submit(source, line('1', { order: 'o1' }), bob, line('2', { quantity: -1 }), refund('r', '1', 10));
    await submit(source, {
      fact: 'payment',
      source_id: 'p',
      order: 'o1',
      paid_at: bob.ordered_at,
      amount_minor: 1,
      currency: 'EUR',
    });
    await bench.ingest.flush();
    await submit(source, line('3'), { ...event, account: 'ann' });
    const id = bench.ingest.accountId(source, 'ann');
    const pii = 'SELECT traits FROM accounts_pii WHERE account_id = $1';
    expect(await bench.ledger.query(pii, [id])).toEqual([
      { traits: { email: 'ann@example.org', city: 'Köln' } },
    ]);

    const result = await bench.ingest.erase({ source, account: 'ann' });
    expect(result).toMatchObject({ account_id: id, complete: true });
    expect(await bench.ingest.erase({ source, account: 'ann' })).toEqual(result);
    expect(await bench.ledger.query(pii, [id])).toEqual([]);
    expect((await bench.ingest.rejected.list({ source })).data).toEqual([]);
    for (const table of ['events', 'refunds', 'payments']) {
      const [left] = await bench.warehouse.query<object>(
        `SELECT count() AS n FROM ${table} WHERE source = {source:String}`,
        { source },
      );
      expect(left, table).toEqual({ n: 0 });
    }
    const lines = await current(bench.warehouse, 'order_lines', 'line_id', 'order_line', source);
    expect(lines.map((row) => row.account_id)).toEqual([bench.ingest.accountId(source, 'bob')]);
    const stones = await bench.warehouse.query(
      'SELECT account_id FROM erasures WHERE account_id = {id:String}',
      { id },
    );
    expect(stones).toHaveLength(1);

    const late = [line('1', { order: 'o1' }), line('9'), refund('r2', '1', 5), { ...event, account: 'ann' }];
    const order = { fact: 'cancellation', source_id: 'c', order: 'o1', cancelled_at: bob.ordered_at };
    const receipt = await submit(source, ...late, order);
    expect(receipt).toMatchObject({ accepted: 0, rejected: 5 });
    expect(new Set(receipt.rejections.map(({ code }) => code))).toEqual(new Set(['erased']));
    const kept = JSON.stringify((await bench.ingest.rejected.list({ source })).data);
    expect(kept).not.toContain('ann');
    const again = { source, account: 'ann', traits: { email: 'x' } };
    await expect(bench.ingest.identify(again)).rejects.toMatchObject({ code: 'erased' });
    await bench.reopen();
    expect(await counts(source, line('10'))).toEqual([0, 0, 1, 'erased']);
    expect(await counts(source, bob)).toEqual([0, 1, 0, '']);
  });
});

describe('a crash in the middle of an erasure', () => {
  it('what the ledger still holds goes at the next start', async () => {
    const source = fresh();
    await bench.ingest.erase({ source, account: 'ann' });
    const id = bench.ingest.accountId(source, 'ann');
    // As if the process had died after the tombstone was in the log and before the ledger was reached.
    await bench.ledger.query('DELETE FROM erasures WHERE account_id = $1', [id]);
    await bench.ledger.query('INSERT INTO accounts_pii (account_id, source, source_id) VALUES ($1, $2, $3)', [
      id,
      source,
      'ann',
    ]);
    await bench.reopen();
    expect(await bench.ledger.query('SELECT 1 FROM accounts_pii WHERE account_id = $1', [id])).toEqual([]);
    expect(await bench.ledger.query('SELECT 1 AS n FROM erasures WHERE account_id = $1', [id])).toEqual([
      { n: 1 },
    ]);
    expect(await counts(source, line('1'))).toEqual([0, 0, 1, 'erased']);
  });
});

describe('Segment', () => {
  it('a batch of calls becomes events and traits, once', async () => {
    const source = fresh();
    const payload = {
      batch: [
        { type: 'identify', userId: 'ann', traits: { name: 'Ann' } },
        {
          type: 'track',
          event: 'Order Completed',
          messageId: 'm1',
          userId: 'ann',
          timestamp: '2024-05-01T10:00:00Z',
          properties: {
            order_id: 'o1',
            products: [
              { product_id: 'a', price: 1.25 },
              { product_id: 'b', price: 2 },
            ],
          },
        },
        { type: 'alias', messageId: 'm2' },
      ],
    };
    const receipt = await bench.ingest.segment({ source, type: 'batch', payload });
    expect(receipt).toMatchObject({ received: 4, accepted: 3, rejected: 1 });
    expect(await bench.ingest.segment({ source, type: 'batch', payload })).toMatchObject({
      accepted: 1,
      duplicate: 2,
    });
    await bench.ingest.flush();
    const rows = await current(bench.warehouse, 'events', 'event_id', 'event', source);
    expect(rows.map((row) => row.value_minor).sort()).toEqual([125, 200]);
  });

  it('a message sent again later is a duplicate, though its corrected time differs by the way it took', async () => {
    const source = fresh();
    const send = (sentAt: string, receivedAt: number, query = 'tea') => {
      const messages = [
        {
          type: 'track',
          event: 'Products Searched',
          messageId: 'm1',
          anonymousId: 'v',
          originalTimestamp: '2024-05-01T10:00:00Z',
          properties: { query },
        },
      ];
      return bench.ingest.segment({
        source,
        type: 'batch',
        payload: { batch: messages, sentAt },
        receivedAt,
      });
    };
    const at = Date.parse('2024-05-01T12:00:00Z');
    expect(await send('2024-05-01T10:00:01Z', at)).toMatchObject({ accepted: 1 });
    expect(await send('2024-05-01T10:00:09Z', at + 8_040)).toMatchObject({ duplicate: 1 });
    expect(await send('2024-05-01T10:00:09Z', at, 'coffee')).toMatchObject({ rejected: 1 });
    await bench.ingest.flush();
    const [row] = await current(bench.warehouse, 'events', 'event_id', 'event', source);
    // The sender's clock is two hours behind; the first arrival stands.
    expect(row).toMatchObject({ at: '2024-05-01 11:59:59.000', query: 'tea' });
  });
});
