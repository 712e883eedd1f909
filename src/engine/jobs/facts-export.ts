import { join } from 'node:path';
import { addDays, businessDate, localDate, startOfDay } from '../../base/index.ts';
import { withMarks } from '../../survey/index.ts';
import { type Params, run, type Warehouse } from '../../warehouse/index.ts';
import { snapshotBrands } from './sql/snapshot-brands.sql.gen.ts';
import { snapshotCategories } from './sql/snapshot-categories.sql.gen.ts';
import { snapshotEvents } from './sql/snapshot-events.sql.gen.ts';
import { snapshotItems } from './sql/snapshot-items.sql.gen.ts';
import { snapshotLines } from './sql/snapshot-lines.sql.gen.ts';
import { snapshotMerchants } from './sql/snapshot-merchants.sql.gen.ts';
import { snapshotOffers } from './sql/snapshot-offers.sql.gen.ts';
import { snapshotPeople } from './sql/snapshot-people.sql.gen.ts';
import { snapshotShops } from './sql/snapshot-shops.sql.gen.ts';
import { snapshotSpan } from './sql/snapshot-span.sql.gen.ts';
import { snapshotTables } from './sql/snapshot-tables.sql.gen.ts';
import { snapshotVariants } from './sql/snapshot-variants.sql.gen.ts';

/** Rows that one statement reads: bounds the engine's memory, whatever the marketplace's size. */
const ROWS_A_RANGE = 1_500_000;
/** Events older than this say nothing about what is shown today. */
const EVENT_DAYS = 120;

export interface ExportOptions {
  readonly warehouse: Warehouse;
  /** Point of knowledge. */
  readonly knownAt: number;
  readonly timezone: string;
  /** Channels in scope; []: all but offline. */
  readonly channels: readonly string[];
  readonly now: number;
  /** Folder for the files; the caller owns it. */
  readonly dir: string;
  readonly signal?: AbortSignal;
}

/** What was exported: the files of each kind, in order, and the first day that is not in them. */
export interface ExportedFacts {
  readonly day: number;
  readonly catalogue: Readonly<Record<CatalogueKind, string>>;
  readonly people: string;
  readonly lines: readonly string[];
  readonly events: readonly string[];
}

const CATALOGUE = {
  categories: snapshotCategories.text,
  merchants: snapshotMerchants.text,
  shops: snapshotShops.text,
  brands: snapshotBrands.text,
  items: snapshotItems.text,
  offers: snapshotOffers.text,
  variants: snapshotVariants.text,
} as const;
export type CatalogueKind = keyof typeof CATALOGUE;

/**
 * Writes all that a snapshot is built from as binary files, in ranges of accounts. The last day is today or, where the facts
 * end earlier, the day of the latest fact. @throws warehouse_query_failed, warehouse_unavailable
 */
export async function exportFacts(options: ExportOptions): Promise<ExportedFacts> {
  const { warehouse, knownAt: k, timezone: tz, dir, now, signal } = options;
  const today = startOfDay(addDays(businessDate(now, tz), 1), tz);
  const [span] = await run(warehouse, snapshotSpan, { k, until: instant(today) });
  const last = span!.last_at ? Date.parse(`${span!.last_at.replace(' ', 'T')}Z`) : now;
  const date = addDays(businessDate(last > 0 ? last : now, tz), 1);
  const until = startOfDay(date, tz);
  const common: Params = { k, tz, until: instant(until) };
  const put = async (name: string, sql: string, params: Params) => {
    signal?.throwIfAborted();
    const path = join(dir, `${name}.bin`);
    await warehouse.exportBinary(sql, params, path);
    return path;
  };
  const catalogue = {} as Record<CatalogueKind, string>;
  for (const [kind, sql] of Object.entries(CATALOGUE))
    catalogue[kind as CatalogueKind] = await put(kind, sql, common);
  const ranged = async (name: string, sql: string, rows: number, params: Params) => {
    const paths: string[] = [];
    for (const [lo, hi] of accountRanges(Math.ceil(rows / ROWS_A_RANGE)))
      paths.push(await put(`${name}-${paths.length}`, sql, { ...common, ...params, lo, hi }));
    return paths;
  };
  return {
    day: Date.parse(date) / 86_400_000,
    catalogue,
    people: await put('people', snapshotPeople.text, { k }),
    lines: await withMarks(warehouse, k, ['shut', 'leaves'], async (tables) => {
      await warehouse.exec(snapshotTables.text, { ...tables, k });
      return ranged('lines', snapshotLines.text, span!.lines ?? 0, { ...tables, channels: options.channels });
    }),
    events: await ranged('events', snapshotEvents.text, span!.events ?? 0, {
      since: instant(startOfDay(addDays(localDate(date), -EVENT_DAYS), tz)),
    }),
  };
}

/** Ranges [lo, hi) that cover all account ids, those without an account apart and first, evenly by the ids' digits. */
export function accountRanges(parts: number): [string, string][] {
  const digits = parts <= 1 ? 0 : parts <= 16 ? 1 : 2;
  const bounds = Array.from({ length: 16 ** digits }, (_, i) =>
    digits === 0 ? 'acc_' : `acc_${i.toString(16).padStart(digits, '0')}`,
  );
  return [['', 'acc_'], ...bounds.map((lo, i): [string, string] => [lo, bounds[i + 1] ?? 'acd'])];
}

const instant = (ms: number) => new Date(ms).toISOString().slice(0, 23).replace('T', ' ');
