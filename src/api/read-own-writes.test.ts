import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FactInput } from '../contracts/index.ts';
import { openWorld, SOURCE, smallMarket, type World } from './testing.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world?.close());

/** Facts as a source sends them: answered when they are durable, before the warehouse has them. @returns their sequence */
async function acknowledge(facts: readonly FactInput[]): Promise<number> {
  const told = await world.ask('POST', '/v1/facts', { source: SOURCE, facts });
  expect([told.status, told.json.rejected]).toEqual([200, 0]);
  const { committed_seq, loaded_seq } = world.engine.ingest.position();
  expect(loaded_seq).toBeLessThan(committed_seq);
  return committed_seq;
}

test('a survey reads what was acknowledged before it was asked for', async () => {
  const seq = await acknowledge(smallMarket(30, '2025-03-10'));
  const survey = await world.ask('POST', '/v1/surveys', { level: 0 });
  expect([survey.status, survey.json.known_at]).toEqual([201, seq]);
});

test('so does the training of a model', async () => {
  const seq = await acknowledge([{ fact: 'account', source_id: 'late' }]);
  const model = await world.ask('POST', '/v1/models', {});
  expect([model.status, model.json.known_at]).toEqual([201, seq]);
});

test('so does a month that is frozen', async () => {
  const seq = await acknowledge([{ fact: 'account', source_id: 'later' }]);
  const published = await world.ask('POST', '/v1/publications', { as_of: '2025-03-31', force: true });
  expect([published.status, published.json.data[0]?.known_at]).toEqual([201, seq]);
});

test('so does a question for what was known with a receipt', async () => {
  const seq = await acknowledge([{ fact: 'account', source_id: 'latest' }]);
  const metric = await world.ask('GET', `/v1/metrics/aac?as_of=2025-03-12&known_at=${seq}`);
  expect([metric.status, metric.json.known_at]).toEqual([200, seq]);
});

test('a point of knowledge that nobody was told of is refused, not waited for', async () => {
  const { committed_seq } = world.engine.ingest.position();
  const metric = await world.ask('GET', `/v1/metrics/aac?as_of=2025-03-12&known_at=${committed_seq + 1}`);
  expect([metric.status, metric.json.code]).toEqual([422, 'known_at_unknown']);
});
