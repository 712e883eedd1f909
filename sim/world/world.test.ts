import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { Fact, type FactInput } from '../../src/contracts/index.ts';
import { attributesOf, LEAVES_WITH_ATTRIBUTES } from './attributes.ts';
import { frameOf, historyOf, optionsOf, SCENARIOS, specOf, World, type WorldOptions } from './index.ts';
import { iso } from './options.ts';
import { LEAVES } from './taxonomy.ts';

const NOW = Date.parse('2026-03-10T04:00:00Z');
const SMALL: WorldOptions = { now: NOW, people: 600, days: 200, merchants: 40, offers: 300, seed: 7 };
const worldOf = (more: Partial<WorldOptions> = {}) => new World({ ...SMALL, ...more });
const factsOf = (world: World): FactInput[] => [...historyOf(world)].flatMap(({ facts }) => facts);
const digest = (facts: readonly FactInput[]) =>
  createHash('sha256').update(JSON.stringify(facts)).digest('hex');

describe('a world', () => {
  let world: World;
  let facts: FactInput[];
  beforeAll(() => {
    world = worldOf();
    facts = factsOf(world);
  });

  it('gives the same bytes for the same seed and day, others for another', () => {
    expect(digest(factsOf(worldOf()))).toBe(digest(facts));
    expect(digest(factsOf(worldOf({ seed: 8 })))).not.toBe(digest(facts));
  });

  it('gives facts that hold their schema, in every scenario, and none of tomorrow', () => {
    const end = new Date(world.startOf(world.frame.days)).toISOString();
    for (const scenario of SCENARIOS) {
      for (const fact of factsOf(worldOf({ scenario, people: 150 }))) {
        const result = Fact.safeParse(fact);
        if (!result.success) throw new Error(`${JSON.stringify(fact)}: ${result.error.message}`);
        if (fact.fact === 'order_line') expect(fact.ordered_at < end).toBe(true);
      }
    }
  });

  it('tells attributes of most leaves; those that follow the price rise with it', () => {
    const leaves = new Set(LEAVES.map((leaf) => leaf.id));
    expect(LEAVES_WITH_ATTRIBUTES.filter((leaf) => !leaves.has(leaf))).toEqual([]);
    expect(LEAVES_WITH_ATTRIBUTES.length).toBeGreaterThan(leaves.size / 2);
    const milk = LEAVES.find((leaf) => leaf.id === 'milk')!;
    const packs = [0.05, 0.95].map((position) =>
      Array.from({ length: 50 }, (_, k) => Number(attributesOf(milk, k, position).pack)),
    );
    expect(Math.max(...packs[0]!)).toBeLessThan(Math.min(...packs[1]!));
    expect(attributesOf(milk, 3, 0.5)).toEqual(attributesOf(milk, 3, 0.5));
    expect(facts.some((f) => f.fact === 'item' && Object.keys(f.attributes ?? {}).length > 0)).toBe(true);
  });

  it('names nothing before it is told, and gives back no more than was paid', () => {
    const known = new Set<string>();
    const paid = new Map<string, number>();
    const need = (kind: string, id: string | null | undefined) => {
      if (id) expect(known.has(`${kind} ${id}`), `${kind} ${id}`).toBe(true);
    };
    for (const fact of facts) {
      if (fact.fact === 'category_tree')
        for (const c of fact.categories) known.add(`category ${c.source_id}`);
      if (fact.fact === 'shop') need('merchant', fact.merchant);
      if (fact.fact === 'item') need('category', fact.category);
      if (fact.fact === 'variant') need('item', fact.item);
      if (fact.fact === 'offer') {
        need('shop', fact.shop);
        need('variant', fact.variant);
        const dated = `offer ${fact.source_id} from ${fact.valid_from}`;
        expect(known.has(dated), dated).toBe(false);
        known.add(dated);
      }
      if (fact.fact === 'order_line') {
        need('account', fact.account);
        need('offer', fact.offer);
        known.add(`order ${fact.order}`);
        paid.set(fact.source_id, fact.paid_minor);
      }
      if (fact.fact === 'payment') need('order', fact.order);
      if (fact.fact === 'refund') expect(fact.amount_minor).toBeLessThanOrEqual(paid.get(fact.line)!);
      known.add(`${fact.fact} ${fact.source_id}`);
    }
  });

  it('goes on after its history as if it had never stopped', () => {
    const resumed = worldOf();
    for (const _ of resumed.settlers());
    while (resumed.nextDay < resumed.frame.days) resumed.skip();
    const through = digest([...world.day(true), ...world.day(true)].map(({ fact }) => fact));
    expect(digest([...resumed.day(true), ...resumed.day(true)].map(({ fact }) => fact))).toBe(through);
  });

  it('tells no truth: no fact speaks of flows, positions or rings', () => {
    expect(JSON.stringify(facts)).not.toMatch(
      /"(ratio|position|taste|budget|quality|persuasion|incremental)/,
    );
    expect(world.truth().flows.length).toBeGreaterThan(10);
  });

  it('remembers itself in one line', () => {
    expect(optionsOf(specOf({ scenario: 'fraud', seed: 3, people: 500 }))).toEqual({
      scenario: 'fraud',
      seed: '3',
      people: 500,
    });
    expect(optionsOf('example')).toEqual({});
    expect(optionsOf('calm?version=1')).toBeNull();
  });

  it('refuses worlds that cannot be, and says which number', () => {
    const refused = (more: object) => () => frameOf({ ...SMALL, ...more } as WorldOptions);
    expect(refused({ scenario: 'boom' })).toThrow(/There are: calm, festival/);
    expect(refused({ people: 3 })).toThrow(/people must be a whole number from 100/);
    expect(refused({ people: Number.NaN })).toThrow(/people/);
    expect(refused({ offers: 200, merchants: 150 })).toThrow(/150 merchants need at least 250 offers/);
    expect(() => optionsOf('calm?peple=3')).toThrow(/has no peple/);
  });
});

