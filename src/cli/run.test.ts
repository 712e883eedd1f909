import { expect, test } from 'vitest';
import type { Problem } from '../contracts/index.ts';
import { Refused } from './client.ts';
import { failureOf } from './run.ts';

const said = (problem: Partial<Problem>) =>
  failureOf(
    new Refused({ type: '', title: 'Title', status: 422, ...problem } as Problem),
    ((key: string) => key) as never,
  );

test('a refusal says each cause once', () => {
  const one = { pointer: '/scenarios/0/k', code: 'invalid_type', detail: 'expected number' };
  const two = { pointer: '', code: 'unrecognized_keys', detail: 'Unrecognized key: "foo"' };
  const detail = '/scenarios/0/k: expected number';
  expect(said({ code: 'validation_failed', detail, errors: [one] }).lines).toEqual([
    `validation_failed: ${detail}`,
  ]);
  expect(said({ code: 'validation_failed', detail, errors: [one, two] }).lines).toEqual([
    `validation_failed: ${detail}`,
    '  /: Unrecognized key: "foo"',
  ]);
});

test('what was typed wrongly ends with 2, what is not there with 1', () => {
  for (const [code, exit] of [
    ['scenario_unknown', 2],
    ['metric_unknown', 2],
    ['reference_unknown', 1],
    ['snapshot_absent', 1],
  ] as const)
    expect([code, said({ code }).exit]).toEqual([code, exit]);
});
