/**
 * Speed of the simulated marketplace alone, to a null sink, and what memory it takes.
 *
 *     npx tsx bench/sim/speed.ts [people] [scenario] [days]
 *
 * An event is a fact that is told, or a step of a session (an impression, a click, a view) that is simulated: of the
 * history only the last two weeks of sessions are told, all of them are lived through. Both rates are printed.
 * Prints its configuration and figures; with --save also to bench/results/sim-speed.json.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { historyOf, type ScenarioName, World } from '../../sim/world/index.ts';

const args = process.argv.slice(2).filter((arg) => arg !== '--save');
const people = Number(args[0] ?? 50_000);
const scenario = (args[1] ?? 'festival') as ScenarioName;
const days = Number(args[2] ?? 730);
const load = loadavg()[0]!;
const started = performance.now();
const cpu = process.cpuUsage();
const world = new World({ now: Date.parse('2026-11-22T04:00:00Z'), people, scenario, days });
const made = performance.now();
const counts: Record<string, number> = {};
let facts = 0;
let steps = 0;
const respond = world.market.respond.bind(world.market);
world.market.respond = (session, impressions) => {
  const responses = respond(session, impressions);
  for (const one of responses) steps += 1 + Number(one.clicked) + Number(one.carted);
  return responses;
};
for (const chunk of historyOf(world)) {
  facts += chunk.facts.length;
  for (const { fact } of chunk.facts) counts[fact] = (counts[fact] ?? 0) + 1;
}
const seconds = (performance.now() - started) / 1000;
const used = process.cpuUsage(cpu);
const cpuSeconds = (used.user + used.system) / 1e6;
const result = {
  command: `npx tsx bench/sim/speed.ts ${people} ${scenario} ${days}`,
  hardware: `${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
  node: process.version,
  load_before: load,
  facts,
  counts,
  session_steps: steps,
  seconds: round(seconds),
  setup_seconds: round((made - started) / 1000),
  cpu_seconds: round(cpuSeconds),
  facts_a_second: Math.round(facts / seconds),
  events_a_second: Math.round((facts + steps) / seconds),
  events_a_cpu_second: Math.round((facts + steps) / cpuSeconds),
  peak_rss_mib: Math.round(process.resourceUsage().maxRSS / 1024),
};

function round(x: number): number {
  return Math.round(x * 100) / 100;
}

console.log(result);
if (process.argv.includes('--save')) {
  const results = new URL('../results/', import.meta.url);
  mkdirSync(results, { recursive: true });
  writeFileSync(new URL('sim-speed.json', results), `${JSON.stringify(result, null, 2)}\n`);
}
