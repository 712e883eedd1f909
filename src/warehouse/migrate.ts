import { createHash } from 'node:crypto';
import { GcError } from '../base/index.ts';
import { statementsOf } from './engine.ts';
import { migrations as core } from './migrations/migrations.gen.ts';
import type { Warehouse } from './port.ts';

/** One numbered step of the schema. Append-only: a step that was released is never edited. */
export interface Migration {
  /** 1, 2, 3 … without gaps. */
  readonly version: number;
  readonly name: string;
  readonly text: string;
}

interface Recorded {
  version: number;
  applied_name: string;
  applied_checksum: string;
  ended: number;
}

const CREATE = `CREATE TABLE IF NOT EXISTS schema_migrations
(version UInt32, name String, checksum String, done UInt8, at DateTime64(3, 'UTC') DEFAULT now64(3))
ENGINE = MergeTree ORDER BY version`;

/**
 * Brings the schema up to date; does nothing when it is. DDL is not transactional here, so a step is
 * recorded before it starts and after it ends, and one that a crash cut short is run again past what
 * already exists.
 * @throws data_folder_newer when the schema is newer than this code; warehouse_query_failed when a
 *   released migration was edited
 */
export async function migrate(warehouse: Warehouse, migrations: readonly Migration[] = core): Promise<void> {
  await warehouse.exec(CREATE);
  const recorded = new Map(
    (
      await warehouse.query<Recorded>(
        `SELECT version, any(name) AS applied_name, any(checksum) AS applied_checksum, max(done) AS ended
         FROM schema_migrations GROUP BY version ORDER BY version`,
      )
    ).map((row) => [row.version, row]),
  );
  const newest = Math.max(0, ...recorded.keys());
  if (newest > migrations.length) {
    throw new GcError(
      'data_folder_newer',
      `The warehouse has schema version ${newest}, this version of grandcanal knows ${migrations.length}. Upgrade grandcanal.`,
    );
  }
  for (const { version, name, text } of migrations) {
    const checksum = checksumOf(text);
    const before = recorded.get(version);
    if (before?.ended) {
      if (before.applied_checksum !== checksum) throw edited(version, name, before.applied_name);
      continue;
    }
    const mark = (done: 0 | 1) =>
      warehouse.exec(
        `INSERT INTO schema_migrations (version, name, checksum, done)
         SELECT {version:UInt32}, {name:String}, {checksum:String}, {done:UInt8}`,
        { version, name, checksum, done },
      );
    if (!before) await mark(0);
    await run(warehouse, text, before !== undefined);
    await mark(1);
  }
}

async function run(warehouse: Warehouse, text: string, resumed: boolean): Promise<void> {
  if (!resumed) return warehouse.exec(text);
  for (const statement of statementsOf(text)) {
    await warehouse.exec(statement).catch((error: Error) => {
      if (!/already exists|ALREADY_EXISTS|DUPLICATE_COLUMN/.test(error.message)) throw error;
    });
  }
}

/** Line ends do not count: a checkout on another system is the same migration. */
function checksumOf(text: string): string {
  return createHash('sha256').update(text.replaceAll('\r\n', '\n').trim()).digest('hex');
}

function edited(version: number, name: string, recordedName: string): GcError {
  return new GcError(
    'warehouse_query_failed',
    `Warehouse migration ${version} (${name}) differs from the one that was applied (${recordedName}). Released migrations are append-only: restore the file and put the change into a new one.`,
  );
}
