/**
 * Slates over HTTP: a home feed of 10 out of more than 500 candidates, each slot with its reason, every decision on the log before it
 * is answered; then explanations; then a swap of the snapshot under load. Server and client are two processes on the same cores.
 *   npx tsx --max-old-space-size=8192 bench/serve/http.ts [--people 1000000] [--offers 100000] [--connections 16] [--seconds 20] [--file FILE] [--no-save]
 * --file keeps the generated snapshot, and takes it from there if it is. Figures go to bench/results/serve-http.json.
 */
import { fork } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { machine, round } from '../machine.ts';
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
};
const SELF = fileURLToPath(import.meta.url);

interface Load {
  readonly times: number[];
  readonly failed: number;
  readonly seconds: number;
  readonly candidates: number;
  readonly slots: number;
  readonly decisions: string[];
}

/** One request on a kept-alive connection. */
function send(agent: Agent, port: number, key: string, method: string, path: string, body?: string) {
  return new Promise<{ status: number; text: string; ms: number }>((resolve, reject) => {
    const from = performance.now();
    const call = request(
      {
        agent,
        port,
        host: '127.0.0.1',
        method,
        path,
        headers: {
          authorization: `Bearer ${key}`,
          ...(body === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
        },
      },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () =>
          resolve({
            status: answer.statusCode!,
            text: Buffer.concat(parts).toString(),
            ms: performance.now() - from,
          }),
        );
        answer.on('error', reject);
      },
    );
    call.on('error', reject);
    call.end(body);
  });
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
  let slots = 0;
  let n = seed;
  const from = performance.now();
  const until = from + seconds * 1000;
  const worker = async () => {
    while (performance.now() < until) {
      n = (Math.imul(n, 1664525) + 1013904223) >>> 0;
      const account = worldAccount(LARGE.seed, n % config.people);
      const body = JSON.stringify({ account, session: `s${n}`, scenarios: [{ scenario: 'home_feed' }] });
      const answer = await send(agent, port, key, 'POST', '/v1/slates', body).catch(() => null);
      if (answer?.status !== 200) {
        failed++;
        continue;
      }
      times.push(answer.ms);
      if (times.length % 16 !== 0) continue;
      const [slate] = JSON.parse(answer.text).data;
      candidates += slate.candidate_count;
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
    slots: slots / sampled,
    decisions: decisions.slice(-200),
  };
}

async function explain(port: number, key: string, ids: string[]): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const times: number[] = [];
  for (const id of ids) {
    const answer = await send(agent, port, key, 'GET', `/v1/decisions/${id}/explanation`);
    if (answer.status !== 200) throw new Error(`explanation: ${answer.text.slice(0, 500)}`);
    times.push(answer.ms);
  }
  agent.destroy();
  return times;
}

const quantile = (times: number[], q: number) =>
  round(
    [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(q * times.length))] ?? Number.NaN,
  );
const spread = (times: number[]) => ({
  p50_ms: quantile(times, 0.5),
  p95_ms: quantile(times, 0.95),
  p99_ms: quantile(times, 0.99),
  max_ms: quantile(times, 1),
});

/** In the server: an instance of its own that serves the snapshot. */
async function serve(file: string, dir: string) {
  const { openEngine } = await import('../../src/engine/index.ts');
  const { buildApi } = await import('../../src/api/index.ts');
  const { readSnapshot } = await import('../../src/engine/snapshots/file.ts');
  const engine = await openEngine({ dataDir: dir });
  engine.serving.take(await readSnapshot(file));
  // The home feed as it is by default, with enough popular offers that every request has 500 candidates and more.
  const feed = engine.policies.current().scenario('home_feed');
  await engine.policies.propose(
    {
      kind: 'correction',
      reason: 'bench',
      upsert: {
        scenarios: [
          {
            ...feed,
            sources: feed.sources.map((one) => (one.source === 'popular' ? { ...one, most: 400 } : one)),
          },
        ],
      },
    },
    'bench',
  );
  const app = await buildApi(engine);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { key } = await engine.access.keys.create({ name: 'bench', scopes: ['serve', 'admin'] });
  process.on('message', async (message: { ask: string }) => {
    if (message.ask === 'cpu')
      process.send!({ cpu: process.cpuUsage(), memory: readFileSync('/proc/self/status', 'utf8') });
    if (message.ask === 'swap') {
      const from = performance.now();
      const snapshot = await readSnapshot(file);
      const read = performance.now();
      engine.serving.take(snapshot);
      process.send!({ read_ms: read - from, take_ms: performance.now() - read });
    }
    if (message.ask === 'end') {
      await app.close();
      await engine.close();
      process.exit(0);
    }
  });
  process.send!({ port: (app.server.address() as { port: number }).port, key });
}

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
    const server = fork(SELF, ['--role', 'serve', '--file', file, '--dir', join(dir, 'data')], {
      execArgv: process.execArgv,
    });
    const heard = <T>(): Promise<T> =>
      new Promise((resolve) => server.once('message', (m) => resolve(m as T)));
    const ask = <T>(question: string): Promise<T> => {
      const answer = heard<T>();
      server.send({ ask: question });
      return answer;
    };
    process.once('exit', () => server.kill());
    type Usage = { cpu: NodeJS.CpuUsage; memory: string };
    const { port, key } = await heard<{ port: number; key: string }>();
    const about = machine();
    await load(port, key, 5, config.connections, 7);

    const seconds = (usage: Usage) => (usage.cpu.user + usage.cpu.system) / 1e6;
    const before = await ask<Usage>('cpu');
    const busy = await load(port, key, config.seconds, config.connections, 1);
    const after = await ask<Usage>('cpu');
    const cpu = seconds(after) - seconds(before);
    // Without a queue: what one request takes.
    const alone = await load(port, key, Math.max(5, config.seconds / 2), 1, 2);
    const explained = await explain(port, key, busy.decisions.slice(0, 100));
    const swapping = ask<{ read_ms: number; take_ms: number }>('swap');
    const during = load(port, key, config.seconds, config.connections, 3);
    const [swap, swapped] = await Promise.all([swapping, during]);
    const end = await ask<Usage>('cpu');
    server.send({ ask: 'end' });
    await new Promise((resolve) => server.once('exit', resolve));

    const status = (name: string) =>
      round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(end.memory)![1]) / 2 ** 20);
    const result = {
      config,
      machine: about,
      feed: {
        requests: busy.times.length,
        failed: busy.failed,
        mean_candidates: round(busy.candidates, 0),
        mean_slots: round(busy.slots),
        requests_per_second: round(busy.times.length / busy.seconds, 0),
        server_cpu_ms_per_request: round((1000 * cpu) / busy.times.length, 3),
        requests_per_core_second: round(busy.times.length / cpu, 0),
        ...spread(busy.times),
      },
      feed_one_connection: { requests: alone.times.length, failed: alone.failed, ...spread(alone.times) },
      explanation: { requests: explained.length, ...spread(explained) },
      swap_under_load: {
        requests: swapped.times.length,
        failed: swapped.failed,
        read_ms: round(swap.read_ms, 0),
        take_ms: round(swap.take_ms, 0),
        ...spread(swapped.times),
      },
      server_memory_gib: { peak: status('VmHWM'), end: status('VmRSS') },
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
else if (role === 'serve') await serve(argOf('file', ''), argOf('dir', ''));
else await main();
