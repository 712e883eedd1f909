/**
 * Building a snapshot from facts in the warehouse, as the server does it: export, columns, neighbours, models, search, file.
 * Prints configuration and figures, wall and processor seconds of both processes by step and by statement, and saves them to
 * bench/results/snapshot-build-<lines>.json.
 * Run: npx tsx bench/serve/build.ts [--lines 20000000] [--world DIR] [--threads 2] [--memory 4096]
 * --world keeps the generated marketplace in a folder, and takes it from there if it is. People are a twentieth of the lines;
 * 100,000 items with an offer each, 300 categories, 5,000 merchants, an impression a person and a click for every eighth.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Settings } from '../../src/contracts/index.ts';
import { buildSnapshot } from '../../src/engine/jobs/index.ts';
import { readSnapshot } from '../../src/engine/snapshots/file.ts';
import { openLedger } from '../../src/ledger/index.ts';
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts';
import { machine, merged, peakMib, pidOf, round } from '../machine.ts';

const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '20000000' },
    world: { type: 'string' },
    threads: { type: 'string', default: '2' },
    memory: { type: 'string', default: '4096' },
  },
});
const lines = Number(values.lines);
const size = { lines, people: Math.round(lines / 20), merchants: 5_000, items: 100_000 };
const dir = values.world ?? mkdtempSync(join(tmpdir(), 'bench-snapshot-'));
const open = () =>
  openWarehouse(
    { dir: join(dir, 'warehouse') },
    { threads: Number(values.threads), memoryBytes: Number(values.memory) * 2 ** 20 },
  );
const cpuSeconds = (pid: number | 'self') => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
};

const hardware = machine();

try {
  mkdirSync(dir, { recursive: true });
  const made = join(dir, 'complete-snapshot');
  if (!existsSync(made)) {
    const warehouse = await open();
    const at = performance.now();
    await warehouse.exec(readFileSync(new URL('../metrics/world.sql', import.meta.url), 'utf8'), size);
    await warehouse.exec(readFileSync(new URL('./offers.sql', import.meta.url), 'utf8'), {
      items: size.items,
      people: size.people,
      merchants: size.merchants,
    });
    await warehouse.close();
    writeFileSync(made, '');
    console.log(`generated in ${round((performance.now() - at) / 1000)} s`);
  }
  const warehouse = await open();
  const ledger = await openLedger({ dir: join(dir, 'ledger') });
  mkdirSync(join(dir, 'scratch'), { recursive: true });
  const pid = await pidOf(warehouse);
  await merged(warehouse);
  const clock = () => ({ wall: performance.now() / 1000, engine: cpuSeconds(pid), self: cpuSeconds('self') });
  type Spent = ReturnType<typeof clock>;
  const add = (into: Record<string, Spent>, name: string, from: Spent) => {
    const now = clock();
    const so = into[name] ?? { wall: 0, engine: 0, self: 0 };
    for (const key of ['wall', 'engine', 'self'] as const) so[key] = round(so[key] + now[key] - from[key], 1);
    into[name] = so;
  };
  const steps: Record<string, Spent> = {};
  const statements: Record<string, Spent> = {};
  const started = clock();
  let last: { step: string; at: Spent } | null = null;
  const say = (step: string) => {
    if (last) add(steps, last.step, last.at);
    last = { step, at: clock() };
    console.log(`${round(last.at.wall - started.wall, 1)} s  ${step}`);
  };
  const path = join(dir, 'built.gcs');
  const built = await buildSnapshot({
    warehouse: timed(warehouse, (name, from) => add(statements, name, from), clock),
    ledger,
    settings: Settings.parse({ currency: 'CNY', timezone: 'Asia/Shanghai' }),
    knownAt: 1,
    now: Date.UTC(2026, 0, 2, 4),
    scratch: join(dir, 'scratch'),
    path,
    say,
  });
  say('done');
  const ended = clock();
  const result = {
    command: `npx tsx bench/serve/build.ts --lines ${lines}`,
    at: new Date().toISOString(),
    hardware,
    config: { ...size, engine_threads: Number(values.threads), engine_memory_mib: Number(values.memory) },
    counts: built.manifest.counts,
    file_mib: Math.round(built.bytes / 2 ** 20),
    seconds: round(ended.wall - started.wall),
    cpu_seconds: {
      warehouse: round(ended.engine - started.engine),
      server_and_its_thread: round(ended.self - started.self),
    },
    peak_mib: { warehouse: peakMib(pid), server_and_its_thread: peakMib('self') },
    open_seconds: 0,
    steps,
    statements,
  };
  const opening = performance.now();
  const snapshot = await readSnapshot(path);
  result.open_seconds = round((performance.now() - opening) / 1000);
  console.log(JSON.stringify({ ...result, hash: snapshot.manifest.hash }, null, 2));
  mkdirSync('bench/results', { recursive: true });
  writeFileSync(`bench/results/snapshot-build-${lines}.json`, `${JSON.stringify(result, null, 2)}\n`);
  await ledger.close();
  await warehouse.close();
} finally {
  if (!values.world) rmSync(dir, { recursive: true, force: true });
}

/** The same warehouse; each statement is told by its file's name with what was on the clock when it began. */
function timed<Clock>(
  warehouse: Warehouse,
  tell: (name: string, from: Clock) => void,
  clock: () => Clock,
): Warehouse {
  const watch = <T extends 'query' | 'exec' | 'exportBinary'>(call: T): Warehouse[T] =>
    (async (sql: string, ...rest: never[]) => {
      const from = clock();
      try {
        return await (warehouse[call] as (...all: unknown[]) => Promise<unknown>)(sql, ...rest);
      } finally {
        tell(/-- purpose: ([^.:;\n]*)/.exec(sql)?.[1] ?? sql.slice(0, 60), from);
      }
    }) as never;
  return Object.assign(Object.create(warehouse) as Warehouse, {
    query: watch('query'),
    exec: watch('exec'),
    exportBinary: watch('exportBinary'),
  });
}
