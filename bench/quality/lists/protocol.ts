import type { SnapshotRows } from '../../../src/serve/index.ts';
import type { Market } from './data.ts';

/** Healthy lines as numbers, sorted by person, then day. */
export interface Purchases {
  readonly people: number;
  readonly items: number;
  readonly start: Uint32Array;
  readonly item: Int32Array;
  readonly day: Int32Array;
}

export interface Numbers {
  readonly person: ReadonlyMap<string, number>;
  readonly item: ReadonlyMap<string, number>;
  /** By offer id: its item. */
  readonly itemOf: ReadonlyMap<string, number>;
  /** By item: the leaf it hangs at, −1 none. */
  readonly leaf: Int32Array;
}

export function numbersOf(rows: SnapshotRows): Numbers {
  const leaves = new Map(rows.categories.map(({ id }, i) => [id, i]));
  const item = new Map(rows.items.map(({ id }, i) => [id, i]));
  return {
    person: new Map(rows.people.map(({ accounts }, p) => [accounts[0]!, p])),
    item,
    itemOf: new Map(rows.offers.map((offer) => [offer.id, item.get(offer.item) ?? -1])),
    leaf: Int32Array.from(rows.items, ({ category }) => leaves.get(category ?? '') ?? -1),
  };
}

export function purchasesOf({ rows }: Market, numbers: Numbers): Purchases {
  const people = rows.people.length;
  const known = rows.lines
    .filter((line) => !line.refunded && !line.fake && line.account !== null)
    .map(({ account, offer, day }) => ({
      person: numbers.person.get(account!) ?? -1,
      item: numbers.itemOf.get(offer) ?? -1,
      day,
    }))
    .filter(({ person, item }) => person >= 0 && item >= 0)
    .sort((a, b) => a.person - b.person || a.day - b.day || a.item - b.item);
  const start = new Uint32Array(people + 1);
  for (const { person } of known) start[person + 1]!++;
  for (let p = 0; p < people; p++) start[p + 1]! += start[p]!;
  return {
    people,
    items: rows.items.length,
    start,
    item: Int32Array.from(known, (line) => line.item),
    day: Int32Array.from(known, (line) => line.day),
  };
}

/** One evaluation: what was known before `split`, and what each person bought on their next day of buying in [split, end). */
export interface Window {
  readonly split: number;
  readonly end: number;
  /** People with a purchase before the split and a next basket. */
  readonly judged: Int32Array;
  /** By judged person: items of the next basket. */
  readonly basket: readonly ReadonlySet<number>[];
  /** By judged person: items bought before the split. */
  readonly held: readonly ReadonlySet<number>[];
}

export function windowAt(h: Purchases, split: number, end: number): Window {
  const judged: number[] = [];
  const basket: Set<number>[] = [];
  const held: Set<number>[] = [];
  for (let p = 0; p < h.people; p++) {
    const before = new Set<number>();
    const next = new Set<number>();
    let on = -1;
    for (let i = h.start[p]!; i < h.start[p + 1]!; i++) {
      const day = h.day[i]!;
      if (day < split) before.add(h.item[i]!);
      else if (day < end && (on < 0 || day === on)) {
        on = day;
        next.add(h.item[i]!);
      }
    }
    if (before.size === 0 || next.size === 0) continue;
    judged.push(p);
    basket.push(next);
    held.push(before);
  }
  return { split, end, judged: Int32Array.from(judged), basket, held };
}

/** The same of at most so many judged people, evenly chosen. */
export function thinned(window: Window, most: number): Window {
  const every = Math.max(1, Math.ceil(window.judged.length / most));
  const kept = <T>(of: readonly T[]): T[] => of.filter((_, j) => j % every === 0);
  return {
    ...window,
    judged: window.judged.filter((_, j) => j % every === 0),
    basket: kept(window.basket),
    held: kept(window.held),
  };
}

export const KINDS = ['all', 'repeat', 'novel'] as const;
export type Kind = (typeof KINDS)[number];

/** By judged person: what a list of k found of the next basket; NaN where the basket has nothing of the kind. */
export interface Judged {
  readonly recall: Record<Kind, Float64Array>;
  readonly ndcg: Record<Kind, Float64Array>;
}

/**
 * recall@k = hits / items of that kind in the next basket; nDCG@k with binary gains 1/log2(rank + 1) at their rank in the whole list,
 * ideal = all items of that kind first. Repeat: bought before the split; novel: not.
 * @param lists by judged person, the best first
 */
export function judge(window: Window, lists: readonly ArrayLike<number>[], k: number): Judged {
  const n = window.judged.length;
  const empty = () =>
    Object.fromEntries(KINDS.map((kind) => [kind, new Float64Array(n).fill(Number.NaN)])) as Record<
      Kind,
      Float64Array
    >;
  const result = { recall: empty(), ndcg: empty() };
  for (let j = 0; j < n; j++) {
    const [basket, held, list] = [window.basket[j]!, window.held[j]!, lists[j]!];
    for (const kind of KINDS) {
      const of = (item: number) => kind === 'all' || held.has(item) === (kind === 'repeat');
      let total = 0;
      for (const item of basket) if (of(item)) total++;
      if (total === 0) continue;
      let hits = 0;
      let gain = 0;
      let ideal = 0;
      for (let r = 0; r < k; r++) {
        const worth = 1 / Math.log2(r + 2);
        if (r < total) ideal += worth;
        if (r < list.length && basket.has(list[r]!) && of(list[r]!)) {
          hits++;
          gain += worth;
        }
      }
      result.recall[kind][j] = hits / total;
      result.ndcg[kind][j] = gain / ideal;
    }
  }
  return result;
}

/** Of lists of k: how various each is, how much of the catalogue they show, and how unevenly. */
export interface Spread {
  /** Mean entropy of leaf categories in a list, in bits; mean number of distinct ones. */
  readonly entropy_bits: number;
  readonly categories: number;
  /** Share of the items on offer that stand in any list. */
  readonly coverage: number;
  /** Gini of impressions over the items on offer: 0 all alike, 1 one item has all. */
  readonly gini: number;
  readonly repeat_share: number;
  readonly length: number;
}

export function spreadOf(
  window: Window,
  lists: readonly ArrayLike<number>[],
  k: number,
  leaf: Int32Array,
  onOffer: Uint8Array,
): Spread {
  const shown = new Float64Array(onOffer.length);
  let entropy = 0;
  let categories = 0;
  let repeats = 0;
  let length = 0;
  for (let j = 0; j < lists.length; j++) {
    const list = lists[j]!;
    const counts = new Map<number, number>();
    const n = Math.min(k, list.length);
    for (let r = 0; r < n; r++) {
      const item = list[r]!;
      shown[item]!++;
      counts.set(leaf[item]!, (counts.get(leaf[item]!) ?? 0) + 1);
      if (window.held[j]!.has(item)) repeats++;
    }
    for (const count of counts.values()) entropy -= (count / n) * Math.log2(count / n);
    categories += counts.size;
    length += n;
  }
  const exposure = shown.filter((_, i) => onOffer[i] === 1).sort();
  const total = exposure.reduce((a, b) => a + b, 0);
  let weighted = 0;
  exposure.forEach((x, i) => {
    weighted += (2 * (i + 1) - exposure.length - 1) * x;
  });
  return {
    entropy_bits: entropy / lists.length,
    categories: categories / lists.length,
    coverage: exposure.filter((x) => x > 0).length / exposure.length,
    gini: total > 0 ? weighted / (exposure.length * total) : 0,
    repeat_share: length > 0 ? repeats / length : 0,
    length: length / lists.length,
  };
}
