import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Placement, type Policy, Rule } from '../../contracts/index.ts';
import { buildIndex, encodeIndex } from '../../search/index.ts';
import { decide } from '../decide/decide.ts';
import type { LiveGate } from '../decide/live.ts';
import { openPast } from '../decide/open-past.ts';
import { liveValues, policyOf, requestOf, scenarioOf } from '../decide/testing.ts';
import { explain } from '../explain/explain.ts';
import { documentOf } from '../patch/document.ts';
import { differences, replay } from '../replay/replay.ts';
import { exampleAccount, exampleRows, type Snapshot, snapshotFrom } from '../snapshot/index.ts';
import type { Texts } from '../snapshot/types.ts';

const example = snapshotFrom(exampleRows(1, 60));
const THINGS = ['kettle', 'lantern', 'stool'];
const en: Texts = {
  length: example.items.category.length,
  at: (item) => `${THINGS[item % 3]} ${item % 2 === 0 ? 'steel' : 'oak'} ${item}`,
};
const plain: Snapshot = { ...example, items: { ...example.items, en } };
const search = encodeIndex(
  buildIndex([...example.items.category.keys()].map((item) => documentOf(plain, item))),
);
const snapshot: Snapshot = { ...plain, search };
const past = openPast(snapshot);
const { offers, merchants } = snapshot;
const CLOCK = snapshot.manifest.day * 86_400_000 + 3_600_000;
const TODAY = new Date(CLOCK).toISOString().slice(0, 10);
const all = [...offers.item.keys()];
const idOf = (offer: number) => offers.id.at(offer);

const placementOf = (change: Partial<Placement> & { offer_ids: string[] }): Placement =>
  Placement.parse({
    placement_id: 'p',
    merchant_id: merchants.id.at(offers.merchant[offers.find(change.offer_ids[0]!)]!),
    scenarios: ['home_feed', 'search'],
    from: TODAY,
    until: TODAY,
    price: { kind: 'fixed', amount_minor: 100_000 },
    ...change,
  });
const SEARCH = scenarioOf({
  scenario: 'search',
  sources: [{ source: 'search', most: 500 }],
  repeat_rate: null,
  caps: { merchant: null, category: null, brand: null },
  frequency_cap: null,
  exploration_slots: 0,
  randomised_rate: 0,
  skip_gates: ['owned', 'in_cart', 'repurchase_interval', 'frequency_cap'],
});
const SCOPE = {
  category_id: '',
  brand_ids: [],
  merchant_id: '',
  shop_id: '',
  price_from_minor: null,
  price_to_minor: null,
  attributes: [],
  sort: 'best' as const,
  skip: 0,
};
const run = (
  policy: Partial<Policy>,
  request: Parameters<typeof requestOf>[0],
  gates: LiveGate[] = [],
  seed = 7,
) => {
  const compiled = policyOf({ scenarios: [scenarioOf(), SEARCH], ...policy });
  const decision = decide({
    past,
    policy: compiled,
    live: liveValues({ gates }),
    request: requestOf(request),
    clock: CLOCK,
    seed,
    decision_id: 'd',
    build: 'b',
  });
  return { decision, compiled };
};
const closing = (closed: (offer: number) => boolean): LiveGate => ({
  name: 'stock',
  gate: 'unavailable',
  closes: closed,
});
const searching = (query: string, k = 10, scope: object = {}) => ({
  scenario: 'search' as const,
  query,
  k,
  scope: { ...SCOPE, ...scope },
});

const placementArb = (n: number) =>
  fc
    .record({
      offer: fc.constantFrom(...all),
      more: fc.array(fc.constantFrom(...all), { maxLength: 4 }),
      slots: fc.integer({ min: 1, max: 3 }),
      bounds: fc.tuple(fc.nat(6), fc.nat(12)),
    })
    .map(({ offer, more, slots, bounds: [first, wide] }) =>
      placementOf({
        placement_id: `p${n}`,
        offer_ids: [offer, ...more].map(idOf),
        slots,
        first_slot: first,
        last_slot: first + wide,
      }),
    );
const placementsArb = fc
  .integer({ min: 1, max: 4 })
  .chain((n) => fc.tuple(...Array.from({ length: n }, (_, i) => placementArb(i))));
const account = fc.constantFrom('', ...Array.from({ length: 20 }, (_, p) => exampleAccount(p)));

