import { createHash } from 'node:crypto';
import { type PackedAccounts, packAccounts } from './accounts.ts';
import {
  type Column,
  ELEMENTS,
  type ElementKind,
  FORMAT,
  SCHEMA,
  type SnapshotTables,
  type WrittenAccounts,
  type WrittenLists,
} from './schema.ts';
import { indexTexts, packTexts } from './texts.ts';
import type { Manifest, SnapshotModels } from './types.ts';

/** What a snapshot is written from. */
export interface SnapshotParts {
  readonly manifest: Omit<Manifest, 'format' | 'hash'>;
  readonly tables: SnapshotTables;
  /** Accounts as words already, where the reader has them so; then `tables.people.account` is not read. */
  readonly accounts?: PackedAccounts;
  readonly models: SnapshotModels;
  readonly search: Uint8Array | null;
}

/** Where a column lies: bytes after the header's end, elements. */
export interface Placed {
  readonly kind: ElementKind;
  readonly at: number;
  readonly length: number;
}
export interface Header {
  readonly format: number;
  readonly manifest: Omit<Manifest, 'format' | 'hash' | 'built_at'>;
  readonly columns: Readonly<Record<string, Placed>>;
}

/**
 * The file: magic (8 bytes) · SHA-256 of all that follows `built_at` (32) · built_at, ms (8) · bytes of the header (4) · 12 free ·
 * header, JSON · columns, each at a multiple of 8. Little-endian. `built_at` stands outside the hash: equal facts, equal hash.
 */
export const MAGIC = 'GCSNAP\0\u0004';
export const HASH_AT = 8;
export const BUILT_AT = 40;
export const HASHED_FROM = 48;
export const HEADER_AT = 64;

/**
 * A snapshot as the pieces of its file, in order, and its hash. Columns are not copied: write the pieces one by one.
 * @throws schema_mismatch where accounts are malformed. Cost: O(bytes), SHA-256 of all of them.
 */
export function snapshotPieces(parts: SnapshotParts): { hash: string; bytes: number; pieces: Uint8Array[] } {
  const columns = flatten(parts);
  const placed: Record<string, Placed> = {};
  let at = 0;
  for (const [name, column] of columns) {
    placed[name] = { kind: kindOf(column), at, length: column.length };
    at = align(at + column.byteLength);
  }
  const { built_at, ...manifest } = parts.manifest;
  const header: Header = { format: FORMAT, manifest, columns: placed };
  const json = Buffer.from(JSON.stringify(header), 'utf8');
  const first = Buffer.alloc(align(HEADER_AT + json.length));
  first.write(MAGIC, 0, 'latin1');
  first.writeDoubleLE(Date.parse(built_at), BUILT_AT);
  first.writeUInt32LE(json.length, HASHED_FROM);
  json.copy(first, HEADER_AT);
  const pieces: Uint8Array[] = [first];
  for (const [, column] of columns) {
    pieces.push(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
    const padding = align(column.byteLength) - column.byteLength;
    if (padding > 0) pieces.push(new Uint8Array(padding));
  }
  const digest = createHash('sha256').update(first.subarray(HASHED_FROM));
  for (const piece of pieces.slice(1)) digest.update(piece);
  const hash = digest.digest();
  hash.copy(first, HASH_AT);
  return { hash: hash.toString('hex'), bytes: first.length + at, pieces };
}

/** A snapshot as one run of bytes. */
export function encodeSnapshot(parts: SnapshotParts): Uint8Array {
  const { bytes, pieces } = snapshotPieces(parts);
  const out = new Uint8Array(bytes);
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}

export const align = (bytes: number) => Math.ceil(bytes / 8) * 8;

function kindOf(column: Column): ElementKind {
  for (const [kind, Kind] of Object.entries(ELEMENTS)) if (column instanceof Kind) return kind as ElementKind;
  throw new TypeError('a column of no known kind');
}

/** Every column under its name, in one fixed order. */
function flatten(parts: SnapshotParts): [string, Column][] {
  const out: [string, Column][] = [];
  for (const [table, fields] of Object.entries(SCHEMA)) {
    const values = parts.tables[table as keyof SnapshotTables] as Record<string, unknown>;
    for (const [field, kind] of Object.entries(fields)) {
      const name = `${table}.${field}`;
      const value = values[field];
      if (kind === 'text' || kind === 'ids') {
        const { start, bytes } = packTexts(value as string[]);
        out.push([`${name}.start`, start], [`${name}.bytes`, bytes]);
        if (kind === 'ids') out.push([`${name}.slots`, indexTexts(value as string[])]);
      } else if (kind === 'lists') {
        const { start, values: content } = value as WrittenLists;
        out.push([`${name}.start`, start], [`${name}.values`, content]);
      } else if (kind === 'accounts') {
        const { words, person, slots } = parts.accounts ?? packAccounts(value as WrittenAccounts);
        out.push([`${name}.words`, words], [`${name}.person`, person], [`${name}.slots`, slots]);
      } else out.push([name, value as Column]);
    }
  }
  out.push(['models', Buffer.from(JSON.stringify(parts.models), 'utf8')]);
  if (parts.search) out.push(['search', parts.search]);
  return out;
}
