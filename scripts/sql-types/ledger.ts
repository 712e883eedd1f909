import type { PGlite } from '@electric-sql/pglite';
import { banner } from './migrations.ts';

interface Column {
  table: string;
  column: string;
  type: string;
  nullable: boolean;
  always: boolean;
  generated: boolean;
}

/** How each type reads (src/ledger/port.ts), and how it is written where that differs. */
const TYPES: Readonly<Record<string, readonly [read: string, write?: string]>> = {
  bool: ['boolean'],
  int2: ['number'],
  int4: ['number'],
  int8: ['number', 'number | bigint | string'],
  float4: ['number'],
  float8: ['number'],
  numeric: ['string', 'number | string'],
  text: ['string'],
  varchar: ['string'],
  uuid: ['string'],
  date: ['string'],
  timestamptz: ['Date', 'Date | string'],
  bytea: ['Buffer', 'Uint8Array'],
  json: ['unknown', 'string'],
  jsonb: ['unknown', 'string'],
};

export function tsOfLedger(pg: string): readonly [read: string, write?: string] {
  if (pg.startsWith('_')) return [`${tsOfLedger(pg.slice(1))[0]}[]`];
  const type = TYPES[pg];
  if (!type) throw new Error(`The ledger has no agreed form of the type ${pg}: add it to port.ts and here.`);
  return type;
}

/** `tables.gen.ts`: Kysely's view of every table, from the engine with all migrations applied. */
export async function ledgerTables(engine: PGlite): Promise<string> {
  const { rows } = await engine.query<Column>(`
    SELECT table_name AS "table", column_name AS "column", udt_name AS type, is_nullable = 'YES' AS nullable,
      identity_generation IS NOT DISTINCT FROM 'ALWAYS' AS always,
      column_default IS NOT NULL OR is_identity = 'YES' AS generated
    FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'schema_migrations'
    ORDER BY table_name, ordinal_position`);
  const tables = groupByTable(rows);
  const interfaces = [...tables].map(
    ([table, columns]) =>
      `export interface ${interfaceName(table)} {\n${columns.map((c) => `  ${c.column}: ${columnType(c)};\n`).join('')}}\n`,
  );
  const members = [...tables.keys()].map((t) => `  ${t}: ${interfaceName(t)};\n`).join('');
  return `${banner('migrations/*.sql')}
import type { ColumnType } from 'kysely';

${interfaces.join('\n')}
export interface LedgerTables {
${members}}
`;
}

function columnType({ type, nullable, always, generated }: Column): string {
  const [read, write = read] = tsOfLedger(type);
  const orNull = nullable ? ' | null' : '';
  const insert = always ? 'never' : `${write}${orNull}${generated || nullable ? ' | undefined' : ''}`;
  const update = always ? 'never' : `${write}${orNull}`;
  return `ColumnType<${read}${orNull}, ${insert}, ${update}>`;
}

function groupByTable(rows: readonly Column[]): Map<string, Column[]> {
  const tables = new Map<string, Column[]>();
  for (const row of rows) tables.set(row.table, [...(tables.get(row.table) ?? []), row]);
  return tables;
}

const interfaceName = (table: string) =>
  `${table.replace(/(^|_)([a-z])/g, (_, _u, c: string) => c.toUpperCase())}Table`;
