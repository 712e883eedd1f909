/**
 * Speed of the simulated marketplace alone, to a null sink, and what memory it takes.
 *
 *     npx tsx bench/sim/speed.ts [people] [scenario] [days] [--history] [--save]
 *
 * An event is a fact that is told: every session of every day is told (impressions, clicks, views, carts), beside orders
 * and what becomes of them. With `--history` sessions are told of the last two weeks only, as in the first minute; the
 * earlier ones are lived through and count for nothing here.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { historyOf, type ScenarioName, World } from '../../sim/world/index.ts';
import type { FactInput } from '../../src/contracts/index.ts';

const history = process.argv.includes('--history');
const args = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
const people = Number(args[0] ?? 50_000);
const scenario = (args[1] ?? 'festival') as ScenarioName;
const days = Number(args[2] ?? 180);
const load = loadavg()[0]!;
const started = performance.now();
const cpu = process.cpuUsage();
const world = new World({ now: Date.parse('2026-11-22T04:00:00Z'), people, scenario, days });
const made = performance.now();
const counts: Record<string, number> = {};
let facts = 0;

function* all(): Generator<FactInput> {
  yield* world.catalogue();
  yield* world.settlers();
  while (world.nextDay < days) for (const { fact } of world.day(true)) yield fact;
}

function* told(): Generator<FactInput> {
  for (const chunk of historyOf(world)) yield* chunk.facts;
}

for (const { fact } of history ? told() : all()) {
  facts++;
  counts[fact] = (counts[fact] ?? 0) + 1;
}
const seconds = (performance.now() - started) / 1000;
const used = process.cpuUsage(cpu);
const cpuSeconds = (used.user + used.system) / 1e6;
const result = {
  command: `npx tsx bench/sim/speed.ts ${people} ${scenario} ${days}${history ? ' --history' : ''}`,
  hardware: `${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
  node: process.version,
  load_before: load,
  events: facts,
  counts,
  seconds: round(seconds),
  setup_seconds: round((made - started) / 1000),
  cpu_seconds: round(cpuSeconds),
  events_a_second: Math.round(facts / seconds),
  events_a_cpu_second: Math.round(facts / cpuSeconds),
  peak_rss_mib: Math.round(process.resourceUsage().maxRSS / 1024),
};

function round(x: number): number {
  return Math.round(x * 100) / 100;
}

console.log(result);
if (process.argv.includes('--save')) {
  const results = new URL('../results/', import.meta.url);
  mkdirSync(results, { recursive: true });
  const name = people >= 1_000_000 ? 'sim-million' : history ? 'sim-history' : 'sim-speed';
  writeFileSync(new URL(`${name}.json`, results), `${JSON.stringify(result, null, 2)}\n`);
}
