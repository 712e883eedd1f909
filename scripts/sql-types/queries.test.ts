import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts';
import { queryFiles, queryModules, tsOfColumn } from './queries.ts';

const root = mkdtempSync(join(tmpdir(), 'grandcanal-sql-types-'));
let warehouse: Warehouse;
let ledger: PGlite;

beforeAll(async () => {
  warehouse = await openWarehouse({ dir: join(root, 'warehouse') }, { migrate: false });
  ledger = await PGlite.create();
  await ledger.exec('CREATE TABLE people (id bigint PRIMARY KEY, at timestamptz, tags text[])');
});
afterAll(async () => {
  await ledger?.close();
  await warehouse?.close();
  rmSync(root, { recursive: true, force: true });
});

it('types files by their engines, in the order of their setup, and leaves nothing behind', async () => {
  const folder = join(root, 'room', 'sql');
  mkdirSync(folder, { recursive: true });
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const header = '-- purpose: p\n-- grain: one row per x\n';
  write(
    'lines-table.sql',
    `${header}CREATE TABLE {lines:Identifier} (a UInt64, b Nullable(String)) ENGINE = Memory;`,
  );
  write(
    'fill.sql',
    `${header}-- setup: lines-table.sql\nINSERT INTO {lines:Identifier} SELECT {n:UInt64}, 'x:{no:Type}' -- {nor:Type}\n;`,
  );
  write(
    'of-day.sql',
    `${header}-- setup: fill.sql\nSELECT a, b, count() AS n FROM {lines:Identifier} WHERE today() > {day:Date} GROUP BY a, b;`,
  );
  write(
    'people.sql',
    `${header}-- engine: ledger\nSELECT id, at, tags FROM people WHERE id > $1 AND at < $2`,
  );
  write('broken.sql', `${header}SELECT nonsense FROM nowhere`);
  write('no-grain.sql', '-- purpose: p\nSELECT 1');

  const { modules, errors } = await queryModules(queryFiles(root), warehouse, ledger);
  const text = (name: string) => modules.get(join(folder, `${name}.sql.gen.ts`)) ?? '';
  expect(text('of-day')).toContain('export type OfDayParams = { lines: string; day: string };');
  expect(text('of-day')).toContain(
    '  a: number; // UInt64\n  b: string | null; // Nullable(String)\n  n: number; // UInt64\n',
  );
  expect(text('of-day')).toContain('export const ofDay: Query<OfDayParams, OfDayRow> = {');
  expect(text('fill')).toContain('export type FillParams = { lines: string; n: number | string };');
  expect(text('fill')).toContain('export type FillRow = never;');
  expect(text('people')).toContain(
    'export type PeopleParams = [number | bigint | string | null, Date | string | null];',
  );
  expect(text('people')).toContain('  id: number | null;\n  at: Date | null;\n  tags: string[] | null;\n');
  expect(errors.map((e) => e.replace(`${folder}/`, '').slice(0, 20))).toEqual([
    expect.stringMatching(/^broken.sql: /),
    expect.stringMatching(/^no-grain.sql: /),
  ]);
  expect(await warehouse.query('SELECT name FROM system.tables WHERE database = currentDatabase()')).toEqual(
    [],
  );
});

it.each([
  ['LowCardinality(Nullable(String))', 'string | null'],
  ['Array(Tuple(Date, Int64))', '([string, number])[]'],
  [
    'Tuple(\n    n UInt8,\n    `a b` Map(String, Array(UInt8)))',
    '{ n: number; "a b": Record<string, number[]> }',
  ],
  ["DateTime64(3, 'UTC')", 'string'],
  ['SimpleAggregateFunction(sum, Int64)', 'number'],
  ['Array(Nullable(Float64))', '(number | null)[]'],
])('reads %s as %s', (type, ts) => {
  expect(tsOfColumn(type)).toBe(ts);
});

it('refuses a type that has no JSON form', () => {
  expect(() => tsOfColumn('AggregateFunction(uniq, String)')).toThrow(/cast it/);
});
