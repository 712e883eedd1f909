import { type Database, open, type RootDatabase } from 'lmdb';
import { decodePuts, eachPut } from './frame.ts';

const META_APPLIED = 'M\u001fapplied';
const MARK = Buffer.from([1]);

const SEP = '\u001f';
const HIGHEST = '\uffff';

/** Lines and events: the kinds of which there are many. */
const isMany = (key: string) => key.charCodeAt(0) === 108 || key.charCodeAt(0) === 101;

/** Lines, or events, of one source, and the highest key of them. */
interface Series {
  readonly prefix: string;
  top: string;
}

/** What one frame of the log does to the index: the redo part of the frame, and how to undo it while it is not durable. */
export interface Change {
  keys: string[];
  values: string[];
  previous: (string | undefined)[];
}

/**
 * The deduplication index: LMDB, with what is decided but not yet committed laid over it. It is derived from
 * the log: a change enters LMDB only after its frame is on disk, together with the frame's number, so that after a crash
 * the frames behind that number are applied again.
 *
 * Changes are committed many frames at a time. Keys of a file are neighbours, so they touch few pages; keys at
 * random touch one page each, and the larger the commit the more of them share one.
 */
export class IndexStore {
  readonly #root: RootDatabase<Buffer, string>;
  readonly #db: Database<Buffer, string>;
  readonly #overlay = new Map<string, string>();
  /**
   * Highest key of each source's lines and events. Ids mostly grow, as a file's ordinals do: a key above the highest is
   * new without a look into LMDB.
   */
  readonly #series = new Map<string, Series>();
  #lastSeries: Series = { prefix: SEP, top: '' };
  #open: Change | null = null;
  /** Changes whose frame is durable, waiting for a commit. */
  #durable: { no: number; change: Change; encoded: Buffer }[] = [];
  #waitingPuts = 0;
  #timer: NodeJS.Timeout | null = null;
  #committing: Promise<void> = Promise.resolve();
  #applied: number;

