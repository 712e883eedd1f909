import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GcError } from '../../base/index.ts';
import { Settings } from '../../contracts/index.ts';
import { type Bench, openBench } from '../test-support.ts';
import { type OpenImport, openImport, type RunImport, runImport } from './run-import.ts';

const DATA = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));
const there = existsSync(DATA);
if (!there) console.warn('Skipped: the public data sets are not at ../shared/data.');

const MAPPING = {
  source: 'lamp-shop',
  timezone: 'Europe/Berlin',
  currency: 'EUR',
  decimal_comma: true,
  csv: { delimiter: ';' },
  outputs: [
    { fact: 'category_tree', levels: ['group', 'kind'] },
    { fact: 'merchant', fields: { source_id: 'seller', name: 'seller' } },
    {
      fact: 'shop',
      fields: { source_id: 'seller', merchant: 'seller', name: { template: 'Shop {seller}' } },
    },
    { fact: 'item', fields: { source_id: 'sku', name: 'sku', category: { path: ['group', 'kind'] } } },
    { fact: 'account', fields: { source_id: 'customer' } },
    {
      fact: 'order_line',
      skip_when: [
        { column: 'status', in: ['cart'] },
        { column: 'price', less_than: 0 },
      ],
      fields: {
        source_id: { template: '{order}/{line}' },
        order: 'order',
        account: { column: 'customer', null_tokens: ['guest'] },
        shop: 'seller',
        item: 'sku',
        type: { column: 'status', map: { gift: 'gift' }, else: 'goods' },
        quantity: 'qty',
        gross_minor: 'price',
        paid_minor: 'price',
        ordered_at: { column: 'bought', format: 'DD.MM.YYYY HH:mm' },
        paid_at: { column: 'bought', format: 'DD.MM.YYYY HH:mm' },
      },
    },
    {
      fact: 'refund',
      skip_when: [
        { column: 'price', greater_than: -0.01 },
        { column: 'price', empty: true },
      ],
      fields: {
        source_id: { template: 'r-{order}/{line}' },
        line: { template: '{order}/{line}' },
        amount_minor: { column: 'price', absolute: true },
        refunded_at: { column: 'bought', format: 'DD.MM.YYYY HH:mm' },
      },
    },
  ],
};
const CSV = [
  'order;line;customer;seller;sku;group;kind;status;qty;price;bought',
  'A1;1;ann;Lux;L-1;Lamps;Desk;paid;2;1.234,50;05.03.2024 10:00',
  'A1;2;ann;Lux;L-2;Lamps;;paid;1;"9,99";05.03.2024 10:00',
  'A2;1;guest;Lux;L-1;Lamps;Desk;paid;1;10,00;31.03.2024 02:30',
  'A3;1;bob;Lux;L-1;Lamps;Desk;cart;1;10,00;06.03.2024 10:00',
  'A1;2;ann;Lux;L-2;Lamps;;back;1;-9,99;08.03.2024 10:00',
  'A4;1;bob;Lux;L-3;Lamps;Desk;paid;0;5,00;06.03.2024 10:00',
  'A5;1;bob;Lux;L-3;Lamps;Desk;paid;1;5,00;31.02.2024 10:00',
  'A6;1;bob;Lux;L-3;Lamps',
  'A7;1;bob;Lux;L-3;Lamps;Desk;gift;1;0;06.03.2024 10:00',
  '',
].join('\n');

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(bench.dir, name);
  await writeFile(path, content);
  return path;
}

async function run(open: OpenImport, options: Partial<RunImport> = {}) {
  const summary = await runImport(await openImport(open), {
    path: open.path,
    ingest: bench.ingest,
    ...options,
  });
  expect(summary.accepted + summary.duplicate + summary.rejected).toBe(summary.received);
  const codes = Object.values(summary.rejected_by_code).reduce((a, b) => a + b, 0);
  expect(codes).toBe(summary.rejected);
  return summary;
}

const failure = async (work: Promise<unknown>): Promise<GcError> =>
  work.then(
    () => expect.fail('should have failed'),
    (error) => {
      expect(error).toBeInstanceOf(GcError);
      return error;
    },
  );

