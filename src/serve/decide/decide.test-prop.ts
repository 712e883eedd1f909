import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Decision, type NormalisedRequest, type Policy, Rule } from '../../contracts/index.ts';
import { differences, replay } from '../replay/replay.ts';
import { exampleAccount, exampleRows, snapshotFrom } from '../snapshot/index.ts';
import { decide } from './decide.ts';
import type { Live } from './live.ts';
import { openPast } from './open-past.ts';
import { liveValues, policyOf, requestOf, scenarioOf } from './testing.ts';
import { newWatch } from './types.ts';

const snapshot = snapshotFrom(exampleRows(1, 200));
const past = openPast(snapshot);
const NOW = snapshot.manifest.day * 86_400_000 + 3_600_000;
const ids = (names: { id: { length: number; at(i: number): string } }) =>
  Array.from({ length: names.id.length }, (_, i) => names.id.at(i));
const offers = ids(snapshot.offers);
const items = ids(snapshot.items);
const categories = ids(snapshot.categories);

const rule = fc
  .record({
    when: fc.constantFrom(
      'true',
      'false',
      'offer.price_minor > 800',
      'merchant.tier == "small"',
      'category.top_id == "cat_1"',
      'brand.id == "brd_1"',
      'item.attributes["colour"] == "red"',
    ),
    action: fc.oneof(
      fc.record({ kind: fc.constant('filter') }),
      fc.record({
        kind: fc.constant('boost'),
        add_minor: fc.nat(5000),
        share: fc.double({ min: 0, max: 10, noNaN: true }),
      }),
      fc.record({ kind: fc.constant('bury'), take_minor: fc.nat(5000) }),
      fc.record({ kind: fc.constant('pin'), slot: fc.nat(11) }),
      fc.record({
        kind: fc.constant('quota'),
        min: fc.nat(3),
        max: fc.option(fc.integer({ min: 3, max: 6 })),
      }),
    ),
    priority: fc.integer({ min: -5, max: 5 }),
  })
  .map((r) => r);
const rules = fc
  .array(rule, { maxLength: 5 })
  .map((all) => all.map((r, i) => Rule.parse({ ...r, rule_id: `r${i}`, text: 'a rule' })));
const cap = fc.option(fc.integer({ min: 1, max: 5 }), { nil: null });
const policyArb: fc.Arbitrary<Policy> = fc
  .record({
    rules,
    repeat_rate: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null }),
    caps: fc.record({ merchant: cap, category: cap, brand: cap }),
    exploration_slots: fc.nat(3),
    randomised_rate: fc.double({ min: 0, max: 0.05, noNaN: true }),
    holdout: fc.constantFrom(0, 0.5, 1),
    canal: fc.boolean(),
  })
  .map(
    ({ rules, holdout, canal, ...scenario }) =>
      policyOf({
        rules,
        scenarios: [scenarioOf(scenario)],
        holdout: { salt: 'h', rate: holdout },
        canals: canal
          ? [
              {
                canal_id: 'cnl_1',
                from_category_id: 'cat_0_0',
                to_category_id: 'cat_2_1',
                scenarios: [],
                slots: 2,
                opened_at: '2024-01-01T00:00:00Z',
              },
            ]
          : [],
      }).policy,
  );
const requestArb: fc.Arbitrary<NormalisedRequest> = fc
  .record({
    account_id: fc.constantFrom(
      '',
      exampleAccount('nobody'),
      ...Array.from({ length: 30 }, (_, p) => exampleAccount(p)),
    ),
    k: fc.integer({ min: 1, max: 20 }),
    item_id: fc.constantFrom('', 'itm_unknown', ...items.slice(0, 20)),
    category_id: fc.constantFrom('', ...categories),
    cart: fc.subarray(items.slice(0, 10)),
  })
  .map(requestOf);
const liveArb: fc.Arbitrary<Live> = fc
  .record({
    purchases: fc.array(
      fc.record({
        item_id: fc.constantFrom(...items.slice(0, 30)),
        offer_id: fc.constantFrom('', ...offers.slice(0, 30)),
        day: fc.constantFrom(snapshot.manifest.day, snapshot.manifest.day - 1),
        amount_minor: fc.nat(10_000),
      }),
      { maxLength: 5 },
    ),
    views: fc.subarray(items.slice(0, 20)),
    cart: fc.subarray(items.slice(20, 40)),
    impressions: fc.array(fc.tuple(fc.constantFrom(...items), fc.nat(6)), { maxLength: 10 }),
    closed: fc.subarray(offers),
  })
  .map(({ closed, ...values }) => {
    const set = new Set(closed);
    return liveValues({
      ...values,
      gates: [{ name: 'stock', gate: 'unavailable', closes: (o, s) => set.has(s.offers.id.at(o)) }],
    });
  });
const cases = fc.record({ policy: policyArb, request: requestArb, live: liveArb, seed: fc.nat() });
type Case = { policy: Policy; request: NormalisedRequest; live: Live; seed: number };

