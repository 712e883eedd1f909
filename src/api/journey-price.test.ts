import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idOf } from '../base/index.ts';
import { type FactInput, JourneyGraph, PriceBoard, PricedOfferPage } from '../contracts/index.ts';
import { addUser, openWorld, SOURCE, type World } from './testing.ts';

/** Seven merchants sell rice by the kilogram, the first dearest; 150 people look at it at home in October, every third buys. */
const MERCHANTS = 7;
const PEOPLE = 150;
const instant = (minute: number) =>
  new Date(Date.parse('2026-10-10T02:00:00Z') + minute * 60_000).toISOString();

function facts(): FactInput[] {
  const from = '2026-01-01T00:00:00Z';
  const all: FactInput[] = [
    {
      fact: 'category_tree',
      source_id: 'tree',
      categories: [
        { source_id: 'food', name: { en: 'Food', 'zh-CN': '食品' }, industry: 'grocery' },
        { source_id: 'rice', parent: 'food', name: { en: 'Rice', 'zh-CN': '大米' }, industry: 'grocery' },
        { source_id: 'toys', name: { en: 'Toys', 'zh-CN': '玩具' }, industry: 'leisure' },
      ],
    },
  ];
  for (let m = 0; m < MERCHANTS; m++)
    all.push(
      { fact: 'merchant', source_id: `m${m}`, name: `m${m}`, industry: 'grocery', valid_from: from },
      { fact: 'shop', source_id: `s${m}`, merchant: `m${m}`, name: `s${m}`, valid_from: from },
      { fact: 'item', source_id: `i${m}`, name: `rice ${m}`, category: 'rice', valid_from: from },
      { fact: 'variant', source_id: `i${m}`, item: `i${m}`, title: `Rice ${m + 1}kg` } as FactInput,
      {
        fact: 'offer',
        source_id: `f${m}`,
        shop: `s${m}`,
        variant: `i${m}`,
        // By kilogram 2000, 1900, 1800 …: the packs grow, and their prices with them.
        price_minor: (2000 - 100 * m) * (m + 1),
        currency: 'CNY',
        valid_from: from,
      },
    );
  for (let p = 0; p < PEOPLE; p++) {
    const event = (name: string, minute: number, more: object): FactInput =>
      ({
        fact: 'event',
        source_id: `e${p}-${minute}`,
        name,
        account: `a${p}`,
        at: instant(minute),
        ...more,
      }) as FactInput;
    all.push(
      { fact: 'account', source_id: `a${p}`, member: p % 2 === 0, region: p < 10 ? 'north' : 'south' },
      event('Product Impression', 0, { surface: 'home', item: 'i0', offer: 'f0' }),
      event('Product Viewed', 2, { surface: 'home', item: 'i0', offer: 'f0' }),
      // Forty minutes later: another visit.
      event('Products Searched', 50, { surface: 'search', query: 'Rice' }),
    );
    if (p % 3 === 0)
      all.push({
        fact: 'order_line',
        source_id: `l${p}`,
        order: `o${p}`,
        account: `a${p}`,
        shop: 's0',
        item: 'i0',
        variant: 'i0',
        offer: 'f0',
        quantity: 1,
        gross_minor: 2000,
        paid_minor: 2000,
        currency: 'CNY',
        ordered_at: instant(6),
        confirmed_at: instant(6),
        paid_at: instant(6),
      });
  }
  return all;
}

const merchantId = (m: number) => idOf('merchant', SOURCE, `m${m}`);
let world: World;
let merchant: World['ask'];
let leisure: World['ask'];
beforeAll(async () => {
  world = await openWorld();
  const receipt = await world.send(facts());
  expect(receipt.rejected).toBe(0);
  await addUser(world, { email: 'm0@example.org', role: 'merchant', merchant_id: merchantId(0) });
  await addUser(world, { email: 'toys@example.org', role: 'industry_operator', industries: ['leisure'] });
  merchant = world.as(await world.cookieOf('m0@example.org'));
  leisure = world.as(await world.cookieOf('toys@example.org'));
}, 300_000);
afterAll(() => world.close());

