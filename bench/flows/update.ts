import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { MINUTES, makeWorld, worldMonths } from '../../sim/worlds/index.ts';
import { chunksOf, type FlowLines, surveyFlows, updateFlows } from '../../src/survey/flows/index.ts';
import { rssMiB } from './measure.ts';

/**
 * What a day's new facts cost against a rebuild, in processor seconds of all threads, and whether both agree to the bit.
 * A day: the index period grows by one day; of the people, a share lose a line of their last 30 days, as by late refunds.
 *   npx tsx bench/flows/update.ts --lines 2e6 --share 0.015 --controls monthly
 */
const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '2e6' },
    categories: { type: 'string', default: '300' },
    share: { type: 'string', default: '0.015' },
    workers: { type: 'string', default: '2' },
    controls: { type: 'string', default: 'monthly' },
  },
});
const lineCount = Number(values.lines);
const categories = Number(values.categories);
const workers = Number(values.workers);
const people = Math.round(lineCount / 20);
const world = makeWorld({ kind: 'plain', lines: lineCount, people, categories, seed: 1 });
const months = worldMonths(world.days - 1);
const grown = [...months.slice(0, -1), months[months.length - 1]! + MINUTES];
const input = { categories, ticksPerDay: MINUTES, segments: 2, controls: values.controls as 'monthly' };

const before = world.lines;
const lastDays = (world.days - 31) * MINUTES;
const ends = [months[months.length - 1]!, grown[grown.length - 1]!] as const;
const after: FlowLines[] = [];
const changes: { before: FlowLines; after: FlowLines }[] = [];
let changedPeople = 0;
for (const chunk of chunksOf(before)) {
  const lost = new Set<number>();
  const changed = new Set<number>();
  for (let i = 0; i < chunk.person.length; i++) {
    const person = chunk.person[i]!;
    const t = chunk.time[i]!;
    // Refunds fall on people spread evenly by their number.
    if (t >= lastDays && (person * 0.6180339887) % 1 < Number(values.share) && !changed.has(person)) {
      lost.add(i);
      changed.add(person);
    }
    if (t >= ends[0] && t < ends[1]) changed.add(person);
  }
  changedPeople += changed.size;
  after.push(pick(chunk, (i) => !lost.has(i)));
  changes.push({
    before: pick(chunk, (i) => changed.has(chunk.person[i]!)),
    after: pick(chunk, (i) => changed.has(chunk.person[i]!) && !lost.has(i)),
  });
}

const first = await timed(() => surveyFlows(chunksOf(before), { ...input, months }, { keep: true, workers }));
const observations = first.value.observations!;
const keptBytes =
  observations.blocks.reduce((sum, block) => sum + block.byteLength, 0) + 5 * observations.address.length;
const update = await timed(() => updateFlows(first.value, changes, { months: grown, workers }));
const rebuild = await timed(() => surveyFlows(after, { ...input, months: grown }, { workers }));
const equal = rebuild.value.sums.every((x, i) => x === update.value.sums[i]);
const result = {
  command: `npx tsx bench/flows/update.ts ${process.argv.slice(2).join(' ')}`,
  node: process.version,
  cpu: cpus()[0]?.model,
  lines: before.person.length,
  people,
  changedPeople,
  surveyKeepCpuSeconds: first.cpu,
  rebuildCpuSeconds: rebuild.cpu,
  updateCpuSeconds: update.cpu,
  rebuildSeconds: rebuild.seconds,
  updateSeconds: update.seconds,
  ratio: update.cpu / rebuild.cpu,
  keptMiB: keptBytes / 2 ** 20,
  rssMiB: rssMiB(),
  equal,
  controls: values.controls,
  workers,
};
console.log(JSON.stringify(result, null, 1));
mkdirSync(new URL('../results/', import.meta.url), { recursive: true });
writeFileSync(
  new URL('../results/flows-update.json', import.meta.url),
  `${JSON.stringify(result, null, 1)}\n`,
);

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; cpu: number; seconds: number }> {
  const started = performance.now();
  const cpu = process.cpuUsage();
  const value = await work();
  const used = process.cpuUsage(cpu);
  return { value, cpu: (used.user + used.system) / 1e6, seconds: (performance.now() - started) / 1000 };
}

function pick(lines: FlowLines, keep: (i: number) => boolean): FlowLines {
  const at: number[] = [];
  for (let i = 0; i < lines.person.length; i++) if (keep(i)) at.push(i);
  return {
    person: Uint32Array.from(at, (i) => lines.person[i]!),
    time: Uint32Array.from(at, (i) => lines.time[i]!),
    category: Uint16Array.from(at, (i) => lines.category[i]!),
    order: Uint32Array.from(at, (i) => lines.order[i]!),
    amount: Uint32Array.from(at, (i) => lines.amount![i]!),
    segment: Uint8Array.from(at, (i) => lines.segment![i]!),
  };
}
