import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SlatesBody } from '../contracts/index.ts';
import { quickSlates } from './quick-slates.ts';

const odd = fc.oneof(
  fc.string(),
  fc.jsonValue(),
  fc.constantFrom('Upper', '-x', 'de', {}, '', 'a\u0001', 'x'.repeat(64), 'x'.repeat(65), 'x'.repeat(257)),
);
const given = <T>(good: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 40, arbitrary: good }, { weight: 1, arbitrary: odd });
const surface = given(
  fc.record(
    {
      scenario: given(fc.constantFrom('home_feed', 'cart', 'no_such')),
      k: given(fc.integer({ min: 0, max: 101 })),
    },
    { requiredKeys: [] },
  ),
);
const body = fc.record(
  {
    source: given(fc.constantFrom('storefront', 'shop.1')),
    account: given(fc.constantFrom('acc_1', null, '客户')),
    anonymous_id: given(fc.string()),
    session: given(fc.string()),
    personalised: given(fc.boolean()),
    region: given(fc.string()),
    locale: given(fc.constantFrom('en', 'zh-CN')),
    scenarios: given(fc.array(surface, { maxLength: 4 })),
  },
  { requiredKeys: [] },
);

/** With a key that the quick way does not know. */
const beside = fc
  .tuple(body, fc.constantFrom('context', 'beside'), fc.constantFrom({ query: 'tea' }, 1))
  .map(([one, key, value]) => ({ ...one, [key]: value }));

it('what is taken quickly is what the schema makes of it; what the schema refuses is never taken', () => {
  let quick = 0;
  fc.assert(
    fc.property(
      fc.oneof(
        { weight: 9, arbitrary: body },
        { weight: 1, arbitrary: beside },
        { weight: 1, arbitrary: odd },
      ),
      (sent) => {
        const taken = quickSlates(sent);
        if (taken === null) return;
        quick++;
        expect(SlatesBody.parse(sent)).toStrictEqual(taken);
      },
    ),
    { numRuns: 5_000 },
  );
  expect(quick).toBeGreaterThan(500);
  const usual = {
    account: 'acc_1',
    session: 's',
    scenarios: [{ scenario: 'home_feed' }, { scenario: 'cart', k: 5 }],
  };
  expect(quickSlates(usual)).toStrictEqual(SlatesBody.parse(usual));
});
