import { afterAll, beforeAll, expect, it } from 'vitest';
import { exampleMarketplace } from '../../../sim/example/index.ts';
import { ModelCard, ModelExplanation, Settings } from '../../contracts/index.ts';
import { type Bench, openBench } from '../../ingest/test-support.ts';
import { createModels, createSurvey, type Models } from '../index.ts';

/** A small example marketplace on real engines. */
const NOW = Date.UTC(2026, 5, 1, 4);
const settings = Settings.parse({ currency: 'CNY', timezone: 'Asia/Shanghai', simulated: true });
let bench: Bench;
let models: Models;
let card: ModelCard;

beforeAll(async () => {
  bench = await openBench({ settings: () => settings, clock: { now: () => NOW } });
  const world = exampleMarketplace({ now: NOW, people: 2_000, lines: 30_000 });
  for await (const { document, facts } of world.chunks())
    await bench.ingest.submit({ source: world.source, document, backfilled: true, rows: facts });
  await bench.ingest.flush();
  const clock = { now: () => NOW };
  const parts = { settings: () => settings, ledger: bench.ledger, clock };
  models = createModels({ ...parts, survey: createSurvey({ ...parts, warehouses: [bench.warehouse] }) });
  card = await models.train({}, 'tester');
}, 300_000);
afterAll(() => bench.close());

it('[M1] a card says what it was trained on, that nothing leaks, and how it does on a held-out window', async () => {
  expect(ModelCard.parse(card)).toMatchObject({
    kind: 'next_category',
    version: 1,
    status: 'fitted',
    reason: null,
    simulated: true,
    horizon_days: 90,
    leakage: { passed: true },
    trained_by: 'tester',
  });
  expect(card.leakage!.people_count).toBeGreaterThan(100);
  const quality = card.quality!;
  expect(quality.to).toBe(card.as_of);
  expect(card.windows[0]!.to).toBe(card.as_of);
  expect(quality.judged_count).toBeGreaterThan(100);
  for (const value of [quality.ndcg_at_10, quality.recall_at_10, quality.baseline.ndcg_at_10]) {
    expect(value).toBeGreaterThan(0);
    expect(value).toBeLessThanOrEqual(1);
  }
  const { recall_at_10, recall_over_baseline } = quality.intervals!;
  expect(recall_at_10.value).toBeCloseTo(quality.recall_at_10!, 12);
  expect(recall_over_baseline.value).toBeCloseTo(quality.recall_at_10! - quality.baseline.recall_at_10!, 12);
  expect(recall_at_10.low).toBeLessThan(recall_at_10.high);
  const { deciles, ratio } = quality.calibration;
  for (const d of deciles) {
    expect(d.low).toBeLessThanOrEqual(d.observed);
    expect(d.high).toBeGreaterThan(d.observed);
  }
  const expected = deciles.reduce((sum, d) => sum + d.rows * d.predicted, 0);
  expect(deciles.reduce((sum, d) => sum + d.hits, 0) / expected).toBeCloseTo(ratio!, 9);
});

it('[M2] the same question is the same model; another horizon is the next version', async () => {
  expect(await models.train({}, 'somebody else')).toEqual(card);
  const other = await models.train({ horizon_days: 60 }, 'tester');
  expect([other.version, other.model_id === card.model_id]).toEqual([2, false]);
  expect((await models.list(10)).map((m) => m.version).sort()).toEqual([1, 2]);
  expect(await models.card(card.model_id)).toEqual(card);
}, 300_000);

it('[M3] terms sum to the score bit for bit; what has no score says so', async () => {
  const accounts = await bench.warehouse.query<{ id: string }>(
    "SELECT DISTINCT account_id AS id FROM order_lines WHERE account_id != '' ORDER BY id LIMIT 3",
  );
  const categories = await bench.warehouse.query<{ id: string }>(
    "SELECT id FROM survey_ids WHERE kind = 'category' ORDER BY id",
  );
  let explained = 0;
  let refused = 0;
  for (const account of accounts) {
    for (const category of categories.slice(0, 12)) {
      const why = await models.explain(card.model_id, account.id, category.id).catch((error) => {
        expect(error.code).toBe('not_found');
        refused++;
        return null;
      });
      if (!why) continue;
      expect(ModelExplanation.parse(why).terms.reduce((sum, t) => sum + t.log_odds, why.intercept)).toBe(
        why.log_odds,
      );
      expect(why.probability).toBeCloseTo(1 / (1 + Math.exp(-why.log_odds)), 12);
      explained++;
    }
  }
  expect(explained).toBeGreaterThan(0);
  expect(explained + refused).toBe(accounts.length * Math.min(12, categories.length));
  for (const [id, account, category] of [
    ['mdl_none', accounts[0]!.id, categories[0]!.id],
    [card.model_id, 'acc_none', categories[0]!.id],
    [card.model_id, accounts[0]!.id, 'cat_none'],
  ] as const)
    await expect(models.explain(id, account, category)).rejects.toMatchObject({ code: 'not_found' });
}, 120_000);

it('[M4] an artefact that is not what was stored is refused', async () => {
  await bench.ledger.query("UPDATE models SET artefact = artefact || ' ' WHERE model_id = $1", [
    card.model_id,
  ]);
  await expect(models.explain(card.model_id, 'acc_none', 'cat_none')).rejects.toMatchObject({
    code: 'schema_mismatch',
  });
});
