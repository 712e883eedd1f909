/**
 * Search against the world's truth: queries in both languages with graded judgements (judge.ts), answered by the serving path in this
 * process (snapshot of a real instance, policy, decide), and by plain BM25 over the same documents.
 *
 *     npx tsx bench/quality/search/run.ts [--dir FOLDER] [--tuning] [--share N] [--worst N] [--save]
 *
 * Prints nDCG@10 of both on held-out queries (--tuning: on those that the product was tuned on) with intervals of the difference, by
 * kind and language; recall of spelling, pinyin and script variants; personal beside impersonal, judged by each person's truth; and pages with a
 * canal beside pages without. --dir keeps the snapshot for another run.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { idOf, rngOf } from '../../../src/base/index.ts';
import type { OpenCanal } from '../../../src/contracts/index.ts';
import { bootstrapMean } from '../../../src/math/index.ts';
import { machine, round } from '../../machine.ts';
import { Bm25 } from './bm25.ts';
import { Judge, ndcg } from './judge.ts';
import { type JudgedQuery, KINDS, queriesOf } from './queries.ts';
import { policyWith, server } from './serve.ts';
import { shelfOf } from './shelf.ts';
import { SYNONYMS } from './synonyms.ts';
import { OPTIONS, openMarket, SOURCE } from './world.ts';

const { values } = parseArgs({
  options: {
    dir: { type: 'string' },
    tuning: { type: 'boolean', default: false },
    share: { type: 'string' },
    worst: { type: 'string', default: '0' },
    save: { type: 'boolean', default: false },
  },
});
const SEED = 5;
const PEOPLE = 300;
const QUERIES_EACH = 5;
/** Where the shop shows a canal on a page of ten: after this many results. */
const CANAL_AFTER = 10;
const cpu = process.cpuUsage();

const market = await openMarket(values.dir);
const { world } = market;
const things = shelfOf(world);
const judge = new Judge(things);
const bm25 = new Bm25(things.map(({ doc }) => doc));
const all = queriesOf(things, SEED);
const queries = all.filter(({ heldOut }) => heldOut !== values.tuning);
const share = values.share === undefined ? undefined : Number(values.share);
const synonyms = SYNONYMS.map((group) => [...group]);
const search = server(market, things, policyWith({ synonyms }, share));
const withoutSynonyms = server(market, things, policyWith({}, share));

const mean = (list: readonly number[]) => list.reduce((a, b) => a + b, 0) / list.length;
/** Mean with its interval, resampled by unit. */
function interval(byUnit: readonly number[]): { mean: number; low: number; high: number; units: number } {
  const found = bootstrapMean(byUnit, rngOf(SEED).derive('bootstrap'), 4000);
  if (!found.ok) throw new Error(found.reason);
  const [m, low, high] = [found.mean, found.low, found.high].map((x) => round(x, 4)) as [
    number,
    number,
    number,
  ];
  return { mean: m, low, high, units: byUnit.length };
}

interface Scored {
  readonly query: JudgedQuery;
  readonly ours: number;
  readonly plain: number;
}
const scoredBy = (ask: typeof search): Scored[] =>
  queries.map((query) => {
    const gains = judge.gains(query.need);
    const plain = bm25.search(query.text, 10).map((doc) => things[doc]!.id);
    return { query, ours: ndcg(ask(query.text).items, gains), plain: ndcg(plain, gains) };
  });
/** Queries for the same thing are not independent: the unit of resampling is what is wanted. */
const wantOf = ({ need }: JudgedQuery) => need.leaf ?? need.group ?? need.maker!;
function summary(scored: readonly Scored[]) {
  const units = new Map<string, number[]>();
  for (const { query, ours, plain } of scored)
    units.set(wantOf(query), [...(units.get(wantOf(query)) ?? []), ours - plain]);
  return {
    queries: scored.length,
    ndcg: round(mean(scored.map(({ ours }) => ours)), 4),
    bm25: round(mean(scored.map(({ plain }) => plain)), 4),
    difference: interval([...units.values()].map(mean)),
  };
}

const scored = scoredBy(search);
const own = scoredBy(withoutSynonyms);
const VARIANTS = new Set(['synonym', 'misspelt', 'pinyin', 'traditional script']);
const kinds = Object.fromEntries(
  KINDS.flatMap((kind) =>
    (['en', 'zh'] as const).flatMap((language) => {
      const of = scored.filter(({ query }) => query.kind === kind && query.language === language);
      return of.length > 0 ? [[`${kind}, ${language}`, summary(of)]] : [];
    }),
  ),
);
const byLoss = [...scored].sort((a, b) => a.ours - a.plain - (b.ours - b.plain));
for (const { query, ours, plain } of byLoss.slice(0, Number(values.worst)))
  console.log(round(ours, 3), round(plain, 3), query.kind, query.text);

