/**
 * Slates over HTTP: a home feed of 10 out of 500 candidates, each slot with its reason, every decision on the log before it
 * is answered; then explanations of decisions just made; then a swap of the snapshot under load; then, after a start of the server, explanations of
 * the same decisions as the warehouse has them. The server is the product, built and started as the package
 * starts it; it and the client are two processes on the same cores.
 *   npx tsx --max-old-space-size=8192 bench/serve/http.ts [--people 1000000] [--offers 100000] [--connections 16] [--seconds 20] [--file FILE] [--no-save]
 * --file keeps the generated snapshot, and takes it from there if it is. Figures go to bench/results/serve-http.json.
 */
import { execFileSync, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { call, spread } from '../client.ts';
import { machine, round } from '../machine.ts';
import { feedSources } from './feed.ts';
import { worldModel } from './models.ts';
import { LARGE, worldAccount, worldFacts } from './world.ts';

const argOf = (name: string, otherwise: string) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1]!;
};
const config = {
  people: Number(argOf('people', String(LARGE.people))),
  offers: Number(argOf('offers', String(LARGE.offers))),
  connections: Number(argOf('connections', '16')),
  seconds: Number(argOf('seconds', '20')),
  /** The feed is asked for so many times `seconds`: a machine that others share is quicker and slower by the minute. */
  rounds: Number(argOf('rounds', '5')),
};
/** Requests and explanations before the clock starts. */
const WARM_REQUESTS = 3_000;
const WARM_EXPLANATIONS = 50;
const EXPLANATIONS = 100;
const SELF = fileURLToPath(import.meta.url);
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Inside the package, so that it finds its dependencies; apart from dist/, which others may be running. */
const BUILD = join(ROOT, 'node_modules/.cache/bench-serve');

interface Load {
  readonly times: number[];
  readonly failed: number;
  readonly seconds: number;
  readonly candidates: number;
  readonly fewest: number;
  readonly slots: number;
  readonly decisions: string[];
}

/** In the client: as many requests as the connections carry for some seconds. */
async function load(
  port: number,
  key: string,
  seconds: number,
  connections: number,
  seed: number,
): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times: number[] = [];
  const decisions: string[] = [];
  let failed = 0;
  let candidates = 0;
  let fewest = Number.POSITIVE_INFINITY;
  let slots = 0;
  let n = seed;
  const from = performance.now();
  const until = from + seconds * 1000;
  const worker = async () => {
    while (performance.now() < until) {
      n = (Math.imul(n, 1664525) + 1013904223) >>> 0;
      const account = worldAccount(LARGE.seed, n % config.people);
      const body = JSON.stringify({ account, session: `s${n}`, scenarios: [{ scenario: 'home_feed' }] });
      const answer = await call(agent, port, key, 'POST', '/v1/slates', body).catch(() => null);
      if (answer?.status !== 200) {
        failed++;
        continue;
      }
      times.push(answer.ms);
      if (times.length % 16 !== 0) continue;
      const [slate] = JSON.parse(answer.text).data;
      candidates += slate.candidate_count;
      fewest = Math.min(fewest, slate.candidate_count);
      slots += slate.slots.length;
      decisions.push(slate.decision_id);
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  agent.destroy();
  const sampled = Math.max(1, decisions.length);
  return {
    times,
    failed,
    seconds: (performance.now() - from) / 1000,
    candidates: candidates / sampled,
    fewest,
    slots: slots / sampled,
    decisions: decisions.slice(-200),
  };
}

async function explain(port: number, key: string, ids: string[]): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const times: number[] = [];
  for (const id of ids) {
    const answer = await call(agent, port, key, 'GET', `/v1/decisions/${id}/explanation`);
    if (answer.status !== 200) throw new Error(`explanation: ${answer.text.slice(0, 500)}`);
    times.push(answer.ms);
  }
  agent.destroy();
  return times;
}

