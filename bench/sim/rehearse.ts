/**
 * Do canals raise true first purchases against the holdout, and do nothing where nothing persuades?
 *
 *     npx tsx bench/sim/rehearse.ts [people] [days] [--save]
 *
 * A shop that knows the true flows leads everybody who entered A, and does not know B, to B: three slots of every page.
 * Of everybody whom a canal could reach on the first day, printed for `calm` and `null`: first purchases at canals' ends that it truly caused (the same people, the same random numbers, without
 * it), and what its holdout of a fifth says of them.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { rehearse, type ScenarioName } from '../../sim/world/index.ts';
import { canalsOf } from './true-canals.ts';

const args = process.argv.slice(2).filter((arg) => arg !== '--save');
const people = Number(args[0] ?? 20_000);
const days = Number(args[1] ?? 90);
const HISTORY = 400;
const results = (['calm', 'null'] as ScenarioName[]).map((scenario) => {
  const started = performance.now();
  const cpu = process.cpuUsage();
  const options = {
    scenario,
    people,
    seed: 1,
    days: HISTORY + days,
    now: Date.parse('2026-03-10T04:00:00Z'),
  };
  const result = rehearse(options, {
    from: HISTORY,
    days,
    policy: canalsOf,
    holdout: (person) => person % 5 === 0,
  });
  const used = process.cpuUsage(cpu);
  return {
    scenario,
    caused: result.caused,
    caused_a_person: result.caused / result.treated.people,
    estimate: result.estimate,
    holds:
      result.estimate.low * result.treated.people <= result.caused &&
      result.caused <= result.estimate.high * result.treated.people,
    treated: result.treated,
    holdout: result.holdout,
    seconds: (performance.now() - started) / 1000,
    cpu_seconds: (used.user + used.system) / 1e6,
  };
});
const report = { command: `npx tsx bench/sim/rehearse.ts ${people} ${days}`, load: loadavg()[0], results };
console.log(JSON.stringify(report, null, 1));
if (process.argv.includes('--save')) {
  const folder = new URL('../results/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL('sim-rehearse.json', folder), `${JSON.stringify(report, null, 1)}\n`);
}
