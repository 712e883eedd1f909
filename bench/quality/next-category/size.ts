/**
 * Time and memory of training on an invented marketplace:
 * npx tsx bench/quality/next-category/size.ts [people = 100000] [lines = 2000000]
 * CPU seconds are printed beside wall time, because other work on the machine does not change them.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fitNextCategory } from '../../../src/models/next-category/fit.ts';
import { indexHistory } from '../../../src/models/next-category/history.ts';
import { predictor } from '../../../src/models/next-category/predict.ts';
import { nextCategoryScorer } from '../../../src/models/next-category/score.ts';
import { worldOf } from '../../../src/models/next-category/world.ts';

const people = Number(process.argv[2] ?? 100_000);
const lines = Number(process.argv[3] ?? 2_000_000);
const DAYS = 540;
const steps: { what: string; seconds: number; cpuSeconds: number; memoryMiB: number }[] = [];

async function timed<T>(what: string, work: () => T): Promise<T> {
  const cpu = process.cpuUsage();
  const began = performance.now();
  const value = work();
  const used = process.cpuUsage(cpu);
  const seconds = (performance.now() - began) / 1000;
  const memory = Math.round(process.memoryUsage().rss / 2 ** 20);
  const cpuSeconds = (used.user + used.system) / 1e6;
  steps.push({ what, seconds, cpuSeconds, memoryMiB: memory });
  console.log(`${what}: ${seconds.toFixed(1)} s wall, ${cpuSeconds.toFixed(1)} s CPU, ${memory} MiB`);
  return value;
}

console.log(
  `${people} people, ${lines} lines, 300 categories, ${DAYS} days; ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`,
);
const { history } = await timed('world', () =>
  worldOf({
    persons: people,
    categories: 300,
    days: DAYS,
    rate: lines / people / DAYS,
    taste: 3,
    departments: 25,
    seed: 1,
  }),
);
const h = await timed('index', () => indexHistory(history));
const result = await timed('fit', () => fitNextCategory(h, DAYS));
if (result.status === 'fitted') {
  const reader = predictor(result.artefact, h);
  const out = new Float64Array(h.categories);
  const some = Math.min(10_000, people);
  await timed(`predict ${some} people`, () => {
    for (let p = 0; p < some; p++) reader.person(p, out);
  });
  const scorer = nextCategoryScorer(result.artefact);
  await timed(`serve ${some} people, ten categories with terms each`, () => {
    for (let p = 0; p < some; p++) {
      const [from, to] = [h.start[p]!, h.start[p + 1]!];
      scorer.top({ day: h.day.subarray(from, to), category: h.category.subarray(from, to) }, DAYS, 10);
    }
  });
} else console.log(result);
mkdirSync(new URL('../../results/', import.meta.url), { recursive: true });
writeFileSync(
  new URL('../../results/next-category-size.json', import.meta.url),
  `${JSON.stringify({ command: `npx tsx bench/quality/next-category/size.ts ${people} ${lines}`, node: process.version, cpu: cpus()[0]?.model, people, lines, steps }, null, 1)}\n`,
);
