import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GcError } from '../base/index.ts';
import type { BinaryColumn, Warehouse } from '../warehouse/index.ts';
import { COLUMNS, TABLES, type Table } from './columns.ts';
import type { IngestLogger } from './face.ts';
import type { IndexStore } from './index-store.ts';
import { framesOf, type Segment, type SegmentLog, syncFolder } from './log.ts';

/** How far the warehouse is. Written before a load (`doubt`) and after it. */
export interface Checkpoint {
  /** Last segment, frame and sequence that the warehouse has completely. */
  segment: number;
  frame: number;
  seq: number;
  /** Sequences that a load under way may have left in part, or null. */
  doubt: [from: number, to: number] | null;
}

const ENGINE_COLUMNS = Object.fromEntries(
  TABLES.map((table) => [table, COLUMNS[table].map(({ name, engineType }) => [name, engineType] as const)]),
) as Record<Table, BinaryColumn[]>;

const FIRST_WAIT_MS = 250;
const LAST_WAIT_MS = 10_000;
/** A flush gives up after so many failed tries in a row. */
const FLUSH_TRIES = 6;

export interface LoaderOptions {
  dir: string;
  log: SegmentLog;
  index: IndexStore;
  warehouse: Warehouse;
  segmentMs: number;
  checkpoint: Checkpoint;
  logger: IngestLogger | undefined;
  /** Erases in the warehouse what the log asked for up to here; before the checkpoint moves. */
  erase(accounts: readonly string[]): Promise<void>;
}

/**
 * Brings closed segments into the warehouse, oldest first, each exactly once: before a load the checkpoint names its
 * sequences as in doubt; whoever finds them in doubt deletes them and loads again. A segment is removed when both the
 * warehouse and the index have it.
 */
export class Loader {
  #checkpoint: Checkpoint;
  #running: Promise<void> | null = null;
  #closing = false;
  #wake: (() => void) | null = null;
  #waiters: { frame: number; resolve: () => void; reject: (error: unknown) => void }[] = [];
  #rotateUpTo = 0;
  #failures = 0;
  error: string | null = null;

  constructor(private readonly options: LoaderOptions) {
    this.#checkpoint = options.checkpoint;
  }

  get loadedSeq(): number {
    return this.#checkpoint.seq;
  }

  get loadedFrame(): number {
    return this.#checkpoint.frame;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** There may be something to load. */
  nudge(): void {
    this.#wake?.();
  }

  /** Resolves when the frame is in the warehouse. @throws warehouse_unavailable after repeated failures */
  reach(frame: number): Promise<void> {
    if (frame <= this.#checkpoint.frame) return Promise.resolve();
    this.#rotateUpTo = Math.max(this.#rotateUpTo, frame);
    this.#failures = 0;
    return new Promise((resolve, reject) => {
      this.#waiters.push({ frame, resolve, reject });
      this.nudge();
    });
  }

  async close(): Promise<void> {
    this.#closing = true;
    this.nudge();
    await this.#running;
    for (const waiter of this.#waiters) {
      waiter.reject(new GcError('warehouse_unavailable', 'Ingest was closed before the load ended.'));
    }
  }

  async #run(): Promise<void> {
    let wait = FIRST_WAIT_MS;
    while (!this.#closing) {
      try {
        const segment = await this.#next();
        if (!segment) {
          await this.#rest(this.options.log.segments.length > 0 ? this.options.segmentMs : 0);
          continue;
        }
        await this.#load(segment);
        wait = FIRST_WAIT_MS;
        this.#failures = 0;
        this.error = null;
      } catch (error) {
        this.#failures++;
        this.error = (error as Error).message;
        this.options.logger?.warn(
          { err: error, retry_ms: wait },
          'loading into the warehouse failed; it will be tried again',
        );
        this.#settleWaiters(error);
        await this.#rest(wait);
        wait = Math.min(wait * 2, LAST_WAIT_MS);
      }
    }
  }

  /** The oldest closed segment; closes the open one when it is old enough or someone waits for it. */
  async #next(): Promise<Segment | undefined> {
    const { log, segmentMs } = this.options;
    let first = log.segments[0];
    if (first && !first.sealed && first.bytes > 0) {
      const due = performance.now() - first.since >= segmentMs || first.firstFrame <= this.#rotateUpTo;
      if (due) await log.rotate();
    }
    first = log.segments[0];
    return first?.sealed ? first : undefined;
  }

