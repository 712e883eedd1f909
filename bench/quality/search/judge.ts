import type { Thing } from './shelf.ts';

/** What a person who types a query is after: every part that is given was named by the query. */
export interface Need {
  readonly leaf?: string;
  readonly group?: string;
  readonly maker?: string;
  readonly tier?: number;
}

/** What is true of a person, as far as it says what they would buy. */
export interface Buyer {
  readonly position: number;
  readonly budget: number;
  /** By leaf; sums to 1. */
  readonly tastes: Readonly<Record<string, number>>;
}

/** Judges items by the world's truth; their text is not looked at. */
export class Judge {
  readonly #things: readonly Thing[];
  readonly #group: ReadonlyMap<string, string>;
  readonly #house: ReadonlyMap<string, string>;

  constructor(things: readonly Thing[]) {
    this.#things = things;
    this.#group = new Map(things.map(({ leaf, group }) => [leaf.id, group]));
    this.#house = new Map(things.map(({ maker, house }) => [maker, house]));
  }

  /**
   * How well an item meets a need.
   * - 3: everything that the query names holds.
   * - 2: the kind of thing (leaf, or group where a group was named) holds; one other thing that was named does not.
   * - 1: the kind holds, two others do not; or the kind is a neighbour (another leaf of the group, another group of the
   *   top) and everything else that was named holds; or, where only a maker was named, another maker of its house.
   * - 0: anything else.
   */
  grade({ leaf, group, maker, tier }: Need, thing: Thing): 0 | 1 | 2 | 3 {
    const failed =
      Number(maker !== undefined && thing.maker !== maker) +
      Number(tier !== undefined && thing.tier !== tier);
    if (leaf === undefined && group === undefined) {
      if (failed === 0) return 3;
      return maker !== undefined && this.#house.get(maker) === thing.house ? 1 : 0;
    }
    const kind = leaf !== undefined ? thing.leaf.id === leaf : thing.group === group;
    if (kind) return failed === 0 ? 3 : failed === 1 ? 2 : 1;
    const near =
      leaf !== undefined ? thing.group === this.#group.get(leaf) : group!.startsWith(`${thing.top}.`);
    return near && failed === 0 ? 1 : 0;
  }

  /** Gains of all items for a need: 2^grade − 1, by item. */
  gains(need: Need): Map<string, number> {
    return new Map(this.#things.map((thing) => [thing.id, 2 ** this.grade(need, thing) - 1]));
  }

  /**
   * Gains for one person: (2^grade − 1) × what the world itself says of how readily this person buys this item when they look at
   * it, beside the readiest of those with the highest grade. It is the world's chance of a click and a purchase: taste for the leaf, distance of
   * the price from the person's position, the maker's quality, the budget. The world knows no taste for brands or regions.
   */
  gainsFor(need: Need, buyer: Buyer): Map<string, number> {
    const grades = this.#things.map((thing) => this.grade(need, thing));
    const ready = this.#things.map((thing) => readiness(thing, buyer));
    const best = Math.max(...grades);
    const most = Math.max(...ready.filter((_, i) => grades[i] === best));
    return new Map(
      this.#things.map((thing, i) => [thing.id, (2 ** grades[i]! - 1) * Math.min(1, ready[i]! / most)]),
    );
  }
}

/** sim/world/market.ts, `respond`: liking × fit × affordable, apart from what is equal for all. */
export function readiness(thing: Thing, { position, budget, tastes }: Buyer): number {
  const liking = Math.sqrt(tastes[thing.leaf.id]! / thing.leaf.weight);
  const distance = (thing.position - position) / 0.35;
  const fit = Math.exp(-0.5 * distance * distance) * (0.6 + 0.5 * thing.quality);
  return liking * fit * (thing.price_minor <= budget * 4 ? 1 : 0.2);
}

/** Normalised discounted cumulative gain of the first k: 0 … 1; NaN where nothing has a gain. */
export function ndcg(list: readonly string[], gains: ReadonlyMap<string, number>, k = 10): number {
  const sum = (values: readonly number[]) =>
    values.slice(0, k).reduce((total, gain, rank) => total + gain / Math.log2(rank + 2), 0);
  const ideal = sum([...gains.values()].sort((a, b) => b - a));
  return ideal > 0 ? sum(list.map((id) => gains.get(id) ?? 0)) / ideal : Number.NaN;
}
