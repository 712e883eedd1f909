import type { Kysely } from 'kysely';
import type { LedgerTables } from './tables.gen.ts';

/**
 * The ledger: current, transactional state in PostgreSQL, embedded (PGlite) or a server by DATABASE_URL.
 * Both speak through pg's protocol of pool → client → query, so Kysely and SQL files run on either.
 *
 * Values, on both: bigint is a number, or text where it passes 2^53 − 1; numeric is text; date is text
 * `YYYY-MM-DD`; timestamptz is a Date; bytea is a Buffer; json and jsonb come parsed, and go in as
 * JSON text (an array would be taken for a PostgreSQL array).
 */
export interface Ledger {
  readonly kind: 'embedded' | 'server';
  /** Typed queries. Inside `transaction` use the `db` of its argument. */
  readonly db: Kysely<LedgerTables>;
  /** Plain SQL with $1 parameters. Several statements in one text only without parameters. */
  query<Row>(sql: string, params?: readonly unknown[]): Promise<Row[]>;
  /**
   * Runs `work` in one serialisable transaction; rolls back when it throws. On a server, work that lost
   * against a concurrent transaction is run again, so it must change nothing but the ledger. A transaction
   * asked of `tx` joins the one around it.
   */
  transaction<T>(work: (tx: Ledger) => Promise<T>): Promise<T>;
  /** Ends the connections. Idempotent. */
  close(): Promise<void>;
}

/** A ledger's `.sql` file as code: text, and the types of its parameters and rows (generated). */
export interface LedgerQuery<P extends readonly unknown[] = readonly unknown[], Row = unknown> {
  readonly name: string;
  readonly text: string;
  /** Types only, never set. */
  readonly types?: { params: P; row: Row };
}
