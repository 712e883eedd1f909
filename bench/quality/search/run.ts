/**
 * Search against the world's truth: queries in both languages with graded judgements, answered by the serving path of this process
 * (snapshot, policy, decide), and by plain BM25 over the same documents.
 *
 *     npx tsx bench/quality/search/run.ts [--dir FOLDER] [--tuning] [--save]
 *
 * Prints nDCG@10 of both, on held-out queries (with --tuning: on the tuning ones) with intervals of the difference; personal
 * beside impersonal for people with a known taste; pages with and without a canal.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { idOf, rngOf } from '../../../src/base/index.ts';
import { SearchBody } from '../../../src/contracts/index.ts';
import type { Engine } from '../../../src/engine/index.ts';
import { bootstrapMean } from '../../../src/math/index.ts';
import { machine, round } from '../../machine.ts';
import { Bm25 } from './bm25.ts';
import { Judge, ndcg } from './judge.ts';
import { type JudgedQuery, KINDS, queriesOf } from './queries.ts';
import { shelfOf } from './shelf.ts';
import { OPTIONS, openMarket, SOURCE } from './world.ts';

const { values } = parseArgs({
  options: {
    dir: { type: 'string' },
    tuning: { type: 'boolean' },
    save: { type: 'boolean' },
    worst: { type: 'string' },
  },
});
const SEED = 5;
const PEOPLE = 200;
const QUERIES_EACH = 5;

const { engine, world, close } = await openMarket(values.dir);
const things = shelfOf(world);
const judge = new Judge(things);
const bm25 = new Bm25(things.map(({ doc }) => doc));
const all = queriesOf(things, SEED);
const queries = all.filter(({ heldOut }) => heldOut !== (values.tuning ?? false));

const sourceId = new Map<string, string>(things.map(({ id }) => [idOf('item', SOURCE, id), id]));
async function page(on: Engine, query: string, account: string | null = null): Promise<string[]> {
  const body = SearchBody.parse({ source: SOURCE, account, query, k: 10, facets: false });
  const { results } = await on.serving.search(body);
  return results.map(({ item_id }) => sourceId.get(item_id)!);
}

/** Mean with its interval, resampled by unit. */
function interval(byUnit: readonly number[]): { mean: number; low: number; high: number; units: number } {
  const found = bootstrapMean(byUnit, rngOf(SEED).derive('bootstrap'), 4000);
  if (!found.ok) throw new Error(found.reason);
  return {
    mean: round(found.mean, 4),
    low: round(found.low, 4),
    high: round(found.high, 4),
    units: byUnit.length,
  };
}
const mean = (list: readonly number[]) => list.reduce((a, b) => a + b, 0) / list.length;

interface Scored {
  readonly query: JudgedQuery;
  readonly ours: number;
  readonly plain: number;
}
async function scoredAll(): Promise<Scored[]> {
  const scored: Scored[] = [];
  for (const query of queries) {
    const gains = judge.gains(query.need);
    const plain = bm25.search(query.text, 10).map((doc) => things[doc]!.id);
    scored.push({ query, ours: ndcg(await page(engine, query.text), gains), plain: ndcg(plain, gains) });
  }
  return scored;
}
/** Queries for the same thing are not independent: the unit of resampling is what is wanted. */
const wantOf = ({ need }: JudgedQuery) => need.leaf ?? need.group ?? need.maker!;
function byWant(scored: readonly Scored[]): number[] {
  const units = new Map<string, number[]>();
  for (const { query, ours, plain } of scored)
    units.set(wantOf(query), [...(units.get(wantOf(query)) ?? []), ours - plain]);
  return [...units.values()].map(mean);
}
const summary = (scored: readonly Scored[]) => ({
  queries: scored.length,
  ndcg: round(mean(scored.map(({ ours }) => ours)), 4),
  bm25: round(mean(scored.map(({ plain }) => plain)), 4),
  difference: interval(byWant(scored)),
});

const without = await scoredAll();
const scored = without;
const kinds = Object.fromEntries(
  KINDS.flatMap((kind) =>
    (['en', 'zh'] as const).flatMap((language) => {
      const of = scored.filter(({ query }) => query.kind === kind && query.language === language);
      return of.length > 0 ? [[`${kind}, ${language}`, summary(of)]] : [];
    }),
  ),
);
for (const { query, ours, plain } of [...scored]
  .sort((a, b) => a.ours - a.plain - (b.ours - b.plain))
  .slice(0, Number(values.worst ?? 0)))
  console.log(round(ours, 3), round(plain, 3), query.kind, query.text);

// --- personal
const rng = rngOf(SEED).derive('people');
const truth = world.truth();
const byPerson: number[] = [];
const personal: number[] = [];
const impersonal: number[] = [];
const asked = queries.filter(({ kind }) => kind === 'leaf' || kind === 'group');
const people = Array.from({ length: OPTIONS.people }, (_, p) => p).filter(
  (p) => truth.person(p).ordersADay > 0.01 && (world.market.people.flags[p]! & 16) === 0,
);
for (let n = 0; n < PEOPLE; n++) {
  const person = truth.person(people[rng.below(people.length)]!);
  const differences: number[] = [];
  for (let q = 0; q < QUERIES_EACH; q++) {
    const { text, need } = asked[rng.below(asked.length)]!;
    const gains = judge.gainsFor(need, person);
    const own = ndcg(await page(engine, text, person.account), gains);
    const common = ndcg(await page(engine, text), gains);
    personal.push(own);
    impersonal.push(common);
    differences.push(own - common);
  }
  byPerson.push(mean(differences));
}

const result = {
  command: `npx tsx bench/quality/search/run.ts${values.tuning ? ' --tuning' : ''}`,
  world: OPTIONS,
  ...machine(),
  items: things.length,
  queries: { tuning: all.filter((q) => !q.heldOut).length, held_out: all.filter((q) => q.heldOut).length },
  measured_on: values.tuning ? 'tuning' : 'held-out',
  all: summary(scored),
  kinds,
  personal: {
    people: PEOPLE,
    queries_each: QUERIES_EACH,
    personal: round(mean(personal), 4),
    impersonal: round(mean(impersonal), 4),
    difference: interval(byPerson),
  },
};
console.log(JSON.stringify(result, null, 1));
if (values.save)
  writeFileSync(
    new URL('../../results/search-quality.json', import.meta.url),
    `${JSON.stringify(result, null, 1)}\n`,
  );
await close();
