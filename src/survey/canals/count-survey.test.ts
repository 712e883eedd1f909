import { afterAll, beforeAll, expect, it } from 'vitest';
import { exampleMarketplace } from '../../../sim/example/index.ts';
import { addDays, type LocalDate, localDate, startOfDay } from '../../base/index.ts';
import { type FactInput, Settings } from '../../contracts/index.ts';
import { type Bench, openBench } from '../../ingest/test-support.ts';
import { indexMonths } from '../flows/index.ts';
import { createSurvey, createSurveyor } from '../index.ts';
import { type Question, SurveyCounter } from './count-survey.ts';
import { categoriesAt, topOf } from './source.ts';

/** A small example marketplace that goes on: its last days arrive after the first survey. */
const NOW = Date.UTC(2026, 5, 1, 4);
const ZONE = 'Asia/Shanghai';
const settings = Settings.parse({ currency: 'CNY', timezone: ZONE, simulated: true });
let bench: Bench;
let later: FactInput[];
const submit = async (document: string, rows: FactInput[]) => {
  await bench.ingest.submit({ source: 'example', document, backfilled: true, rows });
  await bench.ingest.flush();
};
const survey = () =>
  createSurvey({ warehouses: [bench.warehouse], settings: () => settings, ledger: bench.ledger });

beforeAll(async () => {
  bench = await openBench({ settings: () => settings, clock: { now: () => NOW } });
  const world = exampleMarketplace({ now: NOW, people: 1_500, lines: 24_000 });
  const facts: FactInput[] = [];
  for await (const chunk of world.chunks()) facts.push(...chunk.facts.filter(({ fact }) => fact !== 'event'));
  const cut = facts.length - 120;
  later = facts.slice(cut);
  for (let i = 0; i < cut; i += 8_000) await submit(`before ${i}`, facts.slice(i, Math.min(cut, i + 8_000)));
}, 300_000);
afterAll(() => bench.close());

it('[U1] new facts take changed people back and count them again; every number equals a whole count', async () => {
  const kept = new SurveyCounter();
  const first = await resolvedAnd((question, resolved) => kept.count(resolved, question, true));
  expect(first.counted.updated).toBeNull();
  await submit('later', later);
  const second = await resolvedAnd((question, resolved) => kept.count(resolved, question, true));
  const whole = await resolvedAnd((question, resolved) =>
    new SurveyCounter().count(resolved, question, false),
  );
  expect(second.counted.updated).toBeGreaterThan(0);
  expect(second.counted.updated).toBeLessThan(450);
  expect(second.question.as_of >= first.question.as_of).toBe(true);
  expect(second.counted.state.totals.orders).not.toBe(first.counted.state.totals.orders);
  expect(second.counted.state.sums).toEqual(whole.counted.state.sums);
  expect(second.counted.state.totals).toEqual(whole.counted.state.totals);
  expect(second.counted.reach).toEqual(whole.counted.reach);
  // A day on which nothing arrives: windows move all the same.
  const third = await resolvedAnd((question, resolved) => kept.count(resolved, question, true), 1);
  const anew = await resolvedAnd(
    (question, resolved) => new SurveyCounter().count(resolved, question, false),
    1,
  );
  expect(third.counted.updated).toBeGreaterThan(0);
  expect(third.counted.state.sums).toEqual(anew.counted.state.sums);
  expect(third.counted.reach).toEqual(anew.counted.reach);
  // Another question is counted whole.
  const other = await resolvedAnd((q, resolved) => kept.count(resolved, { ...q, level: 1 }, true), 1);
  expect(other.counted.updated).toBeNull();
}, 300_000);

it('[U2] a surveyor that goes on archives what a new one would', async () => {
  const parts = { warehouses: [bench.warehouse] as const, ledger: bench.ledger, settings: () => settings };
  const surveyor = createSurveyor({ ...parts, survey: survey(), clock: { now: () => NOW } });
  const header = await surveyor.run({});
  const canals = await surveyor.canals(header.survey_id);
  expect(header.pairs_tested).toBeGreaterThan(0);
  for (const { same_position_rate: rate } of canals)
    if (rate !== null) expect(rate >= 0 && rate <= 1).toBe(true);
}, 300_000);

async function resolvedAnd(
  count: (
    question: Question,
    resolved: Awaited<ReturnType<ReturnType<typeof survey>['resolve']>>,
  ) => ReturnType<SurveyCounter['count']>,
  days = 0,
) {
  const its = survey();
  const resolved = await its.resolve();
  const catalogue = await its.catalogue(resolved.known_at);
  const categories = categoriesAt(catalogue, 0);
  const as_of = addDays(localDate(resolved.last_day!), days);
  const first = localDate(resolved.first_day!);
  const question = questionOf(first, as_of, categories, topOf(catalogue, categories));
  const counted = await count(question, resolved);
  resolved.release();
  return { counted, question };
}

function questionOf(
  first: LocalDate,
  as_of: LocalDate,
  categories: Question['categories'],
  top: Uint16Array,
): Question {
  return {
    categories,
    level: 0,
    timezone: ZONE,
    as_of,
    lookback_days: 365,
    horizon_days: 90,
    flowLookback: 365,
    flows: { categories: categories.length, months: indexMonths(first, as_of, ZONE), top, segments: 2 },
    reach: {
      categories: categories.length,
      end: startOfDay(addDays(as_of, 1), ZONE) / 1000,
      lookback: 365 * 86_400,
      horizon: 90 * 86_400,
      firstsFrom: startOfDay(first, ZONE) / 1000 + 365 * 86_400,
      monthOf: (tick) => new Date(tick * 1000).getUTCMonth(),
    },
    basis: first,
  };
}
