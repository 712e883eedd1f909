import { Kysely, PostgresDialect } from 'kysely';
import { openEmbeddedPool } from './embedded.ts';
import { KyselyLedger } from './ledger.ts';
import { migrate } from './migrate.ts';
import type { Ledger } from './port.ts';
import { openServerPool } from './server.ts';
import type { LedgerTables } from './tables.gen.ts';

export { type AuditEntry, audit } from './audit.ts';
export { type Migration, migrate } from './migrate.ts';
export type { Ledger, LedgerQuery } from './port.ts';
export { pseudonymKey } from './pseudonym-key.ts';
export { changeSettings, readSettings } from './settings.ts';
export type { LedgerTables } from './tables.gen.ts';

/** A folder for the embedded engine, or a PostgreSQL address. */
export type LedgerAddress = { dir: string } | { url: string };

/**
 * Opens the ledger and brings its schema up to date. The embedded one must be opened by one process
 * only: hold the data folder's lock (engine/folder) first.
 * @param options `migrate: false` leaves the schema alone
 * @throws ledger_unavailable, data_folder_newer
 */
export async function openLedger(
  address: LedgerAddress,
  options: { migrate?: boolean } = {},
): Promise<Ledger> {
  const embedded = 'dir' in address;
  const pool = embedded ? await openEmbeddedPool(address.dir) : openServerPool(address.url);
  const db = new Kysely<LedgerTables>({ dialect: new PostgresDialect({ pool }) });
  const ledger = new KyselyLedger(embedded ? 'embedded' : 'server', db);
  try {
    if (options.migrate !== false) await migrate(ledger);
    else await ledger.query('SELECT 1');
    return ledger;
  } catch (error) {
    await ledger.close();
    throw error;
  }
}
