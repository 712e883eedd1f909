import { contentHash, writeText } from './codec.ts';
import type { Column } from './columns.ts';

/** Bytes that follow a fact's content: backfilled u8, revision u32, seq u64. */
const TAIL = 13;
/** Room that is made at once for a value of fixed size. */
const FIXED = 16;
const TWO_32 = 2 ** 32;

/** A value of a record: times in ms, absent ones null. */
export type Value = string | number | boolean | null | readonly string[] | Readonly<Record<string, string>>;

/**
 * Rows of one table as RowBinary, written one after the other. A fact's rows are written before it is decided
 * whether it is new: `commit` keeps them, and writing the next fact forgets those that were not kept.
 */
export class RowBuffer {
  #bytes: Buffer;
  #view: DataView;
  /** End of what is kept, and of what is written. */
  #end = 0;
  #at = 0;
  /** Where the tails of the rows that are not kept yet stand. */
  #tails: number[] = [];
  #loose = 0;
  rows = 0;

  constructor(size: number) {
    this.#bytes = Buffer.allocUnsafeSlow(size);
    this.#view = new DataView(this.#bytes.buffer);
  }

  /** What is kept; valid until the next row is written. */
  get kept(): Buffer {
    return this.#bytes.subarray(0, this.#end);
  }

  /** Begins a fact. */
  begin(): void {
    this.#at = this.#end;
    this.#tails.length = 0;
  }

  text(value: string): void {
    this.#room(3 * value.length + FIXED);
    if (value === '') {
      this.#bytes[this.#at++] = 0;
      return;
    }
    // The length stands in front; for nearly every text it takes one byte.
    const start = this.#at + 1;
    const end = writeText(value, this.#bytes, start);
    if (end - start < 128) {
      this.#bytes[this.#at] = end - start;
      this.#at = end;
      return;
    }
    this.varint(end - start);
    this.#at += this.#bytes.write(value, this.#at);
  }

  varint(value: number): void {
    this.#room(FIXED);
    let rest = value;
    while (rest > 127) {
      this.#bytes[this.#at++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.#bytes[this.#at++] = rest;
  }

  u8(value: number): void {
    this.#room(FIXED);
    this.#bytes[this.#at++] = value;
  }

  u16nil(value: number | null): void {
    this.u8(value === null ? 1 : 0);
    if (value === null) return;
    this.#view.setUint16(this.#at, value, true);
    this.#at += 2;
  }

  u32(value: number): void {
    this.#room(FIXED);
    this.#view.setUint32(this.#at, value, true);
    this.#at += 4;
  }

  /** A safe integer, of either sign. */
  i64(value: number): void {
    this.#room(FIXED);
    this.#int64At(this.#at, value);
    this.#at += 8;
  }

  f64(value: number): void {
    this.#room(FIXED);
    this.#view.setFloat64(this.#at, value, true);
    this.#at += 8;
  }

  timenil(ms: number | null): void {
    this.u8(ms === null ? 1 : 0);
    if (ms !== null) this.i64(ms);
  }

  /** Ends a row of a fact: room for its tail. @param loose bytes at its end that are not content */
  endRow(loose = 0): void {
    this.#room(FIXED);
    this.#loose = loose;
    this.#tails.push(this.#at);
    this.#at += TAIL;
  }

  /** A fact's row from a record; what it does not name is the column's default. The last three columns are the tail. */
  record(columns: readonly Column[], record: Readonly<Record<string, Value>>): void {
    for (let i = 0; i < columns.length - 3; i++) this.#value(columns[i]!, record[columns[i]!.name] ?? null);
    this.endRow();
  }

  /** A row that is no fact's: written and kept at once. */
  add(columns: readonly Column[], record: Readonly<Record<string, Value>>): void {
    this.begin();
    for (const column of columns) this.#value(column, record[column.name] ?? null);
    this.#end = this.#at;
    this.rows++;
  }

  /** Hash of the rows that are not kept yet, without their tails. */
  content(): number {
    let hash = 0;
    let from = this.#end;
    for (const tail of this.#tails) {
      hash = contentHash(this.#view, from, tail - this.#loose, hash);
      from = tail + TAIL;
    }
    return hash;
  }

  /** Keeps the rows of the fact. */
  commit(backfilled: boolean, revision: number, seq: number): void {
    for (let i = 0; i < this.#tails.length; i++) {
      const at = this.#tails[i]!;
      this.#bytes[at] = backfilled ? 1 : 0;
      this.#view.setUint32(at + 1, revision, true);
      this.#int64At(at + 5, seq);
    }
    this.rows += this.#tails.length;
    this.#end = this.#at;
    this.#tails.length = 0;
  }

  #int64At(at: number, value: number): void {
    // Both conversions are modulo 2^32: two's complement, also of negative numbers.
    this.#view.setUint32(at, value, true);
    this.#view.setUint32(at + 4, Math.floor(value / TWO_32), true);
  }

  #value(column: Column, value: Value): void {
    switch (column.type) {
      case 'text':
        this.text((value as string | null) ?? '');
        break;
      case 'u8':
        this.u8(Number(value ?? 0));
        break;
      case 'u16nil':
        this.u16nil(value as number | null);
        break;
      case 'u32':
        this.u32((value as number | null) ?? 0);
        break;
      case 'u64':
      case 'i64':
      case 'time':
        this.i64((value as number | null) ?? 0);
        break;
      case 'f64':
        this.f64((value as number | null) ?? 0);
        break;
      case 'timenil':
        this.timenil(value as number | null);
        break;
      case 'texts': {
        const list = (value as readonly string[] | null) ?? [];
        this.varint(list.length);
        for (const text of list) this.text(text);
        break;
      }
      case 'dict': {
        const entries = Object.entries((value as Record<string, string> | null) ?? {});
        this.varint(entries.length);
        for (const [key, text] of entries) {
          this.text(key);
          this.text(text);
        }
      }
    }
  }

  #room(size: number): void {
    if (this.#at + size > this.#bytes.length) this.#grow(size);
  }

  #grow(size: number): void {
    const bytes = Buffer.allocUnsafeSlow(2 * this.#bytes.length + size);
    this.#bytes.copy(bytes, 0, 0, this.#at);
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
  }
}
