import {
  ageValue,
  CO_BOUGHT_ITEMS,
  coBoughtValue,
  daysValue,
  likingValue,
  linesValue,
  NEED_FEATURES,
  type NEED_PARTS,
  type NeedRows,
  sinceValue,
  timesValue,
} from '../../../models/index.ts';
import { boughtAtOnce, popularityOf, seasonOf } from './bought.ts';
import type { IndexedCatalogue } from './catalogue.ts';
import { coBought, type WrittenNeighbours } from './neighbours.ts';
import type { PeopleLines } from './people.ts';
import { Belief, shelvesOf } from './shelf.ts';

export const NEED_RULES = {
  /** A next basket is the first day of buying within so many days; as many windows of that length are looked at, one before the other. */
  horizon: 28,
  windows: 4,
  /** Next baskets of a window that are read, of people evenly chosen. */
  people: 3_000,
  /**
   * New items that were not bought are drawn, each standing for as many as were left out: one in ten of the 300 most bought and of those
   * that are near what the person bought, about a hundred of all others.
   */
  items: 300,
  missesEvery: 10,
  others: 100,
} as const;
export type NeedRules = { readonly [Rule in keyof typeof NEED_RULES]: number };

type Parts = (typeof NEED_PARTS)[number];

/** What rows of need are made of. */
export interface NeedSource {
  readonly catalogue: Pick<IndexedCatalogue, 'items' | 'categories'>;
  readonly own: PeopleLines;
  /** By item: price position, NaN where unknown. */
  readonly itemPosition: Float32Array;
  /** By category: share of everybody's lines, how evenly people take to it, and days after which a thing of it is bought again, NaN never. */
  readonly share: Float32Array;
  readonly evenness: Float32Array;
  readonly repeatDays: Float32Array;
  readonly day: number;
  readonly rules?: NeedRules;
}

/**
 * What was known of people and items when a window began, and whether the item stood in the person's next basket: what the model of
 * need is fitted from. Items bought before, each; new ones over the whole catalogue, drawn by stratum. Shares of
 * categories and price positions of items are the snapshot's. The latest window comes first. Cost: O(windows × (lines + people × rows)) and
 * a reading of who bought what together for each.
 */
export function needRows(source: NeedSource): Record<Parts, NeedRows> {
  const { catalogue, own, day, rules = NEED_RULES } = source;
  const { items, categories } = catalogue;
  const repeat = new Builder(NEED_FEATURES.repeat.length);
  const novel = new Builder(NEED_FEATURES.novel.length);
  const count = items.category.length;
  const people = own.start.length - 1;
  const othersEvery = Math.max(rules.missesEvery, Math.ceil(count / rules.others));
  for (let w = 1; w <= rules.windows; w++) {
    const from = day - w * rules.horizon;
    const bought = boughtAtOnce(own, count, from);
    const popularity = popularityOf(bought, count);
    const season = seasonOf(bought, items.category);
    const near = new Near(coBought(own, count, from), count);
    const belief = new Belief(
      shelvesOf(items.category, source.itemPosition, { slow: bought.slow, now: bought.amount }),
    );
    const likely = mostPopular(popularity, rules.items);
    const isLikely = new Uint8Array(count);
    for (const item of likely) isLikely[item] = 1;
    const back: number[] = [];
    for (let p = 0; p < people; p++) if (comesBack(own, p, from, from + rules.horizon)) back.push(p);
    const every = Math.max(1, Math.ceil(back.length / rules.people));
    for (let n = 0; n < back.length; n += every) {
      const p = back[n]!;
      const known = personAsOf(own, categories.parent, p, from);
      const basket = nextBasket(own, p, from, from + rules.horizon);
      const much = linesValue(known.lines);
      for (const [item, { times, last }] of known.items) {
        // What nobody buys again is not listed again.
        if (times === 1 && !(source.repeatDays[items.category[item]!]! > 0)) continue;
        repeat.add(basket.has(item), 1, much, popularity[item]!, timesValue(times), sinceValue(from - last));
      }
      const recent = latest(known.items);
      near.read(recent);
      belief.read(recent, recent.length);
      const liking = (c: number, times: number) =>
        likingValue(known.held.get(c) ?? 0, known.lines * source.share[c]! * times, source.evenness[c]!);
      const add = (item: number, weight: number) => {
        const leaf = items.category[item]!;
        const department = leaf < 0 ? Number.NaN : liking(categories.top[leaf]!, 1);
        novel.add(
          basket.has(item),
          weight,
          much,
          daysValue(known.days),
          popularity[item]!,
          season[item]!,
          ageValue(from - items.since[item]!),
          leaf < 0 || categories.parent[leaf]! < 0 ? Number.NaN : liking(leaf, Math.exp(department)),
          department,
          belief.value(item),
          coBoughtValue(near.of(item)),
        );
      };
      // What was not on offer yet when the window began could not have been listed.
      for (const item of basket) if (!known.items.has(item) && items.since[item]! < from) add(item, 1);
      const missed = (item: number) => !known.items.has(item) && !basket.has(item);
      const picked = (n: number) => (n + p) % rules.missesEvery === 0;
      for (let n = 0; n < likely.length; n++)
        if (picked(n) && missed(likely[n]!)) add(likely[n]!, rules.missesEvery);
      near.found.forEach((item, n) => {
        if (picked(n) && isLikely[item] === 0 && missed(item)) add(item, rules.missesEvery);
      });
      for (let item = p % othersEvery; item < count; item += othersEvery) {
        const onOffer = items.since[item]! < from;
        if (onOffer && isLikely[item] === 0 && near.of(item) === 0 && missed(item)) add(item, othersEvery);
      }
    }
    if (w === 1) for (const part of [repeat, novel]) part.endLatest();
  }
  return { repeat: repeat.rows(), novel: novel.rows() };
}

