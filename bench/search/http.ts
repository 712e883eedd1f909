/**
 * Search and suggestions over HTTP: pages of 24 results with facets, half of them for a known person, every decision on the log before it
 * is answered. Server and client are two processes on the same cores.
 *   npx tsx --max-old-space-size=8192 bench/search/http.ts [--offers 100000] [--people 20000] [--seconds 15] [--connections 1,4,16] [--no-save] [--prof DIR]
 * Figures go to bench/results/search.json, under the number of offers.
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
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { call, spread } from '../client.ts';
import { machine, round } from '../machine.ts';
import { LARGE, worldAccount } from '../serve/world.ts';
import { beginningsOf, queriesOf, searchBody } from './queries.ts';
import { searchFacts } from './world.ts';

const argOf = (name: string, otherwise: string) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1]!;
};
const config = {
  offers: Number(argOf('offers', '100000')),
  people: Number(argOf('people', '20000')),
  seconds: Number(argOf('seconds', '15')),
  connections: argOf('connections', '1,4,16').split(',').map(Number),
  queries: 4_000,
};
const SELF = fileURLToPath(import.meta.url);
const RESULTS = new URL('../results/search.json', import.meta.url);

/** In a process of its own: the snapshot with its index, in a file; what building the index takes. */
async function make(file: string): Promise<void> {
  const { assemble, documentsOf, snapshotPieces } = await import('../../src/serve/index.ts');
  const { buildIndex, encodeIndex } = await import('../../src/search/index.ts');
  const { facts } = searchFacts(config.offers, config.people);
  const before = process.cpuUsage();
  const from = performance.now();
  const index = buildIndex(documentsOf(facts.catalogue));
  const search = encodeIndex(index);
  const { user, system } = process.cpuUsage(before);
  const built = {
    documents: index.docs,
    terms: index.terms.length,
    postings: index.doc.length,
    mib: round(search.length / 2 ** 20, 1),
    seconds: round((performance.now() - from) / 1000, 1),
    cpu_seconds: round((user + system) / 1e6, 1),
  };
  const parts = assemble({ ...facts, search });
  const fd = openSync(file, 'w');
  for (const piece of snapshotPieces(parts).pieces)
    for (let at = 0; at < piece.length; at += 1 << 26)
      writeSync(fd, piece, at, Math.min(1 << 26, piece.length - at));
  closeSync(fd);
  process.send!({ ...built, peak_gib: round(process.resourceUsage().maxRSS / 2 ** 20) });
}

async function serve(file: string, dir: string): Promise<void> {
  const { openEngine } = await import('../../src/engine/index.ts');
  const { buildApi } = await import('../../src/api/index.ts');
  const { readSnapshot } = await import('../../src/engine/snapshots/file.ts');
  const engine = await openEngine({ dataDir: dir });
  await engine.serving.take(await readSnapshot(file));
  const app = await buildApi(engine);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { key } = await engine.access.keys.create({ name: 'bench', scopes: ['serve', 'admin'] });
  process.on('message', async (message: string) => {
    if (message === 'usage')
      process.send!({ ...process.cpuUsage(), status: readFileSync('/proc/self/status', 'utf8') });
    else {
      await app.close();
      await engine.close();
      process.exit(0);
    }
  });
  process.send!({ port: (app.server.address() as { port: number }).port, key });
}

interface Server {
  readonly port: number;
  readonly key: string;
  ask(message: string): Promise<{ user: number; system: number; status: string }>;
}

