/**
 * The first minute, as somebody who just installed has it: build, start, world, survey.
 *
 *     npx tsx bench/sim/first-minute.ts [people] [--build] [--save]
 *
 * Starts `dist/cli.js demo` on a new folder, as `npm start` does, and asks it over HTTP what a person would look at. With
 * `--build`, dist/ is built first, from nothing, and its time counts. Seconds are since the start of the command; CPU
 * seconds are of the server and all processes below it.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const args = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
const people = Number(args[0] ?? 50_000);
const root = fileURLToPath(new URL('../..', import.meta.url));
const load = loadavg()[0]!;
const dir = mkdtempSync(join(tmpdir(), 'gc-first-minute-'));
const phases: Record<string, { s: number; cpu_s: number }> = {};
const TICKS_A_SECOND = 100;

let began = performance.now();
if (process.argv.includes('--build')) {
  const built = spawnSync(process.execPath, ['scripts/build.mjs', '--force'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (built.status !== 0) process.exit(1);
  phases.build = { s: since(), cpu_s: childrenCpu() };
}

const buildSeconds = phases.build?.s ?? 0;
began = performance.now();
const flags = ['demo', '--json', '--port', '0', '--data', join(dir, 'data'), '--people', String(people)];
/** As the start script gives it: most facts die young, and a larger nursery lets them. */
const ROOM = ['--min-semi-space-size=64', '--max-semi-space-size=128'];
const server = spawn(process.execPath, [...ROOM, 'dist/cli.js', ...flags], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit'],
});
let said = '';
server.stdout.on('data', (text) => {
  said += text;
});
try {
  const lock = await until(
    () => JSON.parse(readFileSync(join(dir, 'data', 'LOCK'), 'utf8')) as Lock,
    (one) => one.address !== null,
  );
  mark('listening');
  const ask = async (path: string) => {
    const answer = await fetch(lock.address + path, { headers: { authorization: `Bearer ${lock.token}` } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json() as Promise<{ data: Record<string, unknown>[]; [key: string]: unknown }>;
  };
  const job = await until(
    () => ask('/v1/imports').then(({ data }) => data[0]),
    (one) => one?.state === 'done',
  );
  mark('world_loaded');
  await until(
    async () => said,
    (text) => text.includes('\n'),
  );
  mark('logins_printed');
  await until(
    () => ask('/v1/surveys').then(({ data }) => data[0]),
    (one) => one !== undefined,
  );
  mark('survey_there');
  const canals = await ask('/v1/canals?limit=100');
  mark('canals_shown');
  const facts = Number(job!.received);
  const first = await until(
    () => ask('/v1/status'),
    () => true,
  );
  const result = {
    command: `npx tsx bench/sim/first-minute.ts ${people}${buildSeconds ? ' --build' : ''}`,
    hardware: `${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    node: process.version,
    load_before: load,
    people,
    facts,
    rejected: job!.rejected,
    canals: canals.data.length,
    folder_mib: Math.round(sizeOf(join(dir, 'data')) / 2 ** 20),
    status: first.last_date,
    phases,
    total_s: round(buildSeconds + phases.canals_shown!.s),
  };
  console.log(JSON.stringify(result, null, 1));
  if (process.argv.includes('--save')) {
    const results = new URL('../results/', import.meta.url);
    mkdirSync(results, { recursive: true });
    writeFileSync(new URL('first-minute.json', results), `${JSON.stringify(result, null, 1)}\n`);
  }
} finally {
  if (server.exitCode === null) {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    await ended;
  }
  rmSync(dir, { recursive: true, force: true });
}

interface Lock {
  address: string | null;
  token: string;
}

function mark(phase: string): void {
  phases[phase] = { s: since(), cpu_s: treeCpu(server.pid!) };
}

function since(): number {
  return round((performance.now() - began) / 1000);
}

async function until<T>(get: () => T | Promise<T>, is: (value: T) => boolean): Promise<T> {
  for (;;) {
    if (server.exitCode !== null) throw new Error('the server ended');
    try {
      const value = await get();
      if (is(value)) return value;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' && !(error instanceof SyntaxError)) throw error;
    }
    await sleep(100);
  }
}

/** User and system seconds of a process and everything below it, as /proc tells. */
function treeCpu(pid: number): number {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const stats = new Map<number, { parent: number; ticks: number }>();
  for (const name of all) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const f = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      // utime, stime, and those of children that ended.
      stats.set(Number(name), {
        parent: Number(f[1]),
        ticks: [11, 12, 13, 14].reduce((sum, k) => sum + Number(f[k]), 0),
      });
    } catch {
      // It ended in between.
    }
  }
  const below = (id: number): boolean => id === pid || (stats.has(id) && below(stats.get(id)!.parent));
  let ticks = 0;
  for (const [id, stat] of stats) if (below(id)) ticks += stat.ticks;
  return round(ticks / TICKS_A_SECOND);
}

function childrenCpu(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const f = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return round((Number(f[13]) + Number(f[14])) / TICKS_A_SECOND);
}

function sizeOf(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return stat?.size ?? 0;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

function round(x: number): number {
  return Math.round(x * 100) / 100;
}