describe('paid placements', () => {
  it('[A1] what is not paid for is the slate without them, of fewer slots: no score, order, threshold or propensity changes', () => {
    const scenario = fc.record({
      repeat_rate: fc.constantFrom(null, 0.3),
      exploration_slots: fc.nat(2),
      randomised_rate: fc.constantFrom(0, 0.05),
      sponsored_slots: fc.nat(4),
    });
    let placed = 0;
    fc.assert(
      fc.property(
        placementsArb,
        account,
        fc.integer({ min: 1, max: 20 }),
        scenario,
        fc.nat(),
        fc.constantFrom(0, 1),
        (placements, account_id, k, change, seed, rate) => {
          const given = { scenarios: [scenarioOf(change)], holdout: { salt: 'h', rate } };
          const { decision, compiled } = run({ ...given, placements }, { account_id, k }, [], seed);
          const paid = decision.slots.filter(({ source }) => source === 'sponsored');
          const items = new Set(paid.map(({ offer_id }) => offers.item[offers.find(offer_id)]!));
          const bare = run(
            given,
            { account_id, k: k - paid.length },
            [closing((o) => items.has(offers.item[o]!))],
            seed,
          );
          const rest = (slots: typeof paid) =>
            slots.filter(({ source }) => source !== 'sponsored').map(({ slot: _, ...one }) => one);
          expect(rest(decision.slots)).toEqual(rest(bare.decision.slots));
          expect(paid.length).toBeLessThanOrEqual(Math.min(change.sponsored_slots, Math.floor(k / 2)));
          for (const { placement_id, slot, offer_id } of paid) {
            const its = placements.find((one) => one.placement_id === placement_id)!;
            expect(its.offer_ids).toContain(offer_id);
            expect(offers.merchant[offers.find(offer_id)]).toBe(merchants.find(its.merchant_id));
            expect(slot).toBeLessThanOrEqual(its.last_slot);
            if (decision.slots.length === k) expect(slot).toBeGreaterThanOrEqual(its.first_slot);
            expect(paid.filter((one) => one.placement_id === placement_id).length).toBeLessThanOrEqual(
              its.slots,
            );
          }
          placed += paid.length;
          expect(differences(decision, replay(decision, past, compiled))).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
    expect(placed).toBeGreaterThan(100);
  });

  it('[A2] gates win, and so do pins and full quotas', () => {
    const offer = all.find((o) => offers.active[o] === 1)!;
    const placements = [placementOf({ offer_ids: [idOf(offer)] })];
    const sponsored = (policy: Partial<Policy>, gates: LiveGate[] = []) =>
      run({ placements, ...policy }, { k: 10 }, gates).decision.slots.filter(
        (one) => one.source === 'sponsored',
      );
    expect(sponsored({})).toMatchObject([{ slot: 0, offer_id: idOf(offer), placement_id: 'p' }]);
    expect(sponsored({}, [closing((o) => o === offer)])).toEqual([]);
    const rule = (action: object) =>
      Rule.parse({
        rule_id: 'r',
        text: 'a rule',
        when: `merchant.id == "${placements[0]!.merchant_id}"`,
        action,
      });
    expect(sponsored({ rules: [rule({ kind: 'filter' })] })).toEqual([]);
    expect(sponsored({ rules: [rule({ kind: 'pin', slot: 0 })] })).toMatchObject([{ slot: 1 }]);
    const { decision } = run({ placements, rules: [rule({ kind: 'quota', max: 1 })] }, { k: 10 });
    const own = decision.slots.filter(
      ({ offer_id }) =>
        merchants.id.at(offers.merchant[offers.find(offer_id)]!) === placements[0]!.merchant_id,
    );
    expect(own).toMatchObject([{ source: 'sponsored' }]);
  });

  it('[A3] a search takes only what it found by itself, with all the words, near the best, and within the filters', () => {
    const kettle = offers.find(run({}, searching('kettle')).decision.slots.at(-1)!.offer_id);
    const stool = offers.find(run({}, searching('stool')).decision.slots[0]!.offer_id);
    const of = (offer: number, change: Partial<Placement>, query: string, scope: object = {}) =>
      run({ placements: [placementOf({ offer_ids: [idOf(offer)], ...change })] }, searching(query, 10, scope))
        .decision.slots.filter(({ source }) => source === 'sponsored')
        .map(({ offer_id }) => offer_id);
    expect(of(kettle, {}, 'kettle')).toEqual([idOf(kettle)]);
    expect(of(stool, {}, 'kettle')).toEqual([]);
    expect(of(kettle, { queries: ['  KETTLE '] }, 'kettle')).toEqual([idOf(kettle)]);
    expect(of(kettle, { queries: ['lantern'] }, 'kettle')).toEqual([]);
    expect(of(kettle, {}, 'kettle', { sort: 'price_up' })).toEqual([]);
    expect(of(kettle, {}, 'kettle', { price_to_minor: 0 })).toEqual([]);
    expect(of(kettle, {}, 'nothinglikeit')).toEqual([]);
    expect(of(kettle, { until: '2000-01-01', from: '2000-01-01' }, 'kettle')).toEqual([]);
    expect(of(kettle, { scenarios: ['home_feed'] }, 'kettle')).toEqual([]);
    expect(of(kettle, { enabled: false }, 'kettle')).toEqual([]);
  });

  it('[A4] the second page goes on where the first one ends, and is not paid for', () => {
    const last = offers.find(run({}, searching('kettle', 20)).decision.slots.at(-1)!.offer_id);
    const placements = [placementOf({ offer_ids: [idOf(last)] })];
    const page = (skip: number) => run({ placements }, searching('kettle', 8, { skip })).decision.slots;
    const bare = run({}, searching('kettle', 16)).decision.slots.map(({ offer_id }) => offer_id);
    expect(page(0)[0]).toMatchObject({ source: 'sponsored', offer_id: idOf(last) });
    expect([...page(0).slice(1), ...page(8)].map(({ offer_id }) => offer_id)).toEqual(
      bare.filter((id) => id !== idOf(last)).slice(0, 15),
    );
  });

  it('[A5] without the person nothing of the person counts, the holdout sees the same, and an arm may leave them out', () => {
    const placements = [placementOf({ offer_ids: all.slice(0, 20).map(idOf), slots: 2 })];
    const paid = (policy: Partial<Policy>, account_id: string) =>
      run({ placements, ...policy }, { account_id }).decision.slots.flatMap(
        ({ placement_id, offer_id, slot }) => (placement_id ? [[slot, offer_id]] : []),
      );
    const slots = (account_id: string) => run({ placements }, { account_id }).decision.slots;
    expect(slots('')).toEqual(slots(''));
    const someone = exampleAccount(3);
    expect(paid({ holdout: { salt: 'h', rate: 1 } }, someone)).toEqual(paid({}, someone));
    expect(paid({}, someone).length).toBe(2);
    const arm = (name: string) => ({
      arm: name,
      weight: 1,
      change: { withhold_sources: ['sponsored' as const], withhold_canals: [] },
    });
    const experiments: Policy['experiments'] = [
      {
        experiment_id: 'e',
        hypothesis: 'none',
        unit: 'account',
        salt: 's',
        traffic_rate: 1,
        exclusion_tag: '',
        scenarios: [],
        arms: [arm('a'), arm('b')],
        status: 'running',
      },
    ];
    expect(paid({ experiments }, someone)).toEqual([]);
  });

  it('[A6] its label names who pays; the explanation says that it is paid for, and its terms are those it has anyway', () => {
    const offer = offers.find(run({}, searching('kettle')).decision.slots[6]!.offer_id);
    const { decision, compiled } = run(
      { placements: [placementOf({ offer_ids: [idOf(offer)] })] },
      searching('kettle'),
    );
    const merchant = offers.merchant[offer]!;
    expect(decision.slots[0]!.reason).toEqual({
      code: 'sponsored',
      en: `Sponsored: ${merchants.en.at(merchant)} pays for this place`,
      zh: `广告：由${merchants.zh.at(merchant)}付费展示`,
    });
    const told = explain({ decision, past, policy: compiled });
    expect(told.equal).toBe(true);
    expect(told.slots[0]).toMatchObject({
      why: 'paid',
      placement_id: 'p',
      threshold: null,
      source: 'sponsored',
    });
    const free = explain({
      ...run({}, searching('kettle')),
      past,
      policy: policyOf({ scenarios: [SEARCH] }),
    });
    expect(told.slots[0]!.terms).toEqual(free.slots[6]!.terms);
    expect(told.slots[0]!.terms.reduce((sum, { amount_minor }) => sum + amount_minor, 0)).toBe(
      told.slots[0]!.score,
    );
  });
});
