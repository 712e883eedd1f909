import { expect, it } from 'vitest';
import { Experiment } from '../contracts/index.ts';
import { armOf, armsOf, inHoldout, takesPart } from './assign.ts';
import { bucketOf } from './bucket.ts';

const experiment = (id: string, more: object = {}) =>
  Experiment.parse({
    experiment_id: id,
    hypothesis: 'h',
    salt: `salt-${id}`,
    traffic_rate: 1,
    arms: [
      { arm: 'a', weight: 1 },
      { arm: 'b', weight: 1 },
    ],
    status: 'running',
    ...more,
  });
const units = (n: number) => Array.from({ length: n }, (_, i) => `acc_${i.toString(16).padStart(24, '0')}`);
const request = (account_id: string, session = '') => ({
  account_id,
  session,
  scenario: 'home_feed' as const,
});

/** χ² of counts against equal expectations. */
const chi2 = (counts: readonly number[]) => {
  const expected = counts.reduce((a, b) => a + b, 0) / counts.length;
  return counts.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
};

it('[A1] buckets are golden: the first 52 bits of SHA-256(salt ␟ unit)', () => {
  // printf 'salt\x1funit' | sha256sum | cut -c1-13, over 2^52
  expect(bucketOf('salt', 'unit')).toBe(0x6451a2cdfa979 / 2 ** 52);
  expect(bucketOf('', '')).toBe(0xffe679bb831c9 / 2 ** 52);
  expect(bucketOf('h', '账户')).toBe(0x4c5ad49d8df6d / 2 ** 52);
});

it('[A2] units fall evenly, whatever the salt', () => {
  for (const salt of ['a', 'b', 'holdout-1']) {
    const counts = new Array<number>(100).fill(0);
    for (const unit of units(100_000)) counts[Math.floor(100 * bucketOf(salt, unit))]!++;
    // χ² with 99 degrees of freedom passes 149 once in a thousand.
    expect(chi2(counts)).toBeLessThan(149);
  }
});

it('[A3] experiments, arms within them, and the holdout are independent of each other', () => {
  const one = experiment('one', { traffic_rate: 0.5 });
  const two = experiment('two', { traffic_rate: 0.5 });
  const pairs: [(u: string) => boolean, (u: string) => boolean][] = [
    [(u) => takesPart([one, two], one, u), (u) => takesPart([one, two], two, u)],
    [(u) => armOf(one, u).arm === 'a', (u) => armOf(two, u).arm === 'a'],
    [(u) => takesPart([one], one, u), (u) => armOf(one, u).arm === 'a'],
    [(u) => inHoldout({ salt: 'h', rate: 0.5 }, u), (u) => armOf(one, u).arm === 'a'],
  ];
  for (const [left, right] of pairs) {
    const cells = [0, 0, 0, 0];
    for (const unit of units(40_000)) cells[(left(unit) ? 2 : 0) + (right(unit) ? 1 : 0)]!++;
    // All four are 1/4: 3 degrees of freedom pass 16.3 once in a thousand.
    expect(chi2(cells)).toBeLessThan(16.3);
  }
});

it('[A4] with one exclusion tag a unit is in at most one experiment, and each gets its share', () => {
  const all = ['x', 'y', 'z'].map((id) => experiment(id, { traffic_rate: 0.4, exclusion_tag: 't' }));
  const counts = [0, 0, 0];
  for (const unit of units(20_000)) {
    const arms = armsOf(all, request(unit));
    expect(arms.length).toBeLessThanOrEqual(1);
    if (arms[0]) counts[all.findIndex((e) => e.experiment_id === arms[0]!.experiment_id)]!++;
  }
  // The third gets what the first two leave.
  expect(counts.map((n) => Math.round((10 * n) / 20_000) / 10)).toEqual([0.4, 0.4, 0.2]);
});

it('[A5] arms follow their weights; only running experiments of the surface take part, of the unit that they name', () => {
  const weighted = experiment('w', {
    arms: [
      { arm: 'a', weight: 9 },
      { arm: 'b', weight: 1 },
    ],
  });
  const share = units(20_000).filter((unit) => armOf(weighted, unit).arm === 'b').length / 20_000;
  expect(Math.abs(share - 0.1)).toBeLessThan(0.008);
  const [unit] = units(1) as [string];
  expect(armsOf([experiment('d', { status: 'draft' })], request(unit))).toEqual([]);
  expect(armsOf([experiment('s', { scenarios: ['cart'] })], request(unit))).toEqual([]);
  const session = experiment('sess', { unit: 'session' });
  expect(armsOf([session], request(unit))).toEqual([]);
  expect(armsOf([session], request(unit, 'visit'))[0]!.arm).toBe(armOf(session, 'visit').arm);
  expect(armsOf([experiment('n')], request(''))).toEqual([]);
});

it('[A6] the holdout is a share of accounts, the same for ever; nobody without an account is in it', () => {
  const holdout = { salt: 'holdout-1', rate: 0.05 };
  const held = units(40_000).filter((unit) => inHoldout(holdout, unit)).length / 40_000;
  expect(Math.abs(held - 0.05)).toBeLessThan(0.004);
  expect(inHoldout({ salt: 's', rate: 1 }, '')).toBe(false);
  // A higher rate only adds people.
  for (const unit of units(2_000))
    if (inHoldout(holdout, unit)) expect(inHoldout({ ...holdout, rate: 0.2 }, unit)).toBe(true);
});
