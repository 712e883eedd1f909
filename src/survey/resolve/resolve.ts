import { createHash } from 'node:crypto';
import { GcError, UNCATEGORISED } from '../../base/index.ts';
import type { Settings } from '../../contracts/index.ts';
import type { Params, Warehouse } from '../../warehouse/index.ts';
import { resolveChanged } from '../sql/resolve-changed.sql.gen.ts';
import { resolveHelpers } from '../sql/resolve-helpers.sql.gen.ts';
import { resolveIds } from '../sql/resolve-ids.sql.gen.ts';
import { resolveLines } from '../sql/resolve-lines.sql.gen.ts';
import { resolvePeople } from '../sql/resolve-people.sql.gen.ts';
import { resolvedTable } from '../sql/resolved-table.sql.gen.ts';
import type { Resolved, ResolvedShard, ResolveOptions } from './face.ts';

const SQL = {
  table: resolvedTable.text,
  ids: resolveIds.text,
  helpers: resolveHelpers.text,
  people: resolvePeople.text,
  changed: resolveChanged.text,
  lines: resolveLines.text,
};

/** Lines that one INSERT resolves: bounds its memory, whatever the table's size. */
const LINES_A_CHUNK = 2_000_000;
/** Tables kept for points of knowledge that nobody reads at the moment. */
const KEPT = 3;

/** Settings that the resolved lines depend on. */
type Basis = Pick<Settings, 'timezone' | 'scope_channels' | 'maturity_days'>;

interface Entry {
  readonly key: string;
  readonly basis: string;
  readonly identity: 'account' | 'resolved';
  readonly knownAt: number;
  readonly erasures: number;
  readonly tables: readonly string[];
  readers: number;
  usedAt: number;
  resolved: Promise<Resolved>;
}

export interface Resolver {
  resolve(options?: ResolveOptions): Promise<Resolved>;
  /** Highest commit sequence over the shards. */
  current(): Promise<number>;
}

/**
 * Builds and caches the resolved lines. The latest point of knowledge is reached from the newest cached one by
 * rebuilding only the accounts with facts in between; any other is built whole. Tables are named by what they
 * hold, and get that name only when complete, so that a crash leaves nothing that could be mistaken for data.
 */
export function createResolver(warehouses: readonly Warehouse[], settings: () => Settings): Resolver {
  const cache = new Map<string, Entry>();
  let tick = 0;
  let swept: Promise<void> | undefined;
  /** Builds run one after the other: they share the dictionaries, and memory. */
  let queue: Promise<unknown> = Promise.resolve();

  const current = async () => {
    const seqs = await Promise.all(
      warehouses.map((w) => w.query<{ seq: number }>('SELECT max(seq_to) AS seq FROM commits')),
    );
    return Math.max(0, ...seqs.map((rows) => rows[0]?.seq ?? 0));
  };

  const erasuresNow = async () => {
    const counts = await Promise.all(
      warehouses.map((w) => w.query<{ n: number }>('SELECT count() AS n FROM erasures')),
    );
    return counts.reduce((sum, rows) => sum + (rows[0]?.n ?? 0), 0);
  };

  const handOut = async (entry: Entry): Promise<Resolved> => {
    entry.readers++;
    entry.usedAt = ++tick;
    try {
      const resolved = await entry.resolved;
      let released = false;
      return {
        ...resolved,
        release: () => {
          if (!released) entry.readers--;
          released = true;
        },
      };
    } catch (error) {
      entry.readers--;
      cache.delete(entry.key);
      throw error;
    }
  };

  const evict = async () => {
    const idle = [...cache.values()].filter((e) => e.readers === 0).sort((a, b) => a.usedAt - b.usedAt);
    for (const entry of idle.slice(0, Math.max(0, cache.size - KEPT))) {
      cache.delete(entry.key);
      await Promise.all(warehouses.map((w, i) => w.exec(`DROP TABLE IF EXISTS ${entry.tables[i]}`)));
    }
  };

  return {
    current,
    async resolve({ known_at, identity_mode = 'account' }: ResolveOptions = {}) {
      swept ??= sweep(warehouses);
      await swept;
      const s = settings();
      const basis: Basis = {
        timezone: s.timezone,
        scope_channels: [...s.scope_channels].sort(),
        maturity_days: s.maturity_days,
      };
      const now = await current();
      const knownAt = known_at ?? now;
      if (knownAt > now) {
        throw new GcError('known_at_unknown', `The latest commit is ${now}, asked for ${knownAt}.`);
      }
      const erasures = await erasuresNow();
      const basisKey = createHash('sha256')
        .update(JSON.stringify([basis, identity_mode]))
        .digest('hex')
        .slice(0, 12);
      const key = `${basisKey}_${knownAt}_${erasures}`;
      const found = cache.get(key);
      if (found) return handOut(found);

      const newest = [...cache.values()]
        .filter((e) => e.basis === basisKey && e.knownAt < knownAt && e.readers === 0 && knownAt === now)
        .sort((a, b) => b.knownAt - a.knownAt)[0];
      const tables = warehouses.map(() => `resolved_${key}`);
      const build = queue.then(async () => {
        if (newest && newest.readers === 0 && cache.delete(newest.key)) {
          await newest.resolved;
          await Promise.all(
            warehouses.map((w, i) =>
              refresh(w, newest.tables[i]!, tables[i]!, newest.knownAt, knownAt, identity_mode, basis),
            ),
          );
        } else {
          for (const [i, w] of warehouses.entries())
            await buildWhole(w, tables[i]!, knownAt, identity_mode, basis);
        }
        await evict();
        return describe(warehouses, tables, knownAt, identity_mode);
      });
      queue = build.catch(() => undefined);
      const entry: Entry = {
        key,
        basis: basisKey,
        identity: identity_mode,
        knownAt,
        erasures,
        tables,
        readers: 0,
        usedAt: 0,
        resolved: build,
      };
      cache.set(key, entry);
      return handOut(entry);
    },
  };
}

