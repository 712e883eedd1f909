import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FactInput, SearchAnswer } from '../contracts/index.ts';
import { openEngine } from '../engine/index.ts';
import { buildApi } from './index.ts';
import { openWorld, SOURCE, type World } from './testing.ts';

/** What is told of the catalogue after the snapshot is served without another one. */
const DAY = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY).toISOString();
const offer = (id: string, item: string, price_minor: number, more: object = {}): FactInput => ({
  fact: 'offer',
  source_id: id,
  shop: 'shop-one',
  variant: item,
  price_minor,
  currency: 'CNY',
  valid_from: ago(100),
  ...more,
});
const item = (id: string, en: string, zh: string, more: object = {}): FactInput[] => [
  { fact: 'item', source_id: id, name: { en, 'zh-CN': zh }, category: 'home', valid_from: ago(100), ...more },
  { fact: 'variant', source_id: id, item: id },
];
const FACTS: FactInput[] = [
  {
    fact: 'category_tree',
    source_id: 'tree',
    categories: [{ source_id: 'home', name: { en: 'Home', 'zh-CN': '家居' } }],
  },
  { fact: 'merchant', source_id: 'one', name: 'One', valid_from: ago(400) },
  { fact: 'shop', source_id: 'shop-one', merchant: 'one', name: 'Shop one', valid_from: ago(400) },
  ...['kettle', 'lamp', 'chair', 'vase'].flatMap((id, n) => [
    ...item(id, `Plain ${id}`, ['水壶', '台灯', '椅子', '花瓶'][n]!),
    offer(`offer-${id}`, id, 1_000 + 100 * n),
  ]),
  { fact: 'account', source_id: 'a' },
];

let world: World;
beforeAll(async () => {
  world = await openWorld();
  expect((await world.send(FACTS)).rejected).toBe(0);
  await world.engine.snapshots.build('tester');
}, 300_000);
afterAll(() => world.close());

const search = async (query: string, more: object = {}): Promise<SearchAnswer> => {
  const answer = await world.ask('POST', '/v1/search', { source: SOURCE, query, ...more });
  expect(answer.status, answer.text.slice(0, 500)).toBe(200);
  return answer.json;
};
const found = async (query: string) => {
  const { total, results } = await search(query);
  // Where nothing is found, what sells well is shown instead.
  return total === 0 ? [] : results.map(({ item_source_id, price_minor }) => [item_source_id, price_minor]);
};
/** Told as a source tells it, then waited for: this measures nothing. */
const tell = async (facts: readonly FactInput[]) => {
  const answer = await world.ask('POST', '/v1/catalog', { source: SOURCE, facts });
  expect(answer.status, answer.text.slice(0, 500)).toBeLessThan(300);
  expect(answer.json.rejected, answer.text.slice(0, 500)).toBe(0);
};
async function until<T>(ask: () => Promise<T>, want: (got: T) => boolean): Promise<T> {
  for (let tries = 0; ; tries++) {
    const got = await ask();
    if (want(got) || tries > 200) return got;
    await sleep(25);
  }
}

it('[F1] a new item of a new shop is found in both languages, has a page, and stands in its shop', async () => {
  await tell([
    { fact: 'merchant', source_id: 'two', name: 'Two', tier: 'small', valid_from: ago(1) },
    {
      fact: 'shop',
      source_id: 'shop-two',
      merchant: 'two',
      name: { en: 'Shop two', 'zh-CN': '二店' },
      valid_from: ago(1),
    },
    ...item('zorblax', 'Zorblax samovar', '俄式茶炊', { valid_from: ago(1) }),
    offer('offer-zorblax', 'zorblax', 7_700, { shop: 'shop-two', valid_from: ago(1) }),
  ]);
  await until(
    () => found('zorblax'),
    (rows) => rows.length > 0,
  );
  for (const query of ['zorblax', 'samovar', 'zorblx samovar', '茶炊', '俄式', 'eshichachui'])
    expect(await found(query), query).toContainEqual(['zorblax', 7_700]);
  const page = await world.ask('GET', `/v1/items/zorblax?source=${SOURCE}`);
  expect(page.json).toMatchObject({
    title: { en: 'Zorblax samovar' },
    offers: [{ price_minor: 7_700, available: true, shop: { zh: '二店' }, tier: 'small' }],
  });
  expect((await world.ask('GET', `/v1/shops/shop-two?source=${SOURCE}`)).json).toMatchObject({
    item_count: 1,
  });
});

