import type { IndexedCatalogue } from './catalogue.ts';

/** Offers that prices are compared among. `basis` 1: of one item; 2: of one leaf and like attributes; 3: of one leaf. */
export interface PriceGroups {
  /** Group of each offer; −1: too few others to compare with. */
  readonly priceGroup: Int32Array;
  readonly basis: Uint8Array;
  /** Offers of each group, the cheapest by unit first. */
  readonly offers: { readonly start: Uint32Array; readonly values: Uint32Array };
}

/** Other merchants that an item, and a leaf, must have before one of its offers is called cheap or dear. */
export const ITEM_MERCHANTS = 3;
export const LEAF_MERCHANTS = 5;
/** An attribute tells prices apart in a leaf when it explains this share of their variance (ω²), and half of the offers have it. */
const TELLS = 0.1;
const HELD = 0.5;

/**
 * Whom an active offer is compared with, by price by unit, among equal units only: other merchants' offers of the same item; where
 * there are too few, offers of the leaf with equal values of the attributes that tell prices apart there; else of the leaf.
 * Pure; cost: O(n log n + attributes).
 */
export function priceGroups(
  catalogue: IndexedCatalogue,
  attributesOf: (item: number) => readonly string[],
): PriceGroups {
  const { offers, unit } = catalogue;
  const n = offers.item.length;
  const byUnit = unitPrices(catalogue);
  const usable = (o: number) => offers.active[o] === 1 && offers.merchant[o]! >= 0 && byUnit[o]! > 0;
  const leaves = gather(n, (o) =>
    usable(o) && offers.category[o]! >= 0 ? `${offers.category[o]}:${unit[o]}` : null,
  );
  const items = gather(n, (o) => (usable(o) && offers.item[o]! >= 0 ? `${offers.item[o]}:${unit[o]}` : null));
  const alike = new Map<string, number[]>();
  const likeKey: string[] = [];
  for (const [leaf, members] of leaves) {
    const telling = tellingAttributes(members, byUnit, (o) => attributesOf(offers.item[o]!));
    if (telling.length === 0) continue;
    for (const o of members) {
      const values = attributesOf(offers.item[o]!).filter((text) => telling.includes(keyOf(text)));
      if (values.length < telling.length) continue;
      const key = `${leaf}\n${values.join('\n')}`;
      likeKey[o] = key;
      const group = alike.get(key);
      if (group) group.push(o);
      else alike.set(key, [o]);
    }
  }

  const numbers = new Map<readonly number[], number>();
  const kept: (readonly number[])[] = [];
  const priceGroup = new Int32Array(n).fill(-1);
  const basis = new Uint8Array(n);
  const merchants = new Map<readonly number[], number>();
  const merchantsIn = (group: readonly number[]) => {
    let count = merchants.get(group);
    if (count === undefined) {
      count = new Set(group.map((o) => offers.merchant[o]!)).size;
      merchants.set(group, count);
    }
    return count;
  };
  for (let o = 0; o < n; o++) {
    if (!usable(o)) continue;
    const choices: [readonly number[] | undefined, number][] = [
      [items.get(`${offers.item[o]}:${unit[o]}`), ITEM_MERCHANTS],
      [alike.get(likeKey[o] ?? ''), LEAF_MERCHANTS],
      [leaves.get(`${offers.category[o]}:${unit[o]}`), LEAF_MERCHANTS],
    ];
    const at = choices.findIndex(([group, least]) => group && merchantsIn(group) > least);
    if (at < 0) continue;
    const group = choices[at]![0]!;
    let number = numbers.get(group);
    if (number === undefined) {
      number = kept.length;
      numbers.set(group, number);
      kept.push(group);
    }
    priceGroup[o] = number;
    basis[o] = at + 1;
  }
  const start = new Uint32Array(kept.length + 1);
  for (const [g, group] of kept.entries()) start[g + 1] = start[g]! + group.length;
  const values = new Uint32Array(start[kept.length]!);
  for (const [g, group] of kept.entries())
    values.set(
      [...group].sort((a, b) => byUnit[a]! - byUnit[b]! || a - b),
      start[g]!,
    );
  return { priceGroup, basis, offers: { start, values } };
}

/** Price of each offer by normalised unit, in minor units. */
export function unitPrices({ offers }: IndexedCatalogue): Float64Array {
  return Float64Array.from(offers.price_minor, (price, o) => price / offers.unitQuantity[o]!);
}

function gather(n: number, keyOf: (o: number) => string | null): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (let o = 0; o < n; o++) {
    const key = keyOf(o);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(o);
    else groups.set(key, [o]);
  }
  return groups;
}

const keyOf = (text: string) => text.slice(0, text.indexOf('='));

/**
 * Keys of attributes whose values part prices: ω² of ln price by unit over the values, an estimate that does not grow with their number.
 * Source: Hays, Statistics (1963), ω² = (SS_between − (k − 1) MS_within) / (SS_total + MS_within).
 */
function tellingAttributes(
  members: readonly number[],
  byUnit: Float64Array,
  attributesOf: (offer: number) => readonly string[],
): string[] {
  const values = new Map<string, Map<string, number[]>>();
  for (const o of members)
    for (const text of attributesOf(o)) {
      const key = keyOf(text);
      const byValue = values.get(key) ?? new Map<string, number[]>();
      values.set(key, byValue);
      const logs = byValue.get(text) ?? [];
      byValue.set(text, logs);
      logs.push(Math.log(byUnit[o]!));
    }
  return [...values]
    .filter(([, byValue]) => {
      const groups = [...byValue.values()];
      const n = groups.reduce((sum, group) => sum + group.length, 0);
      return n >= HELD * members.length && omegaSquared(groups) >= TELLS;
    })
    .map(([key]) => key)
    .sort();
}

function omegaSquared(groups: readonly (readonly number[])[]): number {
  const n = groups.reduce((sum, group) => sum + group.length, 0);
  const k = groups.length;
  if (k < 2 || n <= k) return 0;
  const mean = (list: readonly number[]) => list.reduce((sum, x) => sum + x, 0) / list.length;
  const whole = mean(groups.flat());
  let [between, within] = [0, 0];
  for (const group of groups) {
    const own = mean(group);
    between += group.length * (own - whole) ** 2;
    for (const x of group) within += (x - own) ** 2;
  }
  const noise = within / (n - k);
  const total = between + within + noise;
  return total > 0 ? (between - (k - 1) * noise) / total : 0;
}
