import { setTimeout as sleep } from 'node:timers/promises';
import { CompiledQuery, type Kysely } from 'kysely';
import type { Ledger } from './port.ts';
import type { LedgerTables } from './tables.gen.ts';

/** Serialisation failure and deadlock: PostgreSQL asks to try again. */
const RETRY = new Set(['40001', '40P01']);
const ATTEMPTS = 8;

/** The port over Kysely; `tx` of a transaction is the same over Kysely's transaction. */
export class KyselyLedger implements Ledger {
  readonly kind: Ledger['kind'];
  readonly db: Kysely<LedgerTables>;
  #closing: Promise<void> | undefined;

  constructor(kind: Ledger['kind'], db: Kysely<LedgerTables>) {
    this.kind = kind;
    this.db = db;
  }

  async query<Row>(sql: string, params: readonly unknown[] = []): Promise<Row[]> {
    return (await this.db.executeQuery<Row>(CompiledQuery.raw(sql, [...params]))).rows;
  }

  async transaction<T>(work: (tx: Ledger) => Promise<T>): Promise<T> {
    if (this.db.isTransaction) return work(this);
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.db
          .transaction()
          .setIsolationLevel('serializable')
          .execute((tx) => work(new KyselyLedger(this.kind, tx)));
      } catch (error) {
        if (attempt === ATTEMPTS || !RETRY.has((error as { code?: string }).code ?? '')) throw error;
        await sleep(Math.random() * 10 * 2 ** attempt);
      }
    }
  }

  close(): Promise<void> {
    if (this.db.isTransaction) throw new Error('Close the ledger, not a transaction of it.');
    this.#closing ??= this.db.destroy();
    return this.#closing;
  }
}