describe('potential outcomes', () => {
  const world = worldOf({ people: 4_000, offers: 500 });
  for (const _ of world.settlers());
  while (world.nextDay < 60) world.skip();
  const plan = world.begin();
  const sessions = plan.sessions;

  it('do not depend on who is asked first, nor how often', () => {
    const ask = (list: typeof sessions) =>
      new Map(list.map((session) => [session.id, JSON.stringify(world.visit(session).responses)]));
    const forwards = ask(sessions);
    const backwards = ask([...sessions].reverse());
    expect(forwards.size).toBeGreaterThan(40);
    for (const [id, responses] of forwards) expect(backwards.get(id)).toBe(responses);
  });

  it('need the step before, and moving an offer up can only help it', () => {
    let clicks = { top: 0, bottom: 0 };
    for (const session of sessions) {
      for (const { offer } of world.market.shelf(session)) {
        const [top] = world.market.respond(session, [{ offer, slot: 0 }]);
        const [bottom] = world.market.respond(session, [{ offer, slot: 12 }]);
        for (const one of [top!, bottom!]) {
          if (one.bought) expect(one.carted && !one.anyway).toBe(true);
          if (one.carted || one.anyway) expect(one.clicked).toBe(true);
          if (one.clicked) expect(one.looked).toBe(true);
        }
        if (bottom!.clicked) expect(top!.clicked).toBe(true);
        clicks = {
          top: clicks.top + Number(top!.clicked),
          bottom: clicks.bottom + Number(bottom!.clicked),
        };
      }
    }
    expect(clicks.top).toBeGreaterThan(clicks.bottom * 1.5);
  });

  it('say what impressions add: without them nothing more is bought; in null they persuade nobody', () => {
    const bought = (w: World) => {
      let lines = 0;
      for (let day = 0; day < 200; day++)
        for (const { fact } of w.day(false)) if (fact.fact === 'order_line' && fact.request_id) lines++;
      return lines;
    };
    expect(bought(worldOf({ people: 2_000 }))).toBeGreaterThan(20);
    expect(bought(worldOf({ people: 2_000, without: 'persuasion' }))).toBe(0);
    expect(bought(worldOf({ people: 2_000, scenario: 'null' }))).toBe(0);
  });
});

describe('iso', () => {
  it('writes instants as Date does', () => {
    const start = Date.parse('2024-02-28T23:59:00.000Z');
    for (let k = 0; k < 5_000; k++) {
      const at = start + Math.floor((k * 7_919_137) / 3) + (k % 3) * 500;
      expect(iso(at)).toBe(new Date(at).toISOString());
    }
  });
});

it('knows the chance of each item in what somebody orders next: as many likely ones are ordered as it says', () => {
  const world = worldOf({ people: 2000 });
  const { person } = world.truth();
  let expected = 0;
  let variance = 0;
  let hits = 0;
  for (let day = 0; day < 40; day++) {
    const plan = world.begin();
    for (const order of plan.orders) {
      const chances = person(order.person).chances();
      expect(chances.reduce((sum, { chance }) => sum + chance, 0)).toBeCloseTo(1, 6);
      const likely = chances.slice(0, 20);
      const mass = likely.reduce((sum, { chance }) => sum + chance, 0);
      expected += mass;
      variance += mass * (1 - mass);
      // The first thing: later ones are never it again.
      if (likely.some(({ item }) => item === order.wants[0]!.offer.item)) hits++;
    }
    world.close(plan, []);
  }
  expect(expected).toBeGreaterThan(50);
  expect(Math.abs(hits - expected)).toBeLessThan(4 * Math.sqrt(variance));
});
