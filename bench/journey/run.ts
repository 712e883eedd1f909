/**
 * The journey graph from raw events: the first answer of a window, the same again, a day's late events, a filter. Prints configuration and
 * figures, and saves them to bench/results/journey-<events>.json.
 * npx tsx bench/journey/run.ts [--events 10000000] [--days 90] [--threads 2] [--memory-mib 4096]
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { addDays, localDate } from '../../src/base/index.ts';
import { createJourneys } from '../../src/survey/index.ts';
import { openWarehouse } from '../../src/warehouse/index.ts';
import { machine, merged, peakMib, pidOf, processorSeconds, round } from '../machine.ts';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '10000000' },
    days: { type: 'string', default: '90' },
    threads: { type: 'string', default: '2' },
    'memory-mib': { type: 'string', default: '4096' },
  },
});
const events = Number(values.events);
const days = Number(values.days);
const config = {
  events,
  people: Math.round(events / 50),
  days,
  threads: Number(values.threads),
  memory_mib: Number(values['memory-mib']),
};
const to = localDate('2026-10-31');
const from = addDays(to, 1 - days);
const dir = mkdtempSync(join(tmpdir(), 'bench-journey-'));
const hardware = machine();
const warehouse = await openWarehouse(
  { dir: join(dir, 'warehouse') },
  { threads: config.threads, memoryBytes: config.memory_mib * 1_048_576 },
);
try {
  const world = readFileSync(new URL('./world.sql', import.meta.url), 'utf8');
  await warehouse.exec(world, { events, people: config.people, days, from: `${from} 00:00:00` });
  await merged(warehouse);
  console.error(`generated ${events} events`);
  const journeys = createJourneys({
    warehouses: [warehouse],
    settings: () => ({ timezone: 'UTC', k_anonymity: 100, simulated: true }),
    below: async (id) => [id],
  });
  const timed = async <T>(work: () => Promise<T>) => {
    const before = await processorSeconds(warehouse);
    const at = performance.now();
    const value = await work();
    const seconds = round((performance.now() - at) / 1000);
    const after = await processorSeconds(warehouse);
    const cpu_seconds = round(after.process + after.warehouse - before.process - before.warehouse);
    return { value, figure: { seconds, cpu_seconds } };
  };
  const first = await timed(() => journeys.graph({ from, to }));
  const again = await timed(() => journeys.graph({ from, to }));
  const filtered = await timed(() => journeys.graph({ from, to, who: 'signed_in', buyer: 'new' }));
  await warehouse.exec(
    `INSERT INTO events (event_id, name, account_id, at, surface, seq)
     SELECT concat('late_', toString(number)), 'Page Viewed', concat('late_', toString(number % 500)), toDateTime64({at:String}, 3, 'UTC') + toIntervalSecond(number % 80000), 'home', 100000000 + number FROM numbers(1000)`,
    { at: `${addDays(to, -1)} 00:00:00` },
  );
  const late = await timed(() => journeys.graph({ from, to }));
  const [size] = await warehouse.query<{ visits: number; steps: number; mib: number }>(
    `SELECT count() AS visits, sum(length(surfaces)) AS steps,
       (SELECT sum(bytes_on_disk) / 1048576 FROM system.parts WHERE active AND table = 'journey_visits' AND database = currentDatabase()) AS mib
     FROM journey_visits`,
  );
  const result = {
    command: `npx tsx bench/journey/run.ts --events ${events} --days ${days} --threads ${config.threads} --memory-mib ${config.memory_mib}`,
    hardware,
    config,
    visits: size!.visits,
    steps: size!.steps,
    cache_mib: round(size!.mib),
    edges: first.value.edges.length,
    first_answer: first.figure,
    same_again: again.figure,
    another_segment: filtered.figure,
    after_late_events_of_a_day: late.figure,
    peak_mib: { warehouse: peakMib(await pidOf(warehouse)), process: peakMib('self') },
  };
  console.log(JSON.stringify(result, null, 2));
  mkdirSync(new URL('../results/', import.meta.url), { recursive: true });
  writeFileSync(
    new URL(`../results/journey-${events}.json`, import.meta.url),
    `${JSON.stringify(result, null, 2)}\n`,
  );
} finally {
  await warehouse.close();
  rmSync(dir, { recursive: true, force: true });
}
