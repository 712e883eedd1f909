import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWarehouse, type Warehouse } from '../warehouse/index.ts';
import { contentHash, timeOf, timeText } from './codec.ts';
import { COLUMNS, TABLES, type Table } from './columns.ts';
import { RowBuffer, type Value } from './row-buffer.ts';

let dir: string;
let warehouse: Warehouse;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gc-rows-'));
  warehouse = await openWarehouse({ dir: join(dir, 'warehouse') });
});
afterAll(async () => {
  await warehouse.close();
  await rm(dir, { recursive: true, force: true });
});

const text = fc.oneof(fc.string({ maxLength: 20 }), fc.string({ unit: 'grapheme', maxLength: 200 }));
const safe = fc.maxSafeInteger();
const time = fc.integer({ min: Date.UTC(1900, 0, 2), max: Date.UTC(2299, 11, 31) });
const VALUES: Record<string, fc.Arbitrary<Value>> = {
  text,
  u8: fc.nat(1),
  u16nil: fc.option(fc.nat(65_535)),
  u32: fc.nat(4_294_967_295),
  u64: fc.nat(Number.MAX_SAFE_INTEGER),
  i64: safe,
  // JSON has no −0.
  f64: fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0),
  time,
  timenil: fc.option(time),
  texts: fc.array(text, { maxLength: 4 }),
  dict: fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), text, { maxKeys: 4, noNullPrototype: true }),
};

/** The slow road to the same rows: JSON, as the engine reads it. */
function asJson(table: Table, record: Record<string, Value>): string {
  const shown = COLUMNS[table].map(({ name, type }) => {
    const value = record[name] ?? null;
    return [name, type.startsWith('time') && value !== null ? timeText(value as number) : value];
  });
  return JSON.stringify(Object.fromEntries(shown.filter(([, value]) => value !== null)));
}

describe('rows', () => {
  it('every table is known to the warehouse, with every column', async () => {
    for (const table of TABLES) {
      const found = await warehouse.query<{ name: string; type: string }>(
        `SELECT name, replaceAll(type, 'LowCardinality(String)', 'String') AS type FROM system.columns
         WHERE database = currentDatabase() AND table = {table:String} ORDER BY name`,
        { table },
      );
      expect(found, table).toEqual(
        COLUMNS[table]
          .map(({ name, engineType }) => ({ name, type: engineType }))
          .sort((a, b) => (a.name < b.name ? -1 : 1)),
      );
    }
  });

  it.each(TABLES)('%s: as bytes and as JSON, the same rows are loaded', async (table) => {
    const columns = COLUMNS[table];
    const record = fc.record(
      Object.fromEntries(columns.map(({ name, type }) => [name, VALUES[type]!])),
    ) as fc.Arbitrary<Record<string, Value>>;
    const records = fc.sample(record, 30);
    const rows = new RowBuffer(64);
    for (const [i, one] of records.entries()) {
      one.seq = i;
      if (columns.at(-3)!.name !== 'backfilled') rows.add(columns, one);
      else {
        // Forgotten, because it is not kept.
        rows.begin();
        rows.record(columns, records[0]!);
        rows.begin();
        rows.record(columns, one);
        rows.commit(one.backfilled === 1, one.revision as number, i);
      }
    }
    expect(rows.rows).toBe(records.length);
    const binary = join(dir, `${table}.bin`);
    const json = join(dir, `${table}.ndjson`);
    await writeFile(binary, rows.kept);
    await writeFile(json, records.map((one) => asJson(table, one)).join('\n'));
    const all = async () => {
      const order = columns.map(({ name }) => name).join(', ');
      const found = await warehouse.query(`SELECT * FROM ${table} ORDER BY ${order}`);
      await warehouse.exec(`TRUNCATE TABLE ${table}`);
      return found;
    };
    await warehouse.loadBinary(
      table,
      binary,
      columns.map(({ name, engineType }) => [name, engineType]),
    );
    const loaded = await all();
    expect(loaded.length).toBe(records.length);
    await warehouse.load(table, json);
    expect(loaded).toEqual(await all());
  });
});

describe('codec', () => {
  it('an instant is what Date says', () => {
    fc.assert(
      fc.property(time, fc.boolean(), (ms, whole) => {
        const iso = new Date(ms).toISOString();
        const given = whole ? `${iso.slice(0, 19)}Z` : iso;
        expect(timeOf(given)).toBe(Date.parse(given));
        expect(timeOf(given.replace('Z', '+02:00'))).toBe(Date.parse(given) - 7_200_000);
      }),
      { numRuns: 2_000 },
    );
    expect([timeOf('1899-12-31T23:59:59Z'), timeOf('2300-01-01T00:00:00Z')]).toEqual([null, null]);
    expect(timeOf('2000-02-29T00:00:00Z')).toBe(Date.UTC(2000, 1, 29));
  });

  it('other content has another hash, wherever the difference is', () => {
    const data = new Uint8Array(203).map((_, i) => i * 7);
    const view = new DataView(data.buffer);
    const seen = new Set([contentHash(view, 0, 203)]);
    for (let bit = 0; bit < 203 * 8; bit++) {
      data[bit >> 3]! ^= 1 << (bit & 7);
      seen.add(contentHash(view, 0, 203));
      data[bit >> 3]! ^= 1 << (bit & 7);
    }
    for (let to = 0; to < 203; to++) seen.add(contentHash(view, 0, to));
    seen.add(contentHash(view, 0, 203, 1));
    expect(seen.size).toBe(1 + 203 * 8 + 203 + 1);
    for (const hash of seen) expect(Number.isSafeInteger(hash)).toBe(true);
  });
});
