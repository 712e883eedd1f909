import { type Database, open, type RootDatabase } from 'lmdb';
import { type Entry, readEntry } from './codec.ts';
import { type Change, Generation } from './generation.ts';
import { KeyFilter } from './key-filter.ts';

const META_APPLIED = 'M\u001fapplied';
const MARK = Buffer.from([1]);

/** Keys that are read in one go at start: a few milliseconds of the event loop. */
const SLICE = 2_000;

/**
 * The deduplication index: LMDB, with what is decided but not yet committed laid over it. It is derived from
 * the log: a change enters LMDB only after its frame is on disk, together with the frame's number, so that after a crash
 * the frames behind that number are applied again.
 *
 * Changes are committed many frames at a time, a generation: while one is on its way into LMDB, the next one
 * fills. Keys of a file are neighbours, so they touch few pages; keys at random touch one page each, and the larger the
 * commit the more of them share one.
 */
export class IndexStore {
  readonly #root: RootDatabase<Buffer, string>;
  readonly #db: Database<Buffer, string>;
  #filling = new Generation();
  /** The generation that is on its way into LMDB, and the one that was before: its memory is used again. */
  #leaving: Generation | null = null;
  #spare: Generation | null = new Generation();
  /** What is not in here is new, without a look into LMDB; from when all of LMDB's keys are in it. */
  readonly #known = new KeyFilter();
  #allKnown = false;
  #closing = false;
  readonly #reading: Promise<void>;
  #timer: NodeJS.Timeout | null = null;
  #asked = false;
  #committing: Promise<void> = Promise.resolve();
  /** When the last commit that succeeded is on disk: of one that failed lmdb never says so. */
  #flushed: Promise<unknown> = Promise.resolve();
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
      // Otherwise a commit that fails (a full disk) also rejects a promise that nobody holds, which ends the process.
      eventTurnBatching: false,
    });
    this.#db = this.#root.openDB<Buffer, string>({ name: 'facts', encoding: 'binary' });
    const applied = this.#db.getBinary(META_APPLIED);
    this.#applied = applied ? Number(applied.readBigUInt64LE()) : 0;
    this.#reading = this.#readKeys().catch(onError);
  }

  /** Number of the last frame that LMDB has. */
  get applied(): number {
    return this.#applied;
  }

  entry(key: string): Entry | undefined {
    return this.#read(key, readEntry);
  }

  text(key: string): string | undefined {
    return this.#read(key, textOf);
  }

  has(key: string): boolean {
    return this.#read(key, isThere) === true;
  }

  /** Starts collecting a change. Everything until `take` or `undo` is synchronous. */
  begin(): void {
    this.#filling.begin();
  }

  putEntry(key: string, entry: Entry): void {
    this.#known.add(key);
    this.#filling.putEntry(key, entry);
  }

  putText(key: string, text: string): void {
    this.#known.add(key);
    this.#filling.putText(key, text);
  }

  /** Ends collecting; the change stays visible. */
  take(): Change {
    return this.#filling.take();
  }

  /** Takes back a change whose frame did not become durable. Later ones must have been taken back before. */
  undo(change: Change): void {
    change.generation.undo(change);
  }

  /** The change's frame is on disk: it may enter LMDB. Frames come in order. */
  apply(no: number, change: Change): void {
    change.generation.settle(no);
    this.#commitLater();
  }

  /** Adds a frame of the log's tail at start. */
  redo(no: number, puts: Buffer): void {
    for (const key of this.#filling.redo(no, puts)) this.#known.add(key);
    this.#commitLater();
  }

  /** Marks keys outside the log: for what can be found again, were it lost. Resolves when it is on disk. */
  async mark(keys: readonly string[]): Promise<void> {
    for (const key of keys) this.#known.add(key);
    const done = this.#committing.then(() => this.#batch(keys.map((key) => [key, MARK])));
    this.#committing = done.catch(() => {});
    await done;
    await this.#flushed;
  }

  /** Tries to bring all that was applied before the call into LMDB; `applied` says how far it came. */
  async settle(): Promise<void> {
    this.#commitSoon();
    await this.#committing;
    await this.#flushed;
  }

  /** Resolves when what LMDB has committed is on disk. */
  async flushed(): Promise<void> {
    await this.#flushed;
  }

  /** Keys that begin with a prefix and their texts, in LMDB and over it. */
  range(prefix: string): Map<string, string> {
    const found = new Map<string, string>();
    for (const { key, value } of this.#db.getRange({ start: prefix, end: `${prefix}\uffff` })) {
      found.set(key, value.toString());
    }
    for (const generation of [this.#leaving, this.#filling]) {
      for (const key of generation?.offsets.keys() ?? []) {
        if (key.startsWith(prefix)) found.set(key, this.text(key)!);
      }
    }
    return found;
  }

  async close(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#closing = true;
    await this.#reading;
    await this.settle();
    if (this.#timer) clearTimeout(this.#timer);
    await this.#root.close();
  }

  #read<T>(key: string, as: (data: Buffer, from: number, to: number) => T): T | undefined {
    if (this.#allKnown && !this.#known.mayHave(key)) return undefined;
    for (const generation of [this.#filling, this.#leaving]) {
      const offset = generation?.offsets.get(key);
      if (offset !== undefined) {
        return as(generation!.bytes, generation!.valueStart(offset), generation!.valueEnd(offset));
      }
    }
    const stored = this.#db.getBinaryFast(key);
    return stored === undefined ? undefined : as(stored, 0, stored.length);
  }

  /** Enters LMDB's keys into the filter, in slices between other work; keys that come meanwhile are entered as they come. */
  async #readKeys(): Promise<void> {
    for (let start = ''; !this.#closing; await new Promise(setImmediate)) {
      const before = start;
      for (const key of this.#db.getKeys({ start, limit: SLICE })) {
        this.#known.add(key);
        start = key;
      }
      if (start === before) break;
    }
    this.#allKnown = !this.#closing;
  }

  #commitLater(): void {
    if (this.#asked) return;
    if (this.#filling.offsets.size >= this.commitPuts) this.#commitSoon();
    else this.#timer ??= setTimeout(() => this.#commitSoon(), this.commitMs);
  }

  #commitSoon(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#asked = true;
    this.#committing = this.#committing.then(() => this.#commit());
  }

  async #commit(): Promise<void> {
    // One that could not be written before goes first.
    if (this.#leaving && !(await this.#write(this.#leaving))) return;
    this.#asked = false;
    if (this.#filling.offsets.size === 0) return;
    this.#leaving = this.#filling;
    this.#filling = this.#spare ?? new Generation();
    this.#spare = null;
    await this.#write(this.#leaving);
  }

  /** @returns false when LMDB refused: the log keeps the frames, and it is tried again */
  async #write(generation: Generation): Promise<boolean> {
    await generation.settled();
    if (generation.offsets.size > 0) {
      try {
        await this.#batch(putsOf(generation));
      } catch (error) {
        // What is wrong (a full disk) stands behind the commit's own error.
        const { commitError } = error as { commitError?: Promise<never> };
        this.onError(await (commitError ?? Promise.reject(error)).catch((reason) => reason));
        this.#timer ??= setTimeout(() => this.#commitSoon(), 1000);
        return false;
      }
      this.#applied = generation.frame;
      // A snapshot from before the commit must not answer for what now leaves the overlay.
      this.#db.resetReadTxn();
    }
    this.#leaving = null;
    generation.clear();
    this.#spare = generation;
    return true;
  }

  /** One commit. Not side by side with another: `flushed` is of the last one that began. */
  async #batch(puts: Iterable<[key: string, value: Buffer]>): Promise<void> {
    await this.#db.batch(() => {
      for (const [key, value] of puts) this.#db.put(key, value);
    });
    this.#flushed = this.#root.flushed.then(() => {});
  }
}

/** The newest put of each key, and the mark of how far the log is in LMDB. */
function* putsOf(generation: Generation): Generator<[key: string, value: Buffer]> {
  // lmdb takes a view by `start` and `end` of the memory under a buffer: no object per value.
  const view = generation.bytes as Buffer & { start: number; end: number };
  for (const [key, offset] of generation.offsets) {
    view.start = generation.valueStart(offset);
    view.end = generation.valueEnd(offset);
    yield [key, view];
  }
  const mark = Buffer.alloc(8);
  mark.writeBigUInt64LE(BigInt(generation.frame));
  yield [META_APPLIED, mark];
}

const textOf = (data: Buffer, from: number, to: number) => data.toString('utf8', from, to);
const isThere = () => true;
