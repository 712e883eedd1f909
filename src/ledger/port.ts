import type { Kysely } from 'kysely';
import type { LedgerTables } from './tables.ts';

/**
 * The ledger: current, transactional state in PostgreSQL, embedded (PGlite) or a server by DATABASE_URL.
 * Both speak through pg's protocol of pool → client → query, so Kysely and SQL files run on either.
 */
export interface Ledger {
  readonly kind: 'embedded' | 'server';
  /** Typed queries. */
  readonly db: Kysely<LedgerTables>;
  /** Plain SQL with $1 parameters. */
  query<Row>(sql: string, params?: readonly unknown[]): Promise<Row[]>;
  /** Runs `work` in one serialisable transaction; rolls back when it throws. */
  transaction<T>(work: (tx: Ledger) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
