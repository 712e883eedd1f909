import { frameOf, type WorldOptions } from '../world/options.ts';
import { accountOf, DOUBLE, OPTED_OUT, peopleOf, regionOf } from '../world/people.ts';
import type { Shopper } from './open-shop.ts';

/** Orders a day of the shopper who is lent to visitors: often enough to be known, not so often that nothing is left to discover. */
const BUSY = 0.04;

/** People of the world whom a visitor of the demonstration may be: one who buys often, and one who is new. */
export function shoppersOf(options: WorldOptions, password: string): Shopper[] {
  const people = peopleOf(frameOf(options));
  let best = 0;
  for (let p = 1; p < people.count; p++) {
    if (people.flags[p]! & (OPTED_OUT | DOUBLE) || people.joined[p]! >= 0) continue;
    if (Math.abs(people.activity[p]! - BUSY) < Math.abs(people.activity[best]! - BUSY)) best = p;
  }
  const region = regionOf(people, best);
  return [
    { login: 'lin@example.com', password, name: 'Lin', account: accountOf(best), region },
    { login: 'new@example.com', password, name: 'New visitor', account: 'shop-new', region },
  ];
}
