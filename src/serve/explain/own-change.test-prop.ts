import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Rule } from '../../contracts/index.ts';
import { decide } from '../decide/decide.ts';
import { openPast } from '../decide/open-past.ts';
import { liveValues, policyOf, requestOf } from '../decide/testing.ts';
import { exampleAccount, exampleRows, snapshotFrom } from '../snapshot/index.ts';
import { ownChanges } from './own-change.ts';
import type { Recorded } from './recorded.ts';
import { whatIf } from './what-if.ts';

const snapshot = snapshotFrom(exampleRows());
const past = openPast(snapshot);
const merchantOf = (o: number) => snapshot.merchants.id.at(snapshot.offers.merchant[o]!);
const idOf = (o: number) => snapshot.offers.id.at(o);

function recordOf(account_id: string, rules: readonly Rule[] = []): Recorded {
  const policy = policyOf({ rules: [...rules] });
  const decision = decide({
    past,
    policy,
    live: liveValues(),
    request: requestOf({ account_id }),
    clock: 20_000 * 86_400_000 + 3_600_000,
    seed: 7,
    decision_id: 'dec_1',
    build: 'test',
  });
  return { decision, past, policy };
}
const person = fc.integer({ min: -1, max: 59 }).map((p) => (p < 0 ? '' : exampleAccount(p)));
const offer = fc.nat().map((n) => n % snapshot.offers.item.length);

test('[O1] what a merchant is told of its offer is true when it is decided, and it is in round steps', () => {
  let told = 0;
  fc.assert(
    fc.property(person, offer, (account_id, o) => {
      const recorded = recordOf(account_id);
      const answer = ownChanges(recorded, merchantOf(o), idOf(o));
      const shown = recorded.decision.slots.some(({ offer_id }) => offer_id === idOf(o));
      expect(answer.outcome === 'shown').toBe(shown);
      for (const { lever, from, to } of answer.changes) {
        if (lever === 'stock') continue;
        told++;
        const again = whatIf(recorded, {
          changes: [{ offer_id: idOf(o), [lever]: to }],
          rules_off: [],
          offers: [],
        });
        expect(again.offers[0]!.after.slot).not.toBeNull();
        const percent = lever === 'price_minor' ? (100 * to) / from : 100 * to;
        expect(Math.abs(percent - Math.round(percent))).toBeLessThan(
          lever === 'price_minor' ? 50 / from + 1e-9 : 1e-9,
        );
      }
    }),
    { numRuns: 60 },
  );
  expect(told).toBeGreaterThan(0);
});

test('[O2] it tells nothing of others: no offer, no score, no threshold, no person', () => {
  fc.assert(
    fc.property(person, offer, (account_id, o) => {
      const recorded = recordOf(account_id);
      const text = JSON.stringify(ownChanges(recorded, merchantOf(o), idOf(o)));
      for (let other = 0; other < snapshot.offers.item.length; other++)
        if (other !== o) expect(text).not.toContain(`"${idOf(other)}"`);
      for (const { score, threshold } of recorded.decision.slots) {
        expect(text).not.toContain(String(score));
        if (threshold !== null) expect(text).not.toContain(String(threshold));
      }
      if (account_id !== '') expect(text).not.toContain(account_id);
      expect(text).not.toMatch(/owned|in_cart|repurchase_interval|frequency_cap/);
    }),
    { numRuns: 30 },
  );
});

test('[O3] another merchant’s offer is as unknown as one that is not there', () => {
  const recorded = recordOf('');
  const other = snapshot.offers.merchant.findIndex((m) => m !== snapshot.offers.merchant[0]);
  const refused = (o: string) => {
    try {
      return ownChanges(recorded, merchantOf(0), o);
    } catch (error) {
      return { code: (error as { code: string }).code, text: String(error).replace(o, 'X') };
    }
  };
  expect(refused(idOf(other))).toEqual(refused('ofr_none'));
  expect(refused('ofr_none')).toMatchObject({ code: 'reference_unknown' });
});

test('[O4] where a gate closes, what its merchant can do about it is told, and nothing else', () => {
  const o = 0;
  const closed = {
    ...liveValues(),
    gates: [{ name: 'stock', gate: 'unavailable' as const, closes: () => true, idle: () => false }],
  };
  const recorded = recordOf('');
  const decision = decide({
    past,
    policy: recorded.policy,
    live: closed,
    request: requestOf({ account_id: '' }),
    clock: recorded.decision.clock,
    seed: 7,
    decision_id: 'dec_1',
    build: 'test',
  });
  const out = [...snapshot.offers.item.keys()]
    .map((n) => ownChanges({ ...recorded, decision }, merchantOf(n), idOf(n)))
    .find(({ outcome }) => outcome === 'not_eligible');
  expect(out).toMatchObject({ changes: [{ lever: 'stock', to: 1 }] });
  const hidden = recordOf('', [
    {
      rule_id: 'hide',
      text: 'hide',
      scenarios: [],
      when: `offer.id == "${idOf(o)}"`,
      action: { kind: 'filter' },
      priority: 0,
      from: null,
      until: null,
      enabled: true,
    },
  ]);
  expect(ownChanges(hidden, merchantOf(o), idOf(o)).changes).toEqual([]);
});
