import type { ClickHouseClient } from '@clickhouse/client';
import { type ErrorCode, GcError } from '../base/index.ts';
import type { BinaryColumn, Params } from './port.ts';

/** Rows that one load inserts as one part, so that it is there whole or not at all. */
export const LOAD_ATOMIC_ROWS = 4_000_000;

/**
 * What both engines are told. Output: whole result as one JSON array, numbers as numbers, NaN as null.
 * Input: ISO 8601 times, unknown fields refused. One thread and one block an insert make a load atomic.
 */
export const SETTINGS = {
  output_format_json_array_of_rows: 1,
  output_format_json_quote_64bit_integers: 0,
  output_format_json_quote_decimals: 0,
  output_format_json_quote_denormals: 0,
  output_format_json_named_tuples_as_objects: 1,
  date_time_input_format: 'best_effort',
  input_format_skip_unknown_fields: 0,
  max_insert_threads: '1',
  min_insert_block_size_rows: String(LOAD_ATOMIC_ROWS),
  min_insert_block_size_bytes: '0',
} as const;

/** Result of a SELECT as JSON text: an array of objects. */
export async function selectText(client: ClickHouseClient, sql: string, params: Params): Promise<string> {
  const result = await client.query({ query: sql, query_params: { ...params }, format: 'JSONEachRow' });
  return result.text();
}

export async function command(client: ClickHouseClient, sql: string, params: Params = {}): Promise<void> {
  await client.command({ query: sql, query_params: { ...params } });
}

/** Statements of a text, apart by `;` at a line's end. Comments stay with the statement they precede. */
export function statementsOf(text: string): string[] {
  return text
    .split(/;[ \t]*(?:--[^\n]*)?(?:\n|$)/)
    .map((s) => s.trim())
    .filter((s) => s.replace(/--[^\n]*/g, '').trim() !== '');
}

/** Column list and structure of a table, for reading a file into it. */
export async function columnsOf(client: ClickHouseClient, table: string): Promise<BinaryColumn[]> {
  const text = await selectText(
    client,
    `SELECT name, type FROM system.columns
     WHERE database = currentDatabase() AND table = {table:String} AND default_kind NOT IN ('MATERIALIZED', 'ALIAS')
     ORDER BY position`,
    { table },
  );
  const columns = JSON.parse(text) as { name: string; type: string }[];
  if (columns.length === 0) {
    throw new GcError('warehouse_query_failed', `There is no table ${table} to load into.`);
  }
  return columns.map(({ name, type }) => [name, type]);
}

/** Names of columns for an INSERT, and their structure for reading a file. */
export function structureOf(columns: readonly BinaryColumn[]): { names: string; structure: string } {
  return {
    names: columns.map(([name]) => identifier(name)).join(', '),
    structure: columns.map(([name, type]) => `${identifier(name)} ${type}`).join(', '),
  };
}

export const insertInto = (table: string, columns: readonly string[]) =>
  `INSERT INTO ${identifier(table)} (${columns.map(identifier).join(', ')})`;

export const quote = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
export const identifier = (name: string) => `\`${name.replaceAll('`', '``')}\``;

/** Failure as it crosses the process boundary. */
export interface Failure {
  code: ErrorCode;
  detail: string;
}

/** Network trouble is not the statement's fault; everything else is. */
export function failureOf(error: unknown, sql: string): Failure {
  if (error instanceof GcError) return { code: error.code, detail: error.message };
  const { message, type, code } = error as { message?: string; type?: string; code?: string };
  const network = /^(ECONN|ENOTFOUND|EHOSTUNREACH|ETIMEDOUT|EPIPE|EAI_AGAIN|UND_ERR)/.test(code ?? '');
  if (network || /timeout error/i.test(message ?? '')) {
    return { code: 'warehouse_unavailable', detail: `The warehouse does not answer: ${message ?? code}.` };
  }
  const name = /--\s*purpose:\s*(.+)/.exec(sql)?.[1] ?? sql.trim().split('\n')[0]!.slice(0, 120);
  return {
    code: 'warehouse_query_failed',
    detail: `${type ? `${type}: ` : ''}${(message ?? String(error)).trim()} (${name})`,
  };
}

export function errorOf(failure: Failure, cause?: unknown): GcError {
  return new GcError(failure.code, failure.detail, cause === undefined ? {} : { cause });
}
