import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { NormalisedRequest, Rule } from '../../contracts/index.ts';
import { logistic } from '../../math/index.ts';
import { decide } from '../decide/decide.ts';
import { openPast } from '../decide/open-past.ts';
import type { Past } from '../decide/past.ts';
import { liveValues, policyOf, requestOf } from '../decide/testing.ts';
import { compilePolicy } from '../rules/index.ts';
import { exampleAccount, exampleRows, type Snapshot, snapshotFrom } from '../snapshot/index.ts';
import { absence } from './absence.ts';
import { explain } from './explain.ts';
import type { Recorded } from './recorded.ts';
import { explainToConsumer, explainToMerchant } from './views.ts';
import { offerOf, whatIf } from './what-if.ts';

const CLOCK = 20_000 * 86_400_000 + 3_600_000;

let snapshot: Snapshot;
let past: Past;
beforeAll(() => {
  snapshot = snapshotFrom(exampleRows());
  past = openPast(snapshot);
});

const rule = (rule_id: string, when: string, action: Rule['action'], priority = 0): Rule => ({
  rule_id,
  text: { en: rule_id },
  scenarios: [],
  when,
  action,
  priority,
  from: null,
  until: null,
  enabled: true,
});

function recordOf(
  request: Partial<NormalisedRequest> = {},
  rules: readonly Rule[] = [],
  seed = 7,
  on: Past = past,
): Recorded {
  const policy = policyOf({ rules: [...rules] });
  const decision = decide({
    past: on,
    policy,
    live: liveValues(),
    request: requestOf(request),
    clock: CLOCK,
    seed,
    decision_id: 'dec_1',
    build: 'test',
  });
  return { decision, past: on, policy };
}

const person = fc.integer({ min: -1, max: 59 }).map((p) => (p < 0 ? '' : exampleAccount(p)));
const offer = fc.nat().map((n) => n % 216);

/** The same snapshot with every column of its own and one offer's numbers set: nothing is shared with the what-if. */
function copyWith(
  o: number,
  columns: Partial<Record<'price_minor' | 'refundRate' | 'position' | 'pricePower', number>>,
): Past {
  const offers: Record<string, unknown> = { ...snapshot.offers };
  for (const [name, column] of Object.entries(offers))
    if (ArrayBuffer.isView(column)) offers[name] = (column as Float64Array).slice();
  for (const [name, value] of Object.entries(columns)) (offers[name] as Float64Array)[o] = value;
  return openPast({ ...snapshot, offers: offers as unknown as Snapshot['offers'] });
}

describe('explanation', () => {
  test('is the decision made again; its terms sum to the score bit for bit, its log-odds to the probability', () => {
    fc.assert(
      fc.property(person, fc.nat(), (account_id, seed) => {
        const rules = [rule('lift', 'offer.price_minor > 500', { kind: 'boost', add_minor: 3, share: 0.2 })];
        const recorded = recordOf({ account_id }, rules, seed);
        const told = explain(recorded);
        expect(told.equal).toBe(true);
        expect(told.slots.map(({ offer_id }) => offer_id)).toEqual(
          recorded.decision.slots.map((s) => s.offer_id),
        );
        for (const slot of told.slots) {
          expect(slot.terms.reduce((sum, { amount_minor }) => sum + amount_minor, 0)).toBe(slot.score);
          const purchase = slot.terms.find(({ name }) => name === 'purchase')!;
          const odds = purchase.log_odds.reduce((sum, { log_odds }) => sum + log_odds, 0);
          expect(logistic(odds)).toBe(purchase.parts.probability);
          expect(slot.gates_passed).toContain('rule');
        }
        const sum = told.sources.reduce((all, { candidate_count }) => all + candidate_count, 0);
        expect(sum).toBe(told.candidate_count);
      }),
      { numRuns: 40 },
    );
  });
});