it('[F2] a price, a title and a withdrawal hold in search, slates and pages; a link to what is gone answers plainly', async () => {
  await tell([
    offer('offer-kettle', 'kettle', 555, { valid_from: ago(0) }),
    ...item('lamp', 'Luminous quince', '木瓜灯', { valid_from: ago(0) }).slice(0, 1),
    offer('offer-vase', 'vase', 1_300, { status: 'withdrawn', valid_from: ago(0) }),
  ]);
  expect(
    await until(
      () => found('kettle'),
      (rows) => rows[0]?.[1] === 555,
    ),
  ).toEqual([['kettle', 555]]);
  expect(await found('quince')).toEqual([['lamp', 1_100]]);
  expect(await found('木瓜')).toEqual([['lamp', 1_100]]);
  expect(await found('台灯')).toEqual([]);
  const slate = await world.ask('POST', '/v1/slates', {
    source: SOURCE,
    scenarios: [{ scenario: 'home_feed' }],
  });
  const prices: Record<string, number> = { kettle: 555, lamp: 1_100, chair: 1_200, zorblax: 7_700 };
  const slots: { item_source_id: string; price_minor: number }[] = slate.json.data[0].slots;
  expect(slots.length).toBeGreaterThan(0);
  for (const { item_source_id, price_minor } of slots) expect(price_minor).toBe(prices[item_source_id]);
  expect(await found('vase')).toEqual([]);
  const gone = await world.ask('GET', `/v1/items/vase?source=${SOURCE}`);
  expect(gone.json).toMatchObject({ title: { en: 'Plain vase' }, offers: [{ available: false }] });
  expect((await world.ask('GET', `/v1/items/kettle?source=${SOURCE}`)).json.offers).toMatchObject([
    { price_minor: 555 },
  ]);
  expect((await world.ask('GET', `/v1/items/nothing?source=${SOURCE}`)).json).toMatchObject({
    code: 'not_found',
  });
});

it('[F3] what a source brings as history is served as well', async () => {
  const receipt = await world.engine.ingest.submit({
    source: SOURCE,
    document: 'catalogue.csv',
    backfilled: true,
    rows: [...item('harp', 'Concert harp', '竖琴'), offer('offer-harp', 'harp', 99_000)],
  });
  expect(receipt.rejected).toBe(0);
  expect(
    await until(
      () => found('harp'),
      (rows) => rows.length > 0,
    ),
  ).toEqual([['harp', 99_000]]);
});

it('[F4] decisions name the patch, and replay byte for byte when it has long been another', async () => {
  const ids: string[] = [];
  for (const price of [601, 602, 603]) {
    await tell([offer('offer-kettle', 'kettle', price, { valid_from: ago(0) })]);
    await until(
      () => found('kettle'),
      (rows) => rows[0]?.[1] === price,
    );
    ids.push((await search('kettle')).decision_id);
  }
  const patches = new Set<string>();
  for (const id of [...ids, ...ids]) {
    const report = await world.ask('POST', `/v1/decisions/${id}/replay`);
    expect(report.json, report.text.slice(0, 800)).toMatchObject({ equal: true });
    const decision = (await world.ask('GET', `/v1/decisions/${id}`)).json;
    patches.add(decision.patch.hash);
    expect((await world.ask('GET', `/v1/decisions/${id}/explanation`)).json).toMatchObject({ equal: true });
  }
  expect(patches.size).toBe(3);
});

it('[F5] a restart makes the same patch, and the next snapshot needs none', async () => {
  const before = world.engine.serving.past().snapshot.patch!;
  await world.app.close();
  await world.engine.close();
  const engine = await openEngine({ dataDir: world.dir });
  const app = await buildApi(engine);
  const ask: World['ask'] = async (method, url, body) => {
    const answer = await app.inject({
      method: method as 'GET',
      url,
      headers: { authorization: `Bearer ${engine.localToken}` },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    return {
      status: answer.statusCode,
      text: answer.body,
      headers: answer.headers,
      json: JSON.parse(answer.body),
    };
  };
  const close = async () => {
    await app.close();
    await engine.close();
    rmSync(world.dir, { recursive: true, force: true });
  };
  world = { ...world, engine, app, ask, close };
  expect(await found('zorblax')).toEqual([['zorblax', 7_700]]);
  const after = engine.serving.past().snapshot.patch!;
  expect([after.hash, after.known_at]).toEqual([before.hash, before.known_at]);

  const first = engine.snapshots.current()!.manifest.hash;
  await engine.ingest.flush();
  await engine.snapshots.build('tester');
  expect(engine.serving.past().snapshot.patch).toBeUndefined();
  expect(await found('zorblax')).toEqual([['zorblax', 7_700]]);
  expect(await found('harp')).toEqual([['harp', 99_000]]);

  // Rolled back: what was told since lies over the older one from its first answer on.
  await engine.snapshots.activate('previous', 'tester');
  const rolled = engine.serving.past().snapshot;
  expect(rolled.manifest.hash).toBe(first);
  expect(rolled.patch?.hash).toBe(before.hash);
  expect(await found('zorblax')).toEqual([['zorblax', 7_700]]);
}, 120_000);
