import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Decision, type FactInput, SlatesAnswer, SlatesBody } from '../contracts/index.ts';
import { openEngine } from '../engine/index.ts';
import { openWorld, SOURCE, type World } from './testing.ts';

/** A small marketplace with offers: two leaves, 12 items each, two shops, 40 people of whom the even ones hold tea and lack toys. */
const DAY = 86_400_000;
const today = new Date(Math.floor(Date.now() / DAY) * DAY);
const ago = (days: number) => new Date(today.getTime() - days * DAY + 4 * 3_600_000).toISOString();
const LEAVES = ['tea', 'toys'] as const;

function facts(): FactInput[] {
  const all: FactInput[] = [
    {
      fact: 'category_tree',
      source_id: 'tree',
      categories: LEAVES.map((leaf) => ({ source_id: leaf, name: { en: leaf, 'zh-CN': `${leaf}类` } })),
    },
  ];
  for (const m of ['one', 'two'])
    all.push(
      { fact: 'merchant', source_id: m, name: m, valid_from: ago(400) },
      { fact: 'shop', source_id: `shop-${m}`, merchant: m, name: `shop ${m}`, valid_from: ago(400) },
    );
  for (const leaf of LEAVES)
    for (let i = 0; i < 12; i++) {
      const id = `${leaf}-${i}`;
      all.push(
        { fact: 'item', source_id: id, name: id, category: leaf, valid_from: ago(300) },
        { fact: 'variant', source_id: id, item: id },
        {
          fact: 'offer',
          source_id: `offer-${id}`,
          shop: i % 2 === 0 ? 'shop-one' : 'shop-two',
          variant: id,
          price_minor: 1000 + 100 * i,
          currency: 'CNY',
          valid_from: ago(300),
        },
      );
    }
  for (let p = 0; p < 40; p++) {
    all.push({ fact: 'account', source_id: `a${p}` });
    for (let n = 0; n < 4; n++) {
      const leaf = LEAVES[p % 2 === 0 ? 0 : n % 2]!;
      all.push(bought(`a${p}`, `${leaf}-${(p + n) % 12}`, `${p}-${n}`, ago(10 + 20 * n)));
    }
  }
  return all;
}
const bought = (account: string, item: string, id: string, at: string, more: object = {}): FactInput => ({
  fact: 'order_line',
  source_id: `l${id}`,
  order: `o${id}`,
  account,
  shop: 'shop-one',
  item,
  variant: item,
  offer: `offer-${item}`,
  quantity: 1,
  gross_minor: 1000,
  paid_minor: 1000,
  currency: 'CNY',
  ordered_at: at,
  confirmed_at: at,
  paid_at: at,
  ...more,
});

let world: World;
beforeAll(async () => {
  world = await openWorld();
  expect((await world.ask('POST', '/v1/slates', home({}))).json).toMatchObject({
    status: 503,
    code: 'snapshot_absent',
  });
  // What is wrong with a request is told before that there is nothing to serve yet.
  expect(
    (await world.ask('POST', '/v1/slates', { scenarios: [{ scenario: 'nowhere' }] })).json,
  ).toMatchObject({
    code: 'scenario_unknown',
  });
  const receipt = await world.send(facts());
  expect(receipt.rejected).toBe(0);
  await world.engine.snapshots.build('tester');
}, 300_000);
afterAll(() => world.close());

const home = (more: object) => ({ source: SOURCE, scenarios: [{ scenario: 'home_feed' }], ...more });
const slates = async (body: object): Promise<SlatesAnswer> => {
  const answer = await world.ask('POST', '/v1/slates', body);
  expect(answer.text.slice(0, 300)).toContain('decision_id');
  return SlatesAnswer.parse(answer.json);
};
const offersOf = (answer: SlatesAnswer, n = 0) => answer.data[n]!.slots.map((slot) => slot.offer_source_id);

