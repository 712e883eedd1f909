import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Decision, DecisionSlot } from '../../contracts/index.ts';
import { exampleRows, snapshotFrom } from '../../serve/index.ts';
import { decisionJson } from '../decisions/decision-json.ts';
import { slateOf } from './answer.ts';
import { answerJson } from './answer-json.ts';

const snapshot = snapshotFrom(exampleRows(3, 80));
const offers = Array.from({ length: snapshot.offers.id.length }, (_, o) => snapshot.offers.id.at(o));
const number = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(-0, Number.NaN, 1e21, 5e-324));

const slot: fc.Arbitrary<DecisionSlot> = fc.record({
  slot: fc.nat(99),
  offer_id: fc.constantFrom(...offers),
  source: fc.constantFrom('popular', 'canal', 'sponsored'),
  canal_id: fc.option(fc.string(), { nil: null }),
  score: number,
  threshold: fc.option(number, { nil: null }),
  propensity: number,
  randomised: fc.boolean(),
  reason: fc.record({
    code: fc.constantFrom('popular', 'canal'),
    en: fc.string({ unit: 'binary' }),
    zh: fc.string({ unit: 'grapheme' }),
  }),
});

const said = fc.string({ unit: 'grapheme' });
const paid = fc.record({ placement_id: said }, { requiredKeys: [] });

it('slates and decisions written as text are what JSON makes of them', () => {
  fc.assert(
    fc.property(
      fc.array(slot, { maxLength: 12 }),
      fc.constantFrom('', 'acc_1'),
      fc.nat(5000),
      said,
      fc.option(fc.array(slot, { maxLength: 3 }), { nil: null }),
      paid,
      (slots, account_id, candidate_count, query, ghost, last) => {
        const request = { scenario: 'home_feed', account_id, query } as Decision['request'];
        const all = slots.map((one, n) => (n === slots.length - 1 ? { ...one, ...last } : one));
        const decision = { decision_id: 'dec_1', request, candidate_count, slots: all, ghost } as Decision;
        expect(Buffer.from(decisionJson(decision), 'latin1').toString()).toBe(JSON.stringify(decision));
        const data = [slateOf(decision, snapshot), slateOf(decision, snapshot)];
        const { hash } = snapshot.manifest;
        expect(String(answerJson([decision, decision], snapshot, 7, false))).toBe(
          JSON.stringify({ data, snapshot_hash: hash, policy_version: 7, stale: false }),
        );
      },
    ),
    { numRuns: 300 },
  );
});