describe('a mapped file', () => {
  it('dry run: counts everything, shows what is wrong, writes nothing', async () => {
    const path = await file('dry.csv', CSV);
    const summary = await run({ kind: 'generic', path, mapping: MAPPING }, { dryRun: true });
    expect(summary.state).toBe('done');
    expect(summary.rejected_by_code).toEqual({ quantity_invalid: 1, time_invalid: 1, malformed_row: 1 });
    expect(summary.samples.time_invalid![0]!.row).toMatchObject({ order: 'A5', bought: '31.02.2024 10:00' });
    expect(bench.ingest.position().committed_seq).toBe(0);
    expect(await bench.warehouse.query('SELECT 1 FROM order_lines')).toEqual([]);
  });

  it('gives several facts a row, in an order that holds together; again it is all duplicates', async () => {
    const path = await file('orders.csv', CSV);
    const stages: string[] = [];
    const first = await run(
      { kind: 'generic', path, mapping: MAPPING },
      { onProgress: ({ stage }) => stages.push(stage) },
    );
    expect(first).toMatchObject({ state: 'done', duplicate: 0, rejected: 3, rows_read: 9 });
    expect([...new Set(stages)]).toEqual(['catalogue', 'rows', 'loading', 'done']);
    const lines = await bench.warehouse.query(
      `SELECT paid_minor, type, quantity, account_id = '' AS guest, toString(ordered_at) AS at FROM order_lines
       WHERE source = 'lamp-shop' ORDER BY paid_minor`,
    );
    expect(lines).toEqual([
      { paid_minor: 0, type: 'gift', quantity: 1, guest: 0, at: '2024-03-06 09:00:00.000' },
      { paid_minor: 999, type: 'goods', quantity: 1, guest: 0, at: '2024-03-05 09:00:00.000' },
      // 02:30 did not exist in Berlin on that night: clocks went forward.
      { paid_minor: 1000, type: 'goods', quantity: 1, guest: 1, at: '2024-03-31 01:30:00.000' },
      { paid_minor: 123_450, type: 'goods', quantity: 2, guest: 0, at: '2024-03-05 09:00:00.000' },
    ]);
    const refunds = await bench.warehouse.query('SELECT amount_minor FROM refunds');
    expect(refunds).toEqual([{ amount_minor: 999 }]);
    const categories = await bench.warehouse.query('SELECT source_id, level FROM categories ORDER BY level');
    expect(categories).toEqual([
      { source_id: 'Lamps', level: 1 },
      { source_id: 'Lamps › Desk', level: 2 },
    ]);
    const again = await run({ kind: 'generic', path, mapping: MAPPING });
    expect(again).toMatchObject({ accepted: 0, duplicate: first.accepted, rejected: 3 });
  });

  it('accepts what is complete of a file that was cut, says so, and the whole file adds the rest', async () => {
    const mapping = { ...MAPPING, source: 'cut-shop' };
    const at = CSV.indexOf('A2;1;guest') + 20;
    const cut = await file('cut.csv', CSV.slice(0, at));
    const part = await run({ kind: 'generic', path: cut, mapping });
    expect(part).toMatchObject({ state: 'failed', error: { code: 'file_truncated' } });
    expect(part.accepted).toBeGreaterThan(0);
    const packed = await file('cut.csv.gz', gzipSync(CSV));
    const whole = await run({ kind: 'generic', path: packed, mapping });
    expect(whole).toMatchObject({ state: 'done', duplicate: part.accepted, rejected: 3 });
  });

  it('names what is wrong with a mapping, before a row is read', async () => {
    const path = await file('mapping.csv', CSV);
    const wrong = (outputs: object[]) =>
      failure(openImport({ kind: 'generic', path, mapping: { ...MAPPING, outputs } }));
    const line = MAPPING.outputs[5]!;
    expect(
      (await wrong([{ fact: 'order_line', fields: { order: 'order' } }])).causes.map((c) => c.detail),
    ).toContain('order_line needs quantity');
    expect((await wrong([{ ...line, fields: { ...line.fields, colour: 'sku' } }])).message).toContain(
      'no field colour',
    );
    const missing = { ...line, fields: { ...line.fields, order: 'bon' } };
    const path2 = await file('mapping2.csv', CSV);
    const summary = await run({ kind: 'generic', path: path2, mapping: { ...MAPPING, outputs: [missing] } });
    expect(summary.error).toMatchObject({ code: 'mapping_invalid' });
    expect(summary.error!.detail).toContain('bon');
    const notJson = await file('mapping.json', '{');
    expect((await failure(openImport({ kind: 'generic', path, mapping: notJson }))).code).toBe(
      'mapping_invalid',
    );
    expect(
      (await failure(openImport({ kind: 'generic', path: `${path}.none`, mapping: MAPPING }))).code,
    ).toBe('file_unreadable');
  });
});