/** How near items are to what one person bought: sums over neighbours' rows. */
class Near {
  /** Items that are near at all, in the order in which they were found. */
  readonly found: number[] = [];
  readonly #lists: WrittenNeighbours;
  readonly #sum: Float64Array;
  constructor(lists: WrittenNeighbours, items: number) {
    this.#lists = lists;
    this.#sum = new Float64Array(items);
  }
  read(bought: readonly number[]): void {
    for (const item of this.found) this.#sum[item] = 0;
    this.found.length = 0;
    const { start, values, weight } = this.#lists;
    for (const item of bought)
      for (let k = start[item]!; k < start[item + 1]!; k++) {
        if (this.#sum[values[k]!] === 0) this.found.push(values[k]!);
        this.#sum[values[k]!]! += weight[k]!;
      }
  }
  of(item: number): number {
    return this.#sum[item]!;
  }
}

/** As many as serving keeps of a person, the latest first. */
function latest(bought: ReadonlyMap<number, { readonly last: number }>): readonly number[] {
  if (bought.size <= CO_BOUGHT_ITEMS) return [...bought.keys()];
  const all = [...bought].sort((a, b) => b[1].last - a[1].last);
  return all.slice(0, CO_BOUGHT_ITEMS).map(([item]) => item);
}

const mostPopular = (popularity: Float64Array, most: number): Uint32Array =>
  Uint32Array.from(popularity.keys())
    .sort((a, b) => popularity[b]! - popularity[a]! || a - b)
    .slice(0, most);

class Builder {
  readonly #values: number[][];
  readonly #label: number[] = [];
  readonly #weight: number[] = [];
  #latest = 0;
  constructor(features: number) {
    this.#values = Array.from({ length: features }, () => []);
  }
  add(hit: boolean, weight: number, ...values: number[]): void {
    this.#label.push(hit ? 1 : 0);
    this.#weight.push(weight);
    values.forEach((value, j) => {
      this.#values[j]!.push(value);
    });
  }
  /** What was added so far is of the latest window. */
  endLatest(): void {
    this.#latest = this.#label.length;
  }
  rows(): NeedRows {
    return {
      latest: this.#latest,
      values: this.#values.map((column) => Float32Array.from(column)),
      label: Uint8Array.from(this.#label),
      weight: Float32Array.from(this.#weight),
    };
  }
}

/** A person's items, with the days and the latest day they were bought on, lines by category, and days of buying, before a day. */
function personAsOf(own: PeopleLines, parent: Int32Array, p: number, day: number) {
  const items = new Map<number, { times: number; last: number }>();
  const held = new Map<number, number>();
  let lines = 0;
  let days = 0;
  let last = Number.NaN;
  for (let i = own.start[p]!; i < own.start[p + 1]! && own.day[i]! < day; i++) {
    lines++;
    if (own.day[i] !== last) days++;
    last = own.day[i]!;
    for (let c = own.category[i]!; c >= 0; c = parent[c]!) held.set(c, (held.get(c) ?? 0) + 1);
    const item = own.item[i]!;
    if (item < 0) continue;
    const before = items.get(item);
    const on = own.day[i]!;
    items.set(item, { times: (before?.times ?? 0) + (before?.last === on ? 0 : 1), last: on });
  }
  return { items, held, lines, days };
}

/** Whether the person bought before `from`, and again before `to`. */
function comesBack({ start, day }: PeopleLines, p: number, from: number, to: number): boolean {
  let i = start[p]!;
  const end = start[p + 1]!;
  if (i === end || day[i]! >= from) return false;
  while (i < end && day[i]! < from) i++;
  return i < end && day[i]! < to;
}

function nextBasket(own: PeopleLines, p: number, from: number, to: number): Set<number> {
  const basket = new Set<number>();
  let on = -1;
  for (let i = own.start[p]!; i < own.start[p + 1]!; i++) {
    const day = own.day[i]!;
    if (day < from || day >= to || (on >= 0 && day !== on)) continue;
    on = day;
    if (own.item[i]! >= 0) basket.add(own.item[i]!);
  }
  return basket;
}
