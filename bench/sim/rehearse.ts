/**
 * Do canals that were found in what was sold raise true first purchases against the holdout, and is there nothing to find in `null`?
 *
 *     npx tsx bench/sim/rehearse.ts [--people 20000] [--seeds 3] [--days 60] [--scenarios calm,null] [--save]
 *
 * A shop tells its history of two years. A snapshot is built of it as the engine builds it, flows are surveyed, and every flow between
 * verticals that is shown upwards is opened as a canal. From then on `decide` answers every visit that can end in an order, with the
 * policy of a fresh instance; a fifth of the people are held out of the canals by the policy's own holdout. In `null` there is nothing to open: there the flows of `calm` are opened all the same.
 * The same people live the same days again with every canal closed. Counted are first purchases (none in the category for 365 days) at canals'
 * ends, of everybody whom an open canal could lead on the first day.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { frameOf, type RehearsalResult, rehearse, type ScenarioName } from '../../sim/world/index.ts';
import { foundPairs } from './found-pairs.ts';
import { type Pair, Shop } from './shop.ts';

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '20000' },
    seeds: { type: 'string', default: '3' },
    days: { type: 'string', default: '60' },
    scenarios: { type: 'string', default: 'calm,null' },
    save: { type: 'boolean', default: false },
  },
});
const [people, seeds, days] = [values.people, values.seeds, values.days].map(Number) as [
  number,
  number,
  number,
];
const NOW = Date.parse('2026-03-10T04:00:00Z');
const HISTORY = 730;
const HELD_OUT = 0.2;
/** Worlds of these seeds were not looked at while this was built. */
const FIRST_SEED = 21;
const planted: Pair[] = frameOf({ scenario: 'calm', now: NOW }).flows.map(({ from, to }) => [from, to]);
const isPlanted = ([from, to]: Pair) => planted.some(([a, b]) => a === from && b === to);

const results = [];
for (const scenario of values.scenarios.split(',') as ScenarioName[]) {
  const each = [];
  for (let seed = FIRST_SEED; seed < FIRST_SEED + seeds; seed++) {
    const one = await rehearsed(scenario, seed);
    console.error(JSON.stringify({ scenario, ...one }));
    each.push(one);
  }
  results.push({ scenario, pooled: pooled(each.map(({ result }) => result)), worlds: each });
}
const report = {
  command: `npx tsx bench/sim/rehearse.ts --people ${people} --seeds ${seeds} --days ${days} --scenarios ${values.scenarios}`,
  history_days: HISTORY,
  held_out: HELD_OUT,
  load: loadavg()[0],
  results,
};
console.log(JSON.stringify(report, null, 1));
if (values.save) {
  const folder = new URL('../results/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL('sim-rehearse.json', folder), `${JSON.stringify(report, null, 1)}\n`);
}

async function rehearsed(scenario: ScenarioName, seed: number) {
  const started = performance.now();
  const cpu = process.cpuUsage();
  let found: readonly Pair[] = [];
  const shop = new Shop(HELD_OUT, async (rows) => {
    found = await foundPairs(rows);
    return scenario === 'null' ? [...found, ...planted] : found;
  });
  const result = await rehearse(
    { scenario, people, seed, days: HISTORY + days, now: NOW },
    {
      from: HISTORY,
      days,
      policy: () => shop.life(true),
      otherwise: () => shop.life(false),
      holdout: (person) => shop.heldOut(person),
    },
  );
  const used = process.cpuUsage(cpu);
  return {
    seed,
    found: found.length,
    found_planted: found.filter(isPlanted).length,
    opened: shop.opening.pairs.length,
    result,
    seconds: Math.round((performance.now() - started) / 1000),
    cpu_seconds: Math.round((used.user + used.system) / 1e6),
  };
}

/** Over worlds: sums of what was caused, and the mean of what holdouts say, weighted by the people who were led. */
function pooled(worlds: readonly RehearsalResult[]) {
  const led = worlds.filter(({ treated, holdout }) => treated.people > 0 && holdout.people > 0);
  const total = led.reduce((sum, { treated }) => sum + treated.people, 0);
  let [caused, spread, difference, variance] = [0, 0, 0, 0];
  for (const { treated, caused: its, caused_interval, estimate } of led) {
    const share = treated.people / total;
    caused += its;
    spread += (its - caused_interval.low) ** 2;
    difference += share * estimate.difference;
    variance += (share * (estimate.difference - estimate.low)) ** 2;
  }
  const [sure, margin] = [Math.sqrt(spread), Math.sqrt(variance)];
  return {
    treated: total,
    holdout: led.reduce((sum, { holdout }) => sum + holdout.people, 0),
    caused,
    caused_interval: { low: caused - sure, high: caused + sure },
    caused_per_thousand: (1000 * caused) / total,
    holdout_says_per_thousand: {
      difference: 1000 * difference,
      low: 1000 * (difference - margin),
      high: 1000 * (difference + margin),
    },
    worlds_whose_holdout_finds_an_effect: led.filter(({ estimate }) => estimate.low > 0).length,
    worlds: worlds.length,
  };
}
