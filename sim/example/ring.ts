import { rngOf } from '../../src/base/index.ts';
import type { FactInput } from '../../src/contracts/index.ts';
import type { Catalogue, Item } from './catalogue.ts';
import type { Told } from './purchases.ts';
import { CURRENCY, DAY_MS, type Frame, iso } from './world.ts';

type Verdict = 'suspect' | 'confirmed' | 'overturned';

/** An order of the brushing ring and what became of the suspicion. */
export interface RingOrder {
  readonly order: string;
  readonly account: string;
  readonly merchant: string;
  readonly verdict: Verdict;
}

export interface Strangers {
  readonly accounts: FactInput[];
  readonly told: Told[];
  readonly ring: RingOrder[];
  readonly merchants: string[];
}

const RING = 40;
const ORDERS_EACH = 12;

/** Two small merchants that buy from themselves through forty accounts for a month, and are found out. */
export function brushingRing(frame: Frame, catalogue: Catalogue): Strangers {
  const rng = rngOf(frame.seed).derive('ring');
  const stock = catalogue.merchants
    .filter((merchant) => merchant.tier === 'small')
    .map((merchant) => ({ merchant, items: catalogue.items.filter((item) => item.merchant === merchant) }))
    .filter(({ items }) => items.length >= 3)
    .slice(0, 2);
  const start = Math.max(frame.from, frame.to - 150 * DAY_MS);
  const accounts: FactInput[] = [];
  const told: Told[] = [];
  const ring: RingOrder[] = [];
  for (let a = 0; a < RING; a++) {
    const account = `x${String(a + 1).padStart(4, '0')}`;
    accounts.push({ fact: 'account', source_id: account, created_at: iso(start), region: 'Zhejiang' });
    for (let k = 0; k < ORDERS_EACH; k++) {
      const { merchant, items } = stock[rng.below(stock.length)]!;
      const at = start + Math.floor((5 + 30 * rng.next()) * DAY_MS);
      const order = `${account}-${k + 1}`;
      told.push({ at, fact: lineOf(order, account, items[rng.below(items.length)]!, at) });
      const u = rng.next();
      const verdict: Verdict = u < 0.7 ? 'confirmed' : u < 0.85 ? 'overturned' : 'suspect';
      const suspected = at + 3 * DAY_MS;
      told.push(verdictOf(order, 'suspect', 0, suspected, 'Bought from one address at even intervals'));
      if (verdict !== 'suspect') {
        const why = verdict === 'confirmed' ? 'No parcel was handed over' : 'The parcel was handed over';
        told.push(verdictOf(order, verdict, 1, suspected + 20 * DAY_MS, why));
      }
      ring.push({ order, account, merchant: merchant.id, verdict });
    }
  }
  return {
    accounts,
    told: told.filter(({ at }) => at < frame.to),
    ring,
    merchants: stock.map(({ merchant }) => merchant.id),
  };
}

/** Accounts that are no consumers: testers, staff and bots, with the orders that they place. */
export function notConsumers(frame: Frame, catalogue: Catalogue): Pick<Strangers, 'accounts' | 'told'> {
  const rng = rngOf(frame.seed).derive('not-consumers');
  const accounts: FactInput[] = [];
  const told: Told[] = [];
  for (const [kind, count, orders] of [
    ['test', 8, 25],
    ['internal', 5, 10],
    ['bot', 6, 15],
  ] as const) {
    for (let a = 0; a < count; a++) {
      const account = `${kind}-${a + 1}`;
      accounts.push({ fact: 'account', source_id: account, kind, created_at: iso(frame.from) });
      for (let k = 0; k < orders; k++) {
        const at = Math.floor(frame.from + rng.next() * (frame.to - frame.from));
        const item = catalogue.items[rng.below(catalogue.items.length)]!;
        told.push({ at, fact: lineOf(`${account}-${k + 1}`, account, item, at) });
      }
    }
  }
  return { accounts, told };
}

function lineOf(order: string, account: string, item: Item, at: number): FactInput {
  const offer = item.offers[0]!;
  return {
    fact: 'order_line',
    source_id: `${order}-1`,
    order,
    account,
    shop: offer.shop,
    item: item.id,
    variant: item.id,
    offer: offer.id,
    quantity: 1,
    gross_minor: Math.round((offer.price * 1.2) / 10) * 10,
    paid_minor: offer.price,
    currency: CURRENCY,
    ordered_at: iso(at),
    confirmed_at: iso(at),
    paid_at: iso(at),
  };
}

function verdictOf(order: string, state: Verdict, n: number, at: number, reason: string): Told {
  return {
    at,
    fact: {
      fact: 'risk_verdict',
      source_id: `${order}-${n}`,
      source_known_at: iso(at),
      subject: 'order',
      subject_id: order,
      state,
      at: iso(at),
      reason,
    },
  };
}
