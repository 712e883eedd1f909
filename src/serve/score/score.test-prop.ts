import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FEATURES, type OutcomeModel } from '../../models/index.ts';
import type { Asked } from '../candidates/source.ts';
import { openPast } from '../decide/open-past.ts';
import { readPerson } from '../decide/person.ts';
import { planOf } from '../decide/plan.ts';
import { liveValues, policyOf, requestOf } from '../decide/testing.ts';
import { Gates } from '../gates/gates.ts';
import { exampleAccount, exampleRows, snapshotFrom } from '../snapshot/index.ts';
import { fittedResponse } from './fitted.ts';
import { scoreOf } from './score.ts';
import { scoreAll } from './score-all.ts';

const snapshot = snapshotFrom(exampleRows(5, 60));
const prior = openPast(snapshot);
const NOW = snapshot.manifest.day * 86_400_000;
const items = Array.from({ length: snapshot.items.id.length }, (_, i) => snapshot.items.id.at(i));

const number = fc.double({ min: -3, max: 3, noNaN: true });
const term = (feature: (typeof FEATURES)[number]) =>
  fc
    .uniqueArray(number, { minLength: 1, maxLength: 6 })
    .chain((knots) =>
      fc.tuple(
        fc.constant(knots.sort((a, b) => a - b)),
        fc.array(number, { minLength: knots.length, maxLength: knots.length }),
        number,
      ),
    )
    .map(([knots, effect, unknown]) => ({ feature, knots, effect, unknown }));
const model: fc.Arbitrary<OutcomeModel> = fc
  .shuffledSubarray([...FEATURES])
  .chain((features) => fc.record({ intercept: number, terms: fc.tuple(...features.map(term)) }))
  .map((outcome) => ({ ...outcome, quality: null }));

it('[S1] all at once the scores are those of one by one, bit for bit: fitted model and prior, whoever asks', () => {
  fc.assert(
    fc.property(
      fc.option(model),
      fc.constantFrom('', ...Array.from({ length: 30 }, (_, p) => exampleAccount(p))),
      fc.subarray(items),
      fc.nat(3),
      (fitted, account_id, views, days) => {
        const usual = { click: 0.05, purchase: 0.01 };
        const past = fitted ? { ...prior, response: fittedResponse(snapshot, fitted, usual) } : prior;
        const request = requestOf({ account_id });
        const live = liveValues({ views });
        const plan = planOf(policyOf(), snapshot, request, NOW + days * 86_400_000, []);
        const nothing = { item: -1, offer: -1, category: -1, shop: -1, cart: [], order: [] };
        const asked: Asked = { past, plan, request, ...nothing };
        readPerson(past.person, snapshot, past.next, request, live, plan.day);
        past.pool.clear();
        snapshot.offers.item.forEach((_, o) => {
          past.pool.add(o, o % 5, -1, 1 / (1 + o));
        });
        // Twice: the second time the terms of the offers are remembered.
        for (let turn = 0; turn < 2; turn++) {
          new Gates(asked, live).ask();
          scoreAll(asked);
          for (let i = 0; i < past.pool.count; i++)
            expect(past.pool.score[i]).toBe(past.pool.gate[i] === 0 ? scoreOf(asked, i) : 0);
        }
      },
    ),
    { numRuns: 150 },
  );
});
