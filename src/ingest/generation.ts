import { type Entry, entrySize, writeEntry, writeText } from './codec.ts';
import { eachPut } from './frame.ts';

/** Bytes in front of a put's key: length of the key u16, of the value u32. */
const LENGTHS = 6;

/** What one frame puts into the index; how to take it back while the frame is not durable. */
export interface Change {
  readonly generation: Generation;
  readonly start: number;
  readonly end: number;
  readonly keys: readonly string[];
  /** Where the key's put before this one stands in the generation, or −1. */
  readonly previous: readonly number[];
}

/**
 * The puts of some consecutive frames, on their way into LMDB together: as bytes, in the form in which the frames hold
 * them, and by key where the newest stands. A put costs the collector one string, its key: a million small values
 * cost it more than all other work on a row together.
 */
export class Generation {
  readonly offsets = new Map<string, number>();
  bytes = Buffer.allocUnsafeSlow(1 << 18);
  /** Number of the last frame whose puts are here and which is on disk; 0 while there is none. */
  frame = 0;
  #at = 0;
  /** Frames that are not on disk yet. */
  #pending = 0;
  #settled: (() => void) | null = null;
  #start = 0;
  #keys: string[] = [];
  #previous: number[] = [];

  begin(): void {
    this.#start = this.#at;
    this.#keys = [];
    this.#previous = [];
  }

  putEntry(key: string, entry: Entry): void {
    const at = this.#key(key, entrySize(entry));
    this.#value(at, writeEntry(entry, this.bytes, at));
  }

  putText(key: string, text: string): void {
    const at = this.#key(key, 3 * text.length);
    this.#value(at, writeText(text, this.bytes, at));
  }

  /** Ends the puts of a frame. One without any needs neither `settle` nor `undo`. */
  take(): Change {
    if (this.#keys.length > 0) this.#pending++;
    return {
      generation: this,
      start: this.#start,
      end: this.#at,
      keys: this.#keys,
      previous: this.#previous,
    };
  }

  undo({ start, keys, previous }: Change): void {
    for (let i = keys.length - 1; i >= 0; i--) {
      if (previous[i]! < 0) this.offsets.delete(keys[i]!);
      else this.offsets.set(keys[i]!, previous[i]!);
    }
    this.#at = start;
    if (keys.length > 0) this.#frameEnds();
  }

  /** The frame is on disk. */
  settle(frame: number): void {
    this.frame = frame;
    this.#frameEnds();
  }

  /** Takes over the puts of a frame of the log. @returns their keys */
  redo(frame: number, puts: Buffer): string[] {
    const keys: string[] = [];
    this.#room(puts.length);
    const base = this.#at;
    puts.copy(this.bytes, base);
    eachPut(puts, (keyStart, valueStart) => {
      const key = puts.toString('utf8', keyStart, valueStart);
      keys.push(key);
      this.offsets.set(key, base + keyStart - LENGTHS);
    });
    this.#at += puts.length;
    this.frame = frame;
    return keys;
  }

  /** Resolves when every frame of it is on disk, or was taken back. */
  async settled(): Promise<void> {
    if (this.#pending > 0) await new Promise<void>((resolve) => (this.#settled = resolve));
  }

  /** Where the value of the put at `offset` begins and ends. */
  valueStart(offset: number): number {
    return offset + LENGTHS + this.bytes.readUInt16LE(offset);
  }

  valueEnd(offset: number): number {
    return this.valueStart(offset) + this.bytes.readUInt32LE(offset + 2);
  }

  clear(): void {
    this.offsets.clear();
    this.#at = 0;
    this.frame = 0;
  }

  #key(key: string, valueSize: number): number {
    this.#room(LENGTHS + 3 * key.length + valueSize);
    const offset = this.#at;
    this.#keys.push(key);
    this.#previous.push(this.offsets.get(key) ?? -1);
    this.offsets.set(key, offset);
    const end = writeText(key, this.bytes, offset + LENGTHS);
    this.bytes.writeUInt16LE(end - offset - LENGTHS, offset);
    return end;
  }

  #value(start: number, end: number): void {
    this.bytes.writeUInt32LE(end - start, this.#at + 2);
    this.#at = end;
  }

  #frameEnds(): void {
    if (--this.#pending > 0) return;
    this.#settled?.();
    this.#settled = null;
  }

  #room(size: number): void {
    if (this.#at + size <= this.bytes.length) return;
    const bytes = Buffer.allocUnsafeSlow(2 * this.bytes.length + size);
    this.bytes.copy(bytes, 0, 0, this.#at);
    this.bytes = bytes;
  }
}
