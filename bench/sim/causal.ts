import { frameOf, LEAVES, World, type WorldOptions } from '../../sim/world/index.ts';

const LEAF = new Map(LEAVES.map(({ id, index }) => [id, index]));
const LOOKBACK = 365;
const HORIZON = 90;

/** First purchases of B within 90 days by those who enter A: with the flows of the world, and the same people without. */
export interface Causal {
  caused: number;
  anyhow: number;
}

/**
 * The causal truth of every flow, pooled over worlds of other seeds than the one surveyed: one world's own counts are too
 * small to be a truth. Entries as the survey counts them: nobody before 365 days of history, none in the last 90 days.
 */
export function causalTruth(options: Omit<WorldOptions, 'seed'>, seeds: readonly number[]): Causal[] {
  const sums: Causal[] = frameOf({ ...options, seed: 0 }).flows.map(() => ({ caused: 0, anyhow: 0 }));
  for (const seed of seeds) {
    const caused = daysOf({ ...options, seed });
    const without = daysOf({ ...options, seed, without: 'flows' });
    const { flows, days, people } = caused.world.frame;
    flows.forEach(({ from, to }, f) => {
      const sum = sums[f]!;
      const [a, b] = [caused.byLeaf[LEAF.get(from)!]!, caused.byLeaf[LEAF.get(to)!]!];
      const other = without.byLeaf[LEAF.get(to)!]!;
      for (let p = 0; p < people; p++) {
        const since = Math.max(0, caused.world.market.people.joined[p]!) + LOOKBACK;
        let last = Number.NEGATIVE_INFINITY;
        for (const day of a[p] ?? []) {
          const entered = day - last > LOOKBACK && day >= since && day < days - HORIZON;
          last = day;
          if (!entered || b[p]?.some((at) => at <= day && at >= day - LOOKBACK)) continue;
          const buys = (list: number[] | undefined) =>
            Number(list?.some((at) => at > day && at <= day + HORIZON) ?? false);
          sum.caused += buys(b[p]);
          sum.anyhow += buys(other[p]);
        }
      }
    });
  }
  return sums;
}

/** Days on which somebody bought of a leaf, for the leaves of flows, in order: by leaf and person. */
function daysOf(options: WorldOptions) {
  const world = new World(options);
  const { flows, days } = world.frame;
  const byLeaf: number[][][] = [];
  for (const { from, to } of flows) for (const id of [from, to]) byLeaf[LEAF.get(id)!] = [];
  while (world.nextDay < days) {
    const { day } = world.begin();
    for (const { person, wants } of world.skip()) {
      for (const { offer } of wants)
        (byLeaf[offer.leaf.index]?.[person] ?? begun(byLeaf, offer.leaf.index, person))?.push(day);
    }
  }
  return { world, byLeaf };
}

function begun(byLeaf: number[][][], leaf: number, person: number): number[] | undefined {
  const list = byLeaf[leaf];
  if (!list) return undefined;
  list[person] = [];
  return list[person];
}
