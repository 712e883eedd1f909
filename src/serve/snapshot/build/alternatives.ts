import type { IndexedCatalogue } from './catalogue.ts';
import { Nearest } from './nearest.ts';
import { NEIGHBOUR_RULES, type WrittenNeighbours } from './neighbours.ts';

/** Prices by unit may differ by half of the lower; price positions by 0.15. */
const PRICE_RATIO = 1.5;
const POSITION_GAP = 0.15;
/** Items looked at on each side in order of price. */
const REACH = 100;

/**
 * Substitutes by nature: items of one leaf with the same unit, at the same price position (where both have one) and near in
 * price by unit. weight = 1 − ln(ratio of prices) / ln 1.5, halved where a position is unknown, in (0, 1].
 * An item stands for its likeliest bought offer. Cost: O(items × reach).
 */
export function alternatives(
  catalogue: IndexedCatalogue,
  itemOffers: { start: Uint32Array; values: Uint32Array },
  position: Float32Array,
): WrittenNeighbours {
  const { items, offers, unit } = catalogue;
  const n = items.category.length;
  const price = new Float64Array(n);
  const offerOf = new Int32Array(n).fill(-1);
  const shelfOf = (i: number, o: number) => `${items.category[i]}:${unit[o]}`;
  const shelves = new Map<string, number[]>();
  for (let i = 0; i < n; i++) {
    const o = itemOffers.values
      .subarray(itemOffers.start[i]!, itemOffers.start[i + 1]!)
      .find((x) => offers.active[x] === 1);
    if (o === undefined || items.category[i]! < 0) continue;
    price[i] = offers.price_minor[o]! / offers.unitQuantity[o]!;
    if (!(price[i]! > 0)) continue;
    offerOf[i] = o;
    const key = shelfOf(i, o);
    const shelf = shelves.get(key);
    if (shelf) shelf.push(i);
    else shelves.set(key, [i]);
  }
  const start = new Uint32Array(n + 1);
  const values = new Uint32Array(n * NEIGHBOUR_RULES.most);
  const weight = new Float32Array(n * NEIGHBOUR_RULES.most);
  const nearest = new Nearest(NEIGHBOUR_RULES.most);
  const placeOf = new Uint32Array(n);
  for (const shelf of shelves.values()) {
    shelf.sort((a, b) => price[a]! - price[b]! || a - b);
    shelf.forEach((i, at) => {
      placeOf[i] = at;
    });
  }
  for (let i = 0; i < n; i++) {
    start[i + 1] = start[i]!;
    if (offerOf[i]! < 0) continue;
    const shelf = shelves.get(shelfOf(i, offerOf[i]!))!;
    const consider = (j: number): boolean => {
      // Further on prices only lie further apart.
      if (farApart(price[i]!, price[j]!)) return false;
      const w = nearness(price[i]!, price[j]!, position[offerOf[i]!]!, position[offerOf[j]!]!);
      if (w > 0) nearest.add(j, w);
      return true;
    };
    nearest.clear();
    const at = placeOf[i]!;
    for (let k = at - 1; k >= Math.max(0, at - REACH) && consider(shelf[k]!); k--);
    for (let k = at + 1; k <= Math.min(shelf.length - 1, at + REACH) && consider(shelf[k]!); k++);
    values.set(nearest.item.subarray(0, nearest.count), start[i]);
    weight.set(nearest.weight.subarray(0, nearest.count), start[i]);
    start[i + 1]! += nearest.count;
  }
  return { start, values: values.slice(0, start[n]), weight: weight.slice(0, start[n]) };
}

/** Beyond the ratio, by more than a last bit. */
const farApart = (a: number, b: number) => Math.max(a, b) > Math.min(a, b) * PRICE_RATIO * (1 + 1e-9);

function nearness(a: number, b: number, positionA: number, positionB: number): number {
  const gap = Math.abs(positionA - positionB);
  if (gap > POSITION_GAP + 1e-6) return 0;
  const near = 1 - Math.abs(Math.log(a / b)) / Math.log(PRICE_RATIO);
  return Number.isNaN(gap) ? near / 2 : near;
}