describe('price power', { timeout: 120_000 }, () => {
  it('[A1] before there is a snapshot: said so', async () => {
    expect((await world.ask('GET', '/v1/price-power')).json).toMatchObject({ code: 'snapshot_absent' });
    await world.engine.snapshots.build('tester');
  });

  it('[A2] an operator sees the distribution and every gap; by title, per kilogram', async () => {
    const board = PriceBoard.parse((await world.ask('GET', '/v1/price-power')).json);
    expect(board).toMatchObject({ offer_count: MERCHANTS, unbanded_count: 0 });
    expect(board.bands.reduce((a, b) => a + b, 0)).toBe(MERCHANTS);
    expect(board.rows).toMatchObject([{ offer_count: MERCHANTS }]);
    const page = PricedOfferPage.parse((await world.ask('GET', '/v1/price-power/offers')).json);
    const own = page.data.find(({ merchant_id }) => merchant_id === merchantId(0))!;
    // The dearest of seven by kilogram, though the cheapest pack: 2 of 6 dearer offers are a share of a third.
    expect(own).toMatchObject({
      band: 1,
      basis: 'leaf',
      competitor_count: 6,
      price_minor: 2000,
      content: 1000,
    });
    // Dearer than a fifth of six others: two of them, so below 1800 a kilogram, or equal to it with one dearer: 1.5 of 6.
    expect(own).toMatchObject({ next_price_minor: 1800, gap_minor: 200 });
    const cheapest = page.data.find(({ merchant_id }) => merchant_id === merchantId(6))!;
    expect(cheapest).toMatchObject({ band: 5, gap_minor: null, next_price_minor: null });
  });

  it('[A3] a merchant sees its own offers, with the gap rounded and nobody else’s number', async () => {
    const page = PricedOfferPage.parse((await merchant('GET', '/v1/price-power/offers')).json);
    expect(page.data).toHaveLength(1);
    expect(page.data[0]).toMatchObject({
      merchant_id: merchantId(0),
      band: 1,
      competitor_count: null,
      gap_minor: 200,
    });
    expect((await merchant('GET', `/v1/price-power/offers?merchant_id=${merchantId(1)}`)).status).toBe(403);
    expect((await merchant('GET', '/v1/price-power')).status).toBe(403);
    expect(PricedOfferPage.parse((await leisure('GET', '/v1/price-power/offers')).json).data).toEqual([]);
  });

  it('[A4] bad input is refused in words; an unknown merchant is named', async () => {
    for (const bad of ['band=6', 'band=x', 'limit=0', 'cursor=%00'])
      expect((await world.ask('GET', `/v1/price-power/offers?${bad}`)).status).toBeGreaterThanOrEqual(400);
    expect((await world.ask('GET', '/v1/price-power/offers?merchant_id=mer_x')).json).toMatchObject({
      code: 'reference_unknown',
    });
    expect((await world.ask('GET', '/v1/price-power?by=moon')).status).toBe(422);
    const csv = await world.ask('GET', '/v1/price-power/offers?format=csv&lang=zh-CN');
    expect(csv.text).toContain('星级');
  });
});

