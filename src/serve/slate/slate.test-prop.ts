import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Rng, rngOf } from '../../base/index.ts';
import type { Asked } from '../candidates/source.ts';
import { numberOf } from '../candidates/source.ts';
import { openPast } from '../decide/open-past.ts';
import type { Past } from '../decide/past.ts';
import { planOf } from '../decide/plan.ts';
import { policyOf, requestOf, scenarioOf } from '../decide/testing.ts';
import { exampleRows, snapshotFrom } from '../snapshot/index.ts';
import { explores, type Filled, fillSlate } from './fill.ts';
import { Order } from './order.ts';
import { thresholds } from './threshold.ts';

const snapshot = snapshotFrom(exampleRows(3, 20));
const past: Past = openPast(snapshot);
const NOW = snapshot.manifest.day * 86_400_000;
const { offers } = snapshot;
/** One offer an item: then caps are all that bind. */
const single = [...offers.item.keys()].filter((o) => snapshot.offers.id.at(o).endsWith('_a'));

interface Given {
  readonly picks: readonly { offer: number; score: number; explore: boolean; repeat: boolean }[];
  readonly k: number;
  readonly caps: { merchant: number | null; category: number | null; brand: number | null };
  readonly repeat_rate?: number | null;
  readonly exploration_slots?: number;
  readonly randomised_rate?: number;
}

function fill(given: Given, rng: Rng) {
  const scenario = scenarioOf({
    caps: given.caps,
    repeat_rate: given.repeat_rate ?? null,
    exploration_slots: given.exploration_slots ?? 0,
    randomised_rate: given.randomised_rate ?? 0,
  });
  const request = requestOf({ k: given.k });
  const plan = planOf(policyOf({ scenarios: [scenario] }), snapshot, request, NOW, []);
  const asked: Asked = {
    past,
    plan,
    request,
    item: -1,
    offer: -1,
    category: -1,
    shop: -1,
    cart: [],
    order: [],
  };
  past.pool.clear();
  for (const { offer, score, explore, repeat } of given.picks) {
    past.pool.add(offer, numberOf(explore ? 'new_item' : 'popular'), -1, 1);
    past.pool.score[past.pool.count - 1] = score;
    past.pool.repeat[past.pool.count - 1] = repeat ? 1 : 0;
  }
  const filled = fillSlate(asked, rng);
  const threshold = thresholds(asked, filled);
  expect(threshold).toEqual(plainThresholds(asked, filled));
  return filled.slots.map(({ i, propensity, why }) => ({
    offer: past.pool.offer[i]!,
    score: past.pool.score[i]!,
    propensity,
    why,
  }));
}

/** By slot: take it out, and look through everything outside the slate from the top. */
function plainThresholds(asked: Asked, { slots, limits, order }: Filled): (number | null)[] {
  const { pool } = past;
  return slots.map(({ i, why }) => {
    if (why === 'pin' || why === 'exploration') return null;
    limits.change(i, -1);
    const next = Array.from({ length: order.length }, (_, n) => order.at(n)).find(
      (other) =>
        !slots.some((slot) => slot.i === other) &&
        !explores(pool.source[other]!) &&
        (asked.plan.repeat_rate === null || pool.repeat[other] === pool.repeat[i]) &&
        limits.misfit(other) === null,
    );
    limits.change(i, 1);
    return next === undefined ? null : pool.score[next]!;
  });
}

const picks = (most: number, explore: fc.Arbitrary<boolean> = fc.constant(false)) =>
  fc
    .uniqueArray(fc.constantFrom(...single), { minLength: 1, maxLength: most })
    .chain((chosen) =>
      fc.tuple(
        fc.constant(chosen),
        fc.array(fc.tuple(fc.nat(1_000), explore, fc.boolean()), {
          minLength: chosen.length,
          maxLength: chosen.length,
        }),
      ),
    )
    .map(([chosen, with_]) =>
      chosen.map((offer, i) => ({ offer, score: with_[i]![0], explore: with_[i]![1], repeat: with_[i]![2] })),
    );

/** The highest sum of scores of any set of at most k that keeps the caps: every subset is tried. */
function bruteForce({ picks: all, k, caps }: Given): number {
  let best = 0;
  for (let set = 0; set < 1 << all.length; set++) {
    const chosen = all.filter((_, i) => (set >> i) & 1);
    if (chosen.length > k) continue;
    const keeps = (of: Int32Array, most: number | null) =>
      most === null ||
      chosen.every(
        ({ offer }) => of[offer]! < 0 || chosen.filter((o) => of[o.offer] === of[offer]).length <= most,
      );
    if (
      keeps(offers.merchant, caps.merchant) &&
      keeps(offers.category, caps.category) &&
      keeps(offers.brand, caps.brand)
    )
      best = Math.max(
        best,
        chosen.reduce((sum, { score }) => sum + score, 0),
      );
  }
  return best;
}
const sumOf = (slots: { score: number }[]) => slots.reduce((sum, { score }) => sum + score, 0);
const most = fc.integer({ min: 1, max: 3 });