it('[S1] a call answers several surfaces, each slot with its reason and its impression', async () => {
  const answer = await slates({
    source: SOURCE,
    account: 'a0',
    context: { item: 'tea-3' },
    scenarios: [
      { scenario: 'home_feed' },
      { scenario: 'item_alternatives', k: 4 },
      { scenario: 'category_page', context: { category: 'toys', item: null } },
    ],
  });
  expect(answer.data.map((slate) => slate.scenario)).toEqual([
    'home_feed',
    'item_alternatives',
    'category_page',
  ]);
  for (const slate of answer.data) {
    expect(slate.slots.length).toBeGreaterThan(0);
    slate.slots.forEach((slot, n) => {
      expect(slot.impression_id).toBe(`${slate.decision_id}.${n}`);
      expect(slot.reason.en).not.toBe('');
      expect(slot.reason.zh).not.toBe('');
    });
  }
  expect(answer.data[1]!.slots.length).toBeLessThanOrEqual(4);
  expect(new Set(answer.data[2]!.slots.map((slot) => slot.offer_source_id.split('-')[1]))).toEqual(
    new Set(['toys']),
  );
});

it('[S2] every decision is written down and replays byte for byte, from the log and from the warehouse', async () => {
  const { data } = await slates(home({ account: 'a2' }));
  const id = data[0]!.decision_id;
  const stored = await world.ask('GET', `/v1/decisions/${id}`);
  expect(Decision.parse(stored.json).slots.map((s) => s.offer_id)).toEqual(
    data[0]!.slots.map((s) => s.offer_id),
  );
  const replayed = async () => (await world.ask('POST', `/v1/decisions/${id}/replay`)).json;
  expect(await replayed()).toMatchObject({ equal: true, differences: [] });
  const list = await world.ask('GET', '/v1/decisions?scenario=home_feed');
  expect(list.json.data[0].decision_id >= id).toBe(true);
  expect(list.json.data.map((row: { decision_id: string }) => row.decision_id)).toContain(id);
  expect(await replayed()).toMatchObject({ equal: true, differences: [] });
  expect((await world.ask('GET', `/v1/decisions/${id}`)).json).toEqual(stored.json);
});

it('[S3] what cannot be had is gone from the next request, and back from the one after it is told so', async () => {
  const ask = async () => offersOf(await slates(home({ account: 'a4' })));
  const first = (await ask())[0]!;
  const tell = (available: boolean) =>
    world.ask('POST', '/v1/availability', { source: SOURCE, offers: [{ offer: first, available }] });
  expect((await tell(false)).json).toMatchObject({ changed: 1, unavailable_count: 1 });
  expect(await ask()).not.toContain(first);
  expect((await tell(true)).json).toMatchObject({ changed: 1, unavailable_count: 0 });
  expect(await ask()).toContain(first);
  const unknown = { source: SOURCE, offers: [{ offer: 'nothing', available: false }] };
  expect((await world.ask('POST', '/v1/availability', unknown)).json).toMatchObject({
    changed: 0,
    unknown: ['nothing'],
  });
});

it('[S4] a purchase and an item in the cart count from the next request', async () => {
  const ask = async () => offersOf(await slates(home({ account: 'a6' })));
  const [first, second] = (await ask()).filter((offer) => !offer.startsWith('offer-tea')) as [string, string];
  await world.send([bought('a6', first.slice(6), 'live', new Date().toISOString())]);
  expect(await ask()).not.toContain(first);
  await world.send([
    {
      fact: 'event',
      source_id: 'added',
      name: 'Product Added',
      account: 'a6',
      at: new Date().toISOString(),
      item: second.slice(6),
    },
  ]);
  expect(await ask()).not.toContain(second);
});

it('[S5] personalisation off: two people get equal slots in equal places, at once, by switch and by consent', async () => {
  const strip = ({ data, ...rest }: SlatesAnswer) =>
    JSON.stringify({
      ...rest,
      data: data.map(({ decision_id: _, slots, ...slate }) => ({
        ...slate,
        slots: slots.map(({ impression_id: __, ...slot }) => slot),
      })),
    });
  const context = { context: { item: 'tea-1' } };
  const off = async (account: string | null) =>
    strip(await slates(home({ account, personalised: false, ...context })));
  const expected = await off('a8');
  expect(await off('a9')).toBe(expected);
  expect(await off(null)).toBe(expected);
  expect(strip(await slates(home({ account: 'nobody knows', ...context })))).toBe(expected);
  const personal = async () => await slates(home({ account: 'a8', ...context }));
  expect((await personal()).data[0]!.personalised).toBe(true);
  const consent = (granted: boolean, at: number): FactInput => ({
    fact: 'consent',
    source_id: `consent-${at}`,
    account: 'a8',
    purpose: 'personalisation',
    granted,
    at: new Date(at).toISOString(),
  });
  await world.send([consent(false, Date.now())]);
  expect(strip(await personal())).toBe(expected);
  await world.send([consent(true, Date.now() + 1)]);
  expect((await personal()).data[0]!.personalised).toBe(true);
});