async function load(server: Server, connections: number, seconds: number, next: (n: number) => Request) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times: number[] = [];
  const byKind = new Map<string, number[]>();
  let failed = 0;
  let empty = 0;
  let n = 0;
  const before = await server.ask('usage');
  const from = performance.now();
  const worker = async () => {
    while (performance.now() < from + 1000 * seconds) {
      const { kind, method, path, body } = next(n++);
      const answer = await call(agent, server.port, server.key, method, path, body);
      if (answer.status !== 200) {
        failed++;
        if (failed === 1) console.error(answer.text.slice(0, 500));
        continue;
      }
      times.push(answer.ms);
      const own = byKind.get(kind);
      if (own) own.push(answer.ms);
      else byKind.set(kind, [answer.ms]);
      if (answer.text.includes('"total":0,') || answer.text === '{"data":[]}') empty++;
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  const took = (performance.now() - from) / 1000;
  const after = await server.ask('usage');
  agent.destroy();
  return {
    connections,
    requests: times.length,
    failed,
    without_results: empty,
    requests_per_second: round(times.length / took, 0),
    server_cpu_ms_per_request: round(
      (after.user + after.system - before.user - before.system) / 1000 / times.length,
    ),
    ...spread(times),
    by_kind: Object.fromEntries([...byKind].map(([kind, own]) => [kind, spread(own)])),
  };
}

interface Request {
  readonly kind: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
}

/** What the load asks. The world that it is taken from is not kept. */
function asked() {
  const { titles, facts } = searchFacts(config.offers, 0);
  return {
    queries: queriesOf(titles, config.queries, 11),
    typed: beginningsOf(titles, config.queries, 12),
    brands: facts.catalogue.brands.slice(0, 200),
  };
}

async function main(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'bench-search-'));
  const file = argOf('file', join(dir, 'world.gcs'));
  try {
    const started = machine();
    const child = (role: string) =>
      fork(SELF, [...process.argv.slice(2), '--role', role, '--file', file, '--dir', join(dir, 'data')], {
        execArgv: [
          ...process.execArgv,
          ...(role === 'serve' && argOf('prof', '')
            ? ['--cpu-prof', '--cpu-prof-dir', argOf('prof', '')]
            : []),
        ],
      });
    const told = <T>(from: ReturnType<typeof child>) =>
      new Promise<T>((resolve, reject) => {
        from.once('message', (message) => resolve(message as T));
        from.once('exit', (code) => reject(new Error(`a part of the bench ended with ${code}`)));
      });
    const built = existsSync(file) ? null : await told<object>(child('make'));
    if (built) console.log(JSON.stringify({ index: built }));
    const { queries, typed, brands } = asked();
    const running = child('serve');
    const { port, key } = await told<{ port: number; key: string }>(running);
    const server: Server = {
      port,
      key,
      ask: (message) => {
        const answer = told<{ user: number; system: number; status: string }>(running);
        running.send(message);
        return answer;
      },
    };
    const search = (n: number): Request => {
      const { kind, ...body } = searchBody(queries, n, brands, (k) =>
        worldAccount(LARGE.seed, k % config.people),
      );
      return { kind, method: 'POST', path: '/v1/search', body: JSON.stringify(body) };
    };
    const suggest = (n: number): Request => ({
      kind: 'suggestions',
      method: 'GET',
      path: `/v1/suggestions?q=${encodeURIComponent(typed[n % typed.length]!)}`,
    });
    await load(server, 4, Math.min(8, config.seconds), search);
    const searches = [];
    for (const connections of config.connections)
      searches.push(await load(server, connections, config.seconds, search));
    const suggestions = await load(server, 4, config.seconds / 2, suggest);
    const { status } = await server.ask('usage');
    const memory = (name: string) =>
      round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)![1]) / 2 ** 20);
    running.removeAllListeners('exit');
    running.send('end');
    const result = {
      config,
      machine: started,
      index: built,
      searches,
      suggestions,
      server_memory_gib: { peak: memory('VmHWM'), end: memory('VmRSS') },
    };
    console.log(JSON.stringify(result, null, 2));
    if (!process.argv.includes('--no-save')) {
      mkdirSync(new URL('../results/', import.meta.url), { recursive: true });
      const all = existsSync(RESULTS) ? JSON.parse(readFileSync(RESULTS, 'utf8')) : {};
      writeFileSync(RESULTS, `${JSON.stringify({ ...all, [config.offers]: result }, null, 2)}\n`);
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

const role = argOf('role', 'main');
if (role === 'make') await make(argOf('file', ''));
else if (role === 'serve') await serve(argOf('file', ''), argOf('dir', ''));
else await main();
