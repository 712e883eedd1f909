import type { Snapshot } from '../snapshot/types.ts';
import type { Need } from './past.ts';

/**
 * What every candidate is asked for, side by side: offer o has the numbers from o × HOT on. One line of the processor's cache an offer,
 * where the columns they come from would be eight.
 */
export type HotOffers = Float64Array;
export const HOT = 8;
export const ITEM = 0;
export const CATEGORY = 1;
export const PRICE = 2;
/** NaN: unpositioned. */
export const POSITION = 3;
/** 0 withdrawn, 1 open, 2 closed by risk. */
export const STATE = 4;
/** Band of price power; 0: none. */
export const BAND = 5;
/** Log-odds of a purchase as far as they are the offer's own; kept by the response that scores on it, NaN until it asks. */
export const OWN = 6;
/** What popularity adds to the need of an item that is new to the person; 0 without a model of need. */
export const FRESH = 7;

/** Share of an offer's sales that must be clean. */
const CLEAN_FROM = 0.5;

export function hotOffers({ offers }: Snapshot, need: Need | null): HotOffers {
  const n = offers.item.length;
  const hot = new Float64Array(n * HOT);
  for (let o = 0, at = 0; o < n; o++, at += HOT) {
    hot[at + ITEM] = offers.item[o]!;
    hot[at + CATEGORY] = offers.category[o]!;
    hot[at + PRICE] = offers.price_minor[o]!;
    hot[at + POSITION] = offers.position[o]!;
    hot[at + BAND] = offers.priceBand[o]!;
    hot[at + OWN] = Number.NaN;
    hot[at + FRESH] = need?.fresh[offers.item[o]!] ?? 0;
    hot[at + STATE] = offers.active[o] !== 1 ? 0 : offers.clean[o]! < CLEAN_FROM ? 2 : 1;
  }
  return hot;
}
