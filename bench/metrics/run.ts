/**
 * Every metric at every level for one as-of date, from raw facts: resolve, then evaluate. Prints configuration and
 * figures, and saves them to bench/results/metrics-<lines>.json.
 * npx tsx bench/metrics/run.ts [--lines 2000000] [--threads 2] [--memory-mib 4096] [--world DIR]
 * --world keeps the generated marketplace in a folder, and takes it from there if it is: every run resolves anew.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Settings } from '../../src/contracts/index.ts';
import { createSurvey, REGISTRY } from '../../src/survey/index.ts';
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts';
import { cpuSeconds, merged, peakMib, pidOf } from '../machine.ts';

const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '2000000' },
    threads: { type: 'string', default: '2' },
    'memory-mib': { type: 'string', default: '4096' },
    world: { type: 'string' },
    'only-world': { type: 'boolean', default: false },
  },
});
const lines = Number(values.lines);
const config = {
  lines,
  people: Math.round(lines / 20),
  categories: 300,
  merchants: 5000,
  items: 100_000,
  days: 731,
  as_of: '2025-12-31',
  threads: Number(values.threads),
  memory_mib: Number(values['memory-mib']),
};

const dir = values.world ?? mkdtempSync(join(tmpdir(), 'bench-metrics-'));
const made = join(dir, 'complete');
const open = () =>
  openWarehouse(
    { dir: join(dir, 'warehouse') },
    { threads: config.threads, memoryBytes: config.memory_mib * 1_048_576 },
  );
const seconds = (since: number) => Math.round((performance.now() - since) / 10) / 100;

try {
  let at = performance.now();
  let warehouse: Warehouse;
  if (!existsSync(made)) {
    warehouse = await open();
    const { lines: n, people, merchants, items } = config;
    const world = readFileSync(new URL('./world.sql', import.meta.url), 'utf8');
    await warehouse.exec(world, { lines: n, people, merchants, items });
    await warehouse.close();
    writeFileSync(made, '');
  }
  const generated = seconds(at);
  console.error(`generated ${lines} lines in ${generated} s`);

  if (values['only-world']) process.exit(0);

  // A new child process, so that its peak is that of the metrics alone.
  warehouse = await open();
  // Facts that came this minute are still being merged: that is the cost of their loading, not of the metrics.
  at = performance.now();
  await merged(warehouse);
  const merged_seconds = seconds(at);
  console.error(`merged in ${merged_seconds} s`);
  const settings = Settings.parse({});
  const survey = createSurvey({ warehouses: [warehouse], settings: () => settings });
  at = performance.now();
  const resolved = await survey.resolve();
  const resolve_seconds = seconds(at);
  console.error(`resolved in ${resolve_seconds} s`);
  const pid = await pidOf(warehouse);
  const resolve_cpu_seconds = cpuSeconds(pid);
  const rows = resolved.shards.reduce((sum, s) => sum + s.rows, 0);
  resolved.release();

  const slowest: [string, number][] = [];
  let cells = 0;
  let results = 0;
  at = performance.now();
  for (const grain of ['platform', 'category', 'merchant', 'shop', 'brand', 'merchant_category'] as const) {
    for (const { id } of REGISTRY.filter((d) => d.grains.includes(grain))) {
      const started = performance.now();
      const result = await survey.evaluate({ metric: id, grain, as_of: config.as_of });
      slowest.push([`${id} ${grain}`, seconds(started)]);
      if (process.env.VERBOSE)
        console.error(`${grain} ${id}: ${seconds(started)} s, engine ${cpuSeconds(pid)} s`);
      cells += result.cells.length;
      results++;
    }
  }
  const metrics_seconds = seconds(at);
  slowest.sort((a, b) => b[1] - a[1]);
  const result = {
    command: `npx tsx bench/metrics/run.ts --lines ${lines} --threads ${config.threads} --memory-mib ${config.memory_mib}`,
    hardware: `${cpus().length} × ${cpus()[0]!.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    config,
    rows,
    generated_seconds: generated,
    merged_seconds,
    resolve_seconds,
    metrics_seconds,
    engine_cpu_seconds: { resolve: resolve_cpu_seconds, all: cpuSeconds(pid) },
    node_cpu_seconds: cpuSeconds('self'),
    load_average: loadavg()[0],
    total_seconds: Math.round((resolve_seconds + metrics_seconds) * 100) / 100,
    microseconds_a_line: Math.round(((resolve_seconds + metrics_seconds) * 1e8) / rows) / 100,
    results,
    cells,
    engine_peak_mib: peakMib(pid),
    node_peak_mib: peakMib('self'),
    slowest: Object.fromEntries(slowest.slice(0, 12)),
  };
  await warehouse.close();
  console.log(JSON.stringify(result, null, 2));
  mkdirSync(new URL('../results/', import.meta.url), { recursive: true });
  writeFileSync(
    new URL(`../results/metrics-${lines}.json`, import.meta.url),
    `${JSON.stringify(result, null, 2)}\n`,
  );
} finally {
  if (!values.world) rmSync(dir, { recursive: true, force: true });
}
