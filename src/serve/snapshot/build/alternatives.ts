import type { IndexedCatalogue } from './catalogue.ts';
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
  const shelves = new Map<string, number[]>();
  for (let i = 0; i < n; i++) {
    const o = itemOffers.values
      .subarray(itemOffers.start[i]!, itemOffers.start[i + 1]!)
      .find((x) => offers.active[x] === 1);
    if (o === undefined || items.category[i]! < 0) continue;
    price[i] = offers.price_minor[o]! / offers.unitQuantity[o]!;
    if (!(price[i]! > 0)) continue;
    offerOf[i] = o;
    const key = `${items.category[i]}:${unit[o]}`;
    const shelf = shelves.get(key);
    if (shelf) shelf.push(i);
    else shelves.set(key, [i]);
  }
  const found: [number, number][][] = Array.from({ length: n }, () => []);
  for (const shelf of shelves.values()) {
    shelf.sort((a, b) => price[a]! - price[b]! || a - b);
    shelf.forEach((i, at) => {
      const near: [number, number][] = [];
      const from = Math.max(0, at - REACH);
      for (let k = from; k < Math.min(shelf.length, at + REACH + 1); k++) {
        const j = shelf[k]!;
        if (j === i) continue;
        const weight = nearness(price[i]!, price[j]!, position[offerOf[i]!]!, position[offerOf[j]!]!);
        if (weight > 0) near.push([j, weight]);
      }
      near.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
      found[i] = near.slice(0, NEIGHBOUR_RULES.most);
    });
  }
  const start = new Uint32Array(n + 1);
  found.forEach((near, i) => {
    start[i + 1] = start[i]! + near.length;
  });
  const all = found.flat();
  return { start, values: Uint32Array.from(all, ([j]) => j), weight: Float32Array.from(all, ([, w]) => w) };
}

function nearness(a: number, b: number, positionA: number, positionB: number): number {
  const gap = Math.abs(positionA - positionB);
  if (gap > POSITION_GAP + 1e-6) return 0;
  const near = 1 - Math.abs(Math.log(a / b)) / Math.log(PRICE_RATIO);
  return Number.isNaN(gap) ? near / 2 : near;
}
