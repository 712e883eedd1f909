import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Decision, DecisionSlot } from '../../contracts/index.ts';
import { exampleRows, snapshotFrom } from '../../serve/index.ts';
import { slateOf } from './answer.ts';
import { slateJson } from './answer-json.ts';

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

it('a slate written as text is what JSON makes of the slate', () => {
  fc.assert(
    fc.property(
      fc.array(slot, { maxLength: 12 }),
      fc.constantFrom('', 'acc_1'),
      fc.nat(5000),
      (slots, account_id, candidate_count) => {
        const request = { scenario: 'home_feed', account_id } as Decision['request'];
        const decision = { decision_id: 'dec_1', request, candidate_count, slots } as unknown as Decision;
        expect(slateJson(decision, snapshot)).toBe(JSON.stringify(slateOf(decision, snapshot)));
      },
    ),
    { numRuns: 300 },
  );
});
