/**
 * The simulated marketplace beside real ones: distributions and how far they are apart.
 *
 *     npx tsx bench/sim/marginals.ts [people] [--save]
 *
 * Distance is Kolmogorov and Smirnov's: the largest gap between two cumulative distributions, 0 to 1. Popularity skew
 * is the share of lines that the most popular tenth of items takes.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type WorldOptions, worldHistory } from '../../sim/world/index.ts';
import type { FactInput } from '../../src/contracts/index.ts';
import { openImport } from '../../src/ingest/index.ts';
import { realDeliveries, worldDeliveries } from './deliveries.ts';

const args = process.argv.slice(2).filter((arg) => arg !== '--save');
const people = Number(args[0] ?? 20_000);
const DATA = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const REAL = {
  'complete-journey': 'completejourney',
  'uci-online-retail': 'uci-online-retail',
  olist: 'olist-sample',
} as const;

interface Chunks {
  chunks(): AsyncGenerator<{ facts: readonly unknown[] }>;
  close(): Promise<void>;
}

const MEASURES = [
  'orders a person a year',
  'days between orders',
  'lines an order',
  'top categories a person',
] as const;

async function marginalsOf(source: Chunks) {
  const orders = new Map<string, { account: string; at: number; lines: number }>();
  const items = new Map<string, number>();
  const itemTop = new Map<string, string>();
  const parents = new Map<string, string | null>();
  const categories = new Map<string, Set<string>>();
  const topOf = (id: string): string => {
    const parent = parents.get(id);
    return parent ? topOf(parent) : id;
  };
  let [first, last] = [Number.POSITIVE_INFINITY, 0];
  for await (const { facts } of source.chunks()) {
    for (const fact of facts as FactInput[]) {
      if (fact.fact === 'category_tree')
        for (const c of fact.categories) parents.set(c.source_id, c.parent ?? null);
      if (fact.fact === 'item' && fact.category) itemTop.set(fact.source_id, topOf(fact.category));
      if (fact.fact !== 'order_line' || !fact.account || !fact.item || (fact.type ?? 'goods') !== 'goods')
        continue;
      if (/^(x|test|internal|bot)/.test(fact.account)) continue;
      const at = Date.parse(fact.ordered_at);
      const order = orders.get(fact.order) ?? { account: fact.account, at, lines: 0 };
      order.lines++;
      orders.set(fact.order, order);
      items.set(fact.item, (items.get(fact.item) ?? 0) + 1);
      first = Math.min(first, at);
      last = Math.max(last, at);
      const top = itemTop.get(fact.item);
      if (top)
        (categories.get(fact.account) ?? categories.set(fact.account, new Set()).get(fact.account)!).add(top);
    }
  }
  await source.close();
  const persons = new Map<string, number[]>();
  for (const { account, at } of orders.values()) persons.get(account)?.push(at) ?? persons.set(account, [at]);
  const years = (last - first) / (365 * 86_400_000);
  const gaps: number[] = [];
  for (const times of persons.values()) {
    times.sort((a, b) => a - b);
    for (let i = 1; i < times.length; i++) gaps.push((times[i]! - times[i - 1]!) / 86_400_000);
  }
  const counts = [...items.values()].sort((a, b) => b - a);
  const head = counts.slice(0, Math.ceil(counts.length / 10)).reduce((a, b) => a + b, 0);
  return {
    buyers: persons.size,
    popularity_skew: round(head / counts.reduce((a, b) => a + b, 0)),
    samples: {
      'orders a person a year': [...persons.values()].map((times) => times.length / years),
      'days between orders': gaps,
      'lines an order': [...orders.values()].map(({ lines }) => lines),
      'top categories a person': [...categories.values()].map((set) => set.size),
    } as Record<(typeof MEASURES)[number], number[]>,
  };
}

function distance(x: number[], y: number[]): number | null {
  if (x.length === 0 || y.length === 0) return null;
  const [a, b] = [Float64Array.from(x).sort(), Float64Array.from(y).sort()];
  let [i, j, gap] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const at = Math.min(a[i]!, b[j]!);
    while (i < a.length && a[i]! <= at) i++;
    while (j < b.length && b[j]! <= at) j++;
    gap = Math.max(gap, Math.abs(i / a.length - j / b.length));
  }
  return round(gap);
}

function quantiles(values: number[]): string {
  if (values.length === 0) return '–';
  const sorted = Float64Array.from(values).sort();
  return [0.1, 0.5, 0.9, 0.99].map((q) => round(sorted[Math.floor(q * (sorted.length - 1))]!)).join(' / ');
}

function round(x: number): number {
  return Math.round(x * 100) / 100;
}

const options: WorldOptions = { people, scenario: 'festival', now: Date.parse('2026-03-10T04:00:00Z') };
const world = await marginalsOf(worldHistory(options));
const rows: Record<string, unknown>[] = [];
for (const [kind, folder] of Object.entries(REAL) as [keyof typeof REAL, string][]) {
  if (!existsSync(DATA + folder)) {
    console.log(`${kind} is skipped: ${DATA}${folder} is not there`);
    continue;
  }
  const real = await marginalsOf((await openImport({ kind, path: DATA + folder })) as Chunks);
  for (const measure of MEASURES) {
    const [x, y] = [world.samples[measure], real.samples[measure]];
    rows.push({ beside: kind, measure, world: quantiles(x), real: quantiles(y), distance: distance(x, y) });
  }
  rows.push({
    beside: kind,
    measure: 'popularity skew',
    world: world.popularity_skew,
    real: real.popularity_skew,
    distance: round(Math.abs(world.popularity_skew - real.popularity_skew)),
  });
}
const olist = DATA + REAL.olist;
if (existsSync(olist)) {
  const [x, y] = [worldDeliveries(options), await realDeliveries(olist)];
  const days = { world: quantiles(x.days), real: quantiles(y.days), distance: distance(x.days, y.days) };
  rows.push({ beside: 'olist', measure: 'days from order to door', ...days });
  const late = { world: round(x.late), real: round(y.late), distance: round(Math.abs(x.late - y.late)) };
  rows.push({ beside: 'olist', measure: 'late deliveries, share', ...late });
}
console.log('quantiles: 10 % / 50 % / 90 % / 99 %');
console.table(rows);
console.log(
  [
    'Unlike reality:',
    '- Households of complete-journey shop weekly for groceries: the simulated people order far less often.',
    '- Buyers of uci-online-retail are mostly resellers with long orders: the simulated baskets are short.',
    '- olist-sample is a sample of orders in which hardly anybody returns: repeat purchases cannot be compared with it.',
    '- Orders follow from daily chance in busy and quiet spells: nobody buys a thing again because it is used up.',
    '- Parcels of olist-sample cross a continent, the simulated ones a country: only the share of late ones is alike.',
  ].join('\n'),
);
if (process.argv.includes('--save')) {
  const results = new URL('../results/', import.meta.url);
  mkdirSync(results, { recursive: true });
  writeFileSync(
    new URL('sim-marginals.json', results),
    `${JSON.stringify({ command: `npx tsx bench/sim/marginals.ts ${people}`, rows }, null, 1)}\n`,
  );
}
