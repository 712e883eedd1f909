import { hash } from 'node:crypto';
import { GcError } from '../base/index.ts';
import type { RejectedRow } from '../contracts/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { RejectedQuery } from './face.ts';

/** A row on its way to the ledger. */
export interface NewRejected {
  rejected_id: string;
  source: string;
  document: string;
  index: number;
  fact: string;
  code: string;
  detail: string;
  pointer: string;
  /** JSON text. */
  row: string;
  account_id: string | null;
}

const COLUMNS = `rejected_id, source, document, index, fact, code, detail, pointer, row`;
const INSERT = `
  INSERT INTO rejected_rows (${COLUMNS}, account_id)
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[],
    $8::text[], $9::json[], $10::text[]) AS new (${COLUMNS}, account_id)
  WHERE NOT EXISTS (SELECT 1 FROM erasures WHERE erasures.account_id = new.account_id)
  ON CONFLICT (rejected_id) DO NOTHING`;
const CHUNK = 2_000;

interface Stored extends Omit<RejectedRow, 'index' | 'rejected_at'> {
  index: string | number;
  rejected_at: Date | string;
  stamp: string;
}

const SELECT = `SELECT ${COLUMNS}, rejected_at, status, rejected_at::text AS stamp FROM rejected_rows`;

/**
 * Id of a rejected row: the same row rejected again, for the same reason, is the same one, so that a replayed
 * batch does not multiply it. In a document the ordinal counts too.
 */
export function rejectedId(
  source: string,
  document: string,
  index: number,
  code: string,
  row: string,
): string {
  const place = document === '' ? '' : `${document}\u0000${index}`;
  return `rej_${hash('sha256', [source, place, code, row].join('\u0000'), 'hex').slice(0, 24)}`;
}

/** JSON text of a row as it came, cut where it is larger than `limit` characters. */
export function rowText(row: unknown, limit: number): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(row);
  } catch {
    text = undefined;
  }
  text ??= JSON.stringify(String(row));
  return text.length <= limit ? text : JSON.stringify({ truncated: text.slice(0, limit) });
}

/** Rejected rows in the ledger. */
export class RejectedStore {
  constructor(private readonly ledger: Ledger) {}

  /** Adds rows; those that are there already stay as they are. @throws ledger_unavailable */
  async add(rows: readonly NewRejected[]): Promise<void> {
    for (let from = 0; from < rows.length; from += CHUNK) {
      const part = rows.slice(from, from + CHUNK);
      // PostgreSQL's text cannot hold NUL.
      const column = (name: keyof NewRejected) =>
        part.map((row) => {
          const value = row[name];
          return typeof value === 'string' ? value.replaceAll('\u0000', '') : value;
        });
      await this.#query(INSERT, [
        column('rejected_id'),
        column('source'),
        column('document'),
        column('index'),
        column('fact'),
        column('code'),
        column('detail'),
        column('pointer'),
        column('row'),
        column('account_id'),
      ]);
    }
  }

  /** A page, newest first. The cursor is opaque. @throws bad_request for a cursor that is not ours */
  async list(query: RejectedQuery): Promise<{ data: RejectedRow[]; next_cursor: string | null }> {
    const limit = Math.min(Math.max(query.limit ?? 100, 1), 1000);
    const where: string[] = [];
    const params: unknown[] = [];
    for (const name of ['source', 'document', 'code', 'status'] as const) {
      if (query[name] === undefined) continue;
      params.push(query[name]);
      where.push(`${name} = $${params.length}`);
    }
    if (query.cursor !== undefined) {
      const [stamp, id] = readCursor(query.cursor);
      params.push(stamp, id);
      where.push(`(rejected_at, rejected_id) < ($${params.length - 1}::timestamptz, $${params.length})`);
    }
    const filter = where.length > 0 ? `WHERE ${where.join(' AND ')}` : '';
    const rows = await this.#query<Stored>(
      `${SELECT} ${filter} ORDER BY rejected_at DESC, rejected_id DESC LIMIT ${limit + 1}`,
      params,
    );
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const more = rows.length > limit && last !== undefined;
    return { data: page.map(shape), next_cursor: more ? writeCursor(last.stamp, last.rejected_id) : null };
  }

  /** @throws not_found */
  async get(id: string): Promise<RejectedRow> {
    const [row] = await this.#query<Stored>(`${SELECT} WHERE rejected_id = $1`, [id]);
    if (!row) throw new GcError('not_found', `There is no rejected row ${id}.`);
    return shape(row);
  }

  async setStatus(id: string, status: RejectedRow['status']): Promise<void> {
    await this.#query('UPDATE rejected_rows SET status = $2 WHERE rejected_id = $1', [id, status]);
  }

  /** The row was replayed and rejected again: it stays open, as it is now. */
  async amend(id: string, to: Omit<NewRejected, 'rejected_id'>): Promise<void> {
    await this.#query(
      `UPDATE rejected_rows SET status = 'open', fact = $2, code = $3, detail = $4, pointer = $5, row = $6::json,
       account_id = $7 WHERE rejected_id = $1`,
      [id, to.fact, to.code, to.detail, to.pointer, to.row, to.account_id],
    );
  }

  /** Removes every rejected row that named the account. */
  async purge(accountId: string): Promise<void> {
    await this.#query('DELETE FROM rejected_rows WHERE account_id = $1', [accountId]);
  }

  async #query<Row>(sql: string, params: readonly unknown[]): Promise<Row[]> {
    try {
      return await this.ledger.query<Row>(sql, params);
    } catch (cause) {
      if (cause instanceof GcError) throw cause;
      throw new GcError('ledger_unavailable', `Rejected rows: ${(cause as Error).message}`, { cause });
    }
  }
}

function shape({ stamp: _, ...row }: Stored): RejectedRow {
  return { ...row, index: Number(row.index), rejected_at: new Date(row.rejected_at).toISOString() };
}

function writeCursor(stamp: string, id: string): string {
  return Buffer.from(JSON.stringify([stamp, id])).toString('base64url');
}

function readCursor(cursor: string): [stamp: string, id: string] {
  try {
    const parts = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown;
    if (
      Array.isArray(parts) &&
      parts.length === 2 &&
      !Number.isNaN(Date.parse(parts[0])) &&
      typeof parts[1] === 'string'
    ) {
      return [parts[0], parts[1]];
    }
  } catch {
    // Falls through to the coded error.
  }
  throw new GcError('bad_request', 'The cursor is not one that this list gave.');
}
