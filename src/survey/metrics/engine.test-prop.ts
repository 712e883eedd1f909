import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, localDate } from '../../base/index.ts';
import { Settings } from '../../contracts/index.ts';
import { referenceMetric } from './reference.ts';
import { referenceLines } from './reference-lines.ts';
import { REGISTRY } from './registry.ts';
import { createSurvey } from './survey.ts';
import { answersOf, awkwardWorld, clearFacts, differences, loadFacts, scratchWarehouse } from './testing.ts';

let scratch: Awaited<ReturnType<typeof scratchWarehouse>>;
beforeAll(async () => {
  scratch = await scratchWarehouse();
});
afterAll(() => scratch.end());

describe('metrics equal a brute-force count', () => {
  it('on small marketplaces with every awkward case, at any as-of and known-at, both trees and identities', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          seed: fc.integer({ min: 0, max: 2 ** 31 }),
          timezone: fc.constantFrom('Asia/Shanghai', 'America/New_York', 'Europe/London', 'Pacific/Apia'),
          from: fc.constantFrom('2011-06-01', '2015-01-01', '2019-10-20', '2023-02-20'),
          days: fc.constantFrom(40, 420, 900),
          people: fc.integer({ min: 2, max: 25 }),
          lines: fc.integer({ min: 1, max: 250 }),
          back: fc.integer({ min: 0, max: 60 }),
          knownAt: fc.integer({ min: 1, max: 8 }),
          lookback: fc.constantFrom(undefined, undefined, 30),
          tree: fc.constantFrom('as_sold' as const, 'current' as const),
          identity: fc.constantFrom('account' as const, 'resolved' as const),
          channels: fc.constantFrom([], [], ['online', 'offline']),
        }),
        async (w) => {
          await clearFacts(scratch.warehouse);
          const raw = awkwardWorld({ ...w, from: localDate(w.from), commits: 6 });
          await loadFacts(scratch, raw);
          const settings = Settings.parse({ timezone: w.timezone, scope_channels: w.channels });
          const survey = createSurvey({ warehouses: [scratch.warehouse], settings: () => settings });
          const asOf = addDays(localDate(w.from), w.days - w.back);
          const lines = referenceLines(raw, w.knownAt, settings, w.identity);
          const wrong: string[] = [];
          for (const variant of ['headline', 'conservative', 'public'] as const) {
            for (const { id: metric, grains } of REGISTRY) {
              if (variant === 'public' && !['aac', 'ntc', 'repurchase_rate'].includes(metric)) continue;
              for (const grain of grains) {
                const result = await survey.evaluate({
                  metric,
                  grain,
                  as_of: asOf,
                  known_at: w.knownAt,
                  tree: w.tree,
                  variant,
                  identity_mode: w.identity,
                  ...(w.lookback === undefined ? {} : { lookback_days: w.lookback }),
                });
                if (result.cells[0]?.status === 'dimension_absent') continue;
                const engine = answersOf(result);
                const reference = referenceMetric(lines, {
                  metric,
                  grain,
                  asOf,
                  variant,
                  tree: w.tree,
                  ...(w.lookback === undefined ? {} : { lookback: w.lookback }),
                });
                wrong.push(
                  ...differences(engine, reference).map((d) => `${metric} ${grain} ${variant} ${d}`),
                );
              }
            }
          }
          expect(wrong.slice(0, 10)).toEqual([]);
        },
      ),
      {
        numRuns: Number(process.env.PROPERTY_RUNS ?? 12),
        endOnFailure: true,
        ...(process.env.PROPERTY_SEED
          ? { seed: Number(process.env.PROPERTY_SEED), path: process.env.PROPERTY_PATH ?? '' }
          : {}),
      },
    );
  }, 1_800_000);
});
