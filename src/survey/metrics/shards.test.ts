import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, localDate } from '../../base/index.ts';
import { type MetricResult, Settings } from '../../contracts/index.ts';
import { growBridge } from './grow.ts';
import { createSurvey } from './survey.ts';
import {
  answersOf,
  awkwardWorld,
  differences,
  loadFacts,
  rngOf,
  scratchWarehouse,
  shardOf,
} from './testing.ts';

const world = awkwardWorld({
  seed: 20260131,
  timezone: 'America/New_York',
  from: localDate('2023-02-20'),
  days: 900,
  people: 40,
  lines: 400,
  commits: 6,
});
const asOf = addDays(localDate('2023-02-20'), 860);
const settings = Settings.parse({ timezone: 'America/New_York' });
/** One metric of each pass. */
const SHARDED = [
  ['aac', 'merchant_category'],
  ['aac_gap', 'platform'],
  ['breadth', 'platform'],
  ['cross_category_acquisition', 'category'],
  ['repurchase_cohort_rate', 'brand'],
  ['attach_rate', 'category'],
  ['cohort_retention', 'platform'],
  ['grow', 'merchant'],
  ['gmv_waterfall', 'shop'],
] as const;
const shards: Awaited<ReturnType<typeof scratchWarehouse>>[] = [];

beforeAll(async () => {
  for (let i = 0; i < 6; i++) shards.push(await scratchWarehouse());
});
afterAll(() => Promise.all(shards.map((s) => s.end())));

