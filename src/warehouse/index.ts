import { type EmbeddedOptions, openEmbedded } from './embedded/open.ts';
import { migrate } from './migrate.ts';
import type { Params, Query, Warehouse } from './port.ts';
import { openServer } from './server.ts';

export type { EmbeddedOptions } from './embedded/open.ts';
export { LOAD_ATOMIC_ROWS } from './engine.ts';
export { type Migration, migrate } from './migrate.ts';
export type { BinaryColumn, Param, Params, Query, Warehouse } from './port.ts';

/** A folder for the embedded engine, or a server's address with the database to use (default `grandcanal`). */
export type WarehouseAddress = { dir: string } | { url: string; database?: string };

/**
 * Opens a warehouse and brings its schema up to date.
 * @param options of the embedded engine; `migrate: false` leaves the schema alone
 * @throws data_folder_in_use, data_folder_newer, engine_missing, warehouse_unavailable
 */
export async function openWarehouse(
  address: WarehouseAddress,
  { migrate: migrating = true, ...options }: EmbeddedOptions & { migrate?: boolean } = {},
): Promise<Warehouse> {
  const warehouse =
    'dir' in address
      ? await openEmbedded(address.dir, options)
      : await openServer(address.url, address.database);
  try {
    if (migrating) await migrate(warehouse);
    return warehouse;
  } catch (error) {
    await warehouse.close();
    throw error;
  }
}

/** Rows of a query file, typed by what the engine says of it. */
export function run<P extends Params, Row>(
  warehouse: Warehouse,
  query: Query<P, Row>,
  params: P,
): Promise<Row[]> {
  return warehouse.query<Row>(query.text, params);
}

/** Runs a statement file: DDL, INSERT … SELECT. */
export function execute<P extends Params>(
  warehouse: Warehouse,
  statement: Query<P, never>,
  params: P,
): Promise<void> {
  return warehouse.exec(statement.text, params);
}
