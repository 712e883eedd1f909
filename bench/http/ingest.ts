import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Order lines over HTTP, acknowledged when durable. The client is a child process on the same cores; its batches are
 * serialised before the clock starts, as another machine would have done.
 *   npx tsx bench/http/ingest.ts [--lines 400000] [--batch 500] [--connections 8] [--save]
 */
const argOf = (name: string, otherwise: number) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const config = {
  lines: argOf('lines', 400_000),
  batch: argOf('batch', 500),
  connections: argOf('connections', 8),
};

/** Bodies of /v1/facts: lines of 20 shops, 5,000 items, one account a line in ten. */
function bodies(): Buffer[] {
  const list: Buffer[] = [];
  for (let at = 0; at < config.lines; at += config.batch) {
    const facts = [];
    for (let k = at; k < Math.min(at + config.batch, config.lines); k++) {
      facts.push({
        fact: 'order_line',
        source_id: `l${k}`,
        order: `o${k >> 1}`,
        account: `a${k % Math.ceil(config.lines / 10)}`,
        shop: `s${k % 20}`,
        item: `i${k % 5000}`,
        quantity: 1,
        gross_minor: 1200,
        paid_minor: 1000,
        currency: 'CNY',
        ordered_at: '2025-03-10T04:00:00Z',
        paid_at: '2025-03-10T04:01:00Z',
      });
    }
    list.push(Buffer.from(JSON.stringify({ source: 'bench', facts })));
  }
  return list;
}

/** In the child: sends every body, repeating those that were shed. */
async function client(address: string, key: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: config.connections });
  const list = bodies();
  const times: number[] = [];
  let accepted = 0;
  let shed = 0;
  let next = 0;
  const post = (body: Buffer) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        'content-length': body.length,
      };
      const sent = request(`${address}/v1/facts`, { method: 'POST', agent, headers }, (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode!, text }));
      });
      sent.on('error', reject);
      sent.end(body);
    });
  const worker = async () => {
    for (let body = list[next++]; body; body = list[next++]) {
      for (;;) {
        const began = performance.now();
        const { status, text } = await post(body);
        if (status === 200) {
          times.push(performance.now() - began);
          accepted += JSON.parse(text).accepted;
          break;
        }
        if (status !== 503 && status !== 429) throw new Error(`${status} ${text}`);
        shed++;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  };
  const started = performance.now();
  const cpuBefore = process.cpuUsage();
  await Promise.all(Array.from({ length: config.connections }, worker));
  const seconds = Number(((performance.now() - started) / 1000).toFixed(2));
  const cpu = process.cpuUsage(cpuBefore);
  times.sort((a, b) => a - b);
  const at = (q: number) => Number(times[Math.floor(q * (times.length - 1))]!.toFixed(1));
  process.send!({
    seconds,
    accepted,
    shed,
    ms: { p50: at(0.5), p99: at(0.99) },
    client_cpu_seconds: (cpu.user + cpu.system) / 1e6,
  });
}

async function server() {
  const { buildApi } = await import('../../src/api/index.ts');
  const { openEngine } = await import('../../src/engine/index.ts');
  const dir = mkdtempSync(join(tmpdir(), 'grandcanal-bench-'));
  const engine = await openEngine({ dataDir: dir });
  const app = await buildApi(engine);
  try {
    const address = await app.listen({ host: '127.0.0.1', port: 0 });
    const { key } = await engine.access.keys.create({ name: 'bench', scopes: ['facts:write'] });
    const cpuBefore = process.cpuUsage();
    const child = fork(fileURLToPath(import.meta.url), [...process.argv.slice(2), '--client', address, key], {
      execArgv: ['--import', 'tsx'],
    });
    const measured = await new Promise<{ seconds: number; accepted: number }>((resolve, reject) => {
      child.once('message', (message) => resolve(message as never));
      child.once('exit', (code) => reject(new Error(`the client ended with ${code}`)));
    });
    const cpu = process.cpuUsage(cpuBefore);
    const waited = performance.now();
    await engine.ingest.flush();
    const [row] = await engine.warehouse.query<{ n: number }>(
      'SELECT toUInt32(count()) AS n FROM order_lines',
    );
    const result = {
      bench: 'http/ingest',
      command: `npx tsx bench/http/ingest.ts --lines ${config.lines} --batch ${config.batch} --connections ${config.connections}`,
      config: { ...config, client: 'child process on the same cores', durable: 'acknowledged after fsync' },
      machine: {
        cpu: cpus()[0]?.model,
        cores: cpus().length,
        memory_gib: Math.round(totalmem() / 1024 ** 3),
        node: process.version,
      },
      lines_per_second: Math.round(measured.accepted / measured.seconds),
      ...measured,
      server_cpu_seconds: (cpu.user + cpu.system) / 1e6,
      load_average: loadavg()[0],
      flush_seconds: Number(((performance.now() - waited) / 1000).toFixed(2)),
      in_warehouse: row!.n,
    };
    console.log(JSON.stringify(result, null, 2));
    if (process.argv.includes('--save')) {
      mkdirSync('bench/results', { recursive: true });
      writeFileSync('bench/results/http-ingest.json', `${JSON.stringify(result, null, 2)}\n`);
    }
  } finally {
    await app.close();
    await engine.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

const asClient = process.argv.indexOf('--client');
if (asClient < 0) await server();
else await client(process.argv[asClient + 1]!, process.argv[asClient + 2]!).then(() => process.exit(0));
