import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventAt, lineAt } from '../ingest/rows.ts';
import { machine, processorSeconds, round } from '../machine.ts';

/**
 * Order lines (/v1/facts) and behaviour events (/v1/batch) over HTTP, acknowledged when durable. The client is a child
 * process on the same cores; its batches are serialised before the clock starts, as another machine would have done.
 *   npx tsx bench/http/ingest.ts [--facts 400000] [--batch 500] [--connections 8] [--only lines,events] [--no-save]
 */
const argOf = (name: string, otherwise: string) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1]!;
};
const config = {
  facts: Number(argOf('facts', '400000')),
  batch: Number(argOf('batch', '500')),
  connections: Number(argOf('connections', '8')),
};
const KINDS = {
  lines: {
    path: '/v1/facts',
    scope: 'facts:write',
    table: 'order_lines',
    bodyOf: (rows: object[]) => ({ source: 'bench', facts: rows }),
    rowAt: lineAt,
  },
  events: {
    path: '/v1/batch?source=bench',
    scope: 'events:write',
    table: 'events',
    bodyOf: (rows: object[]) => ({ batch: rows, sentAt: '2025-03-10T04:00:00.500Z' }),
    rowAt: eventAt,
  },
} as const;
type Kind = keyof typeof KINDS;

function bodies(kind: Kind): Buffer[] {
  const { rowAt, bodyOf } = KINDS[kind];
  const list: Buffer[] = [];
  for (let from = 0; from < config.facts; from += config.batch) {
    const size = Math.min(config.batch, config.facts - from);
    const rows = Array.from({ length: size }, (_, k) => rowAt(from + k, config.facts));
    list.push(Buffer.from(JSON.stringify(bodyOf(rows))));
  }
  return list;
}

/** In the child: sends every body, repeating those that were shed. */
async function client(kind: Kind, address: string, key: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: config.connections });
  const list = bodies(kind);
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
      const url = `${address}${KINDS[kind].path}`;
      const sent = request(url, { method: 'POST', agent, headers }, (response) => {
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
  const seconds = round((performance.now() - started) / 1000);
  const cpu = process.cpuUsage(cpuBefore);
  times.sort((a, b) => a - b);
  const at = (q: number) => round(times[Math.floor(q * (times.length - 1))]!, 1);
  process.send!({
    seconds,
    accepted,
    shed,
    ms: { p50: at(0.5), p99: at(0.99) },
    client_cpu_us_per_fact: round((cpu.user + cpu.system) / config.facts),
  });
}

async function measure(kind: Kind) {
  const { buildApi } = await import('../../src/api/index.ts');
  const { openEngine } = await import('../../src/engine/index.ts');
  const dir = mkdtempSync(join(tmpdir(), 'grandcanal-bench-'));
  const engine = await openEngine({ dataDir: dir });
  const app = await buildApi(engine);
  try {
    const address = await app.listen({ host: '127.0.0.1', port: 0 });
    const { key } = await engine.access.keys.create({ name: 'bench', scopes: [KINDS[kind].scope] });
    const before = await processorSeconds(engine.warehouse);
    const args = [...process.argv.slice(2), '--client', kind, address, key];
    const child = fork(fileURLToPath(import.meta.url), args, { execArgv: ['--import', 'tsx'] });
    const measured = await new Promise<{ seconds: number; accepted: number }>((resolve, reject) => {
      child.once('message', (message) => resolve(message as never));
      child.once('exit', (code) => reject(new Error(`the client ended with ${code}`)));
    });
    const waited = performance.now();
    await engine.ingest.flush();
    const flush = (performance.now() - waited) / 1000;
    const after = await processorSeconds(engine.warehouse);
    const each = (seconds: number) => round((seconds * 1e6) / config.facts);
    const [row] = await engine.warehouse.query<{ n: number }>(
      `SELECT toUInt32(count()) AS n FROM ${KINDS[kind].table}`,
    );
    return {
      facts_per_second: Math.round(measured.accepted / measured.seconds),
      ...measured,
      server_cpu_us_per_fact: each(after.process - before.process),
      warehouse_cpu_us_per_fact: each(after.warehouse - before.warehouse),
      seconds_until_queryable: round(measured.seconds + flush),
      in_warehouse: row!.n,
    };
  } finally {
    await app.close();
    await engine.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function bench() {
  const result = {
    bench: 'http/ingest',
    command: `npx tsx bench/http/ingest.ts --facts ${config.facts} --batch ${config.batch} --connections ${config.connections}`,
    config: { ...config, client: 'child process on the same cores', durable: 'acknowledged after fsync' },
    machine: machine(),
    results: {} as Record<string, unknown>,
  };
  for (const kind of argOf('only', 'lines,events').split(',') as Kind[])
    result.results[kind] = await measure(kind);
  console.log(JSON.stringify(result, null, 2));
  if (process.argv.includes('--no-save')) return;
  mkdirSync('bench/results', { recursive: true });
  writeFileSync('bench/results/http-ingest.json', `${JSON.stringify(result, null, 2)}\n`);
}

const asClient = process.argv.indexOf('--client');
if (asClient < 0) await bench();
else {
  const [kind, address, key] = process.argv.slice(asClient + 1) as [Kind, string, string];
  await client(kind, address, key).then(() => process.exit(0));
}
