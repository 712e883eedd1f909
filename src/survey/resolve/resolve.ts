import { createHash, randomBytes } from 'node:crypto';
import { GcError } from '../../base/index.ts';
import type { Settings } from '../../contracts/index.ts';
import type { Warehouse } from '../../warehouse/index.ts';
import { type Basis, buildWhole, dropTables, type Plan, refresh, type Tables } from './build.ts';
import type { Resolved, ResolvedShard, ResolveOptions } from './face.ts';
import { inTurn, swept } from './tenancy.ts';

/** Tables kept for points of knowledge that nobody reads at the moment. */
const KEPT = 3;

interface Entry {
  readonly key: string;
  readonly basis: string;
  readonly knownAt: number;
  readonly tables: readonly Tables[];
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
 * rebuilding only the accounts with facts in between; any other is built whole. Names of tables are the resolver's own, and
 * a table gets its name only when complete: nothing that a crash or another resolver left can be mistaken for data.
 */
export function createResolver(warehouses: readonly Warehouse[], settings: () => Settings): Resolver {
  const cache = new Map<string, Entry>();
  const own = randomBytes(4).toString('hex');
  let made = 0;
  let tick = 0;

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

  const drop = ({ tables }: Entry) => Promise.all(warehouses.map((w, i) => dropTables(w, tables[i]!)));

  const evict = async () => {
    const idle = [...cache.values()].filter((e) => e.readers === 0).sort((a, b) => a.usedAt - b.usedAt);
    for (const entry of idle.slice(0, Math.max(0, cache.size - KEPT))) {
      cache.delete(entry.key);
      await drop(entry);
    }
  };

  return {
    current,
    async resolve({ known_at, identity_mode = 'account' }: ResolveOptions = {}) {
      await Promise.all(warehouses.map(swept));
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
      const name = `resolved_${own}_${++made}`;
      const plan: Plan = { knownAt, identity: identity_mode, basis };
      const tables = warehouses.map((): Tables => ({ table: name, paths: `${name}_paths` }));
      const build = inTurn(warehouses, async () => {
        if (newest && newest.readers === 0 && cache.delete(newest.key)) {
          await newest.resolved;
          for (const [i, w] of warehouses.entries()) {
            const from = newest.tables[i]!;
            if (await refresh(w, from, name, newest.knownAt, plan)) {
              tables[i] = { table: name, paths: from.paths };
            } else {
              // A new tree or new persons may touch every line.
              await dropTables(w, from);
              await buildWhole(w, tables[i]!, plan);
            }
          }
        } else {
          for (const [i, w] of warehouses.entries()) await buildWhole(w, tables[i]!, plan);
        }
        await evict();
        return describe(warehouses, tables, knownAt, identity_mode);
      });
      const entry: Entry = { key, basis: basisKey, knownAt, tables, readers: 0, usedAt: 0, resolved: build };
      cache.set(key, entry);
      return handOut(entry);
    },
  };
}

async function describe(
  warehouses: readonly Warehouse[],
  tables: readonly Tables[],
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
       FROM ${tables[i]!.table}`,
    );
    shards.push({ warehouse: w, ...tables[i]!, rows: d!.n, people: d!.people });
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
