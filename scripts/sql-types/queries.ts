import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import type { Param, Params, Warehouse } from '../../src/warehouse/index.ts';
import { tsOfLedger } from './ledger.ts';
import { banner, literal } from './migrations.ts';

interface SqlFile {
  path: string;
  text: string;
  engine: 'warehouse' | 'ledger';
  setup: string[];
}

/** Every query or statement file: src/…/sql/….sql. */
export function queryFiles(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => /(^|\/)sql\/[^/]+\.sql$/.test(path))
    .map((path) => join(root, path))
    .sort();
}

/** `x.sql.gen.ts` of each file, with types from the engines themselves; a file the engine refuses is an error, the others still come out. */
export async function queryModules(
  paths: readonly string[],
  warehouse: Warehouse,
  ledger: PGlite,
): Promise<{ modules: Map<string, string>; errors: string[] }> {
  const core = await tableNames(warehouse);
  const modules = new Map<string, string>();
  const errors: string[] = [];
  for (const path of paths) {
    try {
      const file = read(path);
      const types =
        file.engine === 'warehouse' ? await warehouseTypes(warehouse, file) : await ledgerTypes(ledger, file);
      modules.set(`${path}.gen.ts`, moduleOf(file, types));
    } catch (error) {
      errors.push(`${path}: ${(error as Error).message}`);
    }
    for (const table of await tableNames(warehouse)) {
      if (!core.includes(table)) await warehouse.exec(DROP, { table });
    }
  }
  return { modules, errors };
}

/** Reads header and text. `setup` names files, relative to this one, that make the tables it needs. */
function read(path: string): SqlFile {
  const text = readFileSync(path, 'utf8');
  const header = (key: string) => new RegExp(`^--\\s*${key}:\\s*(.+)$`, 'im').exec(text)?.[1]?.trim();
  for (const key of ['purpose', 'grain']) {
    if (!header(key)) throw new Error(`the header of ${path} lacks "-- ${key}: …".`);
  }
  const engine = header('engine') ?? 'warehouse';
  if (engine !== 'warehouse' && engine !== 'ledger')
    throw new Error(`There is no engine ${engine} (${path}).`);
  const setup = (header('setup') ?? '').split(/[,\s]+/).filter(Boolean);
  return { path, text, engine, setup: setup.map((other) => join(dirname(path), other)) };
}

/** Tables go in any order, whatever reads whatever. */
const DROP = 'DROP TABLE {table:Identifier} SYNC SETTINGS check_table_dependencies = 0';

interface Types {
  params: string;
  row: string;
}

async function warehouseTypes(warehouse: Warehouse, file: SqlFile): Promise<Types> {
  const ran = new Set<string>();
  for (const other of file.setup) await runSetup(warehouse, read(other), ran);
  const placeholders = placeholdersOf(file.text);
  const params = `{ ${[...placeholders].map(([name, type]) => `${name}: ${tsOfParam(type)}`).join('; ')} }`;
  if (isSelect(file.text)) {
    const columns = await warehouse.query<{ name: string; type: string }>(
      `DESCRIBE TABLE (\n${file.text.trim().replace(/;$/, '')}\n)`,
      dummies(placeholders),
    );
    const row = columns
      .map(({ name, type }) => `  ${keyOf(name)}: ${tsOfColumn(type)}; // ${type.replace(/\s+/g, ' ')}\n`)
      .join('');
    return { params, row: `{\n${row}}` };
  }
  if (!ran.has(file.path)) await warehouse.exec(file.text, dummies(placeholders));
  return { params, row: 'never' };
}

async function runSetup(warehouse: Warehouse, file: SqlFile, ran: Set<string>): Promise<void> {
  if (ran.has(file.path)) return;
  ran.add(file.path);
  for (const other of file.setup) await runSetup(warehouse, read(other), ran);
  await warehouse.exec(file.text, dummies(placeholdersOf(file.text)));
}

async function ledgerTypes(ledger: PGlite, file: SqlFile): Promise<Types> {
  const { queryParams, resultFields } = await ledger.describeQuery(file.text);
  const names = await ledger.query<{ oid: number; typname: string }>('SELECT oid, typname FROM pg_type');
  const nameOf = new Map(names.rows.map((r) => [r.oid, r.typname]));
  const ts = (oid: number) => tsOfLedger(nameOf.get(oid) ?? `oid ${oid}`);
  const params = `[${queryParams.map((p) => `${ts(p.dataTypeID)[1] ?? ts(p.dataTypeID)[0]} | null`).join(', ')}]`;
  // PostgreSQL does not say which columns of a result can be null.
  const row = resultFields.map((f) => `  ${keyOf(f.name)}: ${ts(f.dataTypeID)[0]} | null;\n`).join('');
  return { params, row: `{\n${row}}` };
}