/** Variants for one leaf: is its leaf first, and how much of the first ten is of it. */
const recall = Object.fromEntries(
  ['misspelt', 'pinyin', 'traditional script', 'synonym'].map((kind) => {
    const of = queries.filter(({ kind: its, need }) => its === kind && need.maker === undefined);
    const shares = of.map(({ text, need }) => {
      const { items } = search(text);
      const right = items.filter((id) => judge.gains(need).get(id) === 7).length;
      return { first: right > 0, share: right / 10 };
    });
    return [
      kind,
      {
        queries: of.length,
        found: round(mean(shares.map(({ first }) => Number(first))), 4),
        right_of_ten: round(mean(shares.map(({ share: part }) => part)), 4),
      },
    ];
  }),
);

// People who shop, did not opt out, and are not at the holdout's expense (it is empty here).
const truth = world.truth();
const rng = rngOf(SEED).derive('people');
const { flags } = world.market.people;
const shoppers = [...flags.keys()].filter((p) => truth.person(p).ordersADay > 0.01 && (flags[p]! & 16) === 0);
const canals = truth.flows.map(
  ({ from, to }, n): OpenCanal => ({
    canal_id: `can_${n}`,
    from_category_id: idOf('category', SOURCE, from),
    to_category_id: idOf('category', SOURCE, to),
    scenarios: [],
    slots: 2,
    opened_at: '',
  }),
);
const withCanals = server(market, things, policyWith({ synonyms, canals }, share));
const asked = queries.filter(({ kind }) => kind === 'leaf' || kind === 'group' || kind === 'leaf and tier');
const people = { personal: [] as number[], impersonal: [] as number[], units: [] as number[] };
const canal = {
  shown: 0,
  without: [] as number[],
  beside: [] as number[],
  first: [] as number[],
  same: true,
  units: [] as number[],
};
for (let n = 0; n < PEOPLE; n++) {
  const p = shoppers[rng.below(shoppers.length)]!;
  const person = truth.person(p);
  const account = market.accountId(p);
  const differences: number[] = [];
  const costs: number[] = [];
  for (let q = 0; q < QUERIES_EACH; q++) {
    const { text, need } = asked[rng.below(asked.length)]!;
    const gains = judge.gainsFor(need, person);
    const mine = search(text, account).items;
    const [personal, common] = [ndcg(mine, gains), ndcg(search(text).items, gains)];
    people.personal.push(personal);
    people.impersonal.push(common);
    differences.push(personal - common);
    const led = withCanals(text, account);
    canal.same &&= led.items.join() === mine.join();
    const page = led.canal ? [...led.items.slice(0, CANAL_AFTER), led.canal] : led.items;
    canal.shown += Number(led.canal !== null);
    canal.without.push(ndcg(mine, gains, 11));
    canal.beside.push(ndcg(page, gains, 11));
    // The worst that could be done with it: above all results.
    canal.first.push(ndcg(led.canal ? [led.canal, ...led.items] : led.items, gains, 11));
    costs.push(canal.without.at(-1)! - canal.beside.at(-1)!);
  }
  people.units.push(mean(differences));
  canal.units.push(mean(costs));
}

const used = process.cpuUsage(cpu);
const result = {
  command: `npx tsx bench/quality/search/run.ts${values.tuning ? ' --tuning' : ''}`,
  world: OPTIONS,
  ...machine(),
  cpu_seconds: round((used.user + used.system) / 1e6, 1),
  items: things.length,
  queries: { tuning: all.filter((q) => !q.heldOut).length, held_out: all.filter((q) => q.heldOut).length },
  measured_on: values.tuning ? 'tuning' : 'held-out',
  all: summary(scored),
  as_typed: summary(scored.filter(({ query }) => !VARIANTS.has(query.kind))),
  variants: summary(scored.filter(({ query }) => VARIANTS.has(query.kind))),
  without_synonyms: summary(own),
  kinds,
  recall,
  personal: {
    people: PEOPLE,
    queries_each: QUERIES_EACH,
    personal: round(mean(people.personal), 4),
    impersonal: round(mean(people.impersonal), 4),
    difference: interval(people.units),
  },
  canals: {
    open: canals.length,
    pages: PEOPLE * QUERIES_EACH,
    pages_with_a_canal: canal.shown,
    results_are_the_same: canal.same,
    ndcg_at_11_without: round(mean(canal.without), 4),
    ndcg_at_11_with_it_after_the_results: round(mean(canal.beside), 4),
    ndcg_at_11_if_it_stood_first: round(mean(canal.first), 4),
    cost: interval(canal.units),
  },
};
console.log(JSON.stringify(result, null, 1));
if (values.save)
  writeFileSync(
    new URL('../../results/search-quality.json', import.meta.url),
    `${JSON.stringify(result, null, 1)}\n`,
  );