const run = ({ policy, request, live, seed }: Case, watch = newWatch()) => {
  const compiled = policyOf(policy);
  const input = { past, policy: compiled, live, request, clock: NOW, seed, decision_id: 'dec_1', build: '1' };
  return { compiled, watch, decision: decide(input, watch), again: decide(input) };
};
const offerOf = (slot: Decision['slots'][number]) => snapshot.offers.find(slot.offer_id);
const countBy = (decision: Decision, of: (offer: number) => number) => {
  const counts = new Map<number, number>();
  for (const slot of decision.slots) {
    const key = of(offerOf(slot));
    if (key >= 0) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
};

it('[D1] a decision is the same with and without a watch, and replays byte for byte from its JSON', () => {
  fc.assert(
    fc.property(cases, (one) => {
      const { compiled, decision, again } = run(one);
      expect(JSON.stringify(again)).toBe(JSON.stringify(decision));
      const stored = JSON.parse(JSON.stringify(decision)) as Decision;
      const replayed = replay(stored, past, compiled);
      expect(differences(stored, replayed)).toEqual([]);
      expect(JSON.stringify(replayed)).toBe(JSON.stringify(stored));
    }),
    { numRuns: 150 },
  );
});

it('[D2] gates win over everything: nothing shown is withdrawn, unavailable, filtered, owned, in the cart or capped', () => {
  fc.assert(
    fc.property(cases, (one) => {
      const { compiled, decision, watch } = run(one);
      const shown = [...decision.slots, ...(decision.ghost ?? [])];
      const cart = new Set([...one.request.cart, ...one.live.cart]);
      const shownTo = new Map(one.live.impressions);
      for (const slot of shown) {
        const offer = offerOf(slot);
        const item = snapshot.items.id.at(snapshot.offers.item[offer]!);
        expect(snapshot.offers.active[offer]).toBe(1);
        expect(one.live.gates[0]!.closes(offer, snapshot, one.request)).toBe(false);
        expect(watch.plan!.rules.filterOf(offer)).toBeNull();
        expect(one.request.account_id !== '' ? cart.has(item) : one.request.cart.includes(item)).toBe(false);
        if (one.request.account_id !== '') expect(shownTo.get(item) ?? 0).toBeLessThan(3);
      }
      expect(compiled.conflicts).toBeDefined();
    }),
    { numRuns: 150 },
  );
});

it('[D3] caps, quotas and the number of slots hold; no item stands twice; slots count from 0', () => {
  fc.assert(
    fc.property(cases, (one) => {
      const { decision, watch } = run(one);
      const { caps, exploration_slots } = watch.plan!.config;
      expect(decision.slots.length).toBeLessThanOrEqual(one.request.k);
      expect(countBy(decision, (o) => snapshot.offers.item[o]!)).toBeLessThanOrEqual(1);
      expect(countBy(decision, (o) => snapshot.offers.merchant[o]!)).toBeLessThanOrEqual(caps.merchant ?? 99);
      expect(countBy(decision, (o) => snapshot.offers.category[o]!)).toBeLessThanOrEqual(caps.category ?? 99);
      expect(countBy(decision, (o) => snapshot.offers.brand[o]!)).toBeLessThanOrEqual(caps.brand ?? 99);
      for (const quota of watch.plan!.rules.quotas)
        expect(decision.slots.filter((s) => quota.holds(offerOf(s))).length).toBeLessThanOrEqual(
          quota.max ?? 99,
        );
      const pinned = new Set(
        watch.steps.filter((s) => s.why === 'pin' || s.why === 'quota').map((s) => s.offer),
      );
      const explored = decision.slots.filter(
        (s) => ['new_item', 'new_merchant'].includes(s.source) && !pinned.has(offerOf(s)),
      );
      expect(explored.length).toBeLessThanOrEqual(exploration_slots);
      expect(decision.slots.map((s) => s.slot)).toEqual(decision.slots.map((_, i) => i));
    }),
    { numRuns: 150 },
  );
});

it('[D4] terms sum to the score bit for bit', () => {
  fc.assert(
    fc.property(cases, (one) => {
      const { watch } = run(one);
      for (const { gate, terms, score } of watch.candidates) {
        if (gate) continue;
        const [first, ...rest] = terms().map((t) => t.amount_minor);
        expect(rest.reduce((sum, t) => sum + t, first!)).toBe(score);
      }
    }),
    { numRuns: 50 },
  );
});

it('[D5] who is not read gets what everybody gets in the same place', () => {
  fc.assert(
    fc.property(cases, fc.nat(199), (one, other) => {
      const request = { ...one.request, account_id: '' };
      const live = liveValues({ gates: one.live.gates });
      const first = run({ ...one, request, live });
      // Somebody else was served in between: nothing of them stays behind.
      run({ ...one, request: { ...one.request, account_id: exampleAccount(other) } });
      const second = run({ ...one, request, live });
      expect(JSON.stringify(second.decision)).toBe(JSON.stringify(first.decision));
      expect(first.decision.arms).toEqual([]);
      expect(first.decision.holdout).toBe(false);
    }),
    { numRuns: 60 },
  );
});

it('[D6] the holdout is never led through a canal; its ghost is', () => {
  let ghosts = 0;
  let led = 0;
  const canals = [
    {
      canal_id: 'cnl_1',
      from_category_id: 'cat_0',
      to_category_id: 'cat_2_1',
      scenarios: [],
      slots: 2,
      opened_at: '',
    },
  ];
  for (let p = 0; p < 200; p++) {
    const request = requestOf({ account_id: exampleAccount(p) });
    const policy = policyOf({ canals, holdout: { salt: 'h', rate: 0.5 } }).policy;
    const { decision } = run({ policy, request, live: liveValues(), seed: p });
    if (decision.holdout) {
      expect(decision.slots.every((s) => s.canal_id === null && s.source !== 'canal')).toBe(true);
      if (decision.ghost!.some((s) => s.canal_id === 'cnl_1')) ghosts++;
    } else {
      expect(decision.ghost).toBeNull();
      if (decision.slots.some((s) => s.canal_id === 'cnl_1')) led++;
    }
  }
  expect(ghosts).toBeGreaterThan(10);
  expect(led).toBeGreaterThan(10);
});
