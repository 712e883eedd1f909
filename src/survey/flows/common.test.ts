import { describe, expect, it } from 'vitest';
import { rngOf } from '../../base/index.ts';
import { benjaminiHochberg, normalCdf } from '../../math/index.ts';
import { commonLift, pBeyondCommon } from './common.ts';
import { fieldOf } from './count.ts';
import { flowOf, flowTable, packLines, shownFlows, surveyFlows } from './index.ts';

const CATEGORIES = 30;

/**
 * People buy one category on day 410 and each other one within 90 days with probability .1. Whoever enters category 0 is more
 * active than anyone can see: .15 towards everything, and .4 towards category 1, which is a flow.
 */
async function betrayed() {
  const rng = rngOf(3);
  const rows = [];
  for (let person = 0; person < 30_000; person++) {
    const entered = person % CATEGORIES;
    rows.push({ person, time: 410, category: entered, order: 2 * person });
    for (let category = 0; category < CATEGORIES; category++) {
      const chance = entered > 0 ? 0.1 : category === 1 ? 0.4 : 0.15;
      if (category !== entered && rng.next() < chance)
        rows.push({ person, time: 420 + category, category, order: 2 * person + 1 });
    }
  }
  const input = { categories: CATEGORIES, ticksPerDay: 1, months: [400, 415] };
  return flowTable(await surveyFlows([packLines(rows)], input, { workers: 0 }));
}

describe('[F17] the common lift of a source', () => {
  it('is a median: weighted by precision, unmoved by a flow, unknown from few targets', () => {
    const logs = Array.from({ length: 25 }, (_, i) => (i === 0 ? 3 : 0.2));
    const common = commonLift(logs, new Array(25).fill(0.1))!;
    expect(common.log).toBe(0.2);
    expect(common.variance).toBeCloseTo((Math.PI / 2) * (0.01 / 25), 12);
    expect(commonLift(logs.slice(0, 19), new Array(19).fill(0.1))).toBeUndefined();
    // Four fifths of the weight lie with the last five.
    const heavy = logs.map((_, i) => (i < 20 ? 0 : 1));
    expect(commonLift(heavy, [...new Array(20).fill(1), ...new Array(5).fill(1 / 16)])!.log).toBe(1);
  });

  it('a lift between 1 and the common one says nothing; beyond it, the distance from it counts', () => {
    const common = { log: 0.2, variance: 0.0009 };
    for (const log of [0, 0.1, 0.2]) expect(pBeyondCommon(log, 0.04, common)).toBe(1);
    expect(pBeyondCommon(0.35, 0.04, common)).toBeCloseTo(2 * normalCdf(-3), 12);
    expect(pBeyondCommon(-0.1, 0.04, common)).toBeCloseTo(2 * normalCdf(-6), 12);
  });

  it('entries that take up everything more readily make no canals; the flow among them is one', async () => {
    const table = await betrayed();
    const ofZero = Array.from({ length: CATEGORIES - 1 }, (_, i) => flowOf(table, 0, i + 1));
    // By the interval alone nearly every target would be a canal.
    expect(ofZero.filter(({ q, lift }) => q! <= 0.05 && lift!.low > 1).length).toBeGreaterThan(20);
    expect(ofZero.slice(1).every(({ status }) => status === 'common_lift' || status === 'no_evidence')).toBe(
      true,
    );
    expect(shownFlows(table).map(({ from, to }) => [from, to])).toEqual([[0, 1]]);
    expect(ofZero[0]!.commonLift).toBeGreaterThan(1.35);
    expect(ofZero[0]!.commonLift).toBeLessThan(1.65);
  });

  it('[F18] statuses equal a plain reading of the rule', async () => {
    const table = await betrayed();
    const at = (a: number, b: number) => a * CATEGORIES + b;
    const all = Array.from({ length: CATEGORIES ** 2 }, (_, ab) => ab);
    const commonOf = (a: number) => {
      const targets = all
        .slice(at(a, 0), at(a + 1, 0))
        .filter((ab) => table.se[ab]! > 0 && fieldOf(table.counts.sums, ab, 'entries') >= 100)
        .filter((ab) => fieldOf(table.counts.sums, ab, 'expected') >= 5)
        .map((ab) => ({ log: Math.log(table.lift[ab]!), weight: 1 / table.se[ab]! }))
        .sort((x, y) => x.log - y.log);
      const half = targets.reduce((sum, { weight }) => sum + weight, 0) / 2;
      let reached = 0;
      const middle = targets.find(({ weight }) => {
        reached += weight;
        return reached > half;
      })!.log;
      return { middle, variance: Math.PI / 2 / targets.reduce((sum, { weight }) => sum + weight ** 2, 0) };
    };
    const commons = Array.from({ length: CATEGORIES }, (_, a) => commonOf(a));
    const z = (ab: number) => {
      const { middle, variance } = commons[Math.floor(ab / CATEGORIES)]!;
      const log = Math.log(table.lift[ab]!);
      const against = log > 0 ? Math.max(0, middle) : Math.min(0, middle);
      const distance = Math.sign(log) * Math.max(0, Math.abs(log) - Math.abs(against));
      return distance / Math.sqrt(table.se[ab]! ** 2 + (against === 0 ? 0 : variance));
    };
    const p = all.map((ab) =>
      table.p[ab]! >= 0 ? Math.max(table.p[ab]!, 2 * normalCdf(-Math.abs(z(ab)))) : Number.NaN,
    );
    const q = benjaminiHochberg(p);
    for (let a = 0; a < CATEGORIES; a++)
      for (let b = 0; b < CATEGORIES; b++) {
        if (a === b) continue;
        const shown = table.q[at(a, b)]! <= 0.05 && q[at(a, b)]! <= 0.05;
        expect([a, b, flowOf(table, a, b).status === 'shown']).toEqual([a, b, shown]);
      }
  });
});
