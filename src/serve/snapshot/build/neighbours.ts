import { countingSort } from '../../../math/index.ts';
import { EVENT_KINDS, type EventColumns } from './facts.ts';
import { Nearest } from './nearest.ts';
import type { PeopleLines } from './people.ts';

export const NEIGHBOUR_RULES = {
  /** Neighbours kept of an item. */
  most: 30,
  /** Distinct items of a basket that count, the latest: the cost is their square. */
  basket: 50,
  /** Fewest baskets with both. */
  least: 2,
  /** Baskets worth of "by chance". */
  shrinkage: 10,
  cosineShrinkage: 20,
  /** Days looked back, for purchases and for visits. */
  purchaseDays: 365,
  viewDays: 90,
} as const;

/** Distinct items by basket (a person's purchases, a visit), with the day of the latest. */
export interface Baskets {
  readonly start: Uint32Array;
  readonly item: Int32Array;
  readonly day: Int32Array;
}
export interface WrittenNeighbours {
  readonly start: Uint32Array;
  readonly values: Uint32Array;
  readonly weight: Float32Array;
}

/** How near two items are: of n_i and n_j baskets that hold each, c hold both, of N in all. */
export type Nearness = (c: number, ni: number, nj: number, total: number) => number;

/** A cosine over what is left after independence, shrunk where little was seen. */
const beyondChance: Nearness = (c, ni, nj, total) =>
  (c - (ni * nj) / total) / (Math.sqrt(ni * nj) + NEIGHBOUR_RULES.shrinkage);
/** A cosine, shrunk alike: what is popular stays near. */
const cosine: Nearness = (c, ni, nj) => c / (Math.sqrt(ni * nj) + NEIGHBOUR_RULES.cosineShrinkage);

/**
 * Items that share baskets: of items i, j in n_i, n_j and together in c of N baskets, those with c ≥ 2 and a positive weight, the
 * nearest 30. `joins` says which pairs count in a basket. Cost: O(Σ basket²); memory O(items). Ties: the lower item first.
 */
export function neighboursOf(
  baskets: Baskets,
  items: number,
  joins: (a: number, b: number) => boolean,
  nearness: Nearness = beyondChance,
): WrittenNeighbours {
  const rules = NEIGHBOUR_RULES;
  const total = baskets.start.length - 1;
  const { order, starts } = countingSort(baskets.item, items);
  const basketOf = new Uint32Array(baskets.item.length);
  for (let b = 0; b < total; b++) basketOf.fill(b, baskets.start[b]!, baskets.start[b + 1]!);
  const count = new Uint32Array(items);
  const touched = new Uint32Array(items);
  const start = new Uint32Array(items + 1);
  const values: number[] = [];
  const weights: number[] = [];
  const nearest = new Nearest(rules.most);
  for (let i = 0; i < items; i++) {
    let met = 0;
    for (let k = starts[i]!; k < starts[i + 1]!; k++) {
      const at = order[k]!;
      const b = basketOf[at]!;
      for (let x = baskets.start[b]!, end = baskets.start[b + 1]!; x < end; x++) {
        const j = baskets.item[x]!;
        if (j === i || !joins(at, x)) continue;
        if (count[j]!++ === 0) touched[met++] = j;
      }
    }
    const ni = starts[i + 1]! - starts[i]!;
    nearest.clear();
    for (let t = 0; t < met; t++) {
      const j = touched[t]!;
      const c = count[j]!;
      count[j] = 0;
      if (c < rules.least) continue;
      const nj = starts[j + 1]! - starts[j]!;
      const weight = nearness(c, ni, nj, total);
      if (!(weight > 0)) continue;
      nearest.add(j, weight);
    }
    for (let k = 0; k < nearest.count; k++) {
      values.push(nearest.item[k]!);
      weights.push(nearest.weight[k]!);
    }
    start[i + 1] = values.length;
  }
  return { start, values: Uint32Array.from(values), weight: Float32Array.from(weights) };
}

/**
 * Complements: bought by the same people within 365 days. Two items of one leaf count only where they were last bought on the
 * same day: what is bought instead is bought on another.
 */
export function coPurchases(lines: PeopleLines, itemCategory: Int32Array, day: number): WrittenNeighbours {
  const baskets = distinct(
    lines.start,
    (i) => (lines.day[i]! >= day - NEIGHBOUR_RULES.purchaseDays ? lines.item[i]! : -1),
    (i) => lines.day[i]!,
    itemCategory.length,
  );
  const { item, day: on } = baskets;
  return neighboursOf(
    baskets,
    itemCategory.length,
    (a, b) => itemCategory[item[a]!] !== itemCategory[item[b]!] || on[a] === on[b],
  );
}