/** A cache of another process may be half-built or of another layout: it is dropped, it can be rebuilt. */
async function sweep(warehouses: readonly Warehouse[]): Promise<void> {
  await Promise.all(
    warehouses.map(async (w) => {
      const left = await w.query<{ name: string }>(
        "SELECT name FROM system.tables WHERE database = currentDatabase() AND match(name, '^(resolved|making)_')",
      );
      for (const { name } of left) await w.exec(`DROP TABLE IF EXISTS ${name}`);
    }),
  );
}

const HELPERS = [
  'paths',
  'items',
  'shops',
  'cancelled',
  'refunds',
  'exchanges',
  'verdicts',
  'payments',
  'people',
];

/** Runs `work` with names for the helper tables, and drops them afterwards. */
async function withHelpers(
  w: Warehouse,
  name: string,
  work: (names: Record<string, string>) => Promise<void>,
) {
  const names = Object.fromEntries([...HELPERS, 'changed'].map((h) => [h, `making_${name}_${h}`]));
  const drop = async () => {
    for (const table of Object.values(names)) await w.exec(`DROP TABLE IF EXISTS ${table}`);
  };
  await drop();
  try {
    await work(names);
  } finally {
    await drop().catch(() => undefined);
  }
}

async function buildWhole(
  w: Warehouse,
  table: string,
  knownAt: number,
  identity: 'account' | 'resolved',
  basis: Basis,
): Promise<void> {
  const making = `making_${table}`;
  await withHelpers(w, table, async (names) => {
    await w.exec(`DROP TABLE IF EXISTS ${making}`);
    await w.exec(SQL.table, { table: making });
    await fill(w, making, names, knownAt, identity, basis, false);
    await w.exec(`DROP TABLE IF EXISTS ${table}`);
    await w.exec(`RENAME TABLE ${making} TO ${table}`);
  });
}