  async #load(segment: Segment): Promise<void> {
    const { index, log, warehouse, dir } = this.options;
    if (segment.no > this.#checkpoint.segment) {
      if (this.#checkpoint.doubt) await this.#remove(this.#checkpoint.doubt);
      const spooled = await spool(segment, dir);
      try {
        const range: [number, number] = [segment.seqFrom, segment.seqTo];
        await this.#save({ ...this.#checkpoint, doubt: range });
        // Facts first: `commits` says that a sequence is there, so it goes last.
        for (const table of TABLES.toReversed()) {
          const path = spooled.tables.get(table);
          if (path) await warehouse.loadBinary(table, path, ENGINE_COLUMNS[table]);
        }
        if (spooled.erase.length > 0) await this.options.erase(spooled.erase);
      } finally {
        await rm(spooled.dir, { recursive: true, force: true });
      }
      const { no, lastFrame, seqTo } = segment;
      await this.#save({
        segment: no,
        frame: lastFrame,
        seq: Math.max(seqTo, this.#checkpoint.seq),
        doubt: null,
      });
    }
    this.#settleWaiters(null);
    if (index.applied < segment.lastFrame) await index.settle();
    if (index.applied < segment.lastFrame)
      throw new Error('The index could not be written; the log is kept.');
    await index.flushed();
    await log.remove(segment);
  }

  /** Deletes a range of sequences from every table. */
  async #remove([from, to]: [number, number]): Promise<void> {
    const { warehouse } = this.options;
    for (const table of TABLES) {
      const column = table === 'commits' ? 'seq_to' : 'seq';
      const range = `${column} BETWEEN {from:UInt64} AND {to:UInt64}`;
      const [found] = await warehouse.query<{ n: number }>(
        `SELECT count() AS n FROM ${table} WHERE ${range}`,
        { from, to },
      );
      if (found!.n === 0) continue;
      await warehouse.exec(`ALTER TABLE ${table} DELETE WHERE ${range} SETTINGS mutations_sync = 2`, {
        from,
        to,
      });
    }
    await this.#save({ ...this.#checkpoint, doubt: null });
  }

  #settleWaiters(error: unknown): void {
    const failed = error !== null && this.#failures >= FLUSH_TRIES;
    this.#waiters = this.#waiters.filter((waiter) => {
      if (waiter.frame <= this.#checkpoint.frame) waiter.resolve();
      else if (failed) {
        const detail = `Loading failed ${this.#failures} times: ${(error as Error).message}`;
        waiter.reject(new GcError('warehouse_unavailable', detail, { cause: error }));
      } else return true;
      return false;
    });
  }

  /** Waits to be woken, or for a time where `ms` > 0. */
  async #rest(ms: number): Promise<void> {
    const abort = new AbortController();
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    if (this.#closing) return;
    const timer = ms > 0 ? sleep(ms, undefined, { signal: abort.signal }).catch(() => {}) : woken;
    await Promise.race([woken, timer]);
    this.#wake = null;
    abort.abort();
  }

  async #save(checkpoint: Checkpoint): Promise<void> {
    await writeCheckpoint(this.options.dir, checkpoint);
    this.#checkpoint = checkpoint;
  }
}

/** Writes a segment's rows to one RowBinary file a table. */
async function spool(segment: Segment, dir: string) {
  const folder = join(dir, 'spool', String(segment.no));
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const files = new Map<Table, { path: string; handle: Awaited<ReturnType<typeof open>> }>();
  const erase: string[] = [];
  try {
    for await (const { head, body } of framesOf(segment)) {
      let at = 0;
      for (const [table, bytes] of head.tables) {
        let file = files.get(table);
        if (!file) {
          const path = join(folder, `${table}.bin`);
          file = { path, handle: await open(path, 'w') };
          files.set(table, file);
        }
        await file.handle.writeFile(body.subarray(at, at + bytes));
        at += bytes;
      }
      erase.push(...head.erase);
    }
  } finally {
    for (const { handle } of files.values()) await handle.close();
  }
  return { dir: folder, erase, tables: new Map([...files].map(([table, { path }]) => [table, path])) };
}

export async function readCheckpoint(dir: string): Promise<Checkpoint> {
  try {
    return JSON.parse(await readFile(join(dir, 'CHECKPOINT'), 'utf8')) as Checkpoint;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return { segment: 0, frame: 0, seq: 0, doubt: null };
  }
}

/** Replaces the checkpoint, durably and whole. */
async function writeCheckpoint(dir: string, checkpoint: Checkpoint): Promise<void> {
  const path = join(dir, 'CHECKPOINT');
  const handle = await open(`${path}.new`, 'w');
  try {
    await handle.writeFile(JSON.stringify(checkpoint));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${path}.new`, path);
  await syncFolder(dir);
}
