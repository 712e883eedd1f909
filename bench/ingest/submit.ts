/**
 * Speed of ingest without HTTP: parsed rows in, facts durable and in the warehouse out.
 *
 *     npx tsx bench/ingest/submit.ts [rows] [rows a submit] [submits in flight]
 *
 * Prints configuration and figures, and saves them in bench/results/ingest-submit.json.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { Settings } from '../../src/contracts/index.ts';
import { type Ingest, openIngest, ordinalId } from '../../src/ingest/index.ts';
import { openLedger } from '../../src/ledger/index.ts';
import { openWarehouse } from '../../src/warehouse/index.ts';

const [rows, chunk, flight] = [200_000, 10_000, 3].map((standard, i) =>
  Number(process.argv[i + 2] ?? standard),
) as [number, number, number];

function lineAt(i: number) {
  return {
    fact: 'order_line',
    source_id: ordinalId('bench', i),
    order: `o${i >> 4}`,
    account: i % 5 === 0 ? null : `u${(i >> 4) % 5_900}`,
    item: `i${(i * 7) % 5_300}`,
    quantity: 1 + (i % 3),
    gross_minor: 1_000 + (i % 997),
    paid_minor: 900 + (i % 997),
    currency: 'GBP',
    ordered_at: new Date(1_260_000_000_000 + i * 60_000).toISOString(),
    paid_at: new Date(1_260_000_000_000 + i * 60_000).toISOString(),
    region: 'United Kingdom',
  };
}

async function pass(ingest: Ingest) {
  const started = performance.now();
  const cpu = process.cpuUsage();
  const running = new Set<Promise<void>>();
  let making = 0;
  for (let from = 0; from < rows; from += chunk) {
    const made = performance.now();
    const part = Array.from({ length: Math.min(chunk, rows - from) }, (_, i) => lineAt(from + i));
    making += performance.now() - made;
    const one: Promise<void> = ingest
      .submit({ source: 'bench', document: 'bench', backfilled: true, rows: part, startIndex: from })
      .then(() => void running.delete(one));
    running.add(one);
    if (running.size >= flight) await Promise.race(running);
  }
  await Promise.all(running);
  const durable = performance.now();
  const { user, system } = process.cpuUsage(cpu);
  await ingest.flush();
  const loaded = performance.now();
  return {
    durable_s: round((durable - started) / 1000),
    loaded_s: round((loaded - started) / 1000),
    lines_per_s_durable: Math.round(rows / ((durable - started) / 1000)),
    lines_per_s_loaded: Math.round(rows / ((loaded - started) / 1000)),
    cpu_us_per_line: round((user + system) / rows),
    making_rows_s: round(making / 1000),
    rss_mb: Math.round(process.memoryUsage().rss / 1e6),
  };
}

const round = (x: number) => Math.round(x * 100) / 100;

const dir = await mkdtemp(join(tmpdir(), 'gc-bench-'));
const settings = Settings.parse({ currency: 'GBP', timezone: 'Europe/London' });
const warehouse = await openWarehouse({ dir: join(dir, 'warehouse') });
const ledger = await openLedger({ dir: join(dir, 'ledger') });
const ingest = await openIngest({ dir: join(dir, 'ingest'), warehouse, ledger, settings: () => settings });
const load_before = loadavg()[0];
const fresh = await pass(ingest);
const replayed = await pass(ingest);
const [count] = await warehouse.query<{ n: number }>('SELECT count() AS n FROM order_lines');
if (count!.n !== rows) throw new Error(`${count!.n} lines in the warehouse, ${rows} were sent`);
await ingest.close();
await ledger.close();
await warehouse.close();
await rm(dir, { recursive: true, force: true });

const result = {
  command: `npx tsx bench/ingest/submit.ts ${rows} ${chunk} ${flight}`,
  configuration: {
    rows,
    rows_a_submit: chunk,
    submits_in_flight: flight,
    warehouse: 'embedded',
    fsync: true,
  },
  machine: {
    cores: availableParallelism(),
    cpu: cpus()[0]?.model,
    memory_gb: Math.round(totalmem() / 1e9),
    load_before,
  },
  node: process.version,
  fresh,
  replayed,
};
console.log(JSON.stringify(result, null, 2));
const results = new URL('../results/', import.meta.url);
await mkdir(results, { recursive: true });
await writeFile(new URL('ingest-submit.json', results), `${JSON.stringify(result, null, 2)}\n`);
