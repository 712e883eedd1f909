import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GcError, type LocalDate, localDate, UNCATEGORISED } from '../../base/index.ts';
import { run as query, type Warehouse } from '../../warehouse/index.ts';
import { type FlowLines, readLines } from '../flows/index.ts';
import type { Catalogue } from '../metrics/face.ts';
import type { Resolved } from '../resolve/face.ts';
import type { SurveyCategory } from './edges.ts';
import { denseNumbers } from './sql/dense-numbers.sql.gen.ts';

/** Lines of all shards, one after the other, in ranges of whole people; `only`: of these people of a shard. */
export async function* linesOf(
  resolved: Resolved,
  categories: readonly SurveyCategory[],
  level: number,
  timezone: string,
  lookbackDays: number | null,
  only?: readonly { warehouse: Warehouse; person: number }[],
): AsyncGenerator<FlowLines> {
  const scratch = await mkdtemp(join(tmpdir(), 'grandcanal-lines-'));
  try {
    for (const { warehouse, table, people } of resolved.shards) {
      const some = only?.filter((one) => one.warehouse === warehouse).map(({ person }) => person);
      if (some?.length === 0) continue;
      const known = new Map(
        (await query(warehouse, denseNumbers, { kind: 'category' })).map((row) => [row.id, row.no]),
      );
      // A category that this shard has never seen keeps its place under a number that no line carries.
      const dense = categories.map(({ category_id }) => known.get(category_id) ?? 4_294_967_295);
      yield* readLines({
        warehouse,
        table,
        people,
        level,
        categories: dense,
        timezone,
        lookbackDays,
        scratch,
        ...(some ? { only: some } : {}),
      });
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The date asked for, or the last with lines. @throws dimension_absent while there are none */
export function asOfOr(asOf: string | undefined, resolved: Resolved): LocalDate {
  const date = asOf ?? resolved.last_day;
  if (date === null)
    throw new GcError('dimension_absent', 'There are no order lines yet: import some first.');
  return localDate(date);
}

/** Categories of a tree level (0: leaves), in the order of their ids. @throws dimension_absent, validation_failed */
export function categoriesAt(catalogue: Catalogue, level: number): SurveyCategory[] {
  const known = catalogue.categories.filter((c) => c.category_id !== UNCATEGORISED);
  if (known.length === 0) throw new GcError('dimension_absent', 'The facts carry no category tree.');
  const found = known.filter((c) => (level === 0 ? c.is_leaf : c.level === level));
  if (found.length === 0) {
    const deepest = Math.max(...known.map((c) => c.level));
    throw new GcError('validation_failed', `level must be 0 (leaves) to ${deepest}, got ${level}.`);
  }
  return found
    .map((c) => ({ category_id: c.category_id, label: c.name }))
    .sort((a, b) => (a.category_id < b.category_id ? -1 : 1));
}

/** Top category of each surveyed category: breadth counts those (metrics.md 4.3.4). */
export function topOf(catalogue: Catalogue, categories: readonly SurveyCategory[]): Uint16Array {
  const tops = new Map<string, number>();
  const pathOf = new Map(catalogue.categories.map((c) => [c.category_id, c.path]));
  return Uint16Array.from(categories, ({ category_id }) => {
    const top = pathOf.get(category_id)?.[0] ?? category_id;
    if (!tops.has(top)) tops.set(top, tops.size);
    return tops.get(top)!;
  });
}
