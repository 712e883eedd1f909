import type { PostgresPool } from 'kysely';
import pg from 'pg';
import { GcError } from '../base/index.ts';
import { bigintOf, OID } from './values.ts';

const parsers = new Map<number, (text: string) => unknown>([
  [OID.int8, bigintOf],
  [OID.date, (text) => text],
]);

/** A PostgreSQL server, by a pool of connections. @throws ledger_unavailable when a connection cannot be had */
export function openServerPool(url: string, connections = 10): PostgresPool {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 10_000,
    types: {
      getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
        parsers.get(oid) ?? pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
    },
  });
  // An idle connection that the server drops must not end the process; the next query gets a new one.
  pool.on('error', () => {});
  return {
    async connect() {
      try {
        return (await pool.connect()) as unknown as Awaited<ReturnType<PostgresPool['connect']>>;
      } catch (cause) {
        const { message } = cause as Error;
        throw new GcError('ledger_unavailable', `PostgreSQL does not answer: ${message}`, { cause });
      }
    },
    end: () => pool.end(),
  };
}