describe('journeys', { timeout: 120_000 }, () => {
  it('[A5] an operator sees every surface; rows sum to one', async () => {
    const graph = JourneyGraph.parse((await world.ask('GET', '/v1/journey?to=2026-10-31')).json);
    expect(graph).toMatchObject({
      status: 'ok',
      people_count: PEOPLE,
      visit_count: 2 * PEOPLE,
      rounded: false,
    });
    expect(graph.order_rate).toBeCloseTo(1 / 6);
    const edge = (from: string, to: string) => graph.edges.find((e) => e.from === from && e.to === to);
    expect(edge('start', 'home')).toMatchObject({ step_count: PEOPLE, rate: 0.5 });
    expect(edge('home', 'item')).toMatchObject({ rate: 1 });
    // Fifty order and a hundred leave: the fifty are too few, and hide the hundred with them.
    expect(graph.edges.filter(({ from }) => from === 'item')).toMatchObject([{ to: 'other', rate: 1 }]);
    expect(graph.nodes.find(({ surface }) => surface === 'order')).toMatchObject({ status: 'suppressed' });
  });

  it('[A6] with a lower k: drop-off, steps and time to decide', async () => {
    await world.engine.settings.patch({ k_anonymity: 20 }, 'tester');
    const graph = JourneyGraph.parse((await world.ask('GET', '/v1/journey?to=2026-10-31')).json);
    expect(graph).toMatchObject({ steps_to_order: 2, seconds_to_order: 360 });
    expect(graph.nodes.find(({ surface }) => surface === 'item')).toMatchObject({
      visit_count: PEOPLE,
      seconds_to_order: 240,
    });
    expect(graph.nodes.find(({ surface }) => surface === 'item')!.exit_rate).toBeCloseTo(2 / 3);
    const north = JourneyGraph.parse((await world.ask('GET', '/v1/journey?to=2026-10-31&region=north')).json);
    expect(north).toMatchObject({ status: 'suppressed', visit_count: null });
    const members = JourneyGraph.parse((await world.ask('GET', '/v1/journey?to=2026-10-31&member=yes')).json);
    expect(members.people_count).toBe(PEOPLE / 2);
    const fresh = JourneyGraph.parse((await world.ask('GET', '/v1/journey?to=2026-10-31&buyer=known')).json);
    expect(fresh.status).toBe('insufficient');
  });

  it('[A7] a merchant sees whole months of visits to its own offers, rounded, and no further segment', async () => {
    const graph = JourneyGraph.parse(
      (await merchant('GET', '/v1/journey?from=2026-10-01&to=2026-10-31')).json,
    );
    expect(graph).toMatchObject({ rounded: true, people_count: 150, visit_count: 150 });
    const sums = new Map<string, number>();
    for (const { from, rate, step_count } of graph.edges) {
      expect(step_count % 10).toBe(0);
      sums.set(from, (sums.get(from) ?? 0) + rate);
    }
    for (const sum of sums.values()) expect(sum).toBeCloseTo(1, 9);
    for (const bad of [
      'from=2026-10-02&to=2026-10-31',
      'from=2026-10-01&to=2026-10-30',
      'from=2026-10-01&to=2026-10-31&member=yes',
      `merchant_id=${merchantId(1)}`,
    ])
      expect((await merchant('GET', `/v1/journey?${bad}`)).json, bad).toMatchObject({
        code: 'query_forbidden',
      });
  });

  it('[A8] an industry operator sees visits to its categories; bad windows are refused', async () => {
    expect((await leisure('GET', '/v1/journey?to=2026-10-31')).json).toMatchObject({
      status: 'insufficient',
    });
    const rice = idOf('category', SOURCE, 'rice');
    expect((await leisure('GET', `/v1/journey?category_id=${rice}`)).status).toBe(403);
    const food = idOf('category', SOURCE, 'food');
    const own = JourneyGraph.parse(
      (await world.ask('GET', `/v1/journey?to=2026-10-31&category_id=${food}`)).json,
    );
    expect(own.visit_count).toBe(PEOPLE);
    for (const bad of [
      'from=2026-11-01&to=2026-10-01',
      'from=2020-01-01&to=2026-10-01',
      'from=yesterday',
      'who=bot',
    ])
      expect((await world.ask('GET', `/v1/journey?${bad}`)).status, bad).toBe(422);
    expect((await world.ask('GET', '/v1/journey?category_id=cat_none')).status).toBe(404);
    expect((await world.as({})('GET', '/v1/journey')).status).toBe(401);
    const csv = await world.ask('GET', '/v1/journey?to=2026-10-31&format=csv&lang=en');
    expect(csv.text.split('\n').length).toBeGreaterThan(4);
  });
});