it('[S6] impressions, clicks and orders count for a slot only with its id, its offer and its account', async () => {
  const { data } = await slates(home({ account: 'a10' }));
  const [slot, other] = data[0]!.slots as [
    SlatesAnswer['data'][0]['slots'][0],
    SlatesAnswer['data'][0]['slots'][0],
  ];
  const seen = (
    id: string,
    name: 'Product Impression' | 'Product Clicked',
    account: string,
    offer: string,
  ): FactInput => ({
    fact: 'event',
    source_id: id,
    name,
    account,
    offer,
    at: new Date().toISOString(),
    impression_id: slot.impression_id,
  });
  const item = slot.offer_source_id.slice(6);
  await world.send([
    seen('i1', 'Product Impression', 'a10', slot.offer_source_id),
    seen('i2', 'Product Clicked', 'a10', slot.offer_source_id),
    seen('i3', 'Product Clicked', 'a11', slot.offer_source_id),
    seen('i4', 'Product Clicked', 'a10', other.offer_source_id),
    bought('a10', item, 'tied', new Date().toISOString(), { request_id: slot.impression_id }),
    bought('a12', item, 'forged', new Date().toISOString(), { request_id: slot.impression_id }),
  ]);
  const rows = await world.engine.serving.decisions.outcomes(Date.now() - DAY, Date.now() + DAY, 30);
  const found = rows.find((row) => row.decision_id === data[0]!.decision_id && row.slot === 0);
  expect(found).toMatchObject({ impression_count: 1, click_count: 1, line_count: 1, paid_minor_sum: 1000 });
});

it('[S7] an erased person’s decisions answer erased; unknown ones and unknown names are told apart', async () => {
  const { data } = await slates(home({ account: 'a14' }));
  const id = data[0]!.decision_id;
  await world.ask('GET', '/v1/decisions');
  const later = (await slates(home({ account: 'a14' }))).data[0]!.decision_id;
  await world.engine.ingest.erase({ source: SOURCE, account: 'a14' });
  for (const gone of [id, later]) {
    const answer = await world.ask('GET', `/v1/decisions/${gone}`);
    expect(answer.json).toMatchObject({ status: 410, code: 'erased' });
    expect((await world.ask('POST', `/v1/decisions/${gone}/replay`)).json.code).toBe('erased');
  }
  expect((await slates(home({ account: 'a14' }))).data[0]!.personalised).toBe(false);
  const code = async (method: string, url: string, body?: unknown) =>
    (await world.ask(method, url, body)).json.code;
  expect(await code('GET', `/v1/decisions/dec_${'0'.repeat(24)}`)).toBe('decision_expired');
  expect(await code('GET', '/v1/decisions/nothing')).toBe('not_found');
  expect(await code('POST', '/v1/slates', { scenarios: [{ scenario: 'nowhere' }] })).toBe('scenario_unknown');
  expect(await code('POST', '/v1/slates', home({ context: { item: 'no such' } }))).toBe('reference_unknown');
  expect(await code('POST', '/v1/slates', { scenarios: [] })).toBe('validation_failed');
  expect(await code('POST', '/v1/slates', home({ account: '\u0000' }))).toBe('validation_failed');
});

it('[S8] an explanation of an erased or expired decision says which it is, on every way of asking', async () => {
  const id = (await slates(home({ account: 'a16' }))).data[0]!.decision_id;
  const offer = (await slates(home({}))).data[0]!.slots[0]!.offer_id;
  await world.engine.ingest.erase({ source: SOURCE, account: 'a16' });
  for (const [decision, expected] of [
    [id, 'erased'],
    [`dec_${'0'.repeat(24)}`, 'decision_expired'],
  ])
    for (const [method, path, body] of [
      ['GET', 'explanation'],
      ['GET', `absence?offer=${offer}`],
      ['GET', 'reasons'],
      ['GET', 'own-offers?merchant_id=mer_x'],
      ['GET', `own-offers/${offer}?merchant_id=mer_x`],
      ['POST', 'what-if', {}],
      ['POST', 'replay'],
    ] as const) {
      const answer = await world.ask(method, `/v1/decisions/${decision}/${path}`, body);
      expect([path, answer.json.code, answer.status]).toEqual([path, expected, 410]);
    }
});