/** What the same people bought within 365 days before a day, of whatever leaf: the cosine of their buyers. */
export function coBought(lines: PeopleLines, items: number, day: number): WrittenNeighbours {
  const wanted = (i: number) => lines.day[i]! < day && lines.day[i]! >= day - NEIGHBOUR_RULES.purchaseDays;
  const baskets = distinct(
    lines.start,
    (i) => (wanted(i) ? lines.item[i]! : -1),
    (i) => lines.day[i]!,
    items,
  );
  return neighboursOf(baskets, items, () => true, cosine);
}

/** Substitutes by behaviour: items of one leaf, seen in the same visit within 90 days. */
export function coViews(events: EventColumns, itemCategory: Int32Array, day: number): WrittenNeighbours {
  const viewed = EVENT_KINDS.indexOf('viewed');
  const clicked = EVENT_KINDS.indexOf('clicked');
  const visits = new Map<number, number>();
  const visit: number[] = [];
  const at: number[] = [];
  for (let i = 0; i < events.kind.length; i++) {
    if ((events.kind[i] !== viewed && events.kind[i] !== clicked) || events.item[i]! < 0) continue;
    if (events.day[i]! >= day || events.day[i]! < day - NEIGHBOUR_RULES.viewDays) continue;
    const session = events.session[i]!;
    let number = visits.get(session);
    if (number === undefined) {
      number = visits.size;
      visits.set(session, number);
    }
    visit.push(number);
    at.push(i);
  }
  const { order, starts } = countingSort(visit, visits.size);
  const baskets = distinct(
    starts,
    (k) => events.item[at[order[k]!]!]!,
    (k) => events.day[at[order[k]!]!]!,
    itemCategory.length,
  );
  const { item } = baskets;
  return neighboursOf(
    baskets,
    itemCategory.length,
    (a, b) => itemCategory[item[a]!]! >= 0 && itemCategory[item[a]!] === itemCategory[item[b]!],
  );
}

/**
 * Tells complements from substitutes: a pair of one leaf that is seen together more than it is bought together leaves the
 * complements, else the substitutes.
 */
export function tellApart(
  complements: WrittenNeighbours,
  substitutes: WrittenNeighbours,
  itemCategory: Int32Array,
): { complements: WrittenNeighbours; substitutes: WrittenNeighbours } {
  const weightIn = (list: WrittenNeighbours, i: number, j: number) => {
    for (let k = list.start[i]!; k < list.start[i + 1]!; k++)
      if (list.values[k] === j) return list.weight[k]!;
    return 0;
  };
  const sameLeaf = (i: number, j: number) => itemCategory[i] === itemCategory[j];
  return {
    complements: keep(complements, (i, j, w) => !sameLeaf(i, j) || w >= weightIn(substitutes, i, j)),
    substitutes: keep(substitutes, (i, j, w) => w > weightIn(complements, i, j)),
  };
}

function keep(
  list: WrittenNeighbours,
  wanted: (i: number, j: number, weight: number) => boolean,
): WrittenNeighbours {
  const start = new Uint32Array(list.start.length);
  const values: number[] = [];
  const weight: number[] = [];
  for (let i = 0; i + 1 < list.start.length; i++) {
    for (let k = list.start[i]!; k < list.start[i + 1]!; k++) {
      if (!wanted(i, list.values[k]!, list.weight[k]!)) continue;
      values.push(list.values[k]!);
      weight.push(list.weight[k]!);
    }
    start[i + 1] = values.length;
  }
  return { start, values: Uint32Array.from(values), weight: Float32Array.from(weight) };
}

/** Per run of rows, its distinct items (−1: none), the latest first and at most 50, with the day each was last met. */
function distinct(
  starts: Uint32Array,
  itemOf: (i: number) => number,
  dayOf: (i: number) => number,
  items: number,
): Baskets {
  const runs = starts.length - 1;
  const start = new Uint32Array(runs + 1);
  const stamp = new Int32Array(items).fill(-1);
  const item = new Int32Array(starts[runs] ?? 0);
  const day = new Int32Array(item.length);
  let n = 0;
  for (let r = 0; r < runs; r++) {
    for (let i = starts[r + 1]! - 1; i >= starts[r]! && n - start[r]! < NEIGHBOUR_RULES.basket; i--) {
      const it = itemOf(i);
      if (it < 0 || stamp[it] === r) continue;
      stamp[it] = r;
      item[n] = it;
      day[n++] = dayOf(i);
    }
    start[r + 1] = n;
  }
  return { start, item: item.slice(0, n), day: day.slice(0, n) };
}