it('[L1] with one kind of cap the slate is the best there is: equal to brute force', () => {
  const caps = fc.oneof(
    most.map((merchant) => ({ merchant, category: null, brand: null })),
    most.map((category) => ({ merchant: null, category, brand: null })),
    most.map((brand) => ({ merchant: null, category: null, brand })),
  );
  fc.assert(
    fc.property(picks(10), fc.integer({ min: 1, max: 8 }), caps, (chosen, k, given) => {
      const one = { picks: chosen, k, caps: given };
      expect(sumOf(fill(one, rngOf(1)))).toBe(bruteForce(one));
    }),
    { numRuns: 150 },
  );
});

it('[L2] with three kinds of caps it keeps all of them, and never falls below a third of brute force', () => {
  fc.assert(
    fc.property(
      picks(10),
      fc.integer({ min: 1, max: 8 }),
      most,
      most,
      most,
      (chosen, k, merchant, category, brand) => {
        const one = { picks: chosen, k, caps: { merchant, category, brand } };
        expect(3 * sumOf(fill(one, rngOf(1)))).toBeGreaterThanOrEqual(bruteForce(one));
      },
    ),
    { numRuns: 150 },
  );
});

/** Every way the coins and lots can fall, with its probability. `next` asks yes or no at `rate`; `below(n)` draws one of n. */
function outcomes(rate: number, run: (rng: Rng) => { offer: number; propensity: number }[]) {
  const all: { probability: number; slots: { offer: number; propensity: number }[] }[] = [];
  const explore = (script: number[]) => {
    let at = 0;
    let probability = 1;
    let open: number | null = null;
    const choose = (n: number, chance: (choice: number) => number) => {
      const choice = script[at] ?? 0;
      if (at++ >= script.length && open === null) open = n;
      probability *= chance(choice);
      return choice;
    };
    const rng: Rng = {
      next: () => (choose(2, (c) => (c === 0 ? rate : 1 - rate)) === 0 ? 0 : 1 - 2 ** -32),
      below: (n) => choose(n, () => 1 / n),
      normal: () => 0,
      derive: () => rng,
    };
    const slots = run(rng);
    if (open === null) all.push({ probability, slots });
    else for (let choice = 0; choice < open; choice++) explore([...script, choice]);
  };
  explore([]);
  return all;
}

it('[L3] propensities are exact: over everything chance can do they are how often an offer stands in a slot, and sum to 1', () => {
  fc.assert(
    fc.property(
      picks(9, fc.boolean()),
      fc.integer({ min: 1, max: 6 }),
      fc.constantFrom(0, 0.01, 0.05),
      fc.nat(1),
      (chosen, k, rate, exploration_slots) => {
        const caps = { merchant: 2, category: null, brand: null };
        const given: Given = { picks: chosen, k, caps, exploration_slots, randomised_rate: rate };
        const all = outcomes(rate, (rng) => fill(given, rng));
        expect(all.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 12);
        const often = new Map<string, number>();
        for (const { probability, slots } of all)
          slots.forEach(({ offer }, slot) => {
            const key = `${slot}:${offer}`;
            often.set(key, (often.get(key) ?? 0) + probability);
          });
        for (const { slots } of all)
          slots.forEach(({ offer, propensity }, slot) => {
            expect(propensity).toBeCloseTo(often.get(`${slot}:${offer}`)!, 12);
          });
      },
    ),
    { numRuns: 100 },
  );
});

it('[L4] the score that a slot has to beat is that of a look through all others, whatever is capped and shared out', () => {
  const cap = fc.option(most, { nil: null });
  fc.assert(
    fc.property(
      picks(30, fc.boolean()),
      fc.integer({ min: 1, max: 12 }),
      fc.record({ merchant: cap, category: cap, brand: cap }),
      fc.constantFrom(null, 0, 0.3, 1),
      // `fill` compares.
      (chosen, k, caps, repeat_rate) => {
        fill({ picks: chosen, k, caps, repeat_rate, exploration_slots: 1 }, rngOf(k));
      },
    ),
    { numRuns: 300 },
  );
});

it('[L5] read from the highest on, equal scores by offer, as a comparator would sort them', () => {
  const scores = fc.array(fc.oneof(fc.nat(5), fc.double({ noNaN: true })), { maxLength: 400 });
  const read = new Order(400);
  fc.assert(
    fc.property(scores, fc.nat(400), (given, first) => {
      const score = Float64Array.from(given);
      const offer = Int32Array.from(given, (_, i) => (i * 7919) % 401);
      const expected = [...given.keys()].sort((a, b) =>
        score[a] === score[b] ? offer[a]! - offer[b]! : score[b]! > score[a]! ? 1 : -1,
      );
      read.by(score, offer);
      for (const i of given.keys()) read.add(i);
      if (first < given.length) expect(read.at(first)).toBe(expected[first]);
      expect(Array.from(given, (_, n) => read.at(n))).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});
