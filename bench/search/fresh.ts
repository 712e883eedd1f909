/**
 * How long after its acknowledgement a change of the catalogue is served: a new item by search, a new price and a withdrawal by the item's
 * page. One at a time on a quiet catalogue, then while prices change all the time. The client asks every 2 ms, so that much is added.
 *   npx tsx --max-semi-space-size=128 --max-old-space-size=8192 bench/search/fresh.ts [--offers 100000] [--rounds 100] [--stream 200] [--no-save]
 * Figures go to bench/results/search-fresh.json, under the number of offers.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildApi } from '../../src/api/index.ts';
import type { FactInput } from '../../src/contracts/index.ts';
import { openEngine } from '../../src/engine/index.ts';
import { buildIndex, encodeIndex } from '../../src/search/index.ts';
import { assemble, documentsOf, encodeSnapshot, openSnapshot } from '../../src/serve/index.ts';
import { call, spread } from '../client.ts';
import { machine } from '../machine.ts';
import { searchFacts } from './world.ts';

const argOf = (name: string, otherwise: string) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1]!;
};
const config = {
  offers: Number(argOf('offers', '100000')),
  rounds: Number(argOf('rounds', '100')),
  /** Prices told a second in the background, in the second part. */
  stream: Number(argOf('stream', '200')),
};
const RESULTS = new URL('../results/search-fresh.json', import.meta.url);

const started = machine();
const dir = mkdtempSync(join(tmpdir(), 'bench-fresh-'));
const { facts } = searchFacts(config.offers, 2_000);
const search = encodeIndex(buildIndex(documentsOf(facts.catalogue)));
const snapshot = openSnapshot(encodeSnapshot(assemble({ ...facts, search })), { verified: true });
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

const { categories, items, offers, shops } = facts.catalogue;
const place = new Map([...categories, ...items, ...shops].map(({ id }) => [id, 0]));
for (const list of [categories, items, shops]) for (const [n, { id }] of list.entries()) place.set(id, n);
const numberOf = (id: string | null) => String(place.get(id ?? '') ?? 0);
// Ingest takes items of categories that it knows.
await tell([
  {
    fact: 'category_tree',
    source_id: 'tree',
    categories: categories.map(({ en, parent }, n) => ({
      source_id: String(n),
      parent: parent === null ? null : numberOf(parent),
      name: en!,
    })),
  },
]);
await engine.serving.take(snapshot);

const changed = (o: number, more: Partial<Extract<FactInput, { fact: 'offer' }>>): FactInput => ({
  fact: 'offer',
  source_id: String(o),
  shop: numberOf(offers[o]!.shop),
  variant: numberOf(offers[o]!.item),
  price_minor: 1,
  currency,
  valid_from: new Date().toISOString(),
  ...more,
});
let n = 0;
const QUARTER = Math.floor(offers.length / 4);
/** Each: what is told, and how it is seen. */
const CHANGES = {
  new_item: () => {
    const word = `fresh${[...String(1_000_000 + n++)].map((d) => String.fromCharCode(97 + Number(d))).join('')}`;
    const rows: FactInput[] = [
      {
        fact: 'item',
        source_id: word,
        name: { en: word, 'zh-CN': `新品${word}` },
        category: numberOf(items[n]!.category),
      },
      { fact: 'variant', source_id: word, item: word },
      { ...changed(0, { price_minor: 100 + n }), source_id: word, variant: word } as FactInput,
    ];
    return {
      rows,
      seen: async () => {
        const answer = await ask('POST', '/v1/search', { source: 'bench', query: word, k: 1, facets: false });
        return answer.text.includes(`"item_source_id":"${word}"`);
      },
    };
  },
  new_price: () => {
    const o = 1_000 + n++;
    const price_minor = 777_000 + n;
    return {
      rows: [changed(o, { price_minor })],
      seen: async () =>
        (await ask('GET', `/v1/items/${offers[o]!.item}`)).text.includes(`"price_minor":${price_minor}`),
    };
  },
  withdrawn: () => {
    const o = offers.findIndex(({ active }, at) => at > QUARTER + n && active);
    n = Math.max(n + 1, o - QUARTER + 1);
    return {
      rows: [changed(o, { price_minor: offers[o]!.price_minor, status: 'withdrawn' as const })],
      seen: async () => {
        const page = JSON.parse((await ask('GET', `/v1/items/${offers[o]!.item}`)).text) as {
          offers: { offer_id: string; available: boolean }[];
        };
        return page.offers.some(({ offer_id, available }) => offer_id === offers[o]!.id && !available);
      },
    };
  },
};

async function part() {
  const delays: Record<string, ReturnType<typeof spread>> = {};
  for (const [name, make] of Object.entries(CHANGES)) {
    const times: number[] = [];
    for (let round = 0; round < config.rounds; round++) {
      const { rows, seen } = make();
      await tell(rows);
      const from = performance.now();
      while (!(await seen())) await sleep(2);
      times.push(performance.now() - from);
    }
    delays[name] = spread(times);
  }
  return delays;
}

const quiet = await part();
let streaming = true;
let streamed = 0;
const stream = (async () => {
  const from = performance.now();
  while (streaming) {
    const due = Math.floor(((performance.now() - from) / 1000) * config.stream);
    const rows = Array.from({ length: Math.min(500, due - streamed) }, (_, k) => {
      return changed(2 * QUARTER + ((streamed + k) % Math.min(QUARTER, 15_000)), {
        price_minor: 1_000 + streamed + k,
      });
    });
    streamed += rows.length;
    if (rows.length > 0) await tell(rows);
    await sleep(50);
  }
})();
const busy = await part();
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
