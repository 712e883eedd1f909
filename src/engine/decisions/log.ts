import {
  closeSync,
  existsSync,
  fdatasync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { ByteText } from '../byte-text.ts';

/** Bytes from which a segment is closed. The warehouse takes them in one by one, beside what is asked meanwhile: each for a moment. */
const SEGMENT_BYTES = 4 * 2 ** 20;
const SYNC_MS = 1_000;
/** Bytes of what the warehouse has already that stay at hand: who asks why asks soon, and a line of a file is found at once. */
const KEPT_BYTES = 256 * 2 ** 20;

const WAITING = '.ndjson';
const LOADED = '.loaded';

interface Segment {
  readonly no: number;
  path: string;
  bytes: number;
  /** Decisions in it: what drops them need not look through those of all others. */
  readonly ids: string[];
}

/** Where a decision that is not loaded yet stands. */
interface Place {
  readonly segment: Segment;
  readonly at: number;
  readonly bytes: number;
}

/**
 * Decisions as they were made, one JSON line each, appended before the answer is sent: what was answered survives the process being
 * killed. The disk is synced every second, so a power cut may take the last one. Segments that the warehouse has are kept a while, by another
 * name, to be read; a start removes them.
 */
export class DecisionLog {
  readonly #dir: string;
  readonly #places = new Map<string, Place>();
  readonly #closed: Segment[] = [];
  readonly #loaded: Segment[] = [];
  readonly #keep: number;
  #open: Segment;
  #fd: number;
  #queue: { decisions: readonly { id: string; json: ByteText }[]; done: (error?: Error) => void }[] = [];
  #writing = false;
  #dirty = false;
  readonly #timer: NodeJS.Timeout;

  private constructor(dir: string, closed: Segment[], no: number, keep: number) {
    this.#dir = dir;
    this.#keep = keep;
    this.#closed = closed;
    this.#open = { no, path: this.#pathOf(no), bytes: 0, ids: [] };
    this.#fd = openSync(this.#open.path, 'a+');
    this.#timer = setInterval(() => this.#sync(), SYNC_MS).unref();
  }

  /** Opens the log in a folder of its own. A line that a crash cut off was never answered: it is dropped. */
  static open(dir: string, keep = KEPT_BYTES): DecisionLog {
    mkdirSync(dir, { recursive: true });
    for (const name of readdirSync(dir)) if (name.endsWith(LOADED)) rmSync(join(dir, name));
    const numbers = readdirSync(dir)
      .filter((name) => /^\d{8}\.ndjson$/.test(name))
      .map((name) => Number(name.slice(0, 8)))
      .sort((a, b) => a - b);
    const closed: Segment[] = [];
    for (const no of numbers) {
      const path = join(dir, `${String(no).padStart(8, '0')}.ndjson`);
      const bytes = cutTail(path);
      if (bytes === 0) rmSync(path);
      else closed.push({ no, path, bytes, ids: [] });
    }
    const log = new DecisionLog(dir, closed, (numbers.at(-1) ?? 0) + 1, keep);
    for (const segment of closed) log.#index(segment);
    return log;
  }

  /** Appends decisions (id, and JSON in UTF-8 without line ends); resolves when the operating system has them. @throws disk_full's cause */
  append(decisions: readonly { readonly id: string; readonly json: ByteText }[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ decisions, done: (error) => (error ? reject(error) : resolve()) });
      if (this.#writing) return;
      // What is decided in one turn of the loop is written together.
      this.#writing = true;
      setImmediate(() => this.#write());
    });
  }

  /** The JSON of a decision that the warehouse does not have yet, or got of late. */
  find(id: string): string | null {
    const place = this.#places.get(id);
    if (!place) return null;
    const buffer = Buffer.alloc(place.bytes - 1);
    const fd = place.segment === this.#open ? this.#fd : openSync(place.segment.path, 'r');
    try {
      readSync(fd, buffer, 0, buffer.length, place.at);
    } finally {
      if (fd !== this.#fd) closeSync(fd);
    }
    return buffer.toString('utf8');
  }

  /** Bytes that the warehouse does not have yet. */
  get bytes(): number {
    return this.#closed.reduce((sum, { bytes }) => sum + bytes, this.#open.bytes);
  }

  /** Closes the open segment where it holds anything; returns the closed ones, the oldest first. */
  rotate(): readonly { readonly no: number; readonly path: string }[] {
    if (this.#open.bytes > 0) {
      closeSync(this.#fd);
      this.#closed.push(this.#open);
      const no = this.#open.no + 1;
      this.#open = { no, path: this.#pathOf(no), bytes: 0, ids: [] };
      this.#fd = openSync(this.#open.path, 'a+');
    }
    return [...this.#closed];
  }

  /** The warehouse has a closed segment: it is read on, until there are too many. */
  loaded(no: number): void {
    const at = this.#closed.findIndex((segment) => segment.no === no);
    if (at < 0) return;
    const segment = this.#closed.splice(at, 1)[0]!;
    const path = `${segment.path.slice(0, -WAITING.length)}${LOADED}`;
    renameSync(segment.path, path);
    segment.path = path;
    this.#loaded.push(segment);
    let bytes = this.#loaded.reduce((sum, one) => sum + one.bytes, 0);
    while (bytes > this.#keep) {
      bytes -= this.#loaded[0]!.bytes;
      this.#drop(this.#loaded.shift()!);
    }
  }

  /** Nothing that the warehouse has is kept here any longer. */
  forgetLoaded(): void {
    for (const segment of this.#loaded.splice(0)) this.#drop(segment);
  }

  #drop(segment: Segment): void {
    for (const id of segment.ids) if (this.#places.get(id)?.segment === segment) this.#places.delete(id);
    rmSync(segment.path, { force: true });
  }

  close(): void {
    clearInterval(this.#timer);
    if (this.#queue.length > 0) this.#write();
    closeSync(this.#fd);
  }

  #write(): void {
    const batch = this.#queue;
    this.#queue = [];
    this.#writing = false;
    if (batch.length === 0) return;
    try {
      // Written here and now: handing it to a thread costs more than the copy into the page cache.
      let text = '';
      for (const { decisions } of batch) for (const { json } of decisions) text += `${json}\n`;
      while (text !== '') text = text.slice(writeSync(this.#fd, text, null, 'latin1'));
      this.#dirty = true;
      for (const { decisions } of batch)
        for (const { id, json } of decisions) {
          const bytes = json.length + 1;
          this.#place(id, this.#open, this.#open.bytes, bytes);
          this.#open.bytes += bytes;
        }
      if (this.#open.bytes >= SEGMENT_BYTES) this.rotate();
      for (const { done } of batch) done();
    } catch (error) {
      // A line that is half there must not run into the next one.
      try {
        ftruncateSync(this.#fd, this.#open.bytes);
      } catch {}
      for (const { done } of batch) done(error as Error);
    }
  }

  #sync(): void {
    if (!this.#dirty) return;
    this.#dirty = false;
    fdatasync(this.#fd, (error) => {
      // EBADF: the segment was closed meanwhile; what it holds is in the page cache.
      if (error && error.code !== 'EBADF') this.#dirty = true;
    });
  }

  #index(segment: Segment): void {
    let at = 0;
    for (const line of readFileSync(segment.path, 'utf8').split('\n')) {
      if (line === '') continue;
      const bytes = Buffer.byteLength(line) + 1;
      this.#place(idIn(line), segment, at, bytes);
      at += bytes;
    }
  }

  #place(id: string, segment: Segment, at: number, bytes: number): void {
    this.#places.set(id, { segment, at, bytes });
    segment.ids.push(id);
  }

  #pathOf(no: number): string {
    return join(this.#dir, `${String(no).padStart(8, '0')}.ndjson`);
  }
}

/** The decision's id, which its JSON begins with. */
const idIn = (line: string) => /^\{"decision_id":"([^"]*)"/.exec(line)?.[1] ?? '';

/** Cuts a line without an end off a file. @returns bytes left */
function cutTail(path: string): number {
  if (!existsSync(path)) return 0;
  const { size } = statSync(path);
  const fd = openSync(path, 'r+');
  try {
    const buffer = Buffer.alloc(64 * 1024);
    for (let end = size; end > 0; ) {
      const from = Math.max(0, end - buffer.length);
      const read = readSync(fd, buffer, 0, end - from, from);
      const last = buffer.lastIndexOf(10, read - 1);
      if (last >= 0) {
        const keep = from + last + 1;
        if (keep < size) ftruncateSync(fd, keep);
        return keep;
      }
      end = from;
    }
    ftruncateSync(fd, 0);
    return 0;
  } finally {
    closeSync(fd);
  }
}
