import { benjaminiHochberg, mantelHaenszel, mantelHaenszelTerm, waldTest } from '../../math/index.ts';

/**
 * Who is about to leave, and what goes with leaving (R66). Everything rests on counts of people by activity stratum
 * (orders in the look-back × days since the last one), taken at an index date whose outcome is known by now:
 *  - risk: share of each stratum that did not buy in the horizon after the index date. Applied to the people of today, it is
 *    a calibrated chance, and it needs no more than counts that add up over shards.
 *  - cause: a driver (last order refunded, …) is named only when, within strata, people with it left more
 *    often than people without it, by more than chance over all drivers tried. It is an association; the action is the test.
 */
export interface RiskTable {
  /** People at the index date by stratum, and of them those who did not come back in the horizon. */
  readonly people: Float64Array;
  readonly left: Float64Array;
}

/** Chance of leaving by stratum, shrunk to the whole by `prior` people so that an empty stratum says the average. */
export function riskOf(table: RiskTable, prior = 20): Float64Array {
  let people = 0;
  let left = 0;
  for (let s = 0; s < table.people.length; s++) {
    people += table.people[s]!;
    left += table.left[s]!;
  }
  const mean = people > 0 ? left / people : 0;
  return Float64Array.from(table.people, (n, s) => (table.left[s]! + prior * mean) / (n + prior));
}

/** Counts for one driver: with and without it, by stratum. */
export interface DriverTable {
  readonly driver: string;
  readonly exposed: RiskTable;
  readonly others: RiskTable;
}

export interface DriverVerdict {
  readonly driver: string;
  readonly people: number;
  /** People with the driver who left, and how many would have at the rate of people without it. */
  readonly left: number;
  readonly expected: number;
  readonly ratio: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly q: number | null;
  /** True when it may be named as a likely cause. */
  readonly named: boolean;
  readonly status: 'ok' | 'insufficient';
}

/** Fewest people with a driver, and fewest expected leavers, from which anything is said. */
export const MIN_EXPOSED = 100;
export const MIN_EXPECTED = 5;

/** Mantel–Haenszel risk ratio of leaving for each driver, corrected over drivers (Benjamini–Hochberg, q ≤ 0.05). */
export function judgeDrivers(tables: readonly DriverTable[]): DriverVerdict[] {
  const found = tables.map(({ driver, exposed, others }) => {
    const sums = { r: 0, s: 0, v: 0 };
    let [people, left, expected] = [0, 0, 0];
    for (let s = 0; s < exposed.people.length; s++) {
      const [n1, x1, n0, x0] = [exposed.people[s]!, exposed.left[s]!, others.people[s]!, others.left[s]!];
      const term = mantelHaenszelTerm(x1, n1, x0, n0);
      if (!term) continue;
      sums.r += term.r;
      sums.s += term.s;
      sums.v += term.v;
      people += n1;
      left += x1;
      expected += (n1 * x0) / n0;
    }
    const estimate = people >= MIN_EXPOSED && expected >= MIN_EXPECTED ? mantelHaenszel(sums) : undefined;
    return { driver, people, left, expected, estimate };
  });
  const tested = found.flatMap((f, i) => (f.estimate?.ok ? [{ i, p: waldTest(f.estimate).p }] : []));
  const qs = benjaminiHochberg(Float64Array.from(tested, (t) => t.p));
  const qOf = new Map(tested.map((t, k) => [t.i, qs[k]!]));
  return found.map(({ driver, people, left, expected, estimate }, i) => {
    const base = { driver, people, left, expected };
    if (!estimate?.ok) {
      return { ...base, ratio: null, low: null, high: null, q: null, named: false, status: 'insufficient' };
    }
    const q = qOf.get(i)!;
    const { ratio, low, high } = estimate;
    return { ...base, ratio, low, high, q, named: low > 1 && q <= 0.05, status: 'ok' };
  });
}
