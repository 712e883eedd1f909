import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, type LocalDate, localDate, rngOf } from '../../base/index.ts';
import { openWarehouse, run, type Warehouse } from '../../warehouse/index.ts';
import { graphOf, type JourneyRow, medianOf } from './graph.ts';
import { createJourneys } from './journey.ts';
import { inOrder, type JourneyFacts, referenceRows } from './reference.ts';
import { journeyRead } from './sql/journey-read.sql.gen.ts';
import { refreshVisits } from './visits.ts';

const DAY = 86_400_000;
const FIRST = 20_000;
const DAYS = 10;
const GAP = 30 * 60_000;
const dateOf = (day: number) => addDays(localDate('1970-01-01'), day);
const window = { from: dateOf(FIRST), to: dateOf(FIRST + DAYS - 1), timezone: 'UTC', gapMs: GAP };

const NAMES = [
  'Product Impression',
  'Product Impression',
  'Product Clicked',
  'Product Viewed',
  'Product Viewed',
  'Product Added',
  'Products Searched',
  'Product List Viewed',
  'Cart Viewed',
  'Shop Viewed',
  'Page Viewed',
  'Coupon Entered',
  'Live Viewed',
  'Note Viewed',
];
const SURFACES_TOLD = [
  'home',
  'home_feed',
  'category_page',
  'search',
  'item_alternatives',
  'notes',
  '',
  'cart',
];

/** People who come and go: bursts of behaviour with ties in time, some across midnight, orders with and without visits. */
function factsOf(seed: number, people: number): JourneyFacts {
  const rng = rngOf(seed);
  const events: JourneyFacts['events'][number][] = [];
  const lines: JourneyFacts['lines'][number][] = [];
  const decisions: JourneyFacts['decisions'][number][] = [];
  const merchantOf = new Map(Array.from({ length: 6 }, (_, i) => [`ofr_${i}`, `mer_${i % 3}`]));
  for (let p = 0; p < people; p++) {
    const account = p % 5 === 4 ? '' : `acc_${p}`;
    const anonymous = account === '' || p % 7 === 0 ? `v${p}` : '';
    for (let visit = rng.below(6); visit >= 0; visit--) {
      let at = (FIRST + rng.below(DAYS)) * DAY + rng.below(DAY);
      for (let n = rng.below(12); n >= 0; n--) {
        const item = `itm_${rng.below(6)}`;
        const name = NAMES[rng.below(NAMES.length)]!;
        events.push({
          name,
          account,
          anonymous,
          at,
          surface: SURFACES_TOLD[rng.below(SURFACES_TOLD.length)]!,
          item: rng.next() < 0.9 ? item : '',
          query:
            name.includes('Search') || rng.next() < 0.3 ? ['Tea', ' tea', 'rice', '茶'][rng.below(4)]! : '',
          offer: rng.next() < 0.7 ? `ofr_${rng.below(6)}` : '',
        });
        if (rng.next() < 0.1 && account !== '')
          decisions.push({
            account,
            scenario: ['home_feed', 'item_alternatives', 'cart'][rng.below(3)]!,
            at,
          });
        at += [0, 900, 60_000, 600_000, GAP, GAP + 1][rng.below(6)]!;
      }
      if (rng.next() < 0.4) {
        const order = `ord_${p}_${visit}`;
        for (let k = rng.below(3); k >= 0; k--)
          lines.push({ account, order, at: at + k, paid: rng.next() < 0.9 });
      }
    }
    if (rng.next() < 0.3)
      lines.push({ account, order: `ord_${p}`, at: (FIRST + rng.below(DAYS)) * DAY, paid: true });
  }
  return { events, lines, decisions, merchantOf };
}

const folder = mkdtempSync(join(tmpdir(), 'grandcanal-journey-'));
let warehouse: Warehouse;
let seq = 0;

