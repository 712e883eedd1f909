import { Places } from '../decide/marks.ts';
import { Order } from '../slate/order.ts';
import type { NeighbourKind } from '../snapshot/types.ts';
import { type Asked, numberOf, type Source } from './source.ts';

/** Items of a person that speak for neighbours where the page names none: seen together, and bought by the same people. */
const SEEDS = 8;
const BOUGHT_SEEDS = 48;
/** Offers of one item that are looked at. */
const OFFERS = 3;

/** Scratch, side by side: items found, the sum of their weights, the seed that speaks most for each and how much, and their order. */
const MOST = 4_096;
const found = new Int32Array(MOST);
const sum = new Float64Array(MOST);
const seedOf = new Int32Array(MOST);
const strongest = new Float64Array(MOST);
const order = new Order(MOST);
const places = new Places(MOST);

/**
 * Neighbours of the seeds, those named by several seeds first: weights add up, and the strongest seed is the reason. Substitutes
 * and complements never mix: each kind has its own source.
 */
function neighbours(
  kindOf: (asked: Asked) => NeighbourKind,
  number: number,
  seedsOf: (asked: Asked) => number[],
): Source {
  return (asked, most) => {
    const { past } = asked;
    const seeds = seedsOf(asked);
    if (seeds.length === 0) return;
    const lists = past.snapshot.neighbours[kindOf(asked)];
    const { pool } = past;
    places.clear();
    let n = 0;
    order.by(sum, found);
    for (const seed of seeds) {
      for (let i = lists.start[seed]!; i < lists.start[seed + 1]!; i++) {
        const item = lists.values[i]!;
        const weight = lists.weight[i]!;
        const at = n < MOST ? places.put(item, n) : places.of(item);
        if (at < 0) {
          if (n === MOST) continue;
          found[n] = item;
          sum[n] = weight;
          seedOf[n] = seed;
          strongest[n] = weight;
          order.add(n++);
          continue;
        }
        sum[at]! += weight;
        if (weight <= strongest[at]!) continue;
        seedOf[at] = seed;
        strongest[at] = weight;
      }
    }
    let left = most;
    const { start, values } = past.snapshot.items.offers;
    for (let k = 0; k < n && left > 0; k++) {
      const at = order.at(k);
      const item = found[at]!;
      if (seeds.includes(item)) continue;
      const end = Math.min(start[item + 1]!, start[item]! + OFFERS);
      for (let i = start[item]!; i < end && left > 0; i++)
        if (pool.add(values[i]!, number, seedOf[at]!, Math.min(1, sum[at]!))) left--;
    }
  };
}

/** What the page is about, else what the person bought last. */
const aboutOrBought = (asked: Asked): number[] => {
  const about = pageItems(asked);
  if (about.length > 0) return about;
  const { person } = asked.past;
  return [...person.bought.subarray(0, Math.min(BOUGHT_SEEDS, person.boughtCount))];
};

/** What the page is about, else what the person looked at last. */
const aboutOrViewed = (asked: Asked): number[] => {
  if (asked.item >= 0) return [asked.item];
  const { person } = asked.past;
  return [...person.viewed.subarray(0, Math.min(SEEDS, person.viewedCount))];
};

function pageItems({ item, cart, order }: Asked): number[] {
  const all = item >= 0 ? [item, ...cart, ...order] : [...cart, ...order];
  return [...new Set(all)].slice(0, 2 * SEEDS);
}

/** Beside what the page is about stand its complements; for a person, whatever the same people buy. */
const kindOfPurchase = (asked: Asked): NeighbourKind =>
  pageItems(asked).length > 0 ? 'co_purchase' : 'co_bought';

export const coPurchase = neighbours(kindOfPurchase, numberOf('co_purchase'), aboutOrBought);
export const coView = neighbours(() => 'co_view', numberOf('co_view'), aboutOrViewed);
export const alternative = neighbours(() => 'alternative', numberOf('alternative'), aboutOrViewed);