describe('what-if', () => {
  test('equals a real decision on a snapshot with that change', () => {
    fc.assert(
      fc.property(
        person,
        offer,
        fc.integer({ min: 1, max: 100_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (account_id, o, price_minor, price_position, refund_rate) => {
          const recorded = recordOf({ account_id });
          const offer_id = snapshot.offers.id.at(o);
          const told = whatIf(recorded, {
            changes: [{ offer_id, price_minor, price_position, refund_rate }],
            rules_off: [],
            offers: [],
          });
          const power = snapshot.offers.pricePower[o]! * (price_minor / snapshot.offers.price_minor[o]!);
          const real = recordOf(
            { account_id },
            [],
            7,
            copyWith(o, {
              price_minor,
              position: price_position,
              refundRate: refund_rate,
              pricePower: power,
            }),
          );
          expect(told.after.map(({ offer_id, score }) => [offer_id, score])).toEqual(
            real.decision.slots.map(({ offer_id, score }) => [offer_id, score]),
          );
          expect(told.before.map(({ offer_id }) => offer_id)).toEqual(
            recorded.decision.slots.map(({ offer_id }) => offer_id),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  test('nothing changed is the same slate; a rule left out is the policy without it', () => {
    fc.assert(
      fc.property(person, (account_id) => {
        const rules = [
          rule('hide', 'merchant.id == "mer_0"', { kind: 'filter' }),
          rule('lift', 'category.top_id == "cat_1"', { kind: 'boost', add_minor: 500, share: 0 }),
        ];
        const recorded = recordOf({ account_id }, rules);
        const same = whatIf(recorded, { changes: [], rules_off: [], offers: [] });
        expect(same.after.map(({ offer_id, was, slot }) => [offer_id, was === slot])).toEqual(
          same.before.map(({ offer_id }) => [offer_id, true]),
        );
        const without = recordOf({ account_id }, [rules[0]!]);
        const off = whatIf(recorded, { changes: [], rules_off: ['lift'], offers: [] });
        expect(off.after.map(({ offer_id }) => offer_id)).toEqual(
          without.decision.slots.map(({ offer_id }) => offer_id),
        );
      }),
      { numRuns: 30 },
    );
  });

  test('unknown offers and rules are refused by name', () => {
    const recorded = recordOf();
    const of = (body: object) => () => whatIf(recorded, { changes: [], rules_off: [], offers: [], ...body });
    expect(of({ offers: ['ofr_none'] })).toThrow(expect.objectContaining({ code: 'reference_unknown' }));
    expect(of({ rules_off: ['none'] })).toThrow(expect.objectContaining({ code: 'reference_unknown' }));
  });
});

describe('absence', () => {
  test('every offer is shown or has a reason; a change that is told has it shown when it is decided', () => {
    let told = 0;
    fc.assert(
      fc.property(person, offer, (account_id, o) => {
        const recorded = recordOf({ account_id });
        const answer = absence(recorded, o);
        const shown = recorded.decision.slots.some(({ offer_id }) => offer_id === answer.offer_id);
        expect(answer.why === 'shown').toBe(shown);
        if (answer.why === 'gate') expect(answer.gate).not.toBeNull();
        for (const change of answer.changes) {
          told++;
          const again = whatIf(recorded, {
            changes: [{ offer_id: answer.offer_id, [change.lever]: change.to }],
            rules_off: [],
            offers: [],
          });
          expect(again.offers[0]!.after.slot).toBe(change.slot);
        }
      }),
      { numRuns: 300 },
    );
    expect(told).toBeGreaterThan(0);
  });

  test('a filter is named as the gate, whether a source named the offer or not', () => {
    for (const o of [0, 100, 200]) {
      const id = snapshot.offers.id.at(o);
      const recorded = recordOf({}, [rule('recall', `offer.id == "${id}"`, { kind: 'filter' })]);
      expect(absence(recorded, o)).toMatchObject({ why: 'gate', gate: 'rule', by: 'recall', changes: [] });
    }
  });
});

describe('gates win', () => {
  test('no pin and no boost shows what a filter hides', () => {
    fc.assert(
      fc.property(person, offer, fc.integer({ min: 0, max: 9 }), (account_id, o, slot) => {
        const when = `offer.id == "${snapshot.offers.id.at(o)}"`;
        const { decision } = recordOf({ account_id }, [
          rule('pin', when, { kind: 'pin', slot }, 100),
          rule('boost', when, { kind: 'boost', add_minor: 1e9, share: 10 }, 100),
          rule('min', when, { kind: 'quota', min: 1, max: null }, 100),
          rule('hide', when, { kind: 'filter' }, -100),
        ]);
        expect(decision.slots.map(({ offer_id }) => offer_id)).not.toContain(snapshot.offers.id.at(o));
      }),
      { numRuns: 40 },
    );
  });
});

describe('views', () => {
  test('a merchant is told of its own offers and of nobody else', () => {
    fc.assert(
      fc.property(person, fc.integer({ min: 0, max: 5 }), (account_id, m) => {
        const recorded = recordOf({ account_id });
        const text = JSON.stringify(explainToMerchant(recorded, `mer_${m}`));
        for (let o = 0; o < snapshot.offers.item.length; o++) {
          if (snapshot.offers.merchant[o] !== m) expect(text).not.toContain(`"${snapshot.offers.id.at(o)}"`);
        }
        for (const { score, threshold } of recorded.decision.slots) {
          expect(text).not.toContain(String(score));
          if (threshold !== null) expect(text).not.toContain(String(threshold));
        }
        if (account_id !== '') expect(text).not.toContain(account_id);
        expect(text).not.toMatch(/owned|in_cart|repurchase_interval|frequency_cap/);
      }),
      { numRuns: 40 },
    );
  });

  test('a consumer is told the sentences that were logged, in both languages', () => {
    const recorded = recordOf({ account_id: exampleAccount(3) });
    const told = explainToConsumer(recorded);
    expect(told.slots.map(({ text }) => text)).toEqual(
      recorded.decision.slots.map(({ reason: { en, zh } }) => ({ en, zh })),
    );
    expect(JSON.stringify(told)).not.toMatch(/score|threshold/);
    expect(explainToConsumer(recordOf()).text.en).toMatch(/nothing about you/);
  });
});

test('an offer is found by id only', () => {
  expect(() => offerOf(snapshot, 'ofr_none')).toThrow(expect.objectContaining({ code: 'reference_unknown' }));
  expect(offerOf(snapshot, snapshot.offers.id.at(5))).toBe(5);
  expect(() => compilePolicy(recordOf().policy.policy)).not.toThrow();
});
