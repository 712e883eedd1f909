import { createHash } from 'node:crypto';
import { GcError } from '../base/index.ts';
import { migrations as released } from './migrations/migrations.gen.ts';
import type { Ledger } from './port.ts';

/** One numbered step of the schema. Append-only: a step that was released is never edited. */
export interface Migration {
  /** 1, 2, 3 … without gaps. */
  readonly version: number;
  readonly name: string;
  readonly text: string;
}

/** Any number; the same for every grandcanal on one database, so that one of them migrates at a time. */
const ADVISORY_LOCK = 4_713_200;

/**
 * Brings the schema up to date, all steps in one transaction; does nothing when it is.
 * @throws data_folder_newer when the schema is newer than this code; config_invalid when a released
 *   migration was edited
 */
export async function migrate(ledger: Ledger, migrations: readonly Migration[] = released): Promise<void> {
  await ledger.transaction(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCK]);
    await tx.query(`CREATE TABLE IF NOT EXISTS schema_migrations
      (version integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`);
    const applied = await tx.query<{ version: number; name: string; checksum: string }>(
      'SELECT version, name, checksum FROM schema_migrations ORDER BY version',
    );
    if (applied.length > migrations.length) {
      throw new GcError(
        'data_folder_newer',
        `The ledger has schema version ${applied.length}, this version of grandcanal knows ${migrations.length}. Upgrade grandcanal.`,
      );
    }
    for (const { version, name, text } of migrations) {
      const checksum = createHash('sha256').update(text.replaceAll('\r\n', '\n').trim()).digest('hex');
      const before = applied[version - 1];
      if (before && before.checksum !== checksum) {
        throw new GcError(
          'config_invalid',
          `Ledger migration ${version} (${name}) differs from the one that was applied (${before.name}). Released migrations are append-only: restore the file and put the change into a new one.`,
        );
      }
      if (before) continue;
      await tx.query(text);
      await tx.query('INSERT INTO schema_migrations (version, name, checksum) VALUES ($1, $2, $3)', [
        version,
        name,
        checksum,
      ]);
    }
  });
}
