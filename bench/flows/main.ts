import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import type { WorldKind } from '../../sim/worlds/index.ts';
import { type Case, type Measured, measure, worldOf } from './measure.ts';

/**
 * Flows in worlds whose truth is known: mean lift, coverage, false canals, power, seconds and peak memory.
 *   npx tsx bench/flows/main.ts --kinds plain,bursty,personal,activity --seeds 20 --workers 0 --together --name null
 *   npx tsx bench/flows/main.ts --kinds plain,personal --ratios 1.5,2 --seeds 5 --workers 0 --together --name planted
 *   npx tsx bench/flows/main.ts --lines 20e6 --kinds plain --controls every_order,monthly --name speed
 * Each world runs in a process of its own, so that its peak is its own, unless --together. Results go to
 * bench/results/flows-<name>.json after every world; --more goes on where those leave off.
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
    together: { type: 'boolean', default: false },
    more: { type: 'boolean', default: false },
    one: { type: 'string' },
  },
});

if (values.one) process.stdout.write(JSON.stringify(await surveyed(JSON.parse(values.one))));
else await main();

/** One world with every kind of controls. */
async function surveyed(one: Omit<Case, 'controls'> & { controls: Case['controls'][] }): Promise<Measured[]> {
  const { controls, ...rest } = one;
  const world = worldOf({ ...rest, controls: controls[0]! });
  const all: Measured[] = [];
  for (const each of controls) all.push((await measure({ ...rest, controls: each }, world)).measured);
  return all;
}

async function main(): Promise<void> {
  const lines = Number(values.lines);
  const name =
    values.name ??
    `${lines / 1e6}m-${values.kinds.replaceAll(',', '-')}-x${values.ratios.replaceAll(',', '-')}`;
  const file = new URL(`../results/flows-${name}.json`, import.meta.url);
  mkdirSync(new URL('../results/', import.meta.url), { recursive: true });
  const results: Measured[] =
    values.more && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).results : [];
  console.log(
    `${values.lines} lines, ${values.categories} categories, ${values.workers} workers; ${cpus().length} cores, load ${loadavg()[0]!.toFixed(1)}`,
  );
  const known = new Set(results.map((r) => `${r.kind} ${r.rateRatio} ${r.seed}`));
  // Seeds outside, so that a run cut short knows as much of every kind.
  for (let seed = 1; seed <= Number(values.seeds); seed++) {
    for (const kind of values.kinds.split(',') as WorldKind[]) {
      for (const rateRatio of values.ratios.split(',').map(Number)) {
        if (known.has(`${kind} ${rateRatio} ${seed}`)) continue;
        const one = {
          kind,
          lines,
          people: values.people ? Number(values.people) : Math.round(lines / 20),
          categories: Number(values.categories),
          seed,
          rateRatio,
          workers: Number(values.workers),
          controls: values.controls.split(',') as Case['controls'][],
        };
        for (const measured of values.together ? await surveyed(one) : apart(one)) {
          results.push(measured);
          console.log(row(measured));
        }
        save(file, results);
      }
    }
  }
}

/** In a process of its own: resident peaks of several worlds do not add up. */
function apart(one: object): Measured[] {
  const text = execFileSync(
    process.execPath,
    [...process.execArgv, process.argv[1]!, '--one', JSON.stringify(one)],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  );
  return JSON.parse(text) as Measured[];
}

function save(file: URL, results: readonly Measured[]): void {
  const hardware = {
    cpu: cpus()[0]?.model ?? '',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
  };
  const command = `npx tsx bench/flows/main.ts ${process.argv.slice(2).join(' ')}`;
  const summary = summarise(results);
  writeFileSync(
    file,
    `${JSON.stringify({ command, node: process.version, hardware, summary, results }, null, 1)}\n`,
  );
}

/** Per kind and rate ratio: means over seeds with their extremes. */
function summarise(results: readonly Measured[]) {
  const groups = new Map<string, Measured[]>();
  for (const m of results) {
    const key = `${m.kind} ×${m.rateRatio} ${m.controls}`;
    groups.set(key, [...(groups.get(key) ?? []), m]);
  }
  const spread = (values: readonly number[]) => ({
    mean: values.reduce((a, b) => a + b, 0) / values.length,
    low: Math.min(...values),
    high: Math.max(...values),
  });
  return [...groups].map(([worlds, of]) => ({
    worlds,
    seeds: of.length,
    meanLift: spread(of.map((m) => m.meanLift)),
    pooledLift: spread(of.map((m) => m.pooledLift)),
    coverage: spread(of.map((m) => m.coverage)),
    spreadOfZ: spread(of.map((m) => m.spreadOfZ)),
    spreadAboutCommon: spread(of.map((m) => m.spreadAboutCommon)),
    heldBack: of.reduce((sum, m) => sum + m.heldBack, 0),
    falseCanals: of.reduce((sum, m) => sum + m.falseCanals, 0),
    falseShown: of.reduce((sum, m) => sum + m.falseShown, 0),
    // Power: share of the planted flows that were shown, all and each.
    power: of[0]!.planted.length > 0 ? spread(of.map((m) => m.found / m.planted.length)).mean : null,
    powerByFlow: of[0]!.planted.map((flow, i) => ({
      from: flow.from,
      to: flow.to,
      shown: of.filter((m) => m.planted[i]!.shown).length,
      meanLift: spread(of.map((m) => m.planted[i]!.lift ?? 0)).mean,
    })),
    cpuSeconds: spread(of.map((m) => m.cpuSeconds)).mean,
  }));
}

function row(m: Measured): string {
  return [
    `${m.kind} ×${m.rateRatio} seed ${m.seed} ${m.controls} ${(m.lineCount / 1e6).toFixed(1)}M lines`,
    `pairs ${m.pairs} mean ${m.meanLift.toFixed(4)} pooled ${m.pooledLift.toFixed(4)} cover ${m.coverage.toFixed(4)} z ${m.spreadOfZ.toFixed(3)}`,
    `false ${m.falseCanals} up of ${m.falseShown}, held back ${m.heldBack}, z about the source's ${m.spreadAboutCommon.toFixed(3)}, dropped ${(100 * m.droppedShare).toFixed(2)} %`,
    m.rateRatio > 1
      ? `found ${m.found}/${m.planted.length} lifts ${m.planted.map((p) => p.lift?.toFixed(2)).join(' ')}`
      : '',
    `${m.seconds.toFixed(1)} s (cpu ${m.cpuSeconds.toFixed(1)}) and statistics ${m.statisticsSeconds.toFixed(1)} s`,
    m.peakMiB === null ? '' : `${m.peakMiB.toFixed(0)} MiB, beyond the world ${m.beyondWorldMiB?.toFixed(0)}`,
  ]
    .filter(Boolean)
    .join(' | ');
}
