/**
 * Does the survey find the true flows of a simulated world, and none where there are none?
 *
 *     npx tsx bench/sim/survey.ts [people] [scenario …] [--save]
 *
 * Truth is causal: for every flow A → B, people who bought A first are counted again in the same world without flows
 * (same random numbers), and the ratio of their first purchases of B within 90 days is what the interval should hold. It
 * is pooled over worlds of other seeds, as one world's own ratio is no more exact than the survey's.
 * Pairs across verticals that are not planted, nor bought together by taste, are the nulls.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import type { ScenarioName } from '../../sim/world/index.ts';
import { surveyed } from './surveyed.ts';

const args = process.argv.slice(2).filter((arg) => arg !== '--save');
const people = Number(args[0] ?? 50_000);
const scenarios = (args.length > 1 ? args.slice(1) : ['calm', 'null']) as ScenarioName[];
const results = [];
for (const scenario of scenarios) {
  const started = performance.now();
  const result = { scenario, ...(await surveyed({ scenario, people, seed: 1 })) };
  console.log(
    JSON.stringify({ ...result, seconds: Math.round((performance.now() - started) / 100) / 10 }, null, 1),
  );
  results.push(result);
}
if (process.argv.includes('--save')) {
  const folder = new URL('../results/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  const command = `npx tsx bench/sim/survey.ts ${people} ${scenarios.join(' ')}`;
  writeFileSync(
    new URL('sim-survey.json', folder),
    `${JSON.stringify({ command, load: loadavg()[0], results }, null, 1)}\n`,
  );
}
