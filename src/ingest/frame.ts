import { crc32 } from 'node:zlib';
import type { Table } from './columns.ts';

/**
 * A frame of the log: one batch, whole or not at all.
 *
 *     "GCF2" | head bytes u32 | body bytes u32 | crc32 of head and body u32 | head (JSON) | body
 *     body = the rows of each table as RowBinary (columns.ts), in the order of head.tables, then the index's puts
 *     put  = key bytes u16 | value bytes u32 | key (UTF-8) | value
 */
export interface FrameHead {
  /** Counts frames from 1, without gaps. */
  no: number;
  /** Sequences of the rows in it, both inclusive; seq_to = seq_from − 1 when it has none. */
  seq_from: number;
  seq_to: number;
  /** When it was decided (ms). */
  at: number;
  source: string;
  document: string;
  tables: [table: Table, bytes: number, rows: number][];
  /** Bytes of the index's puts. */
  index: number;
  /** Accounts whose person-level rows go, at this point of the log. */
  erase: string[];
}

/** `GCF2`: frames of other versions are not for this one. */
const MAGIC = 0x32464347;
const PREFIX = 16;
/** No frame is larger; a length beyond it is garbage, not a frame. */
const MAX_PART = 0x7fffffff;

/** @returns the frame as buffers, to be written one after the other */
export function encodeFrame(head: FrameHead, body: Buffer[]): Buffer[] {
  const headBytes = Buffer.from(JSON.stringify(head));
  let crc = crc32(headBytes);
  let length = 0;
  for (const part of body) {
    crc = crc32(part, crc);
    length += part.length;
  }
  const prefix = Buffer.allocUnsafe(PREFIX);
  prefix.writeUInt32LE(MAGIC, 0);
  prefix.writeUInt32LE(headBytes.length, 4);
  prefix.writeUInt32LE(length, 8);
  prefix.writeUInt32LE(crc, 12);
  return [prefix, headBytes, ...body];
}

/** Visits the puts of a frame: where each key and value stands. */
export function eachPut(
  data: Buffer,
  visit: (keyStart: number, valueStart: number, valueEnd: number, i: number) => void,
): void {
  for (let at = 0, i = 0; at < data.length; i++) {
    const valueStart = at + 6 + data.readUInt16LE(at);
    const valueEnd = valueStart + data.readUInt32LE(at + 2);
    visit(at + 6, valueStart, valueEnd, i);
    at = valueEnd;
  }
}

export interface Frame {
  head: FrameHead;
  body: Buffer;
}

/** Reads `length` bytes at `position`, fewer at the end of the file. */
export type ReadAt = (position: number, length: number) => Promise<Buffer>;

/**
 * The frame at `position`.
 * @returns null at the exact end of the log; 'torn' where what follows is not a whole frame
 */
export async function readFrame(
  read: ReadAt,
  position: number,
  size: number,
): Promise<{ frame: Frame; end: number } | 'torn' | null> {
  if (position === size) return null;
  if (size - position < PREFIX) return 'torn';
  const prefix = await read(position, PREFIX);
  const headLength = prefix.readUInt32LE(4);
  const bodyLength = prefix.readUInt32LE(8);
  const end = position + PREFIX + headLength + bodyLength;
  if (prefix.readUInt32LE(0) !== MAGIC || headLength > MAX_PART || end > size) return 'torn';
  const data = await read(position + PREFIX, headLength + bodyLength);
  if (data.length < headLength + bodyLength || crc32(data) !== prefix.readUInt32LE(12)) return 'torn';
  const head = JSON.parse(data.toString('utf8', 0, headLength)) as FrameHead;
  return { frame: { head, body: data.subarray(headLength) }, end };
}
