import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import Papa from 'papaparse';
import { GcError } from '../../../base/index.ts';

/** A record of a text file, or why it is none. */
export type TextRow<T> = { readonly values: T } | { readonly malformed: string; readonly raw: unknown };

/** Longest line of JSONL; a whole category tree is one. */
const MAX_LINE = 64 * 1024 * 1024;
/** Of a malformed line this much is kept. */
const KEEP = 16 * 1024;

/** Text of a file in pieces, unpacked where its name ends in .gz. @throws file_unreadable, file_truncated */
async function* textOf(path: string): AsyncGenerator<string, void, undefined> {
  await access(path).catch((cause) => {
    throw new GcError('file_unreadable', `${path} cannot be opened: ${cause.code ?? cause.message}.`, {
      cause,
    });
  });
  const file = createReadStream(path, { highWaterMark: 1 << 20 });
  const bytes = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  file.on('error', (error) => bytes.destroy(error));
  const decoder = new TextDecoder('utf-8');
  try {
    for await (const piece of bytes) {
      const text = decoder.decode(piece as Buffer, { stream: true });
      if (text !== '') yield text;
    }
  } catch (cause) {
    if (cause instanceof GcError) throw cause;
    if ((cause as { code?: string }).code === 'Z_BUF_ERROR') {
      throw new GcError('file_truncated', `${path} ends inside its compressed data.`, { cause });
    }
    throw new GcError('file_unreadable', `${path}: ${(cause as Error).message}.`, { cause });
  } finally {
    file.destroy();
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}

/**
 * Lines of a JSONL file as JSON values, a few thousand at a time. Empty lines are no rows.
 * @throws file_unreadable; file_truncated after all complete lines, when the last one breaks off
 */
export async function* readJsonl(path: string): AsyncGenerator<TextRow<unknown>[], void, undefined> {
  let rest = '';
  let count = 0;
  for await (const text of textOf(path)) {
    const lines = (rest + text).split('\n');
    rest = lines.pop()!;
    if (rest.length > MAX_LINE) {
      throw new GcError('file_unreadable', `${path}: line ${count + lines.length + 1} has no end.`);
    }
    const rows = lines.filter((line) => line.trim() !== '').map(jsonRow);
    count += rows.length;
    if (rows.length > 0) yield rows;
  }
  if (rest.trim() === '') return;
  const last = jsonRow(rest);
  if ('malformed' in last) {
    throw new GcError('file_truncated', `${path} breaks off in its record ${count + 1}.`);
  }
  yield [last];
}

function jsonRow(line: string): TextRow<unknown> {
  try {
    return { values: JSON.parse(line) as unknown };
  } catch (error) {
    return { malformed: (error as Error).message, raw: line.slice(0, KEEP) };
  }
}

export interface CsvOptions {
  readonly delimiter?: string | undefined;
  readonly quote?: string | undefined;
}

/**
 * Records of a CSV file below its header, a few thousand at a time, with the delimiter found out unless given.
 * A record with other than the header's number of fields is malformed.
 * @throws file_unreadable (not there, no header); file_truncated after all complete records, when the last
 *   breaks off inside quotes or before its last field
 */
export async function* readCsv(
  path: string,
  options: CsvOptions,
  onHeader: (columns: string[]) => void,
): AsyncGenerator<TextRow<string[]>[], void, undefined> {
  let header: string[] | null = null;
  let count = 0;
  let held: { record: string[]; openQuote: boolean } | null = null;
  let lastChar = '';
  const watched = (async function* () {
    for await (const text of textOf(path)) {
      lastChar = text.at(-1)!;
      yield text;
    }
  })();
  const check = (record: string[]): TextRow<string[]> => {
    count++;
    return record.length === header!.length
      ? { values: record }
      : {
          malformed: `${record.length} fields, the header has ${header!.length}`,
          raw: record.join(',').slice(0, KEEP),
        };
  };
  for await (const { data, errors } of parsed(watched, options)) {
    const rows: TextRow<string[]>[] = [];
    const open = errors.some((error) => error.code === 'MissingQuotes');
    for (const record of data) {
      if (header === null) {
        header = record.map((name) => name.trim());
        onHeader(header);
        continue;
      }
      // The last record is held back until it is known whether the file ends behind it.
      if (held !== null) rows.push(check(held.record));
      held = { record, openQuote: open };
    }
    if (rows.length > 0) yield rows;
  }
  if (header === null) throw new GcError('file_unreadable', `${path} is empty: it has no header.`);
  if (held === null) return;
  const short = held.record.length < header.length && lastChar !== '\n' && lastChar !== '\r';
  if (held.openQuote || short) {
    throw new GcError('file_truncated', `${path} breaks off in its record ${count + 1}.`);
  }
  yield [check(held.record)];
}

/** papaparse's chunks as a generator: it is paused while the consumer is busy. */
async function* parsed(
  text: AsyncGenerator<string>,
  options: CsvOptions,
): AsyncGenerator<Papa.ParseResult<string[]>, void, undefined> {
  const waiting: Papa.ParseResult<string[]>[] = [];
  let parser: Papa.Parser | null = null;
  let ended = false;
  let failure: unknown = null;
  let wake: () => void = () => {};
  const stream = Readable.from(text, { objectMode: true });
  Papa.parse<string[]>(stream, {
    header: false,
    skipEmptyLines: true,
    ...(options.delimiter === undefined ? {} : { delimiter: options.delimiter }),
    ...(options.quote === undefined ? {} : { quoteChar: options.quote }),
    chunk(results, handle) {
      waiting.push(results);
      parser = handle;
      handle.pause();
      wake();
    },
    complete() {
      ended = true;
      wake();
    },
    error(error) {
      failure = error;
      wake();
    },
  });
  try {
    while (true) {
      const next = waiting.shift();
      if (next) {
        yield next;
        (parser as Papa.Parser | null)?.resume();
        continue;
      }
      if (failure !== null) throw failure;
      if (ended) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    stream.destroy();
  }
}
