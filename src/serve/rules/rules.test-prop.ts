import { Environment } from '@marcbachmann/cel-js';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { policyOf } from '../decide/testing.ts';
import { exampleRows, type Snapshot, snapshotFrom } from '../snapshot/index.ts';
import { type Condition, compileCondition } from './condition.ts';
import type { RequestFacts } from './vocabulary.ts';
import { VOCABULARY } from './vocabulary.ts';

let snapshot: Snapshot;
beforeAll(() => {
  snapshot = snapshotFrom(exampleRows());
});

const REQUEST: RequestFacts = {
  scenario: 'home_feed',
  region: 'bj',
  locale: 'en',
  date: '2024-10-04',
  hour: 9,
  weekday: 5,
  category_id: '',
  item_id: '',
  offer_id: '',
  shop_id: '',
  query: '',
};

const atom = fc.constantFrom(
  'offer.price_minor > 900',
  'offer.discount_rate >= 0.1',
  'merchant.tier == "small"',
  'category.top_id in ["cat_0", "cat_2"]',
  '"cat_1" in category.path',
  'brand.id == "brd_1"',
  'item.title.contains("1")',
  'item.attributes["no such"] == "x"',
  '10 / (offer.price_minor - offer.price_minor) > 1',
  'request.hour < 12',
  'request.region == "bj"',
  'request.weekday == 6',
  'request.hour * 100 < offer.price_minor',
  'request.query.startsWith(brand.name)',
);
const expression: fc.Arbitrary<string> = fc.letrec<{ e: string }>((tie) => ({
  e: fc.oneof(
    { maxDepth: 3 },
    atom,
    fc.tuple(tie('e'), fc.constantFrom('&&', '||'), tie('e')).map(([a, op, b]) => `${a} ${op} ${b}`),
    tie('e').map((e) => `!(${e})`),
    tie('e').map((e) => `(${e})`),
    fc.tuple(tie('e'), tie('e'), tie('e')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
  ),
})).e;

/** The slow plain reference: the whole condition, over plain objects, by an environment of its own. */
function plainly(when: string, offer: number): boolean {
  const environment = new Environment({ unlistedVariablesAreDyn: true });
  const context: Record<string, Record<string, unknown>> = { request: {} };
  for (const [name, value] of Object.entries(REQUEST))
    context.request![name] = typeof value === 'number' ? BigInt(value) : value;
  for (const [name, fields] of Object.entries(VOCABULARY)) {
    context[name] = {};
    for (const [key, field] of Object.entries(fields)) {
      const value = field.read(snapshot, offer);
      context[name][key] = field.type === 'int' ? BigInt(value as number) : value;
    }
  }
  try {
    return environment.evaluate(when, context) === true;
  } catch {
    return false;
  }
}

describe('conditions', () => {
  test('split by what it reads, a condition holds where the whole of it does', () => {
    fc.assert(
      fc.property(expression, fc.array(fc.nat(215), { minLength: 1, maxLength: 5 }), (when, offers) => {
        const policy = policyOf({
          rules: [
            {
              rule_id: 'r',
              text: 'r',
              scenarios: [],
              when,
              action: { kind: 'filter' },
              priority: 0,
              from: null,
              until: null,
              enabled: true,
            },
          ],
        });
        const rules = policy.rules(snapshot, REQUEST);
        // Twice: evaluated, then remembered.
        for (const offer of [...offers, ...offers])
          expect([when, offer, rules.filterOf(offer) !== null]).toEqual([when, offer, plainly(when, offer)]);
      }),
      { numRuns: 200 },
    );
  });

  test('what reads the offer alone is told apart from what asks the request', () => {
    const parts = (when: string) => {
      const { ofOffer, ofRequest, mixed } = compileCondition(when) as Condition;
      return [ofOffer, ofRequest, mixed].map((part) => part !== null);
    };
    expect(parts('offer.price_minor > 1')).toEqual([true, false, false]);
    expect(parts('request.hour > 8 && offer.price_minor > 1')).toEqual([true, true, false]);
    expect(parts('request.hour > 8 || offer.price_minor > 1')).toEqual([false, false, true]);
    expect(parts('true')).toEqual([true, false, false]);
  });

  test('hostile text is refused with a place in it, and never evaluated', () => {
    for (const when of [
      'offer.constructor.constructor("return process")() == 1',
      'offer["__proto__"] == 1',
      'request.query.matches("(a+)+$")',
      '[1].map(x, [1].map(y, x)) == []',
      'cel.bind(a, "x", a == a)',
      'timestamp("2020-01-01T00:00:00Z") < timestamp("2021-01-01T00:00:00Z")',
      '{"a": 1}.a == 1',
      `"${'a'.repeat(1990)}`,
      `${'!'.repeat(500)}true`,
      '[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]] == []',
      'process.exit()',
      '\u0000',
    ]) {
      const fault = compileCondition(when);
      expect([when, 'code' in fault]).toEqual([when, true]);
      if ('code' in fault) expect(fault.end).toBeLessThanOrEqual(when.length);
    }
  });

  test('no text at all makes the check throw', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (when) => {
        expect(() => compileCondition(when)).not.toThrow();
      }),
    );
  });
});
