import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FactInput } from '../contracts/index.ts';
import { Settings } from '../contracts/index.ts';
import { type Ledger, openLedger } from '../ledger/index.ts';
import { openWarehouse, type Warehouse } from '../warehouse/index.ts';
import { type Ingest, type IngestOptions, openIngest } from './index.ts';

/** The time that tests call now. */
export const NOW = Date.parse('2024-06-01T12:00:00Z');

export interface Bench {
  dir: string;
  warehouse: Warehouse;
  ledger: Ledger;
  ingest: Ingest;
  /** Closes ingest and opens it again on the same folder. */
  reopen(): Promise<Ingest>;
  close(): Promise<void>;
}

/** Real engines in a folder of their own. */
export async function openBench(options: Partial<IngestOptions> = {}): Promise<Bench> {
  const dir = await mkdtemp(join(tmpdir(), 'gc-ingest-'));
  const warehouse = await openWarehouse({ dir: join(dir, 'warehouse') });
  const ledger = await openLedger({ dir: join(dir, 'ledger') });
  const settings = Settings.parse({ currency: 'EUR', timezone: 'Europe/Berlin' });
  const open = () =>
    openIngest({
      dir: join(dir, 'ingest'),
      warehouse,
      ledger,
      settings: () => settings,
      clock: { now: () => NOW },
      ...options,
      limits: { segmentMs: 50, ...options.limits },
    });
  const bench: Bench = {
    dir,
    warehouse,
    ledger,
    ingest: await open(),
    async reopen() {
      await bench.ingest.close();
      bench.ingest = await open();
      return bench.ingest;
    },
    async close() {
      await bench.ingest.close();
      await ledger.close();
      await warehouse.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
  return bench;
}

type Line = Extract<FactInput, { fact: 'order_line' }>;

export function line(id: string, fields: Partial<Line> = {}): Line {
  return {
    fact: 'order_line',
    source_id: id,
    order: `order-of-${id}`,
    account: 'ann',
    quantity: 1,
    gross_minor: 1200,
    paid_minor: 1000,
    currency: 'EUR',
    ordered_at: '2024-05-01T10:00:00Z',
    paid_at: '2024-05-01T10:01:00Z',
    ...fields,
  };
}

export function refund(id: string, of: string, amount: number, fields: object = {}): FactInput {
  return {
    fact: 'refund',
    source_id: id,
    line: of,
    refunded_at: '2024-05-02T10:00:00Z',
    amount_minor: amount,
    currency: 'EUR',
    ...fields,
  } as FactInput;
}

/** Rows of a table that hold: those that no row of `superseded` replaces. */
export function current(warehouse: Warehouse, table: string, id: string, fact: string, source: string) {
  return warehouse.query<Record<string, unknown>>(
    `SELECT * EXCEPT (seq, backfilled) FROM ${table}
     WHERE source = {source:String}
       AND (${id}, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = {fact:String})
     ORDER BY ${id}`,
    { source, fact },
  );
}
