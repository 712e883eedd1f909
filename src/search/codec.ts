import { GcError } from '../base/index.ts';
import type { SearchIndex } from './types.ts';

const NUMBERS = {
  start: Uint32Array,
  doc: Uint32Array,
  impact: Float32Array,
  fields: Uint8Array,
  averages: Float64Array,
  deletionHash: Uint32Array,
  deletionTerm: Uint32Array,
  pinyinStart: Uint32Array,
  pinyinTerm: Uint32Array,
  facetStart: Uint32Array,
  facet: Uint32Array,
} as const;
const TEXTS = ['terms', 'pinyinKeys', 'facetValues'] as const;

/** Raised when the meaning of an index changes; another version is built anew. */
const FORMAT = 2;
const align = (bytes: number) => Math.ceil(bytes / 8) * 8;

/**
 * An index as bytes: length of the header (u32), the header (JSON), then the columns, each at a multiple of 8.
 * Integrity is the file's that holds it.
 */
export function encodeIndex(index: SearchIndex): Uint8Array {
  const columns: [string, Uint8Array][] = [];
  for (const name of TEXTS) columns.push([name, Buffer.from(index[name].join('\n'), 'utf8')]);
  for (const name of Object.keys(NUMBERS) as (keyof typeof NUMBERS)[]) {
    const column = index[name];
    columns.push([name, new Uint8Array(column.buffer, column.byteOffset, column.byteLength)]);
  }
  let at = 0;
  const places: Record<string, [at: number, bytes: number]> = {};
  for (const [name, bytes] of columns) {
    places[name] = [at, bytes.length];
    at = align(at + bytes.length);
  }
  const header = Buffer.from(JSON.stringify({ format: FORMAT, docs: index.docs, places }), 'utf8');
  const base = align(4 + header.length);
  const out = Buffer.alloc(base + at);
  out.writeUInt32LE(header.length, 0);
  header.copy(out, 4);
  for (const [name, bytes] of columns) out.set(bytes, base + places[name]![0]);
  return out;
}

/** Reads an index; numbers are views on the bytes where they lie aligned. @throws schema_mismatch */
export function openIndex(bytes: Uint8Array): SearchIndex {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let header: { format: number; docs: number; places: Record<string, [number, number]> };
  let base: number;
  try {
    const length = buffer.readUInt32LE(0);
    header = JSON.parse(buffer.toString('utf8', 4, 4 + length));
    base = align(4 + length);
  } catch (cause) {
    throw new GcError('schema_mismatch', 'These bytes are no search index.', { cause });
  }
  if (header.format !== FORMAT)
    throw new GcError(
      'schema_mismatch',
      `The search index must be of format ${FORMAT}, got ${header.format}.`,
    );
  const slice = (name: string): Uint8Array => {
    const [at, length] = header.places[name] ?? [0, -1];
    if (length < 0 || base + at + length > buffer.length)
      throw new GcError('schema_mismatch', `The search index is cut off at its column ${name}.`);
    return buffer.subarray(base + at, base + at + length);
  };
  const texts = (name: string): string[] => {
    const text = Buffer.from(slice(name)).toString('utf8');
    return text === '' ? [] : text.split('\n');
  };
  const numbers = Object.fromEntries(
    Object.entries(NUMBERS).map(([name, Kind]) => {
      const part = slice(name);
      const aligned = part.byteOffset % Kind.BYTES_PER_ELEMENT === 0 ? part : Uint8Array.from(part);
      return [
        name,
        new Kind(aligned.buffer as ArrayBuffer, aligned.byteOffset, aligned.length / Kind.BYTES_PER_ELEMENT),
      ];
    }),
  ) as Pick<SearchIndex, keyof typeof NUMBERS>;
  return {
    docs: header.docs,
    terms: texts('terms'),
    pinyinKeys: texts('pinyinKeys'),
    facetValues: texts('facetValues'),
    ...numbers,
  };
}
