import type { WhatIfChange } from '../../contracts/index.ts';
import { hotOffers } from '../decide/hot.ts';
import type { Past } from '../decide/past.ts';
import { fillBands, groupsWith } from '../price-power/bands.ts';
import { openNeed } from '../score/need.ts';
import { openResponse } from '../score/response.ts';
import { openFinder } from '../search/finder.ts';
import type { Offers, Snapshot } from '../snapshot/types.ts';
import { type NewTitle, retitled } from './retitle.ts';

type Column = 'price_minor' | 'list_price_minor' | 'position' | 'pricePower' | 'refundRate';
/** An offer's numbers as they are to be. */
export type OfferChange = Omit<WhatIfChange, 'offer_id'> & { readonly offer: number };

/**
 * The snapshot with some offers changed; everything else is shared. With a price go what follows from it: price by unit in proportion,
 * and the price position of the leaf's offers at that price, unless it is given; with a title its words. Lists by popularity stay as they are.
 */
export function withChanges(snapshot: Snapshot, changes: readonly OfferChange[]): Snapshot {
  const { offers } = snapshot;
  const columns = {
    price_minor: offers.price_minor.slice(),
    list_price_minor: offers.list_price_minor.slice(),
    position: offers.position.slice(),
    pricePower: offers.pricePower.slice(),
    refundRate: offers.refundRate.slice(),
  } satisfies Partial<Record<Column, Float64Array | Float32Array>>;
  for (const change of changes) {
    const { offer, price_minor, list_price_minor, price_position, refund_rate } = change;
    if (price_minor !== undefined) {
      const before = offers.price_minor[offer]!;
      if (before > 0) columns.pricePower[offer]! *= price_minor / before;
      columns.price_minor[offer] = price_minor;
      if (price_position === undefined && price_minor !== offers.price_minor[offer])
        columns.position[offer] = positionAt(snapshot, offer, price_minor);
    }
    if (list_price_minor !== undefined) columns.list_price_minor[offer] = list_price_minor;
    if (price_position !== undefined) columns.position[offer] = price_position;
    if (refund_rate !== undefined) columns.refundRate[offer] = refund_rate;
  }
  const changed: Offers = {
    ...offers,
    find: (id) => offers.find(id),
    ...columns,
    priceBand: offers.priceBand.slice(),
  };
  // A price moves the bands of all that are compared with it.
  const moved = new Set(
    changes.flatMap(({ offer, price_minor }) => (price_minor === undefined ? [] : [offer])),
  );
  const { priceGroups } = snapshot;
  if (moved.size > 0) fillBands(changed, priceGroups, groupsWith(priceGroups, moved), changed.priceBand);
  const titles = new Map<number, NewTitle>();
  for (const { offer, title } of changes) {
    const item = offers.item[offer]!;
    if (title && item >= 0) titles.set(item, { ...titles.get(item), ...title });
  }
  return retitled({ ...snapshot, offers: changed }, titles);
}

/** A past on a changed snapshot; the scratch memory is the same, so that only one of them decides at a time. */
export function pastOn(past: Past, snapshot: Snapshot): Past {
  const need = openNeed(snapshot);
  return {
    ...past,
    snapshot,
    hot: hotOffers(snapshot, need),
    response: openResponse(snapshot),
    need,
    finder: past.finder.index ? openFinder(snapshot) : past.finder,
    found: null,
  };
}

/** Where a price stands among the positioned offers of the same leaf: between the nearest below and above. NaN: none is positioned. */
function positionAt(snapshot: Snapshot, offer: number, price: number): number {
  const { offers } = snapshot;
  const leaf = offers.category[offer]!;
  if (leaf < 0 || Number.isNaN(offers.position[offer]!)) return Number.NaN;
  return positionIn(snapshot, leaf, price, offer);
}

/** The same in a leaf, for an offer of it or a new one (−1). */
export function positionIn(
  { offers, categories }: Snapshot,
  leaf: number,
  price: number,
  offer: number,
): number {
  let [below, above] = [-1, -1];
  for (let i = categories.offers.start[leaf]!; i < categories.offers.start[leaf + 1]!; i++) {
    const other = categories.offers.values[i]!;
    if (other === offer || Number.isNaN(offers.position[other]!)) continue;
    const its = offers.price_minor[other]!;
    if (its <= price && (below < 0 || its > offers.price_minor[below]!)) below = other;
    if (its >= price && (above < 0 || its < offers.price_minor[above]!)) above = other;
  }
  if (below < 0 && above < 0) return offers.position[offer] ?? Number.NaN;
  if (below >= 0 && above >= 0 && offers.price_minor[below] === offers.price_minor[above])
    return offers.position[above]!;
  return ((below < 0 ? 0 : offers.position[below]!) + (above < 0 ? 1 : offers.position[above]!)) / 2;
}
