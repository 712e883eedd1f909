import { randomBytes } from 'node:crypto';
import { GcError } from '../../base/index.ts';
import type { Warehouse } from '../../warehouse/index.ts';
import { resolveMarks } from '../sql/resolve-marks.sql.gen.ts';
import { swept } from './tenancy.ts';

/**
 * Runs `work` with names for tables that it makes on its way, and drops them afterwards. What a crash leaves, `swept` finds by its
 * name. They may live in the engine's memory: where the engine was started again on the way, there is no result.
 * @throws warehouse_unavailable, what `work` throws
 */
export async function withTables<Name extends string, T>(
  w: Warehouse,
  of: string,
  names: readonly Name[],
  work: (tables: Readonly<Record<Name, string>>) => Promise<T>,
): Promise<T> {
  const tables = Object.fromEntries(names.map((n) => [n, `making_${of}_${n}`])) as Record<Name, string>;
  const alive = `making_${of}_alive`;
  try {
    await w.exec(`CREATE TABLE ${alive} ENGINE = Memory AS SELECT 1 AS n`);
    const result = await work(tables);
    const [left] = await w.query<{ n: number }>(`SELECT count() AS n FROM ${alive}`);
    if (left!.n !== 1)
      throw new GcError('warehouse_unavailable', 'The warehouse was started again on the way.');
    return result;
  } finally {
    await drop(w, [alive, ...Object.values<string>(tables)]);
  }
}

const MARKS = ['verdicts', 'order_marks', 'line_marks'] as const;
const ON_THE_WAY = ['changed', 'cancelled', 'payments', 'line_refunds'] as const;

/**
 * Runs `work` with tables of what became of orders, lines and accounts as known at K (resolve-marks.sql), and with names for as many
 * more of its own. All are gone afterwards. @throws warehouse_query_failed, warehouse_unavailable
 */
export async function withMarks<Name extends string, T>(
  w: Warehouse,
  k: number,
  more: readonly Name[],
  work: (tables: Readonly<Record<(typeof MARKS)[number] | Name, string>>) => Promise<T>,
): Promise<T> {
  await swept(w);
  const of = `marks_${randomBytes(4).toString('hex')}`;
  return withTables(w, of, [...MARKS, ...ON_THE_WAY, ...more], async (tables) => {
    await w.exec(`CREATE TABLE ${tables.changed} (account_id String) ENGINE = Memory`);
    await w.exec(resolveMarks.text, { ...tables, k, rebuild: 0 });
    await drop(
      w,
      ON_THE_WAY.map((name) => tables[name]),
    );
    return work(tables);
  });
}

async function drop(w: Warehouse, tables: readonly string[]): Promise<void> {
  for (const table of tables) await w.exec(`DROP TABLE IF EXISTS ${table}`).catch(() => undefined);
}
