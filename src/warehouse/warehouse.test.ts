import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveHttp } from './http-front.ts';
import { migrate, openWarehouse, type Warehouse, type WarehouseAddress } from './index.ts';
import { migrations } from './migrations/migrations.gen.ts';

const scratch = mkdtempSync(join(tmpdir(), 'grandcanal-warehouse-'));
let front: Awaited<ReturnType<typeof serveHttp>> | undefined;
afterAll(async () => {
  await front?.close();
  rmSync(scratch, { recursive: true, force: true });
});

/** One contract, on every engine behind the port. */
const engines: { name: string; address: WarehouseAddress | (() => Promise<WarehouseAddress>) }[] = [
  { name: 'chDB', address: { dir: join(scratch, 'warehouse') } },
  {
    // The driver of servers, where there is none: the same engine behind ClickHouse's HTTP interface.
    name: 'chDB by HTTP',
    address: async () => {
      front = await serveHttp(join(scratch, 'http'));
      return { url: front.url };
    },
  },
];
if (process.env.CLICKHOUSE_URL) {
  const database = `grandcanal_test_${process.pid}`;
  engines.push({ name: 'ClickHouse server', address: { url: process.env.CLICKHOUSE_URL, database } });
} else {
  console.log('skipped: the warehouse on a ClickHouse server (CLICKHOUSE_URL is not set)');
}