/** Before the server starts: an instance of its own whose data folder holds the snapshot, the feed's policy and a key. */
async function prepare(file: string, dir: string): Promise<void> {
  const { openEngine } = await import('../../src/engine/index.ts');
  const { readSnapshot } = await import('../../src/engine/snapshots/file.ts');
  const { SnapshotStore } = await import('../../src/engine/snapshots/store.ts');
  const engine = await openEngine({ dataDir: dir });
  const { manifest } = await readSnapshot(file);
  const id = `snp_${manifest.hash.slice(0, 24)}`;
  const place = join(dir, 'snapshots', `${id}.gcs`);
  try {
    linkSync(file, place);
  } catch {
    copyFileSync(file, place);
  }
  const store = new SnapshotStore(engine.ledger);
  await store.save(id, { manifest, hash: manifest.hash, bytes: statSync(place).size }, 0, 'bench');
  await store.activate(id, new Date(), 'bench');
  const scenarios = feedSources(engine.policies.current().policy.scenarios);
  await engine.policies.propose({ kind: 'correction', reason: 'bench', upsert: { scenarios } }, 'bench');
  const { key } = await engine.access.keys.create({ name: 'bench', scopes: ['serve', 'admin'] });
  process.send!({ key, id });
  await engine.close();
}

/** A server on a data folder, with what compiles while it runs compiled. */
async function started(data: string, key: string) {
  const { env, flags } = startedAs();
  const server = spawn(
    process.execPath,
    [...flags, ...profiling(), join(BUILD, 'cli.js'), 'serve', '--data', data, '--port', '0', '--json'],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } },
  );
  process.once('exit', () => server.kill());
  const [answer] = (await once(server.stdout, 'data')) as [Buffer];
  const { address } = JSON.parse(answer.toString()) as { address: string };
  const port = Number(new URL(address).port);
  // On a busy machine that is not a matter of seconds.
  for (let warm = 0, turn = 0; warm < WARM_REQUESTS && turn < 20; turn++)
    warm += (await load(port, key, 5, config.connections, 7 + turn)).times.length;
  const stop = async () => {
    server.kill('SIGTERM');
    await once(server, 'exit');
  };
  return { port, pid: server.pid!, stop };
}

/** Explanations of decisions, one after the other, after some of others. */
async function explanations(port: number, key: string, ids: string[]) {
  await explain(port, key, ids.slice(EXPLANATIONS, EXPLANATIONS + WARM_EXPLANATIONS));
  const times = await explain(port, key, ids.slice(0, EXPLANATIONS));
  return { requests: times.length, ...spread(times) };
}

type Round = Awaited<ReturnType<typeof load>> & { readonly cpu: number; readonly loading: number };

/** All rounds as one, and what each would have said. */
function feedOf(rounds: readonly Round[]) {
  const sum = (of: (one: Round) => number) => rounds.reduce((total, one) => total + of(one), 0);
  const requests = sum(({ times }) => times.length);
  const perCore = ({ times, cpu }: Round) => round(times.length / cpu, 0);
  return {
    requests,
    failed: sum(({ failed }) => failed),
    mean_candidates: round(sum(({ candidates }) => candidates) / rounds.length, 0),
    fewest_candidates: Math.min(...rounds.map(({ fewest }) => fewest)),
    mean_slots: round(sum(({ slots }) => slots) / rounds.length),
    requests_per_second: round(requests / sum(({ seconds }) => seconds), 0),
    server_cpu_ms_per_request: round((1000 * sum(({ cpu }) => cpu)) / requests, 3),
    // The process beside it, which takes the decisions in.
    warehouse_cpu_ms_per_request: round((1000 * sum(({ loading }) => loading)) / requests, 3),
    requests_per_core_second: round(requests / sum(({ cpu }) => cpu), 0),
    requests_per_core_second_by_round: rounds.map(perCore),
    ...spread(rounds.flatMap(({ times }) => times)),
  };
}

/** What the command starts itself with, by its first line: of the environment, and of node. */
function startedAs() {
  const [first = ''] = readFileSync(join(BUILD, 'cli.js'), 'utf8').split('\n', 1);
  const words = first.split(' ').slice(2);
  const node = words.indexOf('node');
  const env = Object.fromEntries(words.slice(0, node).map((word) => word.split(/=(.*)/s, 2)));
  return { env, flags: words.slice(node + 1) };
}

/** `--prof DIR` leaves a profile of the server there. */
const profiling = () => (argOf('prof', '') === '' ? [] : ['--cpu-prof', '--cpu-prof-dir', argOf('prof', '')]);

/** Processor seconds of a process and all its threads (in ticks of a hundredth), and its memory in GiB. */
function usageOf(pid: number) {
  // The name in brackets may hold blanks; utime and stime are fields 14 and 15.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const of = (name: string) => round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)![1]) / 2 ** 20);
  return { cpu: (Number(fields[11]) + Number(fields[12])) / 100, peak: of('VmHWM'), now: of('VmRSS') };
}

