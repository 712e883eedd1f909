/**
 * How long after its acknowledgement a change of the catalogue is served: a new item by search, a new price and a withdrawal by the item's
 * page. One at a time on a quiet catalogue, then while prices change all the time; the client asks every 10 ms, so that much is added. Beside it
 * how long patches kept the thread that answers, at a time and in all.
 *   npx tsx --max-semi-space-size=128 --max-old-space-size=8192 bench/search/fresh.ts [--offers 100000] [--rounds 40] [--stream 200] [--limit 30] [--no-save]
 * Figures go to bench/results/search-fresh.json, under the number of offers.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildApi } from '../../src/api/index.ts';
import { GcError } from '../../src/base/index.ts';
import type { FactInput } from '../../src/contracts/index.ts';
import { openEngine } from '../../src/engine/index.ts';
import { buildIndex, encodeIndex } from '../../src/search/index.ts';
import { assemble, documentsOf, encodeSnapshot, openSnapshot } from '../../src/serve/index.ts';
import { call, spread } from '../client.ts';
import { machine, processorSeconds, round } from '../machine.ts';
import { searchFacts } from './world.ts';

const argOf = (name: string, otherwise: string) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1]!;
};
const config = {
  offers: Number(argOf('offers', '100000')),
  /** Changes of each kind, in each part. */
  rounds: Number(argOf('rounds', '40')),
  /** Prices told a second in the background, in the second part. */
  stream: Number(argOf('stream', '200')),
  /** Seconds after which a change that was never seen ends the run. */
  limit: Number(argOf('limit', '30')),
};
const ASK_MS = 10;
const RESULTS = new URL('../results/search-fresh.json', import.meta.url);
const say = (text: string) => process.stderr.write(`${(performance.now() / 1000).toFixed(0)} s  ${text}\n`);

const started = machine();
const dir = mkdtempSync(join(tmpdir(), 'bench-fresh-'));
say(`making a world of ${config.offers} offers`);
const { snapshot, offers, categories } = makeWorld();
say('opening it');
const engine = await openEngine({ dataDir: dir });
const app = await buildApi(engine);
await app.listen({ port: 0, host: '127.0.0.1' });
const { port } = app.server.address() as { port: number };
const agent = new Agent({ keepAlive: true });
const { currency } = engine.settings.current();
const ask = (method: 'GET' | 'POST', path: string, body?: object) =>
  call(agent, port, engine.localToken, method, path, body && JSON.stringify(body));
const tell = async (rows: readonly FactInput[]) => {
  const answer = await ask('POST', '/v1/catalog', { source: 'bench', facts: rows });
  const receipt = JSON.parse(answer.text) as { rejected: number };
  if (answer.status >= 300 || receipt.rejected > 0) throw new Error(answer.text.slice(0, 500));
};

// Ingest takes items of categories that it knows.
await tell([
  {
    fact: 'category_tree',
    source_id: 'tree',
    categories: categories.map(({ en, parent }, n) => ({
      source_id: String(n),
      parent,
      name: en!,
    })),
  },
]);
await engine.serving.take(snapshot);

const changed = (o: number, more: Partial<Extract<FactInput, { fact: 'offer' }>>): FactInput => ({
  fact: 'offer',
  source_id: String(o),
  shop: offers[o]!.shop,
  variant: offers[o]!.item_source_id,
  price_minor: 1,
  currency,
  valid_from: new Date().toISOString(),
  ...more,
});
/** The offers are dealt out, so that no change meets another: priced from 0 on, withdrawn from a quarter on, streamed from a half on. */
const QUARTER = Math.floor(offers.length / 4);
const STREAMED = Math.min(QUARTER, 15_000);
let nth = 0;
let withdrawn = QUARTER;
/** Each: what is told, and how it is seen. */
const CHANGES = {
  new_item: () => {
    const word = `fresh${[...String(1_000_000 + nth++)].map((d) => String.fromCharCode(97 + Number(d))).join('')}`;
    const rows: FactInput[] = [
      {
        fact: 'item',
        source_id: word,
        name: { en: word, 'zh-CN': `新品${word}` },
        category: offers[nth]!.category,
      },
      { fact: 'variant', source_id: word, item: word },
      { ...changed(0, { price_minor: 100 + nth }), source_id: word, variant: word } as FactInput,
    ];
    return {
      what: word,
      rows,
      seen: async () => {
        const answer = await ask('POST', '/v1/search', { source: 'bench', query: word, k: 1, facets: false });
        return answer.text.includes(`"item_source_id":"${word}"`);
      },
    };
  },
  new_price: () => {
    const o = nth++;
    const price_minor = 777_000 + nth;
    return {
      what: offers[o]!.id,
      rows: [changed(o, { price_minor })],
      seen: async () =>
        (await ask('GET', `/v1/items/${offers[o]!.item}`)).text.includes(`"price_minor":${price_minor}`),
    };
  },
  withdrawn: () => {
    while (offers[withdrawn]!.active === false) withdrawn++;
    const { id, item, price_minor } = offers[withdrawn]!;
    return {
      what: id,
      rows: [changed(withdrawn++, { price_minor, status: 'withdrawn' as const })],
      seen: async () => {
        const page = JSON.parse((await ask('GET', `/v1/items/${item}`)).text) as {
          offers: { offer_id: string; available: boolean }[];
        };
        return page.offers.some(({ offer_id, available }) => offer_id === id && !available);
      },
    };
  },
};