describe('shards and points of knowledge', { timeout: 600_000 }, () => {
  it('one, two and three folders sharded by account give the same answer', async () => {
    let at = 0;
    const answers: MetricResult[][] = [];
    for (const n of [1, 2, 3]) {
      const own = shards.slice(at, at + n);
      at += n;
      for (const [k, s] of own.entries()) await loadFacts(s, shardOf(world, k, n));
      const survey = createSurvey({ warehouses: own.map((s) => s.warehouse), settings: () => settings });
      const results: MetricResult[] = [];
      for (const [metric, grain] of SHARDED)
        results.push(await survey.evaluate({ metric, grain, as_of: asOf }));
      answers.push(results);
    }
    // Threads that count apart give it too.
    const threaded = createSurvey({
      warehouses: shards.slice(1, 3).map((s) => s.warehouse),
      settings: () => settings,
      threads: 2,
    });
    const results: MetricResult[] = [];
    for (const [metric, grain] of SHARDED)
      results.push(await threaded.evaluate({ metric, grain, as_of: asOf }));
    answers.push(results);
    const [one, ...others] = answers;
    for (const other of others) {
      const wrong = one!.flatMap((r, i) => differences(answersOf(r), answersOf(other[i]!)));
      expect(wrong.slice(0, 5)).toEqual([]);
      // Cells come in the same order, whatever the order of lines.
      expect(other.map((r) => [...answersOf(r).keys()])).toEqual(one!.map((r) => [...answersOf(r).keys()]));
      expect(other.map((r) => r.coverage_rate)).toEqual(one!.map((r) => r.coverage_rate));
    }
  });

  it('the latest lines, refreshed commit by commit, equal a full rebuild', async () => {
    const scratch = await scratchWarehouse();
    const named = (table: string, mode: string) =>
      `SELECT if(person = 0, '', p.id) AS who, l.* EXCEPT person FROM ${table} AS l
       LEFT ANY JOIN (SELECT id, no FROM survey_people WHERE identity_mode = '${mode}') AS p ON l.person = p.no ORDER BY ALL`;
    try {
      for (const identity_mode of ['account', 'resolved'] as const) {
        for (const table of Object.keys(world)) await scratch.warehouse.exec(`TRUNCATE TABLE ${table}`);
        const stepping = createSurvey({ warehouses: [scratch.warehouse], settings: () => settings });
        for (let seq = 1; seq <= 8; seq++) {
          await loadFacts(scratch, world, seq - 1, seq);
          const refreshed = await stepping.resolve({ identity_mode });
          const rows = await scratch.warehouse.query(named(refreshed.shards[0]!.table, identity_mode));
          refreshed.release();
          if (seq !== 4 && seq !== 8) continue;
          const fresh = createSurvey({ warehouses: [shards[0]!.warehouse], settings: () => settings });
          const whole = await fresh.resolve({ identity_mode, known_at: seq });
          const expected = await shards[0]!.warehouse.query(named(whole.shards[0]!.table, identity_mode));
          whole.release();
          expect(rows).toHaveLength(expected.length);
          expect(without(rows)).toEqual(without(expected));
        }
      }
    } finally {
      await scratch.end();
    }
  });

  it('invariants I1 to I4 hold on every day of a month', async () => {
    const survey = createSurvey({ warehouses: [shards[0]!.warehouse], settings: () => settings });
    const paths = new Map((await survey.catalogue()).categories.map((c) => [c.category_id, c]));
    let before: number | undefined;
    for (let i = 30; i >= 0; i -= 10) {
      const as_of = addDays(asOf, -i);
      const [aac] = (await survey.evaluate({ metric: 'aac', as_of })).cells;
      const categories = (await survey.evaluate({ metric: 'aac', as_of, grain: 'category' })).cells;
      const sizes = new Map(categories.map((c) => [c.category_id!, c.value!]));
      const tops = categories
        .filter((c) => (paths.get(c.category_id!)?.level ?? 1) === 1)
        .map((c) => c.value!);
      expect(Math.max(...tops)).toBeLessThanOrEqual(aac!.value!); // I1
      expect(tops.reduce((a, b) => a + b, 0)).toBeGreaterThanOrEqual(aac!.value!);
      for (const [category, n] of sizes) {
        const parent = paths.get(category)?.parent_id;
        if (parent) expect(n).toBeLessThanOrEqual(sizes.get(parent)!); // I2
      }
      const bridge = (await survey.evaluate({ metric: 'aac_bridge', as_of })).cells;
      expect(bridge.slice(1).reduce((sum, c) => sum + c.value!, 0)).toBe(bridge[0]!.value); // I3, over a year
      const gap = (await survey.evaluate({ metric: 'aac_gap', as_of })).cells;
      const [open] = (await survey.evaluate({ metric: 'aac_public', as_of })).cells;
      expect(gap[0]!.value).toBe(open!.value! - aac!.value!);
      const timing = gap.find((c) => c.part === 'paid_later')!.value!;
      expect(aac!.value!).toBeLessThanOrEqual(open!.value! - timing); // I4, with the time rules' difference taken out
      before = aac!.value!;
    }
    expect(before).toBeGreaterThan(0);
  });

  it('the waterfall and the GROW bridge are exact', async () => {
    const survey = createSurvey({ warehouses: [shards[0]!.warehouse], settings: () => settings });
    const { cells } = await survey.evaluate({ metric: 'gmv_waterfall', as_of: asOf });
    const of = (part: string) => cells.find((c) => c.part === part)!.value!;
    const steps = ['gross', 'discounts', 'unpaid', 'cancelled', 'exchanged', 'refunded', 'fake', 'timing'];
    expect(steps.reduce((sum, s) => sum + of(s), 0)).toBe(of('healthy'));
    for (const grain of ['platform', 'merchant'] as const) {
      const grow = (await survey.evaluate({ metric: 'grow', as_of: asOf, grain, period_days: 200 })).cells;
      for (const whole of grow.filter((c) => c.part === undefined)) {
        const parts = grow.filter((c) => c.part !== undefined && c.merchant_id === whole.merchant_id);
        expect(parts.reduce((sum, c) => sum + c.value!, 0)).toBeCloseTo(whole.value!, 6);
      }
    }
  });

  it('GROW: 2,000 random cases leave a residual below 1e-9', () => {
    const r = rngOf(7);
    for (let i = 0; i < 2000; i++) {
      const categories = Array.from({ length: 1 + r.below(8) }, () => {
        const side = () =>
          r.next() < 0.2 ? [0, 0, 0] : [1 + r.below(50), 60 + r.below(90), 1 + r.below(1e6)];
        const [b0, o0, v0] = side() as [number, number, number];
        const [b1, o1, v1] = side() as [number, number, number];
        return { buyers: [b0, b1], occasions: [o0, o1], gmv: [v0, v1] } as const;
      });
      const delta = categories.reduce((sum, c) => sum + c.gmv[1] - c.gmv[0], 0);
      const bridge = growBridge(categories);
      const size = categories.reduce((sum, c) => sum + c.gmv[1] + c.gmv[0], 1);
      expect(Math.abs(Object.values(bridge).reduce((a, b) => a + b, 0) - delta) / size).toBeLessThan(1e-9);
    }
  });
});

/** Dense numbers are local to a warehouse: what they stand for is compared through the metrics. */
function without(rows: unknown[]) {
  const local = ['shop', 'merchant', 'brand', 'category', 'category_now', 'path', 'path_now'];
  return rows
    .map((row) => JSON.stringify(Object.entries(row as object).filter(([name]) => !local.includes(name))))
    .sort();
}