async function load(facts: JourneyFacts): Promise<void> {
  const iso = (at: number) => new Date(at).toISOString();
  const put = async (table: string, rows: readonly object[]) => {
    if (rows.length === 0) return;
    const path = join(folder, `${table}.ndjson`);
    writeFileSync(path, rows.map((row) => JSON.stringify(row)).join('\n'));
    await warehouse.load(table, path);
  };
  await put(
    'events',
    facts.events.map((e) => ({
      event_id: `evt_${++seq}`,
      name: e.name,
      account_id: e.account,
      anonymous_id: e.anonymous,
      at: iso(e.at),
      surface: e.surface,
      item_id: e.item,
      offer_id: e.offer,
      query: e.query,
      seq,
    })),
  );
  await put(
    'order_lines',
    facts.lines.map(({ account, order, at, paid }) => ({
      line_id: `lin_${++seq}`,
      order_id: order,
      account_id: account,
      ordered_at: iso(at),
      paid_at: paid ? iso(at) : null,
      seq,
    })),
  );
  await put(
    'decisions',
    facts.decisions.map(({ account, scenario, at }) => ({
      decision_id: `dec_${++seq}`,
      at: iso(at),
      scenario,
      account_id: account,
    })),
  );
}

async function rowsOf(from: LocalDate, to: LocalDate, filter: { merchant?: string; who?: string } = {}) {
  const rows = await run(warehouse, journeyRead, {
    from,
    to,
    who: filter.who ?? '',
    member: '',
    region: '',
    buyer: '',
    bought_before: '2000-01-01 00:00:00',
    merchant: filter.merchant ?? '',
    categories: [],
  });
  return rows.map((row): JourneyRow => ({ ...row })).sort(inOrder);
}

const facts = factsOf(7, 120);

