import type { Clock, ErrorCode, IdKind } from '../base/index.ts';
import type { CatalogueRow, Fact, Receipt, RejectedRow, Settings } from '../contracts/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Warehouse } from '../warehouse/index.ts';

/** Rows of one source, in the shape of `Fact` (src/contracts/facts.ts); anything else is rejected row by row. */
export interface Batch {
  /** Name of the source system (`SourceName`). */
  source: string;
  /**
   * Name of the file (or its content hash). Rows without `source_id` then take the identity
   * `ordinalId(document, startIndex + i)`: equal rows of one file are facts, the file again is duplicates.
   */
  document?: string;
  /** True for history that the source cannot date: facts without `source_known_at` are marked so. */
  backfilled?: boolean;
  /** Parsed rows, or `refusedRow(…)` for what could not be parsed. */
  rows: readonly unknown[];
  /** Ordinal of rows[0] in the document; 0 when absent. */
  startIndex?: number;
  /** Validates and counts, stores nothing. Repeats are seen within this batch and against what is stored. */
  dryRun?: boolean;
}

/** Personal data of one account: to the ledger only, never to the warehouse. */
export interface Identify {
  source: string;
  account: string;
  traits: Readonly<Record<string, unknown>>;
}

/** One Segment call as it came. */
export interface SegmentCall {
  source: string;
  type: 'track' | 'identify' | 'page' | 'screen' | 'batch';
  payload: unknown;
  /** When the server got it (ms since epoch); now when absent. Corrects the sender's clock with `sentAt`. */
  receivedAt?: number;
}

export interface RejectedQuery {
  limit?: number;
  cursor?: string;
  source?: string;
  document?: string;
  code?: string;
  status?: 'open' | 'replayed' | 'dismissed';
}

export interface ReplayResult {
  outcome: 'accepted' | 'duplicate' | 'rejected';
  row: RejectedRow;
}

/** Rejected rows, as the ledger keeps them. */
export interface Rejected {
  /** A page of rejected rows, newest first. */
  list(query?: RejectedQuery): Promise<{ data: RejectedRow[]; next_cursor: string | null }>;
  /** @throws not_found */
  get(id: string): Promise<RejectedRow>;
  /**
   * Submits the row again, or `mended` in its place. Changes nothing if the fact is there by now
   * (`duplicate`). If it is rejected again the row stays open, with the new reason.
   * @throws not_found
   */
  replay(id: string, mended?: unknown): Promise<ReplayResult>;
  /** @throws not_found */
  dismiss(id: string): Promise<RejectedRow>;
}

export interface Position {
  /** Highest sequence acknowledged. */
  committed_seq: number;
  /** Highest sequence that the warehouse shows completely. */
  loaded_seq: number;
  /** Bytes of the log that wait to be loaded. */
  log_bytes: number;
  /** Why the loader stands still at the moment, or null. */
  loader_error: string | null;
}

export interface ErasureResult {
  account_id: string;
  erased_at: string;
  /** False while the warehouse is away: its rows go as soon as it is back. Until then it is tried at every load. */
  complete: boolean;
}

export interface Ingest {
  /**
   * Validates, deduplicates and stores rows. Resolves when every accepted row is on disk (fsync) and every
   * rejected one is in the ledger. accepted + duplicate + rejected = received. Submits may run side by side: they share
   * an fsync; two with the same ids are decided one after the other. For streams, keep 2–4 chunks of
   * 2,000 rows in flight.
   * @throws overloaded, disk_full, ledger_unavailable, validation_failed (source or document name)
   */
  submit(batch: Batch): Promise<Receipt>;
  /** Maps a Segment call to facts (and traits to the ledger) and submits them. @throws as submit, bad_request */
  segment(call: SegmentCall): Promise<Receipt>;
  /** Stores traits of an account in the ledger. @throws erased, ledger_unavailable */
  identify(traits: Identify): Promise<void>;
  readonly rejected: Rejected;
  /**
   * Erases a person's account: personal data, person-level facts, rejected rows; afterwards every fact of the account
   * answers `erased`. Idempotent; a crash in the middle is resumed at start.
   */
  erase(account: { source: string; account: string; by?: string }): Promise<ErasureResult>;
  /** Pseudonym of an account, as the warehouse knows it. */
  accountId(source: string, account: string): string;
  /** Resolves when all that was acknowledged before the call is visible in the warehouse. @throws warehouse_unavailable */
  flush(): Promise<void>;
  position(): Position;
  /** Waits for submits under way, makes index and log durable. What is not loaded yet is loaded after the next start. */
  close(): Promise<void>;
}

export interface IngestOptions {
  /** Folder of its own: log/, index/, spool/ are made in it. */
  dir: string;
  warehouse: Warehouse;
  ledger: Ledger;
  settings: () => Settings;
  clock?: Clock;
  logger?: IngestLogger;
  limits?: Partial<IngestLimits>;
  /**
   * Told of accepted facts once they are on disk, batch by batch; history (`backfilled`, files) is left out. `id` gives our ids
   * of the source's names.
   */
  onAccepted?: (facts: readonly Fact[], id: (kind: IdKind, name: string | null) => string) => void;
  /** Told of rows of the catalogue once they are on disk, history too, in the order of their sequences. */
  onCatalogue?: (rows: readonly CatalogueRow[]) => void;
  /** Told of an account as soon as its erasure is on disk. */
  onErased?: (accountId: string) => void;
}

/** The part of pino that is used. */
export interface IngestLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface IngestLimits {
  /** Log waiting to be loaded from which submits answer `overloaded`. */
  waitingBytes: number;
  /** A segment is closed at this size. */
  segmentBytes: number;
  /** Or when its first row has waited this long. */
  segmentMs: number;
  /** Largest row as JSON; category trees may be larger. */
  rowBytes: number;
}

/** A row that its reader could not turn into a fact: it is counted and kept as rejected, with this reason. */
export class RefusedRow {
  constructor(
    readonly code: ErrorCode,
    readonly detail: string,
    readonly raw: unknown,
    readonly pointer: string = '',
  ) {}
}

/** Marks a row of a batch as unreadable (`malformed_row`, `time_invalid`, …); `raw` is kept to be mended. */
export function refusedRow(code: ErrorCode, detail: string, raw: unknown, pointer = ''): RefusedRow {
  return new RefusedRow(code, detail, raw, pointer);
}

/** Identity of row `ordinal` of a document whose source gives no ids. Padded, so that neighbours stay neighbours in the index. */
export function ordinalId(document: string, ordinal: number): string {
  return `${document}#${String(ordinal).padStart(9, '0')}`;
}