  constructor(
    dir: string,
    private readonly onError: (error: unknown) => void,
    private readonly commitPuts = 100_000,
    private readonly commitMs = 300,
  ) {
    this.#root = open<Buffer, string>({
      path: dir,
      encoding: 'binary',
      noMemInit: true,
      maxDbs: 2,
      // A transaction may run while the one before is flushed; readers after a crash see a flushed one.
      overlappingSync: true,
    });
    this.#db = this.#root.openDB<Buffer, string>({ name: 'facts', encoding: 'binary' });
    const applied = this.#db.getBinary(META_APPLIED);
    this.#applied = applied ? Number(applied.readBigUInt64LE()) : 0;
  }

  /** Number of the last frame that LMDB has. */
  get applied(): number {
    return this.#applied;
  }

  get(key: string): string | undefined {
    if (isMany(key) && key > this.#seriesOf(key).top) return undefined;
    const value = this.#overlay.get(key);
    if (value !== undefined) return value;
    const stored = this.#db.getBinaryFast(key);
    return stored?.toString('utf8', 0, stored.length);
  }

  /** Starts collecting a change. Everything until `take` or `undo` is synchronous. */
  begin(): void {
    this.#open = { keys: [], values: [], previous: [] };
  }

  put(key: string, value: string): void {
    const change = this.#open!;
    change.keys.push(key);
    change.values.push(value);
    change.previous.push(this.#overlay.get(key));
    this.#overlay.set(key, value);
    if (!isMany(key)) return;
    const series = this.#seriesOf(key);
    if (key > series.top) series.top = key;
  }

  /** Ends collecting; the change stays visible. */
  take(): Change {
    const change = this.#open!;
    this.#open = null;
    return change;
  }

  /** Takes back a change whose frame did not become durable. Later ones must have been taken back before. */
  undo(change: Change): void {
    for (let i = change.keys.length - 1; i >= 0; i--) {
      const previous = change.previous[i];
      if (previous === undefined) this.#overlay.delete(change.keys[i]!);
      else this.#overlay.set(change.keys[i]!, previous);
    }
  }

  /** The change's frame is on disk: it may enter LMDB. Frames come in order. `encoded`: the frame's puts. */
  apply(no: number, change: Change, encoded: Buffer): void {
    change.previous = [];
    this.#durable.push({ no, change, encoded });
    this.#waitingPuts += change.keys.length;
    if (this.#waitingPuts >= this.commitPuts) this.#commitSoon();
    else this.#timer ??= setTimeout(() => this.#commitSoon(), this.commitMs);
  }

  /** Adds a frame of the log's tail at start. */
  redo(no: number, encoded: Buffer): void {
    const { keys, values } = decodePuts(encoded);
    for (let i = 0; i < keys.length; i++) this.#overlay.set(keys[i]!, values[i]!);
    this.apply(no, { keys, values, previous: [] }, encoded);
  }

  /** Marks keys outside the log: for what can be found again, were it lost. Resolves when it is on disk. */
  async mark(keys: readonly string[]): Promise<void> {
    await this.#db.batch(() => {
      for (const key of keys) this.#db.put(key, MARK);
    });
    await this.#root.flushed;
  }

  /** Resolves when LMDB has, flushed, all that was applied before the call. */
  async settle(): Promise<void> {
    this.#commitSoon();
    await this.#committing;
    await this.#root.flushed;
  }

  /** Resolves when what LMDB has committed is on disk. */
  async flushed(): Promise<void> {
    await this.#root.flushed;
  }

  /** Keys that begin with a prefix, in LMDB and over it. */
  *range(prefix: string): Iterable<[key: string, value: string]> {
    for (const { key, value } of this.#db.getRange({ start: prefix, end: `${prefix}\uffff` })) {
      if (!this.#overlay.has(key)) yield [key, value.toString()];
    }
    for (const [key, value] of this.#overlay) if (key.startsWith(prefix)) yield [key, value];
  }

  async close(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    await this.settle();
    if (this.#timer) clearTimeout(this.#timer);
    await this.#root.close();
  }

  #seriesOf(key: string): Series {
    if (key.startsWith(this.#lastSeries.prefix)) return this.#lastSeries;
    const prefix = key.slice(0, key.indexOf(SEP) + 1);
    let series = this.#series.get(prefix);
    if (series === undefined) {
      // Just past the separator: above every key of the prefix, whatever its characters.
      const start = `${prefix.slice(0, -1)} `;
      const [last] = [...this.#db.getKeys({ start, end: prefix, reverse: true, limit: 1 })];
      // LMDB orders by code point, text compares by UTF-16 unit: from U+D800 on they differ, then every key is looked up.
      const top = last === undefined ? '' : /[\ud800-\uffff]/.test(last) ? HIGHEST : last;
      series = { prefix, top };
      this.#series.set(prefix, series);
    }
    this.#lastSeries = series;
    return series;
  }

  #commitSoon(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#committing = this.#committing.then(() => this.#commit());
  }

  async #commit(): Promise<void> {
    const batch = this.#durable;
    if (batch.length === 0) return;
    this.#durable = [];
    this.#waitingPuts = 0;
    const no = batch.at(-1)!.no;
    const mark = Buffer.alloc(8);
    mark.writeBigUInt64LE(BigInt(no));
    try {
      const done = this.#db.batch(() => {
        for (const { change, encoded } of batch) {
          // lmdb takes a view by `start` and `end` of the memory under a buffer: no object per value.
          const view = encoded as Buffer & { start: number; end: number };
          eachPut(encoded, (_, valueStart, valueEnd, i) => {
            view.start = encoded.byteOffset + valueStart;
            view.end = encoded.byteOffset + valueEnd;
            this.#db.put(change.keys[i]!, view);
          });
        }
        this.#db.put(META_APPLIED, mark);
      });
      await done;
    } catch (error) {
      // The log keeps the frames until LMDB has them: try again, in order, with what has come since.
      this.#durable = [...batch, ...this.#durable];
      this.onError(error);
      this.#timer ??= setTimeout(() => this.#commitSoon(), 1000);
      return;
    }
    this.#applied = no;
    // A snapshot from before the commit must not answer for what now leaves the overlay.
    this.#db.resetReadTxn();
    for (const { change } of batch) {
      for (let i = 0; i < change.keys.length; i++) {
        if (this.#overlay.get(change.keys[i]!) === change.values[i]) this.#overlay.delete(change.keys[i]!);
      }
    }
  }
}
