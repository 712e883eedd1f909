import type { Warehouse } from '../../warehouse/index.ts';

/** What resolvers of one warehouse share: surveys may come and go on it, side by side. */
interface Tenancy {
  swept: Promise<void>;
  turn: Promise<unknown>;
}
const tenancies = new WeakMap<Warehouse, Tenancy>();

function tenancyOf(warehouse: Warehouse): Tenancy {
  let tenancy = tenancies.get(warehouse);
  if (!tenancy) {
    tenancy = { swept: sweep(warehouse), turn: Promise.resolve() };
    tenancies.set(warehouse, tenancy);
    tenancy.swept.catch(() => tenancies.delete(warehouse));
  }
  return tenancy;
}

/** Resolves when what earlier processes left in the warehouse is gone: once for a warehouse opened. */
export function swept(warehouse: Warehouse): Promise<void> {
  return tenancyOf(warehouse).swept;
}

/** Builds on the same warehouse run one after the other: they share the dense numbers, and memory. */
export function inTurn<T>(warehouses: readonly Warehouse[], work: () => Promise<T>): Promise<T> {
  const own = warehouses.map(tenancyOf);
  const build = Promise.all(own.map((t) => t.turn)).then(work);
  const done = build.catch(() => undefined);
  for (const t of own) t.turn = done;
  return build;
}

/**
 * A cache of a process that is gone may be half-built or of another layout: it is dropped, it can be rebuilt. On a server
 * other processes may still read theirs; what nobody made or changed for two days is taken to be left.
 */
async function sweep(w: Warehouse): Promise<void> {
  const left = await w.query<{ name: string }>(
    `SELECT name FROM system.tables WHERE database = currentDatabase() AND match(name, '^(resolved|making)_')
       AND ({all:UInt8} = 1 OR metadata_modification_time < now() - INTERVAL 2 DAY)
     ORDER BY endsWith(name, '_paths')`,
    { all: w.kind === 'embedded' ? 1 : 0 },
  );
  for (const { name } of left) {
    try {
      await w.exec(`DROP TABLE IF EXISTS ${name}`);
    } catch (error) {
      // Paths outlive the lines that were made with them first: a later table of lines may still read them.
      if (!String(error).includes('HAVE_DEPENDENT_OBJECTS')) throw error;
    }
  }
}
