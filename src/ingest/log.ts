import { type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { GcError } from '../base/index.ts';
import { encodeFrame, type Frame, type FrameHead, readFrame } from './frame.ts';

/** A file of the log, and what is in it. */
export interface Segment {
  no: number;
  path: string;
  bytes: number;
  /** Frames and sequences, both inclusive; first > last while it is empty. */
  firstFrame: number;
  lastFrame: number;
  seqFrom: number;
  seqTo: number;
  /** When its first frame was written (ms of the process clock), or 0. */
  since: number;
  sealed: boolean;
}

interface Waiting {
  head: FrameHead | null;
  parts: Buffer[];
  bytes: number;
  onDurable: () => void;
  onFailed: () => void;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * The append-only log: a row is acknowledged when its frame is on disk. Appends that come while one fsync runs
 * share the next one. If writing fails, the file is cut back to its last whole frame, and everything that waited fails.
 */
export class SegmentLog {
  readonly #segments: Segment[] = [];
  #file: FileHandle | null = null;
  #queue: Waiting[] = [];
  #pump: Promise<void> | null = null;
  /** Set when the file could not be cut back: no append until that succeeds. */
  #cutTo: number | null = null;
  #sealAsked = false;
  #onSealed: (() => void)[] = [];

  private constructor(
    private readonly dir: string,
    private readonly segmentBytes: number,
    private nextNo: number,
  ) {}

  /**
   * Opens the log, cuts a torn tail, and hands every whole frame to `visit`.
   * @throws internal when a segment that was closed is damaged: that is a broken disk, not a crash
   */
  static async open(
    dir: string,
    segmentBytes: number,
    firstNo: number,
    visit: (frame: Frame, segment: Segment) => void | Promise<void>,
  ): Promise<{ log: SegmentLog; cut: number }> {
    await mkdir(dir, { recursive: true });
    const names = (await readdir(dir)).filter((name) => /^\d{12}\.log$/.test(name)).sort();
    const log = new SegmentLog(
      dir,
      segmentBytes,
      Math.max(firstNo, Number(names.at(-1)?.slice(0, 12) ?? 0) + 1),
    );
    let cut = 0;
    for (const name of names) {
      const segment = blankSegment(dir, Number(name.slice(0, 12)));
      const file = await open(segment.path, 'r+');
      try {
        const { size } = await file.stat();
        for (;;) {
          const next = await readFrame(readerOf(file), segment.bytes, size);
          if (next === null) break;
          if (next === 'torn') {
            if (name !== names.at(-1)) {
              throw new GcError(
                'internal',
                `${segment.path} is damaged at byte ${segment.bytes}: restore it.`,
              );
            }
            cut = size - segment.bytes;
            await file.truncate(segment.bytes);
            await file.sync();
            break;
          }
          note(segment, next.frame.head, next.end - segment.bytes);
          await visit(next.frame, segment);
        }
      } finally {
        await file.close();
      }
      segment.sealed = true;
      if (segment.bytes === 0) await rm(segment.path);
      else log.#segments.push(segment);
    }
    return { log, cut };
  }

  /** Closed segments that wait to be loaded, oldest first, and the open one last. */
  get segments(): readonly Segment[] {
    return this.#segments;
  }

  get bytes(): number {
    let sum = 0;
    for (const segment of this.#segments) sum += segment.bytes;
    return sum;
  }

  /**
   * Appends a frame. Frames land in the order of the calls.
   * @param onDurable called when it is on disk, in order, before the promise resolves
   * @param onFailed called when it could not be written: last appended first, before any promise rejects
   * @throws disk_full, or the error of the file system; then no frame that was waiting is in the log
   */
  append(head: FrameHead, body: Buffer[], onDurable: () => void, onFailed: () => void): Promise<void> {
    return this.#enqueue(head, encodeFrame(head, body), onDurable, onFailed);
  }

  /** Resolves when all that was appended before is on disk. @throws as append */
  barrier(): Promise<void> {
    if (this.#queue.length === 0 && this.#pump === null) return Promise.resolve();
    const nothing = () => {};
    return this.#enqueue(null, [], nothing, nothing);
  }

  #enqueue(
    head: FrameHead | null,
    parts: Buffer[],
    onDurable: () => void,
    onFailed: () => void,
  ): Promise<void> {
    const bytes = parts.reduce((sum, part) => sum + part.length, 0);
    return new Promise((resolve, reject) => {
      this.#queue.push({ head, parts, bytes, onDurable, onFailed, resolve, reject });
      this.#pump ??= this.#run();
    });
  }

  /** Closes the open segment, so that it can be loaded; under load, after the group that is being written. */
  async rotate(): Promise<void> {
    if (this.#pump === null) return this.#seal();
    this.#sealAsked = true;
    await new Promise<void>((resolve) => this.#onSealed.push(resolve));
  }

  /** Removes a segment that the warehouse and the index have. */
  async remove(segment: Segment): Promise<void> {
    await rm(segment.path, { force: true });
    const at = this.#segments.indexOf(segment);
    if (at >= 0) this.#segments.splice(at, 1);
  }

  async close(): Promise<void> {
    while (this.#pump) await this.#pump;
    await this.#seal();
    await this.#file?.close();
  }

  async #run(): Promise<void> {
    // Let the submits of this turn of the event loop join.
    await new Promise(setImmediate);
    while (this.#queue.length > 0) {
      const group = this.#queue;
      this.#queue = [];
      try {
        await this.#write(group);
      } catch (error) {
        const failed = [...group, ...this.#queue];
        this.#queue = [];
        const coded = codedError(error);
        for (const waiting of failed.toReversed()) waiting.onFailed();
        for (const waiting of failed) waiting.reject(coded);
        continue;
      }
      for (const waiting of group) {
        waiting.onDurable();
        waiting.resolve();
      }
    }
    // In the same turn as the queue was seen empty: whoever appends next starts a new run.
    this.#pump = null;
    if (this.#sealAsked) await this.#seal();
  }

  async #write(group: Waiting[]): Promise<void> {
    const bytes = group.reduce((sum, waiting) => sum + waiting.bytes, 0);
    if (bytes === 0) return;
    const segment = await this.#writable();
    const file = this.#file!;
    try {
      if (this.#cutTo !== null) {
        await file.truncate(this.#cutTo);
        this.#cutTo = null;
      }
      let position = segment.bytes;
      for (const { parts, bytes: size } of group) {
        if (size === 0) continue;
        await writeAll(file, parts, position, size);
        position += size;
      }
      await file.datasync();
    } catch (error) {
      // Nothing half-written may be found by the next start, nor lie under the next frame.
      this.#cutTo = segment.bytes;
      await file.truncate(segment.bytes).then(
        () => {
          this.#cutTo = null;
        },
        () => {},
      );
      throw error;
    }
    for (const { head, bytes: size } of group) if (head) note(segment, head, size);
    if (segment.bytes >= this.segmentBytes || this.#sealAsked) await this.#seal();
  }

  async #writable(): Promise<Segment> {
    const last = this.#segments.at(-1);
    if (last && !last.sealed) return last;
    const segment = blankSegment(this.dir, this.nextNo);
    const file = await open(segment.path, 'wx');
    try {
      await syncFolder(this.dir);
    } catch (error) {
      await file.close();
      await rm(segment.path, { force: true });
      throw error;
    }
    this.#file = file;
    this.nextNo++;
    this.#segments.push(segment);
    return segment;
  }

  async #seal(): Promise<void> {
    const last = this.#segments.at(-1);
    if (last && !last.sealed && last.bytes > 0 && this.#cutTo === null) {
      const file = this.#file;
      last.sealed = true;
      this.#file = null;
      await file?.close();
    }
    this.#sealed();
  }

  #sealed(): void {
    this.#sealAsked = false;
    for (const resolve of this.#onSealed.splice(0)) resolve();
  }
}

/** Frames of a closed segment, one at a time. */
export async function* framesOf(segment: Segment): AsyncGenerator<Frame> {
  const file = await open(segment.path, 'r');
  try {
    let position = 0;
    while (position < segment.bytes) {
      const next = await readFrame(readerOf(file), position, segment.bytes);
      if (next === null || next === 'torn') {
        throw new GcError('internal', `${segment.path} is damaged at byte ${position}: restore it.`);
      }
      yield next.frame;
      position = next.end;
    }
  } finally {
    await file.close();
  }
}

/** Makes names in a folder durable. */
export async function syncFolder(dir: string): Promise<void> {
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function blankSegment(dir: string, no: number): Segment {
  const path = join(dir, `${String(no).padStart(12, '0')}.log`);
  return { no, path, bytes: 0, firstFrame: 1, lastFrame: 0, seqFrom: 1, seqTo: 0, since: 0, sealed: false };
}

function note(segment: Segment, head: FrameHead, bytes: number): void {
  if (segment.bytes === 0) {
    segment.firstFrame = head.no;
    segment.seqFrom = head.seq_from;
    segment.since = performance.now();
  }
  segment.lastFrame = head.no;
  segment.seqTo = head.seq_to;
  segment.bytes += bytes;
}

function readerOf(file: FileHandle) {
  return async (position: number, length: number) => {
    const out = Buffer.allocUnsafe(length);
    let got = 0;
    while (got < length) {
      const { bytesRead } = await file.read(out, got, length - got, position + got);
      if (bytesRead === 0) break;
      got += bytesRead;
    }
    return out.subarray(0, got);
  };
}

async function writeAll(file: FileHandle, parts: Buffer[], position: number, size: number): Promise<void> {
  const { bytesWritten } = await file.writev(parts, position);
  if (bytesWritten === size) return;
  // A short write: the rest as one buffer, until it is through or the disk says why not.
  const rest = Buffer.concat(parts).subarray(bytesWritten);
  let done = 0;
  while (done < rest.length) {
    const next = await file.write(rest, done, rest.length - done, position + bytesWritten + done);
    done += next.bytesWritten;
  }
}

function codedError(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  return new GcError('disk_full', 'The segment log cannot grow. Nothing of this batch was stored.', {
    cause: error,
  });
}
