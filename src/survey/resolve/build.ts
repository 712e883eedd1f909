import { UNCATEGORISED } from '../../base/index.ts';
import type { Settings } from '../../contracts/index.ts';
import type { Params, Warehouse } from '../../warehouse/index.ts';
import { resolveCatalogue } from '../sql/resolve-catalogue.sql.gen.ts';
import { resolveChanged } from '../sql/resolve-changed.sql.gen.ts';
import { resolveIds } from '../sql/resolve-ids.sql.gen.ts';
import { resolveLines } from '../sql/resolve-lines.sql.gen.ts';
import { resolveMarks } from '../sql/resolve-marks.sql.gen.ts';
import { resolvePeople } from '../sql/resolve-people.sql.gen.ts';
import { resolvedPaths } from '../sql/resolved-paths.sql.gen.ts';
import { resolvedTable } from '../sql/resolved-table.sql.gen.ts';
import { withTables } from './tables.ts';

/** Lines that one INSERT resolves: bounds its memory, whatever the table's size. */
const LINES_A_CHUNK = 4_000_000;

/** Settings that the resolved lines depend on. */
export type Basis = Pick<Settings, 'timezone' | 'scope_channels' | 'maturity_days'>;

/** Tables of one shard: its resolved lines, and where its categories stand. */
export interface Tables {
  readonly table: string;
  readonly paths: string;
}

/** What a table is to hold. */
export interface Plan {
  readonly knownAt: number;
  readonly identity: 'account' | 'resolved';
  readonly basis: Basis;
}

/** Tables that a build makes on its way, dropped again. */
const HELPERS = [
  'changed',
  'item_rows',
  'items',
  'item_moves',
  'shop_rows',
  'shops',
  'shop_moves',
  'cancelled',
  'verdicts',
  'payments',
  'order_marks',
  'line_refunds',
  'line_marks',
  'people',
] as const;
type Names = Readonly<Record<(typeof HELPERS)[number], string>>;

/** Resolves every line. The table gets its name when it is complete. */
export async function buildWhole(w: Warehouse, into: Tables, plan: Plan): Promise<void> {
  const making = `making_${into.table}`;
  await withTables(w, into.table, HELPERS, async (names) => {
    await w.exec(resolveIds.text, idParams(plan, 0));
    await w.exec(resolvedPaths.text, { paths: into.paths, k: plan.knownAt });
    const [here] = await w.query<{ database: string }>('SELECT currentDatabase() AS database');
    await w.exec(resolvedTable.text, { table: making, paths: into.paths, database: here!.database });
    await w.exec(`CREATE TABLE ${names.changed} (account_id String) ENGINE = Memory`);
    await fill(w, { table: making, paths: into.paths }, names, plan, false);
    await w.exec(`RENAME TABLE ${making} TO ${into.table}`);
  });
}

/**
 * Turns the table of k1 into that of the plan: lines of changed accounts go and are resolved anew, all others stay.
 * @returns false when every line may read differently: then nothing is done
 */
export async function refresh(
  w: Warehouse,
  from: Tables,
  table: string,
  k1: number,
  plan: Plan,
): Promise<boolean> {
  const k2 = plan.knownAt;
  const resolved = plan.identity === 'resolved' ? 1 : 0;
  const [moved] = await w.query<{ n: number }>(
    `SELECT (SELECT count() FROM categories WHERE seq > {k1:UInt64} AND seq <= {k2:UInt64})
       + (SELECT count() FROM superseded WHERE seq > {k1:UInt64} AND seq <= {k2:UInt64} AND fact IN ('category_tree', 'account_person'))
       + (SELECT count() FROM account_persons WHERE seq > {k1:UInt64} AND seq <= {k2:UInt64} AND {resolved:UInt8} = 1) AS n`,
    { k1, k2, resolved },
  );
  if (moved!.n > 0) return false;
  const making = `making_${table}`;
  await withTables(w, table, HELPERS, async (names) => {
    await w.exec(`RENAME TABLE ${from.table} TO ${making}`);
    await w.exec(resolveIds.text, idParams(plan, k1));
    await w.exec(resolveChanged.text, { changed: names.changed, k1, k2, identity_mode: plan.identity });
    await w.exec(
      `DELETE FROM ${making} WHERE person IN (
         SELECT no FROM survey_people WHERE identity_mode = {identity:String} AND id IN (SELECT account_id FROM ${names.changed})
         UNION ALL
         SELECT no FROM survey_people WHERE identity_mode = {identity:String} AND id IN
           (SELECT person_id FROM account_persons WHERE account_id IN (SELECT account_id FROM ${names.changed}) AND {identity:String} = 'resolved')
       ) OR (person = 0 AND '' IN (SELECT account_id FROM ${names.changed}))`,
      { identity: plan.identity },
    );
    await fill(w, { table: making, paths: from.paths }, names, plan, true);
    await w.exec(`RENAME TABLE ${making} TO ${table}`);
  });
  return true;
}

export async function dropTables(w: Warehouse, { table, paths }: Tables): Promise<void> {
  await w.exec(`DROP TABLE IF EXISTS ${table}`);
  await w.exec(`DROP TABLE IF EXISTS ${paths}`);
}

const idParams = ({ identity }: Plan, from: number): Params => ({
  uncategorised: UNCATEGORISED,
  resolved: identity === 'resolved' ? 1 : 0,
  from,
});

async function fill(w: Warehouse, into: Tables, names: Names, plan: Plan, rebuild: boolean): Promise<void> {
  const common: Params = {
    ...names,
    ...into,
    k: plan.knownAt,
    tz: plan.basis.timezone,
    identity_mode: plan.identity,
    rebuild: rebuild ? 1 : 0,
    channels: plan.basis.scope_channels,
    maturity: plan.basis.maturity_days,
  };
  await w.exec(resolveCatalogue.text, common);
  await w.exec(resolveMarks.text, common);
  await w.exec(resolvePeople.text, common);
  const [size] = await w.query<{ lines: number }>(
    rebuild
      ? `SELECT count() AS lines FROM order_lines WHERE account_id IN (SELECT account_id FROM ${names.changed})`
      : 'SELECT count() AS lines FROM order_lines',
  );
  for (const [lo, hi] of ranges(Math.ceil(size!.lines / LINES_A_CHUNK)))
    await w.exec(resolveLines.text, { ...common, lo, hi });
}

/** Account ranges of about equal size: ids are `acc_` and a hash. Guests ('') come first; of several ranges, by themselves. */
function ranges(n: number): [lo: string, hi: string][] {
  if (n <= 1) return [['', '\u007f']];
  const at = (i: number) =>
    `acc_${Math.floor((i / n) * 2 ** 32)
      .toString(16)
      .padStart(8, '0')}`;
  const cuts = ['\u0001', ...Array.from({ length: n - 1 }, (_, i) => at(i + 1)), '\u007f'];
  return [['', '\u0001'], ...cuts.slice(1).map((hi, i) => [cuts[i]!, hi] as [string, string])];
}
