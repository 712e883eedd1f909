import type { Asked } from '../candidates/source.ts';
import type { Limits } from '../slate/limits.ts';

/** Where a scenario does not say how many slots of a page may be paid for. */
const SPONSORED_SLOTS = 2;
/** Share of the best result's relevance that an offer must have to be placed in a search. */
export const RELEVANCE_FLOOR = 0.7;

export interface Paid {
  /** Index into the pool. */
  readonly i: number;
  readonly slot: number;
  readonly placement_id: string;
}

const NONE: readonly Paid[] = [];

/**
 * Which paid placements stand where on the first page. Of the offers that pass every gate, and in a search match what was typed, the one that
 * is worth most to the visitor comes first: what is paid decides nothing. A pin's place is left to the pin, a full quota stays as it is.
 * @param limits is told of what is placed: an item stands once on a page
 */
export function choosePaid(asked: Asked, limits: Limits): readonly Paid[] {
  const { past, plan, request } = asked;
  const { placements, config } = plan;
  if (placements.length === 0) return NONE;
  const most = Math.min(config.sponsored_slots ?? SPONSORED_SLOTS, request.k >> 1);
  const fits = relevant(asked);
  const { pool, snapshot } = past;
  const { offers, merchants } = snapshot;
  const wanted: { i: number; p: number }[] = [];
  const named = placements.map(({ offer_ids }) => new Set(offer_ids.map((id) => offers.find(id))));
  const payers = placements.map(({ merchant_id }) => merchants.find(merchant_id));
  for (let i = 0; i < pool.count; i++) {
    const offer = pool.offer[i]!;
    if (pool.gate[i] !== 0) continue;
    for (let p = 0; p < placements.length; p++)
      if (named[p]!.has(offer) && offers.merchant[offer] === payers[p] && fits(i)) wanted.push({ i, p });
  }
  wanted.sort(
    (a, b) => pool.score[b.i]! - pool.score[a.i]! || pool.offer[a.i]! - pool.offer[b.i]! || a.p - b.p,
  );
  const taken = new Set(plan.rules.pins.map(({ slot }) => slot));
  const left = placements.map(({ slots }) => slots);
  const paid: Paid[] = [];
  for (const { i, p } of wanted) {
    if (paid.length === most) break;
    if (left[p] === 0 || limits.holdsItem(i) || limits.fullQuota(pool.offer[i]!) !== null) continue;
    const { placement_id, first_slot, last_slot } = placements[p]!;
    let slot = first_slot;
    while (taken.has(slot)) slot++;
    if (slot > Math.min(last_slot, request.k - 1)) continue;
    taken.add(slot);
    left[p]!--;
    limits.place(i);
    paid.push({ i, slot, placement_id });
  }
  return paid.sort((a, b) => a.slot - b.slot);
}

/** In a search: has all the words typed, and is not far below the best result. Where nothing has them, nothing can be placed. */
function relevant({ past, request }: Asked): (i: number) => boolean {
  const { found, pool } = past;
  if (request.scenario !== 'search') return () => true;
  if (!found || found.popular || found.dropped.length > 0) return () => false;
  if (request.query === '') return () => true;
  const whole = new Set(found.items.subarray(0, found.whole));
  return (i) => whole.has(pool.via[i]!) && pool.weight[i]! >= RELEVANCE_FLOOR;
}
