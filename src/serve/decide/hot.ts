import { atOnce } from '../../base/index.ts';
import type { Snapshot } from '../snapshot/types.ts';

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

/** What is read of a model of need. */
type Popularity = { readonly fresh: Float64Array };

export function hotOffers(snapshot: Snapshot, need: Popularity | null): HotOffers {
  return atOnce(fillingHot(snapshot, need));
}

/** Offers that are read in a step. */
const AT_ONCE = 25_000;

/** The same, some offers a step. */
export function* fillingHot({ offers }: Snapshot, need: Popularity | null): Generator<void, HotOffers> {
  const n = offers.item.length;
  // All of it is written: memory that is not cleared first will do.
  const hot = new Float64Array(Buffer.allocUnsafeSlow(8 * n * HOT).buffer);
  for (let from = 0; from < n; from += AT_ONCE) {
    if (from > 0) yield;
    fill(offers, need?.fresh ?? null, hot, from, Math.min(n, from + AT_ONCE));
  }
  return hot;
}

function fill(
  offers: Snapshot['offers'],
  fresh: Float64Array | null,
  hot: HotOffers,
  from: number,
  to: number,
): void {
  const { item, category, price_minor, position, priceBand, active, clean } = offers;
  for (let o = from, at = from * HOT; o < to; o++, at += HOT) {
    hot[at + ITEM] = item[o]!;
    hot[at + CATEGORY] = category[o]!;
    hot[at + PRICE] = price_minor[o]!;
    hot[at + POSITION] = position[o]!;
    hot[at + BAND] = priceBand[o]!;
    hot[at + OWN] = Number.NaN;
    hot[at + FRESH] = fresh?.[item[o]!] ?? 0;
    hot[at + STATE] = active[o] !== 1 ? 0 : clean[o]! < CLEAN_FROM ? 2 : 1;
  }
}