describe.each(engines)('warehouse on $name', ({ address: given }) => {
  let address: WarehouseAddress;
  let warehouse: Warehouse;

  beforeAll(async () => {
    address = typeof given === 'function' ? await given() : given;
    warehouse = await openWarehouse(address);
  });
  afterAll(async () => {
    if (address && 'database' in address) await warehouse?.exec(`DROP DATABASE ${address.database} SYNC`);
    await warehouse?.close();
  });

  const file = (name: string, rows: readonly unknown[]) => {
    const path = join(scratch, `${name}.ndjson`);
    writeFileSync(path, rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n'));
    return path;
  };

  it('gives values of every type as JSON, 64-bit integers and decimals as numbers', async () => {
    const [row] = await warehouse.query(`SELECT
      toUInt64(9007199254740991) AS safe, toString(toUInt64(18446744073709551615)) AS unsafe, toInt64(-5) AS negative,
      toDecimal64(1.25, 2) AS exact, 0.1 AS float, 0 / 0 AS nan, 1 / 0 AS infinite, NULL AS nothing,
      toNullable('x') AS maybe, true AS yes, [1, 2] AS list, map('k', 'v') AS dict,
      CAST((1, 'a'), 'Tuple(n UInt8, s String)') AS named, (1, 'a') AS pair,
      toDateTime64('2024-02-29 23:59:59.123', 3, 'UTC') AS at, toDate('2024-02-29') AS day, '中文 "\\n' AS text`);
    expect(row).toEqual({
      safe: 9007199254740991,
      unsafe: '18446744073709551615',
      negative: -5,
      exact: 1.25,
      float: 0.1,
      nan: null,
      infinite: null,
      nothing: null,
      maybe: 'x',
      yes: true,
      list: [1, 2],
      dict: { k: 'v' },
      named: { n: 1, s: 'a' },
      pair: [1, 'a'],
      at: '2024-02-29 23:59:59.123',
      day: '2024-02-29',
      text: '中文 "\n',
    });
    expect(await warehouse.query('SELECT 1 AS one WHERE 0')).toEqual([]);
  });

  it('binds parameters in the engine, whatever they hold', async () => {
    const nasty = `'; DROP TABLE order_lines; -- \\ \n\t"{x:String}" 中文`;
    const [row] = await warehouse.query(
      `SELECT {text:String} AS text, toString({big:UInt64}) AS big, {n:Int64} AS n, {f:Float64} AS f, {yes:Bool} AS yes,
         {none:Nullable(String)} AS none, {day:Date} AS day, {list:Array(String)} AS list, {ids:Array(UInt32)} AS ids,
         {empty:Array(String)} AS empty, (SELECT count() FROM {table:Identifier}) AS rows`,
      {
        text: nasty,
        big: '18446744073709551615',
        n: -Number.MAX_SAFE_INTEGER,
        f: 0.1,
        yes: true,
        none: null,
        day: '2024-02-29',
        list: [nasty, ''],
        ids: [1, 2],
        empty: [],
        table: 'commits',
      },
    );
    expect(row).toEqual({
      text: nasty,
      big: '18446744073709551615',
      n: -Number.MAX_SAFE_INTEGER,
      f: 0.1,
      yes: true,
      none: null,
      day: '2024-02-29',
      list: [nasty, ''],
      ids: [1, 2],
      empty: [],
      rows: 0,
    });
  });

  it('says what is wrong with a statement, and works on', async () => {
    for (const sql of ['SELECT * FROM no_such_table', 'SELEC 1', 'SELECT {missing:String}']) {
      await expect(warehouse.query(sql)).rejects.toMatchObject({ code: 'warehouse_query_failed' });
    }
    await expect(warehouse.exec('-- purpose: break\nSELECT throwIf(1)')).rejects.toMatchObject({
      code: 'warehouse_query_failed',
      message: expect.stringMatching(/\(break\)$/),
    });
    expect(await warehouse.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('lets nothing of a query that failed half-way into the next result', async () => {
    const failing = () =>
      warehouse.query(
        'SELECT number, throwIf(number = 20000) FROM numbers(100000) SETTINGS max_block_size = 1000',
      );
    for (let round = 0; round < 3; round++) {
      const results = await Promise.allSettled([failing(), failing(), failing(), failing()]);
      expect(results.map((r) => r.status)).toEqual(['rejected', 'rejected', 'rejected', 'rejected']);
      const next = await Promise.all(
        [1, 2, 3, 4, 5, 6].map((n) => warehouse.query('SELECT {n:UInt8} AS n', { n })),
      );
      expect(next.flat()).toEqual([1, 2, 3, 4, 5, 6].map((n) => ({ n })));
    }
  });

  it('runs several statements of one text, with parameters and comments', async () => {
    await warehouse.exec(
      `-- a table; of numbers
       CREATE TABLE numbers_here (n UInt64) ENGINE = MergeTree ORDER BY n; -- made
       INSERT INTO numbers_here SELECT number + {from:UInt64} FROM numbers(3);
       INSERT INTO numbers_here SELECT length(';')`,
      { from: 10 },
    );
    expect(await warehouse.query('SELECT n FROM numbers_here ORDER BY n')).toEqual(
      [1, 10, 11, 12].map((n) => ({ n })),
    );
  });

  it('loads NDJSON: missing columns take defaults, times are ISO 8601, the count is told', async () => {
    const path = file('lines', [
      {
        line_id: 'l1',
        account_id: 'a',
        paid_minor: Number.MAX_SAFE_INTEGER,
        ordered_at: '2024-02-29T23:59:59.123+08:00',
        confirmed_at: null,
        seq: 1,
      },
      '',
      {
        line_id: 'l2 中文',
        account_id: 'a',
        paid_minor: -1,
        ordered_at: '2024-02-29T00:00:00Z',
        confirmed_at: '2024-03-01T00:00:00.5Z',
        seq: 2,
      },
    ]);
    expect(await warehouse.load('order_lines', path)).toBe(2);
    expect(
      await warehouse.query(
        'SELECT line_id, paid_minor, ordered_at, confirmed_at, paid_at, quantity, shop_id FROM order_lines ORDER BY seq',
      ),
    ).toEqual([
      {
        line_id: 'l1',
        paid_minor: Number.MAX_SAFE_INTEGER,
        ordered_at: '2024-02-29 15:59:59.123',
        confirmed_at: null,
        paid_at: null,
        quantity: 0,
        shop_id: '',
      },
      {
        line_id: 'l2 中文',
        paid_minor: -1,
        ordered_at: '2024-02-29 00:00:00.000',
        confirmed_at: '2024-03-01 00:00:00.500',
        paid_at: null,
        quantity: 0,
        shop_id: '',
      },
    ]);
    const items = [
      { item_id: 'i', attributes: { colour: 'red' }, valid_from: '2024-01-01T00:00:00Z', seq: 1 },
    ];
    expect(await warehouse.load('items', file('items', items))).toBe(1);
    expect(await warehouse.query('SELECT attributes FROM items')).toEqual([
      { attributes: { colour: 'red' } },
    ]);
    expect(await warehouse.load('items', file('empty', []))).toBe(0);
  });

  it('loads all of a file or nothing: unknown fields, broken rows and missing things are refused', async () => {
    const good = Array.from({ length: 70_000 }, (_, i) => ({ refund_id: `r${i}`, line_id: 'l', seq: i }));
    const wrong: [unknown, RegExp][] = [
      [{ refund_id: 'x', colour: 'red' }, /colour/],
      ['{"refund_id": "x", ', /./],
      [{ refund_id: 'x', amount_minor: 'many' }, /./],
      [{ refund_id: 'x', refunded_at: 'yesterday' }, /./],
    ];
    for (const [row, message] of wrong) {
      await expect(warehouse.load('refunds', file('wrong', [...good, row]))).rejects.toMatchObject({
        code: 'warehouse_query_failed',
        message: expect.stringMatching(message),
      });
    }
    await expect(warehouse.load('no_such_table', file('items2', [{}]))).rejects.toMatchObject({
      code: 'warehouse_query_failed',
    });
    await expect(warehouse.load('refunds', join(scratch, 'no-such-file'))).rejects.toThrow();
    expect(await warehouse.query('SELECT count() AS n FROM refunds')).toEqual([{ n: 0 }]);
    expect(await warehouse.load('refunds', file('good', good))).toBe(70_000);
    expect(await warehouse.query('SELECT count() AS n, uniqExact(_part) AS parts FROM refunds')).toEqual([
      { n: 70_000, parts: 1 },
    ]);
  });

  it('loads what a SELECT makes of lines, whole or not at all', async () => {
    const path = join(scratch, 'lines.txt');
    writeFileSync(path, ['{"id":"é\\u4e2d","n":[1,2]}', '{"id":"b \\"q\\"","n":[]}', ''].join('\n'));
    const columns = ['brand_id', 'seq', 'name_en'];
    const select = `WITH JSONExtractString(line, 'id') AS id
      SELECT id, arrayJoin(JSONExtract(line, 'n', 'Array(UInt64)')) + {more:UInt8}, if(has({gone:Array(String)}, id), '', line)`;
    await warehouse.loadLines('brands', path, columns, select, { more: 5, gone: ['x'] });
    expect(await warehouse.query('SELECT brand_id, seq, name_en FROM brands ORDER BY seq')).toEqual([
      { brand_id: 'é中', seq: 6, name_en: '{"id":"é\\u4e2d","n":[1,2]}' },
      { brand_id: 'é中', seq: 7, name_en: '{"id":"é\\u4e2d","n":[1,2]}' },
    ]);
    await expect(warehouse.loadLines('brands', path, ['colour'], 'SELECT line', {})).rejects.toMatchObject({
      code: 'warehouse_query_failed',
    });
    await expect(
      warehouse.loadLines('brands', join(scratch, 'none'), ['brand_id'], 'SELECT line'),
    ).rejects.toThrow();
  });

  it('loads RowBinary: named columns only, whole or not at all', async () => {
    const columns = [
      ['seq', 'UInt64'],
      ['category_id', 'String'],
      ['path', 'Array(String)'],
      ['valid_from', "DateTime64(3, 'UTC')"],
      ['source_known_at', "Nullable(DateTime64(3, 'UTC'))"],
      ['source', 'String'],
    ] as const;
    const row = (seq: number) => {
      const numbers = Buffer.alloc(17);
      numbers.writeBigUInt64LE(BigInt(seq));
      const times = Buffer.alloc(8);
      times.writeBigInt64LE(-1n);
      return Buffer.concat([
        numbers.subarray(0, 8),
        Buffer.from('\u0001c\u0002\u0001a\u0003\u4e2d'),
        times,
        Buffer.from([1, 4]),
        Buffer.from('shop'),
      ]);
    };
    const path = join(scratch, 'rows.bin');
    const all = Buffer.concat([row(1), row(2)]);
    writeFileSync(path, all);
    await warehouse.loadBinary('categories', path, columns);
    const read = () =>
      warehouse.query(
        'SELECT seq, category_id, path, valid_from, source_known_at, source, name_en FROM categories ORDER BY seq',
      );
    const expected = [1, 2].map((seq) => ({
      seq,
      category_id: 'c',
      path: ['a', '中'],
      valid_from: '1969-12-31 23:59:59.999',
      source_known_at: null,
      source: 'shop',
      name_en: '',
    }));
    expect(await read()).toEqual(expected);
    writeFileSync(path, all.subarray(0, -3));
    await expect(warehouse.loadBinary('categories', path, columns)).rejects.toMatchObject({
      code: 'warehouse_query_failed',
    });
    await expect(warehouse.loadBinary('categories', path, [['colour', 'String']])).rejects.toMatchObject({
      code: 'warehouse_query_failed',
    });
    await expect(warehouse.loadBinary('categories', join(scratch, 'none'), columns)).rejects.toThrow();
    expect(await read()).toEqual(expected);
  });

  it('exports little-endian binary in order, over what was there', async () => {
    const path = join(scratch, `it's.bin`);
    writeFileSync(path, 'x'.repeat(100_000));
    await warehouse.exportBinary(
      'WITH n AS (SELECT number FROM numbers({count:UInt32})) SELECT toUInt32(number), toFloat64(number) / 2 FROM n ORDER BY number DESC',
      { count: 1000 },
      path,
    );
    const bytes = readFileSync(path);
    expect(bytes.length).toBe(1000 * 12);
    expect([bytes.readUInt32LE(0), bytes.readDoubleLE(4), bytes.readUInt32LE(12)]).toEqual([999, 499.5, 998]);
    await expect(
      warehouse.exportBinary('SELECT throwIf(number = 900000) FROM numbers(1000000)', {}, path),
    ).rejects.toMatchObject({ code: 'warehouse_query_failed' });
  });

  it('answers many at once, a short query during a long one', async () => {
    const long = warehouse.query<{ n: number }>(
      'SELECT count() AS n FROM numbers(20000000) WHERE sipHash64(number) % 3 = 0',
    );
    let ended = false;
    void long.then(() => {
      ended = true;
    });
    const short = await Promise.all(
      Array.from({ length: 20 }, (_, n) => warehouse.query('SELECT {n:UInt8} AS n', { n })),
    );
    expect(short.flat()).toEqual(Array.from({ length: 20 }, (_, n) => ({ n })));
    expect(ended).toBe(false);
    await long;
  });

  it('migrates once: a second run does nothing, an edited step is refused, a broken one can be run again', async () => {
    const applied = () =>
      warehouse.query('SELECT version, done, checksum, at FROM schema_migrations ORDER BY version, done');
    const before = await applied();
    await migrate(warehouse);
    expect(await applied()).toEqual(before);

    const edited = migrations.map((m) => (m.version === 1 ? { ...m, text: `${m.text}\nSELECT 1;` } : m));
    await expect(migrate(warehouse, edited)).rejects.toMatchObject({ code: 'warehouse_query_failed' });

    const table = (name: string) => `CREATE TABLE ${name} (n UInt8) ENGINE = MergeTree ORDER BY n;\n`;
    const next = { version: migrations.length + 1, name: 'next' };
    const half = { ...next, text: `${table('first')}SELECT throwIf(1);` };
    await expect(migrate(warehouse, [...migrations, half])).rejects.toThrow();
    await migrate(warehouse, [...migrations, { ...next, text: `${table('first')}${table('second')}` }]);
    expect(await warehouse.query('SELECT * FROM first, second')).toEqual([]);
  });

  it('refuses a schema newer than this code, and keeps what it held over closing', async () => {
    await warehouse.close();
    await expect(warehouse.query('SELECT 1')).rejects.toThrow();
    await expect(openWarehouse(address)).rejects.toMatchObject({ code: 'data_folder_newer' });
    warehouse = await openWarehouse(address, { migrate: false });
    expect(await warehouse.query('SELECT count() AS n FROM refunds')).toEqual([{ n: 70_000 }]);
  });
});
