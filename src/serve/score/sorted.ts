import type { SearchScope } from '../../contracts/index.ts';
import type { Snapshot } from '../snapshot/types.ts';

/** What an offer is ordered by where a person chose an order: then it is all that counts. Higher comes first. */
export function sortKey({ offers }: Snapshot, offer: number, sort: SearchScope['sort']): number {
  switch (sort) {
    case 'price_up':
      return -offers.price_minor[offer]!;
    case 'price_down':
      return offers.price_minor[offer]!;
    case 'newest':
      return offers.since[offer]!;
    default:
      return offers.bought[offer]!;
  }
}
