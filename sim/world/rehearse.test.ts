import { describe, expect, it } from 'vitest';
import { type Order, rehearse, type ScenarioName, type ShowPolicy, World } from './index.ts';

const NOW = Date.parse('2026-03-10T04:00:00Z');
const HISTORY = 400;
const optionsOf = (scenario: ScenarioName) => ({
  scenario,
  now: NOW,
  seed: 3,
  people: 3_000,
  merchants: 40,
  offers: 400,
  days: HISTORY + 60,
});

/** Puts the best seller of a leaf where the person never bought in front of what the shop shows. */
function newLeaves(): ShowPolicy {
  const bought = new Map<number, Set<number>>();
  return {
    ordered({ person, wants }: Order) {
      const leaves = bought.get(person) ?? new Set();
      bought.set(person, leaves);
      for (const { offer } of wants) leaves.add(offer.leaf.index);
    },
    show({ person }, shelf, world) {
      const known = bought.get(person);
      const best = new Map<number, (typeof shelf)[number]['offer']>();
      for (const offer of world.market.catalogue.offers) {
        if (offer.merchant.opened > 0 || known?.has(offer.leaf.index)) continue;
        if (offer.popularity > (best.get(offer.leaf.index)?.popularity ?? 0))
          best.set(offer.leaf.index, offer);
      }
      const fresh = [...best.values()].sort((a, b) => b.leaf.weight - a.leaf.weight).slice(0, 10);
      return [...fresh, ...shelf.map(({ offer }) => offer)].map((offer, slot) => ({ offer, slot }));
    },
  };
}

const rehearsed = (scenario: ScenarioName, policy: () => ShowPolicy) =>
  rehearse(optionsOf(scenario), { from: HISTORY, days: 60, policy, holdout: (person) => person % 5 === 0 });

describe('a rehearsal', () => {
  it('tells what a policy caused, and its holdout says the same', async () => {
    const result = await rehearsed('calm', newLeaves);
    expect(result.caused).toBeGreaterThan(0);
    const truth = result.caused / result.treated.people;
    expect(result.estimate.low).toBeLessThan(truth);
    expect(result.estimate.high).toBeGreaterThan(truth);
    expect(result.holdout.people + result.treated.people).toBe(3_000);
    // One life against the other of the same people is far surer than one half of them against the other.
    const { caused, caused_interval: sure, estimate } = result;
    expect(sure.low).toBeLessThan(caused);
    expect(sure.high - sure.low).toBeLessThan((estimate.high - estimate.low) * result.treated.people);
  });

  it('causes nothing with the shop’s own shelf, nor with anything in a world where nothing persuades', async () => {
    const own = await rehearsed('calm', () => ({ show: (_, shelf) => shelf }));
    expect(own.caused).toBe(0);
    expect(own.treated).toEqual(own.otherwise);
    expect((await rehearsed('null', newLeaves)).caused).toBe(0);
  });

  it('compares with another policy where one is named; who imports it is told the history and may get ready', async () => {
    let facts = 0;
    let ready = 0;
    const policy = (): ShowPolicy => ({
      ...newLeaves(),
      told: () => facts++,
      begins: async () => {
        ready = facts;
      },
    });
    const options = { from: HISTORY, days: 60, holdout: (person: number) => person % 5 === 0 };
    const same = await rehearse(optionsOf('calm'), { ...options, policy, otherwise: newLeaves });
    expect(ready).toBeGreaterThan(10_000);
    expect(facts).toBe(ready);
    expect(same.caused).toBe(0);
    expect(same.treated).toEqual(same.otherwise);
    const plain = await rehearsed('calm', newLeaves);
    expect(same.treated).toEqual(plain.treated);
  });

  it('lives through the same days as the world itself', async () => {
    const world = new World(optionsOf('calm'));
    let orders = 0;
    while (world.nextDay < HISTORY + 60) {
      const today = world.skip();
      if (world.nextDay > HISTORY) orders += today.length;
    }
    const { treated, holdout } = await rehearsed('calm', () => ({ show: (_, shelf) => shelf }));
    expect(treated.orders + holdout.orders).toBe(orders);
  });
});
