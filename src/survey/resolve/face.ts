import type { Warehouse } from '../../warehouse/index.ts';

export interface ResolveOptions {
  /** Commit sequence; absent: all that is known now. */
  known_at?: number;
  identity_mode?: 'account' | 'resolved';
}

/**
 * Resolved lines of one shard: a MergeTree table sorted by (person, day, paid_at, order_key), one row per
 * order line as known at K. Its columns stand in src/survey/sql/resolved-table.sql. Numbers (person,
 * category, merchant, shop, brand) are dense, local to the shard and never reused; `ids` turns them back.
 */
export interface ResolvedShard {
  readonly warehouse: Warehouse;
  /** Table name, valid until `Resolved.release()`. */
  readonly table: string;
  /** Table of the path of every category (resolved-paths.sql), valid as long. */
  readonly paths: string;
  readonly rows: number;
  /** Highest person number; person 0 is "no account" (guests). */
  readonly people: number;
}

export interface Resolved {
  readonly known_at: number;
  readonly identity_mode: 'account' | 'resolved';
  readonly shards: readonly ResolvedShard[];
  /** First and last business date (paid or confirmed) of a line in scope, over all shards; null while empty. */
  readonly first_day: string | null;
  readonly last_day: string | null;
  /** Lets the cache drop the tables once nobody reads them. Call it when done. */
  release(): void;
}
