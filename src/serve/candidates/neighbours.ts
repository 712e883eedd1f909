import type { NeighbourKind } from '../snapshot/types.ts';
import { type Asked, numberOf, type Source } from './source.ts';

/** Items of a person that speak for neighbours where the page names none. */
const SEEDS = 8;
/** Offers of one item that are looked at. */
const OFFERS = 3;

/**
 * Neighbours of the seeds, those named by several seeds first: weights add up, and the strongest seed is the reason. Substitutes
 * and complements never mix: each kind has its own source.
 */
function neighbours(kind: NeighbourKind, number: number, seedsOf: (asked: Asked) => number[]): Source {
  return (asked, most) => {
    const { past } = asked;
    const seeds = seedsOf(asked);
    if (seeds.length === 0) return;
    const lists = past.snapshot.neighbours[kind];
    const { items: sums, pool } = past;
    sums.clear();
    const found: number[] = [];
    const because = new Map<number, { seed: number; weight: number }>();
    for (const seed of seeds) {
      for (let i = lists.start[seed]!; i < lists.start[seed + 1]!; i++) {
        const item = lists.values[i]!;
        const weight = lists.weight[i]!;
        if (!sums.has(item)) found.push(item);
        sums.add(item, weight);
        const strongest = because.get(item);
        if (!strongest || weight > strongest.weight) because.set(item, { seed, weight });
      }
    }
    found.sort((a, b) => sums.get(b) - sums.get(a) || a - b);
    let left = most;
    const { start, values } = past.snapshot.items.offers;
    for (const item of found) {
      if (left <= 0) return;
      if (seeds.includes(item)) continue;
      const end = Math.min(start[item + 1]!, start[item]! + OFFERS);
      for (let i = start[item]!; i < end && left > 0; i++)
        if (pool.add(values[i]!, number, because.get(item)!.seed, Math.min(1, sums.get(item)))) left--;
    }
  };
}

/** What the page is about, else what the person bought last. */
const aboutOrBought = (asked: Asked): number[] => {
  const about = pageItems(asked);
  if (about.length > 0) return about;
  const { person } = asked.past;
  return [...person.bought.subarray(0, Math.min(SEEDS, person.boughtCount))];
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

export const coPurchase = neighbours('co_purchase', numberOf('co_purchase'), aboutOrBought);
export const coView = neighbours('co_view', numberOf('co_view'), aboutOrViewed);
export const alternative = neighbours('alternative', numberOf('alternative'), aboutOrViewed);
