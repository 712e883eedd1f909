/**
 * The warehouse: append-only facts in one SQL dialect (ClickHouse), whether the engine runs embedded
 * in a child process of its own, as a server, or as a cluster. Nothing outside this room knows which.
 *
 * Values, on every engine: 64-bit integers and decimals come back as JSON numbers, so what can pass
 * 2^53 − 1 must be cast to String in the SQL; NaN and infinities come back as null; Date and DateTime
 * come back as the engine's text in UTC (`2024-01-02 03:04:05.678`). Parameters past 2^53 − 1 go in as text.
 *
 * Calls run side by side, a few at a time, and each may run on another session: no temporary tables, no SET.
 */
export interface Warehouse {
  readonly kind: 'embedded' | 'server';

  /**
   * Rows of one SELECT. Parameters are bound by the engine (`{name:Type}` in the SQL), never spliced.
   * The result is held in memory whole: for millions of rows take exportBinary.
   * @throws warehouse_query_failed, warehouse_unavailable
   */
  query<Row>(sql: string, params?: Params): Promise<Row[]>;

  /** Runs statements that return nothing (DDL, INSERT … SELECT). Several may stand in one text, apart by `;` at a line's end. */
  exec(sql: string, params?: Params): Promise<void>;

  /**
   * Bulk insert of a JSONEachRow (NDJSON) file into a table: the embedded engine reads it by file(),
   * a server is sent it. Missing columns take their type's default, unknown ones are refused. Times may be ISO 8601.
   * All or nothing up to LOAD_ATOMIC_ROWS rows; a larger file may be half there after a crash.
   * @returns rows inserted
   * @throws warehouse_query_failed, warehouse_unavailable (then it may or may not have happened)
   */
  load(table: string, ndjsonPath: string): Promise<number>;

  /**
   * The same of a RowBinary file, whose rows hold exactly `columns`, in their order: less work for the engine, for the many facts.
   * Columns that are not named take their type's default; a file that ends within a row is refused whole.
   * @throws warehouse_query_failed, warehouse_unavailable (then it may or may not have happened)
   */
  loadBinary(table: string, path: string, columns: readonly BinaryColumn[]): Promise<void>;

  /**
   * Rows that a SELECT makes of a text file's lines: for text that the engine takes apart better than whoever wrote it.
   * @param select `SELECT … AS column, …` without FROM, over `line` (String): one expression for each of `columns`, in their order
   * @throws warehouse_query_failed, warehouse_unavailable (then it may or may not have happened)
   */
  loadLines(
    table: string,
    path: string,
    columns: readonly string[],
    select: string,
    params?: Params,
  ): Promise<void>;

  /**
   * Result of a SELECT as a little-endian RowBinary buffer on disk, for kernels that want typed arrays.
   * @param path where to write (absolute; overwritten); the caller owns and removes the file
   */
  exportBinary(sql: string, params: Params, path: string): Promise<void>;

  /** Ends the engine's process or the connection, after what runs, at most ten seconds. Idempotent. */
  close(): Promise<void>;
}

/** A column of a RowBinary file, with the engine's name of its type. */
export type BinaryColumn = readonly [name: string, type: string];

export type Param = string | number | boolean | null | readonly (string | number)[];
export type Params = Readonly<Record<string, Param>>;

/** A `.sql` file as code: text, and the types of its parameters and rows (generated, see README). */
export interface Query<P extends Params = Params, Row = unknown> {
  readonly name: string;
  readonly text: string;
  /** Types only, never set. */
  readonly types?: { params: P; row: Row };
}