describe('a file of facts', () => {
  const fact = (order: string) =>
    JSON.stringify({
      fact: 'order_line',
      order,
      quantity: 1,
      gross_minor: 100,
      paid_minor: 100,
      currency: 'EUR',
      ordered_at: '2024-04-01T10:00:00Z',
    });

  it('keeps equal rows apart, knows the file when it comes again, and keeps what it cannot read', async () => {
    const path = await file('facts.jsonl', `${fact('a')}\n${fact('a')}\n{"fact":\n${fact('b')}\n`);
    const first = await run({ kind: 'generic', path });
    expect(first).toMatchObject({ source: 'facts', accepted: 3, rejected_by_code: { malformed_row: 1 } });
    expect(await run({ kind: 'generic', path })).toMatchObject({ accepted: 0, duplicate: 3, rejected: 1 });
    const kept = await bench.ingest.rejected.list({ source: 'facts' });
    expect(kept.data.map((row) => [row.index, row.code])).toEqual([[2, 'malformed_row']]);
  });

  it('breaks off in its last record', async () => {
    const path = await file('broken.jsonl', `${fact('a')}\n${fact('b').slice(0, 30)}`);
    expect(await run({ kind: 'generic', path })).toMatchObject({
      state: 'failed',
      accepted: 1,
      error: { code: 'file_truncated' },
    });
  });

  it('stops between two chunks when it is cancelled; what was accepted stays', async () => {
    const rows = Array.from({ length: 60_000 }, (_, k) => fact(`c${k}`)).join('\n');
    const path = await file('many.jsonl', `${rows}\n`);
    const stop = new AbortController();
    const summary = await run(
      { kind: 'generic', path },
      {
        signal: stop.signal,
        onProgress: (state) => {
          if (state.received > 0) stop.abort();
        },
      },
    );
    expect(summary.state).toBe('cancelled');
    expect(summary.accepted).toBeGreaterThanOrEqual(2_000);
    expect(summary.accepted).toBeLessThan(60_000);
  });
});

describe.skipIf(!there)('the public data sets', () => {
  it('olist: sums in the warehouse equal the source; again it is all duplicates', {
    timeout: 300_000,
  }, async () => {
    const brl = await openBench({ settings: () => Settings.parse({ currency: 'BRL' }) });
    try {
      const open = { kind: 'olist', path: `${DATA}olist-sample` } as const;
      const import_ = async () => runImport(await openImport(open), { path: open.path, ingest: brl.ingest });
      const first = await import_();
      expect(first).toMatchObject({ state: 'done', rejected: 0, duplicate: 0 });
      let sum = 0;
      const importer = await openImport(open);
      for await (const chunk of importer.chunks()) {
        for (const fact of chunk.facts)
          if ('fact' in fact && fact.fact === 'order_line') sum += fact.paid_minor;
      }
      await importer.close();
      const [stored] = await brl.warehouse.query(
        'SELECT count() AS n, sum(paid_minor) AS paid FROM order_lines',
      );
      expect(stored).toEqual({ n: 9116, paid: sum });
      expect(await import_()).toMatchObject({ accepted: 0, duplicate: first.accepted });
    } finally {
      await brl.close();
    }
  });

  it('a Parquet file that was cut, or is none, says so', async () => {
    const whole = await readFile(`${DATA}uci-online-retail/online_retail_2009_2011.parquet`);
    const cut = await file('cut.parquet', whole.subarray(0, 100_000));
    expect((await failure(openImport({ kind: 'uci-online-retail', path: cut }))).code).toBe('file_truncated');
    const none = await file('none.parquet', 'this is not a table at all');
    expect((await failure(openImport({ kind: 'uci-online-retail', path: none }))).code).toBe(
      'file_unreadable',
    );
    expect((await failure(openImport({ kind: 'olist', path: bench.dir }))).code).toBe('file_unreadable');
  });

  it('a Parquet file goes through a mapping like any other', async () => {
    const mapping = {
      source: 'olist-by-mapping',
      timezone: 'America/Sao_Paulo',
      outputs: [{ fact: 'account', fields: { source_id: 'customer_unique_id', region: 'customer_state' } }],
    };
    const path = `${DATA}olist-sample/orders.parquet`;
    const summary = await run({ kind: 'generic', path, mapping });
    expect(summary).toMatchObject({ state: 'done', rows_read: 8000, accepted: 7969, rows_total: 8000 });
  });
});
