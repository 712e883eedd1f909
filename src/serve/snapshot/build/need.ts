import {
  affinityValue,
  linesValue,
  NEED_FEATURES,
  type NEED_PARTS,
  type NeedRows,
  popularityValue,
  sinceValue,
  timesValue,
} from '../../../models/index.ts';
import type { IndexedCatalogue } from './catalogue.ts';
import type { PeopleLines } from './people.ts';

export const NEED_RULES = {
  /** A next basket is the first day of buying within so many days; as many windows of that length are looked at, one before the other. */
  horizon: 28,
  windows: 2,
  /** Half-life of an item's purchases, in days. */
  halfLife: 60,
  /** People whose next baskets are read, evenly chosen, and items, the most bought as of the day, that are tried as new ones. */
  people: 4_000,
  items: 300,
  /** One new item in so many that was not bought is kept, with that weight. */
  missesEvery: 10,
} as const;

type Parts = (typeof NEED_PARTS)[number];

/**
 * What was known of people and items when a window began, and whether the item stood in the person's next basket: what the model of
 * need is fitted from. Items bought before, each; new ones among the most bought. Shares of categories are the snapshot's.
 * Cost: O(windows × (lines + people × items)).
 */
export function needRows(
  { items, categories }: Pick<IndexedCatalogue, 'items' | 'categories'>,
  own: PeopleLines,
  share: Float32Array,
  day: number,
): Record<Parts, NeedRows> {
  const repeat = new Builder(NEED_FEATURES.repeat.length);
  const novel = new Builder(NEED_FEATURES.novel.length);
  const rules = NEED_RULES;
  const people = own.start.length - 1;
  const every = Math.max(1, Math.ceil(people / rules.people));
  for (let w = 1; w <= rules.windows; w++) {
    const from = day - w * rules.horizon;
    const popularity = itemPopularity(own, items.category.length, from);
    const likely = mostPopular(popularity);
    for (let p = 0; p < people; p += every) {
      const known = personAsOf(own, categories.parent, p, from);
      const basket = nextBasket(own, p, from, from + rules.horizon);
      if (known.lines === 0 || basket.size === 0) continue;
      const much = linesValue(known.lines);
      for (const [item, { times, last }] of known.items)
        repeat.add(basket.has(item), 1, much, popularity[item]!, timesValue(times), sinceValue(from - last));
      for (let n = 0; n < likely.length; n++) {
        const item = likely[n]!;
        if (known.items.has(item)) continue;
        const hit = basket.has(item);
        if (!hit && (n + p) % rules.missesEvery !== 0) continue;
        const leaf = items.category[item]!;
        const top = leaf < 0 ? -1 : categories.top[leaf]!;
        novel.add(
          hit,
          hit ? 1 : rules.missesEvery,
          much,
          popularity[item]!,
          affinity(known.lines, known.held.get(leaf), leaf < 0 ? 0 : share[leaf]!),
          affinity(known.lines, known.held.get(top), top < 0 ? 0 : share[top]!),
        );
      }
    }
  }
  return { repeat: repeat.rows(), novel: novel.rows() };
}

/**
 * How much each item was bought before a day, by people, against the mean item: `popularityValue` of purchases with a half-life of 60
 * days. Serving reads it of the snapshot's day. Cost: O(lines).
 */
export function itemPopularity(
  lines: { readonly item: ArrayLike<number>; readonly day: ArrayLike<number> },
  items: number,
  day: number,
): Float64Array {
  const bought = new Float64Array(items);
  let total = 0;
  for (let i = 0; i < lines.item.length; i++) {
    const item = lines.item[i]!;
    if (item < 0 || lines.day[i]! >= day) continue;
    const amount = 2 ** ((lines.day[i]! - day) / NEED_RULES.halfLife);
    bought[item]! += amount;
    total += amount;
  }
  const mean = total / Math.max(1, items);
  return bought.map((amount) => popularityValue(amount, mean));
}

const mostPopular = (popularity: Float64Array): Uint32Array =>
  Uint32Array.from(popularity.keys())
    .sort((a, b) => popularity[b]! - popularity[a]! || a - b)
    .slice(0, NEED_RULES.items);

const affinity = (lines: number, own: number | undefined, share: number) =>
  affinityValue(lines, own ?? 0, share);

class Builder {
  readonly #values: number[][];
  readonly #label: number[] = [];
  readonly #weight: number[] = [];
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
  rows(): NeedRows {
    return {
      values: this.#values.map((column) => Float32Array.from(column)),
      label: Uint8Array.from(this.#label),
      weight: Float32Array.from(this.#weight),
    };
  }
}

/** A person's items, with the days and the latest day they were bought on, and lines by category, before a day. */
function personAsOf(own: PeopleLines, parent: Int32Array, p: number, day: number) {
  const items = new Map<number, { times: number; last: number }>();
  const held = new Map<number, number>();
  let lines = 0;
  for (let i = own.start[p]!; i < own.start[p + 1]! && own.day[i]! < day; i++) {
    lines++;
    for (let c = own.category[i]!; c >= 0; c = parent[c]!) held.set(c, (held.get(c) ?? 0) + 1);
    const item = own.item[i]!;
    if (item < 0) continue;
    const before = items.get(item);
    const on = own.day[i]!;
    items.set(item, { times: (before?.times ?? 0) + (before?.last === on ? 0 : 1), last: on });
  }
  return { items, held, lines };
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