async function part(label: string) {
  const { turns } = engine.serving.patches;
  const before = await processorSeconds(engine.warehouse);
  const from = performance.now();
  const worked = turns.total_ms;
  turns.longest_ms = 0;
  const delays: Record<string, ReturnType<typeof spread>> = {};
  for (const [name, make] of Object.entries(CHANGES)) {
    const times: number[] = [];
    for (let nthRound = 0; nthRound < config.rounds; nthRound++) {
      const { what, rows, seen } = make();
      await tell(rows);
      const told = performance.now();
      while (!(await seen())) {
        if (performance.now() - told > config.limit * 1_000)
          throw new GcError('internal', `${label}: ${name} ${what} was not seen within ${config.limit} s.`);
        await sleep(ASK_MS);
      }
      times.push(performance.now() - told);
    }
    delays[name] = spread(times);
    say(`${label}: ${name} ${JSON.stringify(delays[name])}`);
  }
  const after = await processorSeconds(engine.warehouse);
  const seconds = (performance.now() - from) / 1_000;
  return {
    ...delays,
    seconds: round(seconds, 1),
    processor_seconds: {
      server_and_client: round(after.process - before.process, 1),
      warehouse: round(after.warehouse - before.warehouse, 1),
    },
    patches: {
      longest_block_ms: round(turns.longest_ms, 1),
      share_of_the_thread: round((turns.total_ms - worked) / 1_000 / seconds, 3),
    },
  };
}

const quiet = await part('quiet');
let streaming = true;
let streamed = 0;
const stream = (async () => {
  const from = performance.now();
  while (streaming) {
    const due = Math.floor(((performance.now() - from) / 1000) * config.stream);
    const rows = Array.from({ length: Math.min(500, due - streamed) }, (_, k) =>
      changed(2 * QUARTER + ((streamed + k) % STREAMED), { price_minor: 1_000 + streamed + k }),
    );
    streamed += rows.length;
    if (rows.length > 0) await tell(rows);
    await sleep(50);
  }
})();
const busy = await part('while prices change');
streaming = false;
await stream;

const result = {
  config,
  machine: started,
  delay_quiet: quiet,
  delay_while_prices_change: busy,
  prices_streamed: streamed,
  offers_that_differ: engine.serving.past().snapshot.patch?.touched.length ?? 0,
};
console.log(JSON.stringify(result, null, 2));
if (!process.argv.includes('--no-save')) {
  mkdirSync(new URL('../results/', import.meta.url), { recursive: true });
  const all = existsSync(RESULTS) ? JSON.parse(readFileSync(RESULTS, 'utf8')) : {};
  writeFileSync(RESULTS, `${JSON.stringify({ ...all, [config.offers]: result }, null, 2)}\n`);
}
agent.destroy();
await app.close();
await engine.close();
rmSync(dir, { recursive: true, force: true });

/** The world as a snapshot, and of its rows only what is told again: the rest must not burden the server's memory. */
function makeWorld() {
  const { facts } = searchFacts(config.offers, 2_000);
  const search = encodeIndex(buildIndex(documentsOf(facts.catalogue)));
  const { categories, items, offers, shops } = facts.catalogue;
  const place = new Map<string, number>();
  for (const list of [categories, items, shops]) for (const [n, { id }] of list.entries()) place.set(id, n);
  const numberOf = (id: string | null) => String(place.get(id ?? '') ?? 0);
  return {
    snapshot: openSnapshot(encodeSnapshot(assemble({ ...facts, search })), { verified: true }),
    categories: categories.map(({ en, parent }) => ({
      en,
      parent: parent === null ? null : numberOf(parent),
    })),
    offers: offers.map(({ id, item, shop, price_minor, active }) => ({
      id,
      item,
      item_source_id: numberOf(item),
      category: numberOf(items[place.get(item)!]!.category),
      shop: numberOf(shop),
      price_minor,
      active,
    })),
  };
}