/** The process that another one started first: of a server, its warehouse. */
const childOf = (pid: number) =>
  Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]);

async function make(file: string): Promise<void> {
  const { assemble, snapshotPieces } = await import('../../src/serve/index.ts');
  console.log(`making a world of ${config.people} people and ${config.offers} offers`);
  const facts = worldFacts({ ...LARGE, people: config.people, offers: config.offers });
  const { nextCategory, modelCategories } = worldModel(facts);
  const parts = assemble({ ...facts, models: { nextCategory }, modelCategories }, (step) =>
    console.log(step),
  );
  const fd = openSync(file, 'w');
  for (const piece of snapshotPieces(parts).pieces)
    for (let at = 0; at < piece.length; at += 1 << 26)
      writeSync(fd, piece, at, Math.min(1 << 26, piece.length - at));
  closeSync(fd);
}

async function main(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'bench-serve-'));
  const file = argOf('file', join(dir, 'world.gcs'));
  try {
    if (!existsSync(file)) {
      // In a process of its own: what making it takes is not what serving takes.
      const maker = fork(SELF, ['--role', 'make', ...process.argv.slice(2), '--file', file], {
        execArgv: process.execArgv,
      });
      await new Promise<void>((resolve, reject) =>
        maker.once('exit', (code) =>
          code === 0 ? resolve() : reject(new Error(`making the world ended with ${code}`)),
        ),
      );
    }
    const data = join(dir, 'data');
    const preparing = fork(SELF, ['--role', 'prepare', '--file', file, '--dir', data]);
    const prepared = once(preparing, 'exit');
    const [{ key, id }] = (await once(preparing, 'message')) as [{ key: string; id: string }];
    await prepared;

    rmSync(BUILD, { recursive: true, force: true });
    // What its configuration cleans is dist/, not where this goes.
    const build = ['--no-clean', '-d', BUILD];
    execFileSync(join(ROOT, 'node_modules/.bin/tsdown'), build, { cwd: ROOT, stdio: 'pipe' });
    const about = machine();
    const { port, pid, stop } = await started(data, key);
    const usage = () => usageOf(pid);
    const warehouse = childOf(pid);

    const rounds: Round[] = [];
    for (let r = 0; r < config.rounds; r++) {
      const before = [usage().cpu, usageOf(warehouse).cpu] as const;
      const busy = await load(port, key, config.seconds, config.connections, 10 + r);
      rounds.push({ ...busy, cpu: usage().cpu - before[0], loading: usageOf(warehouse).cpu - before[1] });
    }
    const decisions = rounds.flatMap((one) => one.decisions).slice(-200);
    // Without a queue: what one request takes.
    const alone = await load(port, key, Math.max(5, config.seconds / 2), 1, 2);
    const recent = await explanations(port, key, decisions);
    // The same snapshot again, read from the disk and checked like any other.
    const swapping = call(new Agent(), port, key, 'POST', `/v1/snapshots/${id}/activate`, '{}');
    const during = load(port, key, config.seconds, config.connections, 3);
    const [swap, swapped] = await Promise.all([swapping, during]);
    if (swap.status !== 200) throw new Error(`the swap: ${swap.text.slice(0, 500)}`);
    const end = usage();
    await stop();
    // A start keeps nothing of the log that the warehouse has.
    const after = await started(data, key);
    const old = await explanations(after.port, key, decisions);
    await after.stop();

    const result = {
      config: { ...config, node: startedAs() },
      machine: about,
      feed: feedOf(rounds),
      feed_one_connection: { requests: alone.times.length, failed: alone.failed, ...spread(alone.times) },
      explanation_recent: recent,
      explanation_old: old,
      swap_under_load: {
        requests: swapped.times.length,
        failed: swapped.failed,
        swap_ms: round(swap.ms, 0),
        ...spread(swapped.times),
      },
      server_memory_gib: { peak: end.peak, end: end.now },
    };
    console.log(JSON.stringify(result, null, 2));
    if (!process.argv.includes('--no-save')) {
      mkdirSync(new URL('../results/', import.meta.url), { recursive: true });
      writeFileSync(
        new URL('../results/serve-http.json', import.meta.url),
        `${JSON.stringify(result, null, 2)}\n`,
      );
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

const role = argOf('role', 'main');
if (role === 'make') await make(argOf('file', ''));
else if (role === 'prepare') await prepare(argOf('file', ''), argOf('dir', ''));
else await main();
