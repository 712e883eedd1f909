/**
 * The warehouse: append-only facts in one SQL dialect (ClickHouse), whether the engine runs embedded
 * in a child process of its own, as a server, or as a cluster. Nothing outside this room knows which.
 */
export interface Warehouse {
  readonly kind: 'embedded' | 'server';

  /**
   * Rows of a SELECT. Parameters are bound by the engine (`{name:Type}` in the SQL), never spliced.
   * 64-bit integers come back as JSON numbers; columns that can pass 2^53 − 1 must be cast in the SQL.
   * @throws warehouse_query_failed, warehouse_unavailable
   */
  query<Row>(sql: string, params?: Params): Promise<Row[]>;

  /** Runs statements that return nothing (DDL, INSERT … SELECT). Several may stand in one text, apart by `;` at a line's end. */
  exec(sql: string, params?: Params): Promise<void>;

  /**
   * Bulk insert of a JSONEachRow (NDJSON) file into a table: the embedded engine reads it by file(),
   * a server is sent it. Missing columns take their defaults, unknown ones are refused.
   * @returns rows inserted
   */
  load(table: string, ndjsonPath: string): Promise<number>;

  /**
   * Result of a SELECT as a little-endian RowBinary buffer on disk, for kernels that want typed arrays.
   * @param path where to write; the caller owns and removes the file
   */
  exportBinary(sql: string, params: Params, path: string): Promise<void>;

  /** The engine restarted since the last call (child died and came back): callers may need to rebuild derived tables. */
  close(): Promise<void>;
}

export type Param = string | number | boolean | null | readonly (string | number)[];
export type Params = Readonly<Record<string, Param>>;
