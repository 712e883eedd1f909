import type { Failure } from '../engine.ts';
import type { BinaryColumn, Params } from '../port.ts';

/** What the parent asks of the warehouse process. */
export type Request = { id: number } & (
  | { op: 'query'; sql: string; params: Params }
  | { op: 'exec'; sql: string; params: Params }
  | { op: 'load'; table: string; path: string }
  | { op: 'loadBinary'; table: string; path: string; columns: readonly BinaryColumn[] }
  | {
      op: 'loadLines';
      table: string;
      path: string;
      columns: readonly string[];
      select: string;
      params: Params;
    }
  | { op: 'export'; sql: string; params: Params; path: string }
  | { op: 'close' }
);

/** `value` is JSON text for a query, a row count for a load. */
export type Reply =
  | { type: 'ready' }
  | { type: 'failed'; failure: Failure }
  | { type: 'done'; id: number; value: string | number | null }
  | { type: 'error'; id: number; failure: Failure };

/** Sent once, as the child's only argument. */
export interface WorkerConfig {
  dir: string;
  /** Threads a query may use. */
  threads: number;
  /** Bytes that all queries together may use. */
  memoryBytes: number;
  /** Queries that run side by side. */
  lanes: number;
}
