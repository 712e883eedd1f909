import { Order } from '../slate/order.ts';
import type { NeighbourKind } from '../snapshot/types.ts';
import { MOST_NEAR, Near } from './near.ts';
import { type Asked, numberOf, type Source } from './source.ts';

/** Items of a person that speak for neighbours where the page names none: seen together, and bought by the same people. */
const SEEDS = 8;
const BOUGHT_SEEDS = 48;
/** Offers of one item that are looked at. */
const OFFERS = 3;

/** Scratch. */
const found = new Near();
const order = new Order(MOST_NEAR);

/**
 * Neighbours of the seeds, those named by several seeds first: weights add up, and the strongest seed is the reason. Substitutes
 * and complements never mix: each kind has its own source.
 */
function neighbours(kind: NeighbourKind, number: number, seedsOf: (asked: Asked) => number[]): Source {
  return (asked, most) => {
    const seeds = seedsOf(asked);
    found.begin();
    found.walk(asked.past.snapshot.neighbours[kind], seeds, seeds.length);
    add(asked, found, seeds, number, most);
  };
}

/** Adds offers of the items found, the nearest first; not of the seeds. */
function add({ past }: Asked, near: Near, seeds: readonly number[], number: number, most: number): void {
  order.by(near.sum, near.item);
  for (let n = 0; n < near.count; n++) order.add(n);
  let left = most;
  const { start, values } = past.snapshot.items.offers;
  for (let k = 0; k < near.count && left > 0; k++) {
    const at = order.at(k);
    const item = near.item[at]!;
    if (seeds.includes(item)) continue;
    const end = Math.min(start[item + 1]!, start[item]! + OFFERS);
    for (let i = start[item]!; i < end && left > 0; i++)
      if (past.pool.add(values[i]!, number, near.seed[at]!, Math.min(1, near.sum[at]!))) left--;
  }
}

/** What the page is about, else what the person looked at last. */
function aboutOrViewed({ item, past: { person } }: Asked): number[] {
  return item >= 0 ? [item] : [...person.viewed.subarray(0, Math.min(SEEDS, person.viewedCount))];
}

function pageItems({ item, cart, order }: Asked): number[] {
  const all = item >= 0 ? [item, ...cart, ...order] : [...cart, ...order];
  return [...new Set(all)].slice(0, 2 * SEEDS);
}

const CO_PURCHASE = numberOf('co_purchase');
const complements = neighbours('co_purchase', CO_PURCHASE, pageItems);

/**
 * Beside what the page is about, its complements; else what the people buy who bought what this person bought last. Need reads the same
 * lists of all that the person bought, and goes on from here.
 */
export const coPurchase: Source = (asked, most) => {
  if (pageItems(asked).length > 0) return complements(asked, most);
  const { person, snapshot } = asked.past;
  const { near } = person;
  const count = Math.min(BOUGHT_SEEDS, person.boughtCount);
  if (near.read > count) near.begin();
  near.walk(snapshot.neighbours.co_bought, person.bought, count);
  add(asked, near, [...person.bought.subarray(0, count)], CO_PURCHASE, most);
};
export const coView = neighbours('co_view', numberOf('co_view'), aboutOrViewed);
export const alternative = neighbours('alternative', numberOf('alternative'), aboutOrViewed);
