/**
 * The world into the warehouse, made while it is taken in, against ingest alone on the same facts from memory.
 *
 *     npx tsx --max-semi-space-size=128 bench/sim/end-to-end.ts [people] [--save]
 *
 * The room for young objects is what `npm start` and the command give themselves.
 *
 * Needs dist/ (npm run build): the world is made in the thread that `grandcanal demo` makes it in. Each half has a folder
 * of its own. Prints both rates and their ratio.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { type Chunk, type WorldHistory, worldHistory } from '../../sim/world/index.ts';
import { worldThread } from '../../src/cli/world-thread.ts';
import { Settings } from '../../src/contracts/index.ts';
import { type Importer, openIngest, runImport } from '../../src/ingest/index.ts';
import { openLedger } from '../../src/ledger/index.ts';
import { openWarehouse } from '../../src/warehouse/index.ts';

const args = process.argv.slice(2).filter((arg) => arg !== '--save');
const people = Number(args[0] ?? 20_000);
const options = { people, now: Date.parse('2026-03-10T04:00:00Z') };
const load = loadavg()[0]!;

async function taken(history: WorldHistory) {
  const dir = mkdtempSync(join(tmpdir(), 'gc-end-to-end-'));
  const settings = Settings.parse({ currency: 'CNY', timezone: 'Asia/Shanghai' });
  const warehouse = await openWarehouse({ dir: join(dir, 'warehouse') });
  const ledger = await openLedger({ dir: join(dir, 'ledger') });
  const ingest = await openIngest({ dir: join(dir, 'ingest'), warehouse, ledger, settings: () => settings });
  const started = performance.now();
  const cpu = process.cpuUsage();
  const summary = await runImport(history as Importer, { ingest, path: 'world' });
  const seconds = (performance.now() - started) / 1000;
  const used = process.cpuUsage(cpu);
  await ingest.close();
  await ledger.close();
  await warehouse.close();
  rmSync(dir, { recursive: true, force: true });
  if (summary.state !== 'done' || summary.rejected > 0)
    throw new Error(JSON.stringify(summary.error ?? summary));
  const rate = Math.round(summary.received / seconds);
  return {
    facts: summary.received,
    seconds: round(seconds),
    cpu_seconds: round((used.user + used.system) / 1e6),
    facts_a_second: rate,
  };
}

const round = (x: number) => Math.round(x * 100) / 100;

// Once for the compiler.
await taken(worldHistory({ ...options, people: 1_000 }));
const memory: Chunk[] = [];
for await (const chunk of worldHistory(options).chunks()) memory.push(chunk);
const alone = await taken(
  worldHistory(options, async function* () {
    // Let go as they are taken: facts that stay would cost the collector more than ingest.
    for (let chunk = memory.shift(); chunk; chunk = memory.shift()) yield chunk;
  }),
);
const together = await taken(worldThread(options, new URL('../../dist/world-worker.js', import.meta.url)));
const result = {
  command: `npx tsx ${process.execArgv.filter((arg) => arg.startsWith('--max-')).join(' ')} bench/sim/end-to-end.ts ${people}`,
  hardware: `${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
  node: process.version,
  load_before: load,
  ingest_alone: alone,
  end_to_end: together,
  ratio: round(together.facts_a_second / alone.facts_a_second),
};
console.log(JSON.stringify(result, null, 1));
if (process.argv.includes('--save')) {
  const results = new URL('../results/', import.meta.url);
  mkdirSync(results, { recursive: true });
  writeFileSync(new URL('sim-end-to-end.json', results), `${JSON.stringify(result, null, 1)}\n`);
}