/** Turns the table of k1 into that of k2: lines of changed accounts go and are resolved anew, all others stay. */
async function refresh(
  w: Warehouse,
  from: string,
  to: string,
  k1: number,
  k2: number,
  identity: 'account' | 'resolved',
  basis: Basis,
): Promise<void> {
  const [moved] = await w.query<{ n: number }>(
    `SELECT (SELECT count() FROM categories WHERE seq > {k1:UInt64} AND seq <= {k2:UInt64})
       + (SELECT count() FROM superseded WHERE seq > {k1:UInt64} AND seq <= {k2:UInt64} AND fact IN ('category_tree', 'account_person'))
       + (SELECT count() FROM account_persons WHERE seq > {k1:UInt64} AND seq <= {k2:UInt64} AND {resolved:UInt8} = 1) AS n`,
    { k1, k2, resolved: identity === 'resolved' ? 1 : 0 },
  );
  if (moved!.n > 0) {
    // A new tree or new persons may touch every line.
    await w.exec(`DROP TABLE IF EXISTS ${from}`);
    return buildWhole(w, to, k2, identity, basis);
  }
  const making = `making_${to}`;
  await withHelpers(w, to, async (names) => {
    await w.exec(`DROP TABLE IF EXISTS ${making}`);
    await w.exec(`RENAME TABLE ${from} TO ${making}`);
    await w.exec(SQL.changed, { changed: names.changed!, k1, k2, identity_mode: identity });
    await w.exec(
      `DELETE FROM ${making} WHERE person IN (
         SELECT no FROM survey_people WHERE identity_mode = {identity:String} AND id IN (SELECT account_id FROM ${names.changed})
         UNION ALL
         SELECT no FROM survey_people WHERE identity_mode = {identity:String} AND id IN
           (SELECT person_id FROM account_persons WHERE account_id IN (SELECT account_id FROM ${names.changed}) AND {identity:String} = 'resolved')
       ) OR (person = 0 AND '' IN (SELECT account_id FROM ${names.changed}))`,
      { identity },
    );
    await fill(w, making, names, k2, identity, basis, true);
    await w.exec(`RENAME TABLE ${making} TO ${to}`);
  });
}

async function fill(
  w: Warehouse,
  table: string,
  names: Record<string, string>,
  knownAt: number,
  identity: 'account' | 'resolved',
  basis: Basis,
  rebuild: boolean,
): Promise<void> {
  const common: Params = {
    ...names,
    k: knownAt,
    tz: basis.timezone,
    identity_mode: identity,
    rebuild: rebuild ? 1 : 0,
  };
  if (!rebuild) await w.exec(`CREATE TABLE ${names.changed} (account_id String) ENGINE = Memory`);
  await w.exec(SQL.ids, { uncategorised: UNCATEGORISED, resolved: identity === 'resolved' ? 1 : 0 });
  await w.exec(SQL.helpers, common);
  await w.exec(SQL.people, common);
  const [size] = await w.query<{ lines: number }>(
    rebuild
      ? `SELECT count() AS lines FROM order_lines WHERE account_id IN (SELECT account_id FROM ${names.changed})`
      : 'SELECT count() AS lines FROM order_lines',
  );
  for (const [lo, hi] of ranges(Math.ceil(size!.lines / LINES_A_CHUNK))) {
    await w.exec(SQL.lines, {
      ...common,
      table,
      lo,
      hi,
      channels: basis.scope_channels,
      maturity: basis.maturity_days,
    });
  }
}

/** Account ranges of about equal size: ids are `acc_` and a hash. Guests ('') come first, by themselves. */
function ranges(chunks: number): [lo: string, hi: string][] {
  const n = Math.max(1, chunks);
  const at = (i: number) =>
    `acc_${Math.floor((i / n) * 2 ** 32)
      .toString(16)
      .padStart(8, '0')}`;
  const cuts = ['\u0001', ...Array.from({ length: n - 1 }, (_, i) => at(i + 1)), '\u007f'];
  return [['', '\u0001'], ...cuts.slice(1).map((hi, i) => [cuts[i]!, hi] as [string, string])];
}

async function describe(
  warehouses: readonly Warehouse[],
  tables: readonly string[],
  knownAt: number,
  identity: 'account' | 'resolved',
): Promise<Resolved> {
  const shards: ResolvedShard[] = [];
  let first: string | null = null;
  let last: string | null = null;
  for (const [i, w] of warehouses.entries()) {
    const [d] = await w.query<{
      n: number;
      people: number;
      first_day: string;
      last_day: string;
      lines: number;
    }>(
      `SELECT count() AS n, max(person) AS people, countIf(public) AS lines,
         minIf(least(day, confirmed_day), public) AS first_day, maxIf(greatest(day, confirmed_day), public) AS last_day
       FROM ${tables[i]}`,
    );
    shards.push({ warehouse: w, table: tables[i]!, rows: d!.n, people: d!.people });
    if (d!.lines > 0) {
      if (first === null || d!.first_day < first) first = d!.first_day;
      if (last === null || d!.last_day > last) last = d!.last_day;
    }
  }
  return {
    known_at: knownAt,
    identity_mode: identity,
    shards,
    first_day: first,
    last_day: last,
    release: () => undefined,
  };
}
