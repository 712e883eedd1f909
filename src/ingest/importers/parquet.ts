import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { type FileMetaData, parquetMetadataAsync, parquetScan } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { GcError } from '../../base/index.ts';

/** Columns of some consecutive rows: arrays of equal length, in file order. */
export type Columns<C extends string> = Record<C, ArrayLike<unknown>> & {
  rowStart: number;
  rowCount: number;
};

export interface ParquetFile {
  readonly path: string;
  readonly rows: number;
  readonly columns: readonly string[];
  /** Reads the named columns row group by row group. Timestamps are ms since epoch, as written. */
  groups<C extends string>(columns: readonly C[]): AsyncGenerator<Columns<C>, void, undefined>;
  close(): Promise<void>;
}

/**
 * Opens a Parquet file for reading by column and row group; only the bytes asked for are read.
 * @throws file_unreadable (not there, not Parquet, a column is missing), file_truncated (no footer)
 */
export async function openParquet(path: string): Promise<ParquetFile> {
  const handle = await open(path, 'r').catch((cause) => {
    throw new GcError('file_unreadable', `${path} cannot be opened: ${cause.code ?? cause.message}.`, {
      cause,
    });
  });
  try {
    const byteLength = (await handle.stat()).size;
    const file = {
      byteLength,
      async slice(start: number, end = byteLength) {
        const buffer = new ArrayBuffer(end - start);
        const { bytesRead } = await handle.read(new Uint8Array(buffer), 0, end - start, start);
        if (bytesRead < end - start) throw new GcError('file_truncated', `${path} ends early.`);
        return buffer;
      },
    };
    const metadata = await readFooter(file, path);
    const parsers = {
      timestampFromMilliseconds: (x: bigint) => Number(x),
      timestampFromMicroseconds: (x: bigint) => Math.floor(Number(x) / 1000),
      timestampFromNanoseconds: (x: bigint) => Math.floor(Number(x) / 1e6),
      dateFromDays: (x: number) => x * 86_400_000,
    };
    const columns = metadata.schema.slice(1).map((element) => element.name);
    return {
      path,
      rows: Number(metadata.num_rows),
      columns,
      async *groups<C extends string>(wanted: readonly C[]) {
        for (const column of wanted) {
          if (!columns.includes(column)) {
            throw new GcError('file_unreadable', `${basename(path)} has no column ${column}.`);
          }
        }
        const scan = await parquetScan({ file, metadata, compressors, parsers, columns: [...wanted] });
        for (const range of scan.ranges) {
          const out = { rowStart: range.rowStart, rowCount: range.rowEnd - range.rowStart } as Columns<C>;
          for (const column of wanted) {
            out[column] = (await scan
              .readColumn({ ...range, column })
              .catch((cause: unknown) => damaged(path, cause))) as unknown as Columns<C>[C];
          }
          yield out;
        }
      },
      close: () => handle.close(),
    };
  } catch (cause) {
    await handle.close();
    throw cause;
  }
}

/** A Parquet file is read from its end: one cut in the middle has no footer, and nothing can be read of it. */
async function readFooter(
  file: { byteLength: number; slice(start: number, end?: number): Promise<ArrayBuffer> },
  path: string,
): Promise<FileMetaData> {
  if (file.byteLength < 12) throw new GcError('file_truncated', `${path} is too short to be Parquet.`);
  const mark = (bytes: ArrayBuffer) => Buffer.from(bytes).toString('latin1');
  if (mark(await file.slice(0, 4)) !== 'PAR1')
    throw new GcError('file_unreadable', `${path} is not Parquet.`);
  if (mark(await file.slice(file.byteLength - 4)) !== 'PAR1') {
    throw new GcError('file_truncated', `${path} has no Parquet footer: it was cut, and no row can be read.`);
  }
  return parquetMetadataAsync(file).catch((cause: unknown) => damaged(path, cause));
}

function damaged(path: string, cause: unknown): never {
  if (cause instanceof GcError) throw cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  throw new GcError('file_unreadable', `${path} is damaged: ${why}.`, { cause });
}

/** One row of a group as plain JSON, to be kept when it is refused. */
export function rowOf<C extends string>(group: Columns<C>, columns: readonly C[], i: number) {
  return Object.fromEntries(
    columns.map((name) => {
      const value = group[name][i];
      return [name, typeof value === 'bigint' ? Number(value) : (value ?? null)];
    }),
  );
}
