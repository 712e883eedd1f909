import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../warehouse/index.ts';
import type { FlowLines } from '../flows/index.ts';
import type { Resolved } from '../resolve/face.ts';
import { denseNumbers } from './sql/dense-numbers.sql.gen.ts';
import { flowLines } from './sql/flow-lines.sql.gen.ts';

export interface ReadOptions {
  /** Tree level, 0 = leaves. */
  readonly level: number;
  /** Category ids in the order of their places in the matrices. */
  readonly categories: readonly string[];
  readonly as_of: string;
  /** Days of history that a person needs to be observable; null: everybody is. */
  readonly lookbackDays: number | null;
  /** People a range; a range is in memory twice at most (one in use, one being read). */
  readonly people?: number;
}

const BYTES = 20;

/**
 * Healthy lines of all shards in ranges of whole people, sorted as the kernels want them. Ranges go through a file, in the
 * engine's row format, and become typed arrays without parsing; the next one is read while the last is worked on.
 */
export async function* readFlowLines(resolved: Resolved, options: ReadOptions): AsyncGenerator<FlowLines> {
  const { people = 50_000 } = options;
  const places = new Map(options.categories.map((id, place) => [id, place]));
  const folder = await mkdtemp(join(tmpdir(), 'grandcanal-lines-'));
  let ahead: Promise<FlowLines> | undefined;
  try {
    for (const [s, shard] of resolved.shards.entries()) {
      const known = (await run(shard.warehouse, denseNumbers, { kind: 'category' })).filter((row) =>
        places.has(row.id),
      );
      const params = {
        table: shard.table,
        as_of: options.as_of,
        level: options.level,
        lookback: options.lookbackDays ?? 0,
        // An empty array has no type of its own: number 0 is never a category.
        dense: [0, ...known.map((row) => row.no)],
        places: [65_535, ...known.map((row) => places.get(row.id)!)],
      };
      const read = async (lo: number): Promise<FlowLines> => {
        const path = join(folder, `${s}-${lo}`);
        await shard.warehouse.exportBinary(flowLines.text, { ...params, lo, hi: lo + people - 1 }, path);
        const bytes = await readFile(path);
        await rm(path);
        return unpack(bytes);
      };
      for (let lo = 1; lo <= shard.people; lo += people) {
        const lines = await (ahead ?? read(lo));
        ahead = lo + people <= shard.people ? read(lo + people) : undefined;
        // A failure is thrown where it is awaited; until then it must not count as unhandled.
        ahead?.catch(() => undefined);
        if (lines.person.length > 0) yield lines;
      }
    }
  } finally {
    await ahead?.catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Rows of flow-lines.sql as columns. Little-endian, like every machine that Node runs on. */
function unpack(bytes: Buffer): FlowLines {
  const n = bytes.length / BYTES;
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : Buffer.from(bytes);
  const words = new Uint32Array(aligned.buffer, aligned.byteOffset, n * (BYTES / 4));
  const shared = <T>(make: (buffer: SharedArrayBuffer) => T, width: number) =>
    make(new SharedArrayBuffer(n * width));
  const u32 = () => shared((b) => new Uint32Array(b), 4);
  const lines = {
    person: u32(),
    time: u32(),
    order: u32(),
    amount: u32(),
    category: shared((b) => new Uint16Array(b), 2),
    segment: shared((b) => new Uint8Array(b), 1),
    observable: shared((b) => new Uint8Array(b), 1),
  };
  for (let i = 0, w = 0; i < n; i++, w += 5) {
    lines.person[i] = words[w]!;
    lines.time[i] = words[w + 1]!;
    lines.order[i] = words[w + 2]!;
    lines.amount[i] = words[w + 3]!;
    const last = words[w + 4]!;
    lines.category[i] = last & 0xffff;
    lines.segment[i] = (last >>> 16) & 0xff;
    lines.observable[i] = last >>> 24;
  }
  return lines;
}
