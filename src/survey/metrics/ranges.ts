import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Params } from '../../warehouse/index.ts';
import type { ResolvedShard } from '../resolve/face.ts';
import { metricLines } from '../sql/metric-lines.sql.gen.ts';

/** Lines in memory at a time, twice at most: one range being counted, the next being read. */
const LINES_A_RANGE = 400_000;
/** Guests are one to the kernel, which holds more of one person's lines than of all others'. */
const GUEST_LINES = 100_000;

/** Rows of a query in the engine's binary format. */
export async function binaryRows(
  shard: ResolvedShard,
  sql: string,
  params: Params,
  folder: string,
): Promise<Buffer> {
  const path = join(folder, String(++files));
  await shard.warehouse.exportBinary(sql, { ...params, table: shard.table }, path);
  const bytes = await readFile(path);
  await rm(path);
  return bytes;
}
let files = 0;

export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'grandcanal-metrics-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Hands over the packed lines of ranges of whole people, through files in the engine's row format; the next range is read
 * while one is counted. Guests are one person to the tables: they come in slices of whole orders.
 */
export async function eachRange(
  shard: ResolvedShard,
  p: { readonly tree: 'as_sold' | 'current'; readonly as_of: string },
  work: (bytes: Buffer, lo: number, hi: number) => Promise<void>,
): Promise<void> {
  const [guests] = await shard.warehouse.query<{ n: number }>(
    'SELECT count() AS n FROM {table:Identifier} WHERE person = 0',
    { table: shard.table },
  );
  const parts = Math.ceil(guests!.n / GUEST_LINES);
  const n = Math.max(1, Math.ceil((shard.rows - guests!.n) / LINES_A_RANGE));
  const cut = (i: number) => 1 + Math.floor((i * shard.people) / n);
  const ranges = [
    ...Array.from({ length: parts }, (_, part) => ({ lo: 0, hi: 0, part, parts })),
    ...Array.from({ length: n }, (_, i) => ({ lo: cut(i), hi: cut(i + 1) - 1, part: 0, parts: 1 })),
  ];
  await withFolder(async (folder) => {
    const read = (i: number) =>
      binaryRows(shard, metricLines.text, { tree: p.tree, as_of: p.as_of, ...ranges[i]! }, folder);
    let ahead: Promise<Buffer> | undefined = read(0);
    try {
      for (let i = 0; i < ranges.length; i++) {
        const bytes: Buffer = await ahead!;
        ahead = i + 1 < ranges.length ? read(i + 1) : undefined;
        // A failure is thrown where it is awaited; until then it must not count as unhandled.
        ahead?.catch(() => undefined);
        await work(bytes, ranges[i]!.lo, ranges[i]!.hi);
      }
    } finally {
      await ahead?.catch(() => undefined);
    }
  });
}
