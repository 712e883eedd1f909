import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import type { WorldKind } from '../../sim/worlds/index.ts';
import { type Measured, measure, worldOf } from './measure.ts';

/**
 * Flows in worlds whose truth is known: mean lift, coverage, false canals, power, seconds and peak memory.
 *   npx tsx bench/flows/main.ts --lines 2e6 --kinds plain,bursty,personal,activity --seeds 5 --controls monthly
 *   npx tsx bench/flows/main.ts --lines 20e6 --kinds plain --controls every_order,monthly
 *   npx tsx bench/flows/main.ts --lines 2e6 --kinds plain --ratios 1.5,2
 * Each world runs in a process of its own, so that its peak is its own. Results go to bench/results/flows-<name>.json.
 */
const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '2e6' },
    people: { type: 'string' },
    categories: { type: 'string', default: '300' },
    kinds: { type: 'string', default: 'plain,bursty,personal,activity' },
    seeds: { type: 'string', default: '1' },
    controls: { type: 'string', default: 'monthly' },
    ratios: { type: 'string', default: '1' },
    workers: { type: 'string', default: '2' },
    name: { type: 'string' },
    one: { type: 'string' },
  },
});

if (values.one) {
  const { controls, ...rest } = JSON.parse(values.one);
  const world = worldOf({ ...rest, controls: controls[0] });
  const all: Measured[] = [];
  for (const each of controls) all.push((await measure({ ...rest, controls: each }, world)).measured);
  process.stdout.write(JSON.stringify(all));
} else main();

function main(): void {
  const lines = Number(values.lines);
  const results: Measured[] = [];
  for (const kind of values.kinds.split(',') as WorldKind[]) {
    for (const rateRatio of values.ratios.split(',').map(Number)) {
      for (let seed = 1; seed <= Number(values.seeds); seed++) {
        const one = {
          kind,
          lines,
          people: values.people ? Number(values.people) : Math.round(lines / 20),
          categories: Number(values.categories),
          seed,
          rateRatio,
          workers: Number(values.workers),
          controls: values.controls.split(','),
        };
        // A worker's address space of its own: resident peaks of several worlds do not add up.
        const text = execFileSync(
          process.execPath,
          [...process.execArgv, process.argv[1]!, '--one', JSON.stringify(one)],
          {
            encoding: 'utf8',
            stdio: ['ignore', 'pipe', 'inherit'],
          },
        );
        for (const measured of JSON.parse(text) as Measured[]) {
          results.push(measured);
          console.log(row(measured));
        }
      }
    }
  }
  const name =
    values.name ??
    `${lines / 1e6}m-${values.kinds.replaceAll(',', '-')}-x${values.ratios.replaceAll(',', '-')}`;
  mkdirSync(new URL('../results/', import.meta.url), { recursive: true });
  const hardware = {
    cpu: cpus()[0]?.model ?? '',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
  };
  writeFileSync(
    new URL(`../results/flows-${name}.json`, import.meta.url),
    `${JSON.stringify({ command: `npx tsx bench/flows/main.ts ${process.argv.slice(2).join(' ')}`, node: process.version, hardware, results }, null, 1)}\n`,
  );
}

function row(m: Measured): string {
  return [
    `${m.kind} ×${m.rateRatio} seed ${m.seed} ${m.controls} ${(m.lineCount / 1e6).toFixed(1)}M lines`,
    `pairs ${m.pairs} mean ${m.meanLift.toFixed(4)} cover ${m.coverage.toFixed(4)} z ${m.spreadOfZ.toFixed(3)}`,
    `false ${m.falseCanals} up of ${m.falseShown}, dropped ${(100 * m.droppedShare).toFixed(2)} %`,
    m.rateRatio > 1
      ? `found ${m.found}/${m.planted.length} lifts ${m.planted.map((p) => p.lift?.toFixed(2)).join(' ')}`
      : '',
    `${m.seconds.toFixed(1)} s (cpu ${m.cpuSeconds.toFixed(1)}), ${m.peakMiB.toFixed(0)} MiB, beyond the world ${m.beyondWorldMiB.toFixed(0)}`,
  ]
    .filter(Boolean)
    .join(' | ');
}
