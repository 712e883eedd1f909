import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FactInput, Placement, PlacementView, PublishedParameters } from '../contracts/index.ts';
import { addUser, openWorld, SOURCE, type World } from './testing.ts';

/** Two shops sell four kinds of tea. */
const DAY = 86_400_000;
const ago = (days: number) => new Date(Math.floor(Date.now() / DAY) * DAY - days * DAY).toISOString();
const TEAS = [
  ['one', 'green'],
  ['one', 'black'],
  ['two', 'oolong'],
  ['two', 'white'],
] as const;
const facts = (): FactInput[] => [
  {
    fact: 'category_tree',
    source_id: 'tree',
    categories: [{ source_id: 'kitchen', name: { en: 'Kitchen', 'zh-CN': '厨房' } }],
  },
  ...['one', 'two'].flatMap((m): FactInput[] => [
    { fact: 'merchant', source_id: m, name: m, valid_from: ago(400) },
    { fact: 'shop', source_id: `shop-${m}`, merchant: m, name: `shop ${m}`, valid_from: ago(400) },
  ]),
  ...TEAS.flatMap(([m, id]): FactInput[] => [
    { fact: 'item', source_id: id, name: `${id} tea`, category: 'kitchen', valid_from: ago(300) },
    { fact: 'variant', source_id: id, item: id },
    {
      fact: 'offer',
      source_id: id,
      shop: `shop-${m}`,
      variant: id,
      price_minor: 1000,
      currency: 'CNY',
      valid_from: ago(300),
    },
  ]),
];

let world: World;
let placement: Placement;
const asking = new Map<string, World['ask']>();
beforeAll(async () => {
  world = await openWorld();
  await world.send(facts());
  await world.engine.snapshots.build('test');
  const { offers, merchants } = world.engine.serving.past().snapshot;
  for (const m of [0, 1]) {
    const name = merchants.sourceId.at(m);
    await addUser(world, { email: `${name}@example.com`, role: 'merchant', merchant_id: merchants.id.at(m) });
    asking.set(name, world.as(await world.cookieOf(`${name}@example.com`)));
  }
  const white = TEAS.map((_, o) => o).find((o) => offers.sourceId.at(o) === 'white')!;
  placement = {
    placement_id: 'white-autumn',
    merchant_id: merchants.id.at(offers.merchant[white]!),
    offer_ids: [offers.id.at(white)],
    scenarios: ['search'],
    queries: [],
    category_ids: [],
    from: '2020-01-01',
    until: '2099-12-31',
    slots: 1,
    first_slot: 1,
    last_slot: 3,
    price: { kind: 'per_thousand_impressions', amount_minor: 2500 },
    enabled: true,
  };
}, 120_000);
afterAll(() => world?.close());

const search = async () => {
  const { json } = await world.ask('POST', '/v1/search', { source: SOURCE, query: 'tea' });
  return json as { decision_id: string; results: { sponsored: boolean; offer_id: string; reason: object }[] };
};
const listed = async (ask: World['ask']) =>
  (await ask('GET', '/v1/placements')).json as { data: PlacementView[]; currency: string };

test('without any, no result is sponsored', async () => {
  expect((await search()).results.map(({ sponsored }) => sponsored)).toEqual([false, false, false, false]);
  expect((await listed(world.ask)).data).toEqual([]);
});

test('what cannot hold is refused, with the place of the fault', async () => {
  const propose = (change: object) =>
    world.ask('POST', '/v1/policy/changes', { upsert: { placements: [{ ...placement, ...change }] } });
  expect((await propose({ until: '2019-01-01' })).json).toMatchObject({
    code: 'policy_invalid',
    errors: [{ pointer: '/placements/0/until' }],
  });
  expect((await propose({ first_slot: 5 })).json).toMatchObject({
    code: 'policy_invalid',
    errors: [{ pointer: '/placements/0/last_slot' }],
  });
  for (const wrong of [
    { scenarios: ['message'] },
    { price: { kind: 'fixed', amount_minor: -1 } },
    { slots: 9 },
  ])
    expect((await propose(wrong)).json).toMatchObject({ code: 'validation_failed' });
});

test('it holds at once, labelled, at its place; decision, explanation and parameters say that it is paid for', async () => {
  const change = await world.ask('POST', '/v1/policy/changes', { upsert: { placements: [placement] } });
  expect(change.json).toMatchObject({ kind: 'operation', status: 'live' });
  const { results, decision_id } = await search();
  expect(results.map(({ sponsored }) => sponsored)).toEqual([false, true, false, false]);
  expect(results[1]).toMatchObject({
    offer_id: placement.offer_ids[0],
    source: 'sponsored',
    reason: {
      code: 'sponsored',
      en: 'Sponsored: two pays for this place',
      zh: '广告：由two付费展示',
    },
  });
  const decision = (await world.ask('GET', `/v1/decisions/${decision_id}`)).json;
  expect(decision.slots[1]).toMatchObject({ source: 'sponsored', placement_id: 'white-autumn' });
  expect((await world.ask('POST', `/v1/decisions/${decision_id}/replay`)).json.equal).toBe(true);
  const told = (await world.ask('GET', `/v1/decisions/${decision_id}/explanation`)).json;
  expect(told.slots[1]).toMatchObject({ why: 'paid', placement_id: 'white-autumn' });
  const published = (await world.ask('GET', '/v1/parameters')).json as PublishedParameters;
  expect(published.placements).toMatchObject([{ placement_id: 'white-autumn', merchant: { en: 'two' } }]);
  expect(JSON.stringify(published)).not.toContain('2500');
});

test('what came of it is counted by the log; a merchant sees its own, and nobody else’s', async () => {
  const { decision_id } = await search();
  const impression = (slot: number, offer: string) => ({
    type: 'track',
    event: 'Product Impression',
    messageId: `m-${slot}-${offer}`,
    anonymousId: 'v',
    timestamp: new Date().toISOString(),
    properties: { impression_id: `${decision_id}.${slot}`, offer_id: offer },
  });
  // The second names another offer than the log: it does not count.
  const batch = [impression(1, 'white'), impression(0, 'white')];
  expect((await world.ask('POST', `/v1/batch?source=${SOURCE}`, { batch })).status).toBe(200);
  await world.engine.ingest.flush();
  await world.engine.serving.decisions.load();
  const { data, currency } = await listed(world.ask);
  expect(currency).toBe('CNY');
  expect(data).toMatchObject([
    { placement_id: 'white-autumn', running: true, served_count: 2, impression_count: 1, due_minor: 2 },
  ]);
  expect((await listed(asking.get('two')!)).data).toEqual(data);
  expect((await listed(asking.get('one')!)).data).toEqual([]);
});

test('it is gone when it is removed', async () => {
  await world.ask('POST', '/v1/policy/changes', { remove: { placements: ['white-autumn'] } });
  expect((await search()).results.map(({ sponsored }) => sponsored)).toEqual([false, false, false, false]);
  const { policy } = (await world.ask('GET', '/v1/policy')).json;
  expect(policy).not.toHaveProperty('placements');
});
