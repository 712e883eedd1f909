/**
 * Ingest without HTTP: JSON bodies in, facts durable and in the warehouse out; then the same again, all duplicates.
 *
 *     npx tsx bench/ingest/submit.ts [--facts 200000] [--batch 500] [--flight 8] [--only lines,events,file]
 *
 * lines, events: bodies of /v1/facts and /v1/batch, ids in no order. file: rows without ids, as an importer sends them.
 * Prints configuration and figures, and saves them in bench/results/ingest-submit.json.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Settings } from '../../src/contracts/index.ts';
import { type Ingest, openIngest } from '../../src/ingest/index.ts';
import { openLedger } from '../../src/ledger/index.ts';
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts';
import { machine, processorSeconds, round } from '../machine.ts';
import { eventAt, fileLineAt, lineAt } from './rows.ts';

const argOf = (name: string, otherwise: string) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1]!;
};
const facts = Number(argOf('facts', '200000'));
const batch = Number(argOf('batch', '500'));
const flight = Number(argOf('flight', '8'));
const only = argOf('only', 'lines,events,file').split(',');

interface Kind {
  table: 'order_lines' | 'events';
  rowAt(i: number, facts: number): object;
  send(ingest: Ingest, body: unknown[], from: number): Promise<unknown>;
}
const KINDS: Record<string, Kind> = {
  lines: {
    table: 'order_lines',
    rowAt: lineAt,
    send: (ingest, rows) => ingest.submit({ source: 'bench', rows }),
  },
  events: {
    table: 'events',
    rowAt: eventAt,
    send: (ingest, body) =>
      ingest.segment({ source: 'bench', type: 'batch', payload: { batch: body, sentAt: SENT } }),
  },
  file: {
    table: 'order_lines',
    rowAt: fileLineAt,
    send: (ingest, rows, startIndex) =>
      ingest.submit({ source: 'bench', document: 'bench', backfilled: true, rows, startIndex }),
  },
};
const SENT = new Date().toISOString();

/** Sends every body, `flight` at a time; parsing is part of the work. */
async function pass(ingest: Ingest, warehouse: Warehouse, kind: Kind, bodies: Buffer[]) {
  const before = await processorSeconds(warehouse);
  const started = performance.now();
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < bodies.length; i = next++) {
      await kind.send(ingest, JSON.parse(bodies[i]!.toString()), i * batch);
    }
  };
  await Promise.all(Array.from({ length: flight }, worker));
  const durable = (performance.now() - started) / 1000;
  await ingest.flush();
  const loaded = (performance.now() - started) / 1000;
  const after = await processorSeconds(warehouse);
  return {
    durable_s: round(durable),
    loaded_s: round(loaded),
    facts_per_s_durable: Math.round(facts / durable),
    facts_per_s_loaded: Math.round(facts / loaded),
    // Parsing, validation, deduplication, log, index; and the warehouse's process.
    cpu_us_per_fact: round(((after.process - before.process) * 1e6) / facts),
    warehouse_cpu_us_per_fact: round(((after.warehouse - before.warehouse) * 1e6) / facts),
    rss_mb: Math.round(process.memoryUsage().rss / 1e6),
  };
}

async function measure(name: string) {
  const kind = KINDS[name]!;
  const bodies = Array.from({ length: Math.ceil(facts / batch) }, (_, b) => {
    const size = Math.min(batch, facts - b * batch);
    return Buffer.from(
      JSON.stringify(Array.from({ length: size }, (_, k) => kind.rowAt(b * batch + k, facts))),
    );
  });
  const dir = await mkdtemp(join(tmpdir(), 'gc-bench-'));
  const settings = Settings.parse({ currency: 'CNY', timezone: 'Asia/Shanghai' });
  const warehouse = await openWarehouse({ dir: join(dir, 'warehouse') });
  const ledger = await openLedger({ dir: join(dir, 'ledger') });
  const ingest = await openIngest({ dir: join(dir, 'ingest'), warehouse, ledger, settings: () => settings });
  try {
    const fresh = await pass(ingest, warehouse, kind, bodies);
    const replayed = await pass(ingest, warehouse, kind, bodies);
    const [count] = await warehouse.query<{ n: number }>(`SELECT count() AS n FROM ${kind.table}`);
    if (count!.n !== facts) throw new Error(`${count!.n} in the warehouse, ${facts} were sent`);
    return { fresh, replayed };
  } finally {
    await ingest.close();
    await ledger.close();
    await warehouse.close();
    await rm(dir, { recursive: true, force: true });
  }
}

const result = {
  command: `npx tsx bench/ingest/submit.ts --facts ${facts} --batch ${batch} --flight ${flight}`,
  configuration: { facts, batch, flight, warehouse: 'embedded', fsync: true },
  machine: machine(),
  results: {} as Record<string, unknown>,
};
for (const name of only) result.results[name] = await measure(name);
console.log(JSON.stringify(result, null, 2));
const results = new URL('../results/', import.meta.url);
await mkdir(results, { recursive: true });
await writeFile(new URL('ingest-submit.json', results), `${JSON.stringify(result, null, 2)}\n`);
