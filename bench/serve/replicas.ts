/**
 * How long a change told to one server takes to hold on another: two servers, one PostgreSQL, over HTTP. Availability, in both directions.
 * Prints configuration and figures, and saves them to bench/results/replicas.json. Needs Debian's postgresql.
 * Run: npx tsx bench/serve/replicas.ts [--rounds 100]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startPostgres } from '../../scripts/postgres.ts';
import { exampleMarketplace } from '../../sim/example/index.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '100' } } });
const dir = mkdtempSync(join(tmpdir(), 'bench-replicas-'));
const postgres = await startPostgres();
if (!postgres) throw new Error('PostgreSQL is not installed (Debian: apt-get install postgresql).');

async function server(name: string, follows: boolean) {
  const data = join(dir, name);
  const env = { ...process.env, DATABASE_URL: postgres!.url, GRANDCANAL_SNAPSHOTS: join(dir, 'snapshots') };
  const args = ['--import', 'tsx', 'src/cli/main.ts', '--data', data, '--json', 'serve', '--port', '0'];
  const child = spawn(process.execPath, args, {
    env: { ...env, ...(follows && { GRANDCANAL_FOLLOW: '1' }) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout!.setEncoding('utf8'), 'data')) as [string];
  const { address } = JSON.parse(line.split('\n')[0]!) as { address: string };
  const { token } = JSON.parse(readFileSync(join(data, 'LOCK'), 'utf8')) as { token: string };
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape
  const ask = async (path: string, body: unknown): Promise<any> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await fetch(`${address}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(await answer.text());
    return answer.json();
  };
  return { child, ask };
}
const rounded = (ms: number) => Math.round(ms);

const servers: Awaited<ReturnType<typeof server>>[] = [];
try {
  const home = await server('home', false);
  servers.push(home);
  const world = exampleMarketplace({ now: Date.UTC(2026, 5, 1, 4), people: 300, lines: 4_000 });
  for await (const { facts } of world.chunks()) await home.ask('/v1/facts', { source: world.source, facts });
  while (
    !(await home.ask('/v1/snapshots', {}).then(
      (made) => made.serving,
      () => false,
    ))
  )
    await sleep(500);
  const follower = await server('follower', true);
  servers.push(follower);
  const body = { source: world.source, scenarios: [{ scenario: 'home_feed', k: 10 }] };
  const took: Record<string, number[]> = { home_to_follower: [], follower_to_home: [] };
  for (let round = 0; round < Number(values.rounds); round++) {
    const [here, there, name] =
      round % 2 === 0 ? [home, follower, 'home_to_follower'] : [follower, home, 'follower_to_home'];
    const offer = (await there.ask('/v1/slates', body)).data[0].slots[0].offer_id;
    for (const available of [false, true]) {
      await here.ask('/v1/availability', { source: world.source, offers: [{ offer, available }] });
      const told = performance.now();
      for (;;) {
        const slots = (await there.ask('/v1/slates', body)).data[0].slots as { offer_id: string }[];
        if (slots.some((slot) => slot.offer_id === offer) === available) break;
        if (performance.now() - told > 60_000) throw new Error('it never came');
        await sleep(5);
      }
      took[name]!.push(performance.now() - told);
    }
  }
  const figures = Object.entries(took).map(([name, times]) => {
    times.sort((a, b) => a - b);
    const at = (q: number) => rounded(times[Math.min(times.length - 1, Math.floor(q * times.length))]!);
    return [
      name,
      { changes: times.length, p50_ms: at(0.5), p99_ms: at(0.99), max_ms: rounded(times.at(-1)!) },
    ];
  });
  const result = {
    command: `npx tsx bench/serve/replicas.ts --rounds ${values.rounds}`,
    at: new Date().toISOString(),
    hardware: `${cpus().length} × ${cpus()[0]?.model ?? 'cpu'}, Node ${process.version}, ${postgres.version}`,
    load: loadavg().map((load) => Math.round(10 * load) / 10),
    ...Object.fromEntries(figures),
  };
  console.log(JSON.stringify(result, null, 2));
  writeFileSync('bench/results/replicas.json', `${JSON.stringify(result, null, 2)}\n`);
} finally {
  for (const { child } of servers) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  await postgres.stop();
  rmSync(dir, { recursive: true, force: true });
}
