import { describe, expect, it } from 'vitest';
import { rngOf } from '../../base/index.ts';
import { type DriverTable, judgeDrivers, type RiskTable, riskOf } from './defence.ts';

const STRATA = 12;
const empty = (): RiskTable => ({ people: new Float64Array(STRATA), left: new Float64Array(STRATA) });

/** People whose leaving depends on their stratum; drivers more common among the inactive; `effect` multiplies the risk. */
function world(seed: number, effects: readonly number[], people = 20_000): DriverTable[] {
  const rng = rngOf(seed);
  const tables = effects.map((_, d) => ({ driver: `driver ${d}`, exposed: empty(), others: empty() }));
  for (let i = 0; i < people; i++) {
    const s = rng.below(STRATA);
    const has = effects.map(() => rng.next() < 0.02 + 0.015 * s);
    let risk = 0.1 + 0.04 * s;
    effects.forEach((effect, d) => {
      if (has[d]) risk *= effect;
    });
    const left = rng.next() < risk;
    tables.forEach((table, d) => {
      const arm = has[d] ? table.exposed : table.others;
      arm.people[s]!++;
      if (left) arm.left[s]!++;
    });
  }
  return tables;
}

describe('defence', () => {
  it('names no cause where nothing drives people away, over 40 worlds of 8 drivers', () => {
    let named = 0;
    for (let seed = 0; seed < 40; seed++)
      named += judgeDrivers(world(seed, [1, 1, 1, 1, 1, 1, 1, 1], 6_000)).filter((v) => v.named).length;
    // At q ≤ 0.05, two-sided and named only when harmful, one false name in forty worlds is expected.
    expect(named).toBeLessThanOrEqual(4);
  });

  it('names the driver that is one, and only it', () => {
    const verdicts = judgeDrivers(world(5, [1, 1.5, 1]));
    expect(verdicts.map((v) => v.named)).toEqual([false, true, false]);
    expect(verdicts[1]!.low).toBeLessThan(1.5);
    expect(verdicts[1]!.high).toBeGreaterThan(1.5);
  });

  it('does not blame what merely goes with inactivity: the crude ratio misleads, the stratified one does not', () => {
    const [table] = world(9, [1], 60_000);
    const sum = (a: Float64Array) => a.reduce((x, y) => x + y, 0);
    const { exposed, others } = table!;
    const crude = sum(exposed.left) / sum(exposed.people) / (sum(others.left) / sum(others.people));
    expect(crude).toBeGreaterThan(1.2);
    expect(judgeDrivers([table!])[0]!.ratio).toBeCloseTo(1, 1);
  });

  it('says insufficient for few people, and never NaN', () => {
    const none = { driver: 'x', exposed: empty(), others: empty() };
    expect(judgeDrivers([none])).toEqual([
      {
        driver: 'x',
        people: 0,
        left: 0,
        expected: 0,
        ratio: null,
        low: null,
        high: null,
        q: null,
        named: false,
        status: 'insufficient',
      },
    ]);
    expect(judgeDrivers([])).toEqual([]);
    expect([...riskOf(empty())]).toEqual(new Array(STRATA).fill(0));
  });

  it('gives risks that add up to the leavers, but for the shrinkage', () => {
    const table = { people: new Float64Array([1000, 500]), left: new Float64Array([100, 200]) };
    const risk = riskOf(table, 0);
    expect(risk[0]! * 1000 + risk[1]! * 500).toBeCloseTo(300, 9);
    expect(riskOf({ people: new Float64Array([0, 500]), left: new Float64Array([0, 200]) })[0]).toBeCloseTo(
      0.4,
      9,
    );
  });
});