it('[S9] hostile parameters are refused with a pointer, and serving goes on', async () => {
  const many = (n: number) => Array.from({ length: n }, (_, i) => `tea-${i}`);
  for (const body of [
    { scenarios: [{ scenario: 'home_feed', k: -1 }] },
    { scenarios: [{ scenario: 'home_feed', k: 1e9 }] },
    { scenarios: [{ scenario: 'home_feed', k: 1.5 }] },
    { scenarios: Array.from({ length: 1_000 }, () => ({ scenario: 'home_feed' })) },
    home({ context: { cart: many(100_000) } }),
    home({ context: { query: 'x'.repeat(100_000) } }),
    home({ account: { $ne: null } }),
    home({ source: `../../etc${'/x'.repeat(500)}` }),
    home({ region: ['a'] }),
    [],
    'text',
  ]) {
    const answer = await world.ask('POST', '/v1/slates', body);
    expect([answer.status, JSON.stringify(body).slice(0, 60)]).toEqual([
      expect.toSatisfy((status: number) => status >= 400 && status < 500),
      JSON.stringify(body).slice(0, 60),
    ]);
    expect(answer.json.code).toMatch(/^[a-z_]+$/);
  }
  for (const account of ['__proto__', 'constructor', "a' OR 1=1 --", '🫖'.repeat(20), 'nobody ever'])
    expect((await slates(home({ account }))).data[0]!.personalised).toBe(false);
  expect((await slates(home({ account: 'a2' }))).data[0]!.slots.length).toBeGreaterThan(0);
});

it('[S10] a rule that hides everything leaves an empty slate, one that matches nothing changes none', async () => {
  const page = () =>
    slates(home({ scenarios: [{ scenario: 'category_page', k: 24, context: { category: 'tea' } }] }));
  // Which lots fall depends on the policy; what can be shown does not.
  const all = async () => offersOf(await page()).sort();
  const before = await all();
  expect(before.length).toBeGreaterThan(5);
  const propose = async (rule_id: string, when: string, remove: string[] = []) => {
    const rules = [{ rule_id, text: rule_id, when, action: { kind: 'filter' } }];
    const body = { kind: 'correction', reason: 'test', upsert: { rules }, remove: { rules: remove } };
    const answer = await world.ask('POST', '/v1/policy/changes', body);
    expect(answer.text.slice(0, 300)).toContain('live');
  };
  await propose('nothing', 'offer.price_minor < 0');
  expect(await all()).toEqual(before);
  await propose('everything', 'offer.price_minor >= 0');
  const empty = await page();
  expect(empty.data[0]!.slots).toEqual([]);
  const told = await world.ask('GET', `/v1/decisions/${empty.data[0]!.decision_id}/explanation`);
  expect(told.json.closed).toEqual([{ gate: 'rule', offer_count: told.json.candidate_count }]);
  await propose('everything', 'offer.price_minor < 0');
  expect(await all()).toEqual(before);
});

it('[S11] a snapshot file that is damaged: the last good one serves, and every answer says so', async () => {
  const { engine, dir } = world;
  // Files that hold a person who was erased since went with this build.
  const { hash: good } = await engine.snapshots.build('tester');
  await world.send([bought('a20', 'tea-1', 'later', ago(1))]);
  const { snapshot_id } = await engine.snapshots.build('tester');
  expect((await slates(home({}))).snapshot_hash).not.toBe(good);
  await engine.close();
  truncateSync(join(dir, 'snapshots', `${snapshot_id}.gcs`), 1_000);
  const again = await openEngine({ dataDir: dir });
  try {
    const answer = JSON.parse(String(await again.serving.slates(SlatesBody.parse(home({})))));
    expect([answer.stale, answer.snapshot_hash]).toEqual([true, good]);
    expect(answer.data[0]!.slots.length).toBeGreaterThan(0);
    expect((await again.snapshots.list(5)).problem).toMatchObject({ code: 'snapshot_invalid', snapshot_id });
  } finally {
    await again.close();
  }
}, 120_000);