beforeAll(async () => {
  warehouse = await openWarehouse({ dir: join(folder, 'warehouse') });
  const catalogue = [...facts.merchantOf].map(([offer, merchant]) => ({ offer, merchant }));
  const put = async (table: string, rows: readonly object[]) => {
    const path = join(folder, `${table}.ndjson`);
    writeFileSync(path, rows.map((row) => JSON.stringify(row)).join('\n'));
    await warehouse.load(table, path);
  };
  const valid_from = '2020-01-01T00:00:00.000Z';
  await put(
    'offers',
    catalogue.map(({ offer, merchant }) => ({ offer_id: offer, shop_id: `shp_${merchant}`, valid_from })),
  );
  await put(
    'shops',
    catalogue.map(({ merchant }) => ({ shop_id: `shp_${merchant}`, merchant_id: merchant, valid_from })),
  );
  await load(facts);
}, 120_000);
afterAll(async () => {
  await warehouse.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('journey', { timeout: 120_000 }, () => {
  it('[J1] visits, moves and times equal the plain reference', async () => {
    const built = await refreshVisits(warehouse, window);
    expect(built.length).toBeGreaterThan(5);
    expect(await rowsOf(window.from, window.to)).toEqual(
      referenceRows(facts, GAP, { from: FIRST, to: FIRST + DAYS - 1 }),
    );
    expect(await rowsOf(dateOf(FIRST + 2), dateOf(FIRST + 4))).toEqual(
      referenceRows(facts, GAP, { from: FIRST + 2, to: FIRST + 4 }),
    );
  });

  it('[J2] filters: a merchant’s visits, people signed in or not', async () => {
    const all = { from: FIRST, to: FIRST + DAYS - 1 };
    expect(await rowsOf(window.from, window.to, { merchant: 'mer_1' })).toEqual(
      referenceRows(facts, GAP, { ...all, merchant: 'mer_1' }),
    );
    for (const who of ['signed_in', 'visitor'] as const)
      expect(await rowsOf(window.from, window.to, { who })).toEqual(
        referenceRows(facts, GAP, { ...all, who }),
      );
  });

  it('[J3] what is known already is not built again; late facts build their dates alone, and equal a whole build', async () => {
    expect(await refreshVisits(warehouse, window)).toEqual([]);
    const late = factsOf(8, 6);
    const day3 = (at: number) => Math.floor(at / DAY) === FIRST + 3;
    const more: JourneyFacts = {
      ...late,
      events: late.events.filter(({ at }) => day3(at)),
      lines: late.lines.filter(({ at }) => day3(at)),
      decisions: [],
    };
    expect(more.events.length).toBeGreaterThan(0);
    await load(more);
    expect(await refreshVisits(warehouse, window)).toEqual([dateOf(FIRST + 3)]);
    const both = {
      ...facts,
      events: [...facts.events, ...more.events],
      lines: [...facts.lines, ...more.lines],
    };
    expect(await rowsOf(window.from, window.to)).toEqual(
      referenceRows(both, GAP, { from: FIRST, to: FIRST + DAYS - 1 }),
    );
  });

  it('[J4] an erased person’s visits go with their facts', async () => {
    await warehouse.exec("DELETE FROM events WHERE account_id = 'acc_0'");
    await refreshVisits(warehouse, window);
    const [left] = await warehouse.query<{ n: number }>(
      "SELECT count() AS n FROM journey_visits WHERE account_id = 'acc_0'",
    );
    expect(left!.n).toBe(0);
  });

  it('[J5] the graph of a window: rows sum to one, with exit and what is hidden', async () => {
    const journeys = createJourneys({
      warehouses: [warehouse],
      settings: () => ({ timezone: 'UTC', k_anonymity: 20, simulated: true }),
      below: async () => ['cat_none'],
    });
    const graph = await journeys.graph({ to: window.to });
    expect(graph).toMatchObject({
      status: 'ok',
      from: addDays(window.to, -27),
      to: window.to,
      gap_minutes: 30,
    });
    const sums = new Map<string, number>();
    for (const { from, rate } of graph.edges) sums.set(from, (sums.get(from) ?? 0) + rate);
    expect(sums.size).toBeGreaterThan(3);
    for (const total of sums.values()) expect(total).toBeCloseTo(1, 12);
    expect(graph.edges.every((edge) => edge.to === 'other' || edge.people_count! >= 20)).toBe(true);
    await expect(journeys.graph({ from: '2024-02-02', to: '2024-02-01' })).rejects.toMatchObject({
      code: 'validation_failed',
    });
    await expect(journeys.graph({ from: '2020-01-01', to: '2024-02-01' })).rejects.toMatchObject({
      code: 'validation_failed',
    });
    expect(await journeys.graph({ from: '1999-01-01', to: '1999-01-31' })).toMatchObject({
      status: 'insufficient',
      visit_count: 0,
      edges: [],
    });
    expect(await journeys.graph({ to: window.to, category_id: 'cat_x' })).toMatchObject({
      status: 'insufficient',
    });
  });
});

describe('what is shown', () => {
  const row = (a: number, b: number, n: number, people = n): JourneyRow => ({
    kind: 'move',
    a,
    b,
    n,
    people,
  });
  const base: JourneyRow[] = [
    { kind: 'everybody', a: 0, b: 0, n: 1000, people: 900 },
    { kind: 'people', a: 1, b: 0, n: 900, people: 800 },
    { kind: 'node', a: 1, b: 0, n: 900, people: 800 },
  ];

  it('[J6] a single small cell takes the smallest shown one with it; small ones together stay by themselves', () => {
    const one = graphOf([...base, row(1, 2, 500), row(1, 4, 300), row(1, 0, 99)], 100);
    expect(one.edges.map(({ to, step_count }) => [to, step_count])).toEqual([
      ['search', 500],
      ['other', 399],
    ]);
    const two = graphOf([...base, row(1, 2, 500), row(1, 4, 300), row(1, 0, 99), row(1, 5, 50)], 100);
    expect(two.edges.map(({ to, step_count }) => [to, step_count])).toEqual([
      ['search', 500],
      ['item', 300],
      ['other', 149],
    ]);
  });

  it('[J7] fewer than k people: nothing at all', () => {
    const few = graphOf([{ kind: 'everybody', a: 0, b: 0, n: 500, people: 99 }, row(0, 1, 500, 99)], 100);
    expect(few).toMatchObject({
      status: 'suppressed',
      visit_count: null,
      people_count: null,
      edges: [],
      nodes: [],
    });
  });

  it('[J8] medians of counted values', () => {
    expect(medianOf([])).toBeNull();
    expect(medianOf([[5, 1]])).toBe(5);
    expect(
      medianOf([
        [9, 1],
        [1, 2],
      ]),
    ).toBe(1);
    expect(
      medianOf([
        [4, 2],
        [1, 1],
        [2, 1],
      ]),
    ).toBe(3);
  });
});
