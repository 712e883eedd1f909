import { REGIONS } from '../example/names.ts';
import type { Offer } from './catalogue.ts';
import { hashOf, hashText, mix, normalOf, unit } from './hash.ts';
import type { Order } from './market.ts';
import type { Frame } from './options.ts';
import { type People, regionOf } from './people.ts';

/** Carriers: share of parcels, median days on the road within a region and across, spread, share lost for a while. */
const CARRIERS = [
  { name: 'swift', share: 0.25, near: 1.1, far: 2, spread: 0.25, astray: 0.005 },
  { name: 'common', share: 0.55, near: 1.8, far: 3.2, spread: 0.35, astray: 0.015 },
  { name: 'thrifty', share: 0.2, near: 2.6, far: 4.6, spread: 0.45, astray: 0.03 },
] as const;

export interface Delivery {
  readonly carrier: string;
  readonly promisedDays: number;
  readonly days: number;
  readonly late: boolean;
}

const KEY = hashText('delivery');

/** How line `k` of an order travels. No fact tells it yet: it shows in what comes back. Late means after the promised day. */
export function deliveryOf(frame: Frame, people: People, { person, day, wants }: Order, k: number): Delivery {
  return deliver(frame, wants[k]!.offer, regionOf(people, person), hashOf(people.luck[person]!, day, k));
}

function deliver(frame: Frame, offer: Offer, region: string, luck: number): Delivery {
  const hash = mix(luck ^ KEY ^ mix(String(frame.seed).length));
  const u = unit(hash);
  const carrier = CARRIERS[u < 0.25 ? 0 : u < 0.8 ? 1 : 2]!;
  const near = REGIONS.indexOf(region) >= 0 && offer.merchant.region === region;
  const promisedDays = Math.ceil((near ? carrier.near : carrier.far) * 1.6);
  const road = (near ? carrier.near : carrier.far) * Math.exp(carrier.spread * normalOf(mix(hash + 1)));
  const handling = 0.3 + (1 - offer.merchant.quality) * 0.8 * unit(mix(hash + 2));
  const astray = unit(mix(hash + 3)) < carrier.astray ? 6 : 0;
  const days = handling + road + astray;
  return { carrier: carrier.name, promisedDays, days, late: days > promisedDays };
}
