import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../base/index.ts';
import type { CatalogueRow, Rule } from '../../contracts/index.ts';
import { NEED_FEATURES, NEED_VERSION, type NeedFeature } from '../../models/index.ts';
import { decide } from '../decide/decide.ts';
import { openPast, patchedPast } from '../decide/open-past.ts';
import { liveValues, policyOf, requestOf, scenarioOf } from '../decide/testing.ts';
import { exampleAccount, type Snapshot } from '../snapshot/index.ts';
import { Overlay } from './overlay.ts';
import { withPatch } from './patch.ts';
import { AT, before, history, title } from './testing.ts';

describe('an overlay, patch after patch', { timeout: 300_000 }, () => {
  it('[O1] told a part at a time, while time goes on, it is the same in every column, list and word', () => {
    const steps = fc.array(fc.record({ rows: fc.nat(4), hours: fc.nat(40) }), { maxLength: 8 });
    fc.assert(
      fc.property(history, steps, (later, parts) => {
        const overlay = new Overlay(before);
        const given: { snapshot: Snapshot; rows: readonly CatalogueRow[]; at: number }[] = [];
        let taken = 0;
        let at = AT - 30 * 3_600_000;
        for (const { rows, hours } of [...parts, { rows: later.length, hours: 0 }]) {
          at += hours * 3_600_000;
          const snapshot = atOnce(overlay.patching(later.slice(taken, taken + rows), at));
          taken = Math.min(later.length, taken + rows);
          given.push({ snapshot, rows: later.slice(0, taken), at });
        }
        // Those given before are as they were, whatever came after them.
        for (const { snapshot, rows, at } of given)
          expect(whole(snapshot)).toEqual(whole(withPatch(before, rows, at)));
      }),
      { numRuns: 40 },
    );
  });

  it('[O2] decisions and searches over patch after patch are those over each opened anew, with a model of need', () => {
    const part = (features: readonly NeedFeature[]) => ({
      intercept: -2,
      positives: 100,
      terms: features.map((feature, n) => ({
        feature,
        knots: [0, 0.5, 2],
        effect: [n / 7, -0.3, 0.4],
        unknown: 0.2,
      })),
    });
    const need = {
      status: 'fitted',
      version: NEED_VERSION,
      horizon_days: 28,
      repeat: part(NEED_FEATURES.repeat),
      novel: part(NEED_FEATURES.novel),
    };
    // Nothing that is remembered by the people of a snapshot is shared between two of them.
    const alone = (): Snapshot => ({
      ...before,
      people: { ...before.people },
      models: { ...before.models, need },
    });
    const policy = policyOf({
      scenarios: [
        scenarioOf({
          value: { margin_rate: 0.1, first_purchase_minor: 1000, need_share: 7, new_need_share: 9 },
        }),
        scenarioOf({ scenario: 'search' }),
      ],
    });
    fc.assert(
      fc.property(
        history,
        fc.array(fc.nat(4), { maxLength: 6 }),
        fc.nat(39),
        title,
        (later, parts, p, query) => {
          const base = alone();
          const overlay = new Overlay(base);
          let own = openPast(base);
          let taken = 0;
          for (const rows of [...parts, later.length]) {
            own = patchedPast(own, atOnce(overlay.patching(later.slice(taken, taken + rows), AT)));
            taken = Math.min(later.length, taken + rows);
            const anew = openPast(withPatch(alone(), later.slice(0, taken), AT));
            const account_id = exampleAccount(p);
            for (const request of [
              requestOf({ account_id }),
              requestOf({ account_id, scenario: 'search', query }),
            ]) {
              const made = (on: typeof own) => {
                const live = liveValues({});
                return decide({
                  past: on,
                  policy,
                  live,
                  request,
                  clock: AT,
                  seed: 7,
                  decision_id: 'dec_1',
                  build: '1',
                });
              };
              expect(JSON.stringify(made(own))).toBe(JSON.stringify(made(anew)));
            }
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('[O3] rules that go from patch to patch hold for the offers that they hold for when they are read anew', () => {
    const ruleOf = (rule_id: string, when: string): Rule => ({
      rule_id,
      text: { en: rule_id },
      scenarios: [],
      when,
      action: { kind: 'filter' },
      priority: 0,
      from: null,
      until: null,
      enabled: true,
    });
    const rules = [
      ruleOf('dear', 'offer.price_minor > 3000'),
      ruleOf('named', 'item.title.contains("kettle") || brand.name.contains("lamp")'),
      ruleOf('seller', 'merchant.tier == "small"'),
    ];
    const first = policyOf({ rules });
    fc.assert(
      fc.property(history, fc.array(fc.tuple(fc.nat(4), fc.nat(2)), { maxLength: 6 }), (later, parts) => {
        const overlay = new Overlay(before);
        const policy = parts.length % 2 === 0 ? first : policyOf({ rules });
        let taken = 0;
        for (const [rows, use] of [...parts, [later.length, 1] as const]) {
          const snapshot = atOnce(overlay.patching(later.slice(taken, taken + rows), AT));
          taken = Math.min(later.length, taken + rows);
          // Some patches are never asked about, and of some all is known.
          if (use === 0) continue;
          policy.follow(snapshot);
          if (use === 2) for (const _ of policy.prepare(snapshot));
          const anew = policyOf({ rules });
          const alone = { ...withPatch(before, later.slice(0, taken), AT) };
          for (const { rule_id } of rules)
            expect([...policy.rule(snapshot, rule_id)!.matching()]).toEqual([
              ...anew.rule(alone, rule_id)!.matching(),
            ]);
        }
      }),
      { numRuns: 30 },
    );
  });
});

/** All that a snapshot says, as plain values. What may differ are offers that were told of and are as they were. */
function whole(snapshot: Snapshot) {
  const plain = (value: unknown): unknown => {
    if (ArrayBuffer.isView(value)) return [...(value as Uint8Array)];
    if (typeof value === 'function') return null;
    if (typeof value !== 'object' || value === null || value instanceof Map) return value;
    if ('at' in value && 'length' in value) {
      const { length, at } = value as { length: number; at: (i: number) => string };
      return Array.from({ length: length + 1 }, (_, i) => at(i));
    }
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
  };
  const { patch, people, models, search, ...tables } = snapshot;
  const { items, offers, shops, merchants, brands } = tables;
  return {
    ...(plain(tables) as object),
    attributes: Array.from(items.category, (_, item) => [...items.attributes(item)]),
    found: [items, offers, shops, merchants, brands].map((names) =>
      Array.from({ length: names.id.length }, (_, n) => names.find(names.id.at(n)) === n),
    ),
    beyond: ['itm_9_new', 'itm_9_other', 'ofr_9_new', 'shp_9_new', 'mer_9_new'].map((id) =>
      [items, offers, shops, merchants].map((names) => names.find(id)),
    ),
    patch: patch && {
      ...patch,
      base: patch.base === before,
      docs: [...patch.docs],
      touched: null,
      after: null,
    },
  };
}
