import { type Asked, numberOf } from '../candidates/source.ts';
import { isBelow } from './meant.ts';

export const SPONSORED = numberOf('sponsored');

/**
 * Candidates that paid placements ask for and no source named; they stand in no place that is not paid for. A search adds none: only what it found
 * by itself may be placed. A page of a category takes offers of that category alone.
 */
export function placed({ past, plan, request }: Asked): void {
  if (plan.placements.length === 0 || request.scenario === 'search') return;
  const { snapshot, pool } = past;
  const { offers, categories } = snapshot;
  plan.placements.forEach((placement) => {
    for (const id of placement.offer_ids) {
      const offer = offers.find(id);
      if (offer < 0) continue;
      const its = offers.category[offer]!;
      const near =
        request.scenario !== 'category_page' ||
        (its >= 0 && isBelow(snapshot, categories.id.at(its), request.category_id));
      if (near) pool.add(offer, SPONSORED, -1, 1);
    }
  });
}
