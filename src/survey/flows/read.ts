import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Warehouse } from '../../warehouse/index.ts';
import type { FlowLines } from './lines.ts';
import { flowLines } from './sql/flow-lines.sql.gen.ts';

/** What to read of one shard's resolved lines (resolved-table.sql). */
export interface ReadOptions {
  readonly warehouse: Warehouse;
  /** Table of resolved lines. */
  readonly table: string;
  /** Highest person number of the shard. */
  readonly people: number;
  /** Level of the tree, 1 = top; 0: leaf. A shorter path counts with its leaf. */
  readonly level: number;
  /** The shard's dense category number of each category to survey, in the order of their flow numbers; others are left out. */
  readonly categories: readonly number[];
  /** Regions told apart in strata; others share one segment. Segments: 2 × (regions + 1). */
  readonly regions?: readonly string[];
  readonly timezone: string;
  /** Look-back in days, for accounts too young to be observed; null: all are. */
  readonly lookbackDays: number | null;
  readonly conservative?: boolean;
  /** Only these people (numbers of the shard): for an update. */
  readonly only?: readonly number[];
  /** Folder for the spooled range; the file is removed as soon as it is read. */
  readonly scratch: string;
  /** People per range. */
  readonly rangePeople?: number;
}

const WORDS = 5;

/**
 * Lines of one shard in ranges of whole people, as typed arrays. One range is in memory at a time, two with a reader that is
 * quicker than its user. @throws warehouse_query_failed, warehouse_unavailable
 */
export async function* readLines(options: ReadOptions): AsyncGenerator<FlowLines> {
  const step = options.rangePeople ?? 50_000;
  const regions = options.regions ?? [];
  const only = options.only ? [...options.only].sort((a, b) => a - b) : undefined;
  if (options.categories.length === 0 || only?.length === 0) return;
  for (let lo = 1; lo <= options.people; lo += step) {
    const some = only?.filter((person) => person >= lo && person < lo + step);
    if (some?.length === 0) continue;
    const path = join(options.scratch, `flows-${randomUUID()}.bin`);
    try {
      await options.warehouse.exportBinary(
        flowLines.text,
        {
          table: options.table,
          level: options.level,
          from: options.categories,
          to: [...options.categories.keys()],
          // transform() wants non-empty arrays: no region is written so.
          regions: regions.length > 0 ? regions : ['\u0001'],
          numbers: regions.length > 0 ? regions.map((_, i) => i + 1) : [0],
          lookback: (options.lookbackDays ?? 0) * 86_400,
          tz: options.timezone,
          conservative: options.conservative ? 1 : 0,
          lo,
          hi: lo + step,
          only: some ?? [],
        },
        path,
      );
      const bytes = await readFile(path);
      const aligned = bytes.byteOffset % 4 === 0 ? bytes : Buffer.from(bytes);
      const words = new Uint32Array(aligned.buffer, aligned.byteOffset, Math.floor(aligned.length / 4));
      const lines = unpackLines(words);
      if (lines.person.length > 0) yield lines;
    } finally {
      await rm(path, { force: true });
    }
  }
}

/** Rows of five words (person, time, order, amount, category with segment and observable) as columns. */
export function unpackLines(words: Uint32Array): FlowLines {
  const n = Math.floor(words.length / WORDS);
  const lines = {
    person: new Uint32Array(n),
    time: new Uint32Array(n),
    order: new Uint32Array(n),
    amount: new Uint32Array(n),
    category: new Uint16Array(n),
    segment: new Uint8Array(n),
    observable: new Uint8Array(n),
  };
  for (let i = 0, at = 0; i < n; i++, at += WORDS) {
    lines.person[i] = words[at]!;
    lines.time[i] = words[at + 1]!;
    lines.order[i] = words[at + 2]!;
    lines.amount[i] = words[at + 3]!;
    const packed = words[at + 4]!;
    lines.category[i] = packed & 65_535;
    lines.segment[i] = (packed >>> 16) & 255;
    lines.observable[i] = packed >>> 24;
  }
  return lines;
}