function moduleOf(file: SqlFile, { params, row }: Types): string {
  const name = basename(file.path, '.sql').replace(/[-_]([a-z0-9])/g, (_, c: string) => c.toUpperCase());
  const type = name[0]!.toUpperCase() + name.slice(1);
  const kind = file.engine === 'warehouse' ? 'Query' : 'LedgerQuery';
  const room = relative(dirname(file.path), `src/${file.engine}/index.ts`);
  return `${banner(basename(file.path))}
import type { ${kind} } from '${room.startsWith('.') ? room : `./${room}`}';

export type ${type}Params = ${params === '{  }' ? 'Record<never, never>' : params};

export type ${type}Row = ${row};

export const ${name}: ${kind}<${type}Params, ${type}Row> = {
  name: ${JSON.stringify(basename(file.path, '.sql'))},
  text: ${literal(file.text)},
};
`;
}

/** `{name:Type}` in the text, without comments and strings. */
function placeholdersOf(text: string): Map<string, string> {
  const code = text.replace(/--[^\n]*|'(?:[^'\\]|\\.|'')*'/g, '');
  return new Map([...code.matchAll(/\{(\w+)\s*:\s*([^{}]+)\}/g)].map((m) => [m[1]!, m[2]!.trim()]));
}

/** Values that bind but mean nothing; a table named by parameter x is p_x, in the database that is there. */
function dummies(placeholders: ReadonlyMap<string, string>): Params {
  return Object.fromEntries([...placeholders].map(([name, type]) => [name, dummyOf(name, type)]));
}

function dummyOf(name: string, type: string): Param {
  if (type === 'Identifier') return name === 'database' ? 'default' : `p_${name}`;
  if (type.startsWith('Nullable')) return null;
  if (type.startsWith('Array')) return [];
  if (type === 'Bool') return false;
  if (/^Date(32)?$/.test(type)) return '2024-02-29';
  if (type.startsWith('DateTime')) return '2024-02-29 00:00:00';
  if (/^(U?Int|Float|Decimal)/.test(type)) return 1;
  // A text is most often a zone where it must mean something.
  return /^(tz|zone|timezone)$/.test(name) ? 'UTC' : '';
}

const isSelect = (text: string) => /^\s*\(?\s*(SELECT|WITH)\b/i.test(text.replace(/--[^\n]*/g, ''));

function tsOfParam(type: string): string {
  const inner = /^(Nullable|Array)\((.*)\)$/.exec(type);
  if (inner?.[1] === 'Nullable') return `${tsOfParam(inner[2]!)} | null`;
  if (inner?.[1] === 'Array') return `readonly ${arrayOf(tsOfParam(inner[2]!))}`;
  if (type === 'Bool') return 'boolean';
  if (/^U?Int(64|128|256)$|^Decimal/.test(type)) return 'number | string';
  if (/^(U?Int|Float)/.test(type)) return 'number';
  return 'string';
}

/** Type of a column as it comes out of JSON. */
export function tsOfColumn(type: string): string {
  const [, outer, inner = ''] = /^(\w+)(?:\((.*)\))?$/s.exec(type) ?? [];
  switch (outer) {
    case 'Nullable':
      return `${tsOfColumn(inner)} | null`;
    case 'LowCardinality':
      return tsOfColumn(inner);
    case 'SimpleAggregateFunction':
      return tsOfColumn(splitTypes(inner)[1]!);
    case 'Array':
      return arrayOf(tsOfColumn(inner));
    case 'Map':
      return `Record<string, ${tsOfColumn(splitTypes(inner)[1]!)}>`;
    case 'Tuple':
      return tupleOf(splitTypes(inner));
    case 'Bool':
      return 'boolean';
    case 'Nothing':
      return 'null';
  }
  if (/^(U?Int|Float|Decimal|BFloat)/.test(type)) return 'number';
  if (/^(String|FixedString|Date|DateTime|UUID|Enum|IP|Time)/.test(type)) return 'string';
  throw new Error(`A column of type ${type} has no JSON form here: cast it in the SQL.`);
}

const arrayOf = (type: string) => (/^[\w.]+$/.test(type) ? `${type}[]` : `(${type})[]`);

function tupleOf(parts: readonly string[]): string {
  const named = parts.map((part) => /^(`[^`]+`|[A-Za-z_]\w*) (.+)$/s.exec(part));
  if (named.every((m) => m !== null)) {
    return `{ ${named.map((m) => `${keyOf(m[1]!.replaceAll('`', ''))}: ${tsOfColumn(m[2]!)}`).join('; ')} }`;
  }
  return `[${parts.map(tsOfColumn).join(', ')}]`;
}

/** Splits `String, Tuple(a Int8, b Int8)` at its outer commas. */
function splitTypes(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i <= text.length; i++) {
    if (text[i] === '(') depth++;
    if (text[i] === ')') depth--;
    if (i === text.length || (text[i] === ',' && depth === 0)) {
      parts.push(text.slice(from, i).trim());
      from = i + 1;
    }
  }
  return parts;
}

const keyOf = (name: string) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));

async function tableNames(warehouse: Warehouse): Promise<string[]> {
  const rows = await warehouse.query<{ name: string }>(
    'SELECT name FROM system.tables WHERE database = currentDatabase()',
  );
  return rows.map((row) => row.name);
}
