import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ERRORS } from '../base/index.ts';
import { Problem } from '../contracts/index.ts';
import { errorsMarkdown } from './errors-doc.ts';
import { openWorld, smallMarket, type World } from './testing.ts';

const DAY = '2025-03-10';
const JSON_TYPE = { 'content-type': 'application/json' };

let world: World;
beforeAll(async () => {
  world = await openWorld({ bodyLimit: 64 * 1024, signInsPerMinute: 3 });
  await world.send(smallMarket(30, DAY));
});
afterAll(() => world?.close());

describe('[P1] every failure is a problem of the one table', () => {
  const cases: [name: string, code: string, ask: () => ReturnType<World['ask']>][] = [
    ['unknown address', 'not_found', () => world.ask('GET', '/v1/nothing')],
    ['unknown file', 'not_found', () => world.ask('GET', '/nothing.js', undefined, { accept: 'text/html' })],
    ['method', 'method_not_allowed', () => world.ask('DELETE', '/v1/metrics')],
    ['method on an operation', 'method_not_allowed', () => world.ask('POST', '/healthz')],
    ['malformed JSON', 'bad_request', () => world.ask('POST', '/v1/facts', '{"source":', JSON_TYPE)],
    ['no body', 'validation_failed', () => world.ask('POST', '/v1/facts', '', JSON_TYPE)],
    [
      'content type',
      'unsupported_media_type',
      () => world.ask('POST', '/v1/facts', 'a,b', { 'content-type': 'text/csv' }),
    ],
    [
      'encoding',
      'unsupported_media_type',
      () => world.ask('POST', '/v1/facts', '{}', { ...JSON_TYPE, 'content-encoding': 'br' }),
    ],
    [
      'bad gzip',
      'bad_request',
      () => world.ask('POST', '/v1/facts', '{}', { ...JSON_TYPE, 'content-encoding': 'gzip' }),
    ],
    [
      'too large',
      'payload_too_large',
      () => world.ask('POST', '/v1/facts', { source: 's', facts: ['x'.repeat(70_000)] }),
    ],
    ['schema', 'validation_failed', () => world.ask('POST', '/v1/facts', { source: 'S P', facts: 'no' })],
    ['query', 'validation_failed', () => world.ask('GET', '/v1/metrics/aac?as_of=2025-02-30')],
    ['cursor', 'validation_failed', () => world.ask('GET', '/v1/keys?cursor=%00')],
    ['no credentials', 'unauthenticated', () => world.as({})('GET', '/v1/metrics')],
    ['unknown metric', 'metric_unknown', () => world.ask('GET', '/v1/metrics/nope')],
    [
      'future knowledge',
      'known_at_unknown',
      () => world.ask('GET', `/v1/metrics/aac?as_of=${DAY}&known_at=99999999`),
    ],
    ['unpublishable date', 'validation_failed', () => world.ask('POST', '/v1/publications', { as_of: DAY })],
    ['unknown import', 'not_found', () => world.ask('GET', '/v1/imports/none')],
    [
      'unreadable import',
      'file_unreadable',
      () => world.ask('POST', '/v1/imports', { kind: 'olist', path: '/no/such' }),
    ],
    [
      'mapping',
      'mapping_invalid',
      () => world.ask('POST', '/v1/imports', { kind: 'generic', path: '/no/such', mapping: { a: 1 } }),
    ],
    ['unknown rejected row', 'not_found', () => world.ask('POST', '/v1/rejected/none/replay', {})],
    ['unknown setting', 'validation_failed', () => world.ask('PATCH', '/v1/settings', { simulated: false })],
    ['time zone', 'config_invalid', () => world.ask('PATCH', '/v1/settings', { timezone: 'Mars/Olympus' })],
    ['currency with facts', 'conflict', () => world.ask('PATCH', '/v1/settings', { currency: 'USD' })],
    [
      'idempotency key',
      'validation_failed',
      () => world.ask('POST', '/v1/facts', { source: 's', facts: [1] }, { 'idempotency-key': 'a b' }),
    ],
  ];
  test.each(cases)('%s → %s', async (_name, code, ask) => {
    const answer = await ask();
    expect(answer.headers['content-type'], answer.text).toBe('application/problem+json');
    const problem = Problem.strict().parse(answer.json);
    expect(problem.code, answer.text).toBe(code);
    expect([answer.status, problem.status]).toEqual([ERRORS[code as keyof typeof ERRORS][0], answer.status]);
    expect(problem.title).toBe(ERRORS[code as keyof typeof ERRORS][1]);
    expect(problem.request_id).toBe(answer.headers['x-request-id']);
    expect(problem.type).toMatch(new RegExp(`#${code}$`));
  });

  test('a schema failure points at its fields', async () => {
    const { json } = await world.ask('POST', '/v1/facts', { source: 'S P', facts: 'no' });
    expect(json.errors.map((e: { pointer: string }) => e.pointer).sort()).toEqual(['/facts', '/source']);
    const query = await world.ask('GET', '/v1/metrics/aac?as_of=never');
    expect(query.json.errors[0].pointer).toBe('/querystring/as_of');
  });

  test('405 names the methods that the address takes', async () => {
    expect((await world.ask('PUT', '/v1/keys')).headers.allow).toBe('GET, POST');
  });

  test('signing in too often answers 429 with Retry-After', async () => {
    const attempt = () => world.as({})('POST', '/v1/auth/sign-in', { email: 'brute@x.test', password: 'x' });
    const statuses: number[] = [];
    for (let k = 0; k < 4; k++) statuses.push((await attempt()).status);
    expect(statuses).toEqual([401, 401, 401, 429]);
    const last = await attempt();
    expect([last.json.code, Number(last.headers['retry-after']) > 0]).toEqual(['rate_limited', true]);
  });

  test('docs/errors.md is what the table generates', () => {
    expect(readFileSync('docs/errors.md', 'utf8')).toBe(errorsMarkdown());
  });
});

test('an unknown metric is told before that there is no date to answer it for', async () => {
  const empty = await openWorld();
  try {
    const metric = await empty.ask('GET', '/v1/metrics/nope');
    expect([metric.status, metric.json.code]).toEqual([404, 'metric_unknown']);
  } finally {
    await empty.close();
  }
});
