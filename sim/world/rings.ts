import type { FactInput } from '../../src/contracts/index.ts';
import { type Catalogue, listPrice, type Offer, priceOf } from './catalogue.ts';
import { Draws, hashOf, keyOf } from './hash.ts';
import { CURRENCY, DAY_MS, type Frame, iso } from './options.ts';
import type { Told } from './orders.ts';

export type Verdict = 'suspect' | 'confirmed' | 'overturned';

/** An order of a brushing ring, and what became of the suspicion. */
export interface RingOrder {
  readonly order: string;
  readonly account: string;
  readonly merchant: string;
  readonly verdict: Verdict;
}

/** Everybody who is no consumer, and what they order. */
export interface Strangers {
  readonly told: readonly Told[];
  readonly rings: readonly RingOrder[];
}

const ORDERS_EACH = 10;

/** Small merchants that buy from themselves through a few dozen accounts for a month; testers, staff and bots. */
export function strangersOf(frame: Frame, catalogue: Catalogue): Strangers {
  const told: Told[] = [];
  const rings: RingOrder[] = [];
  for (let r = 0; r < frame.scenario.rings; r++) brush(frame, catalogue, r, told, rings);
  const draws = new Draws().at(keyOf(frame.seed, 'strangers'));
  for (const [kind, count, orders] of [
    ['test', 8, 25],
    ['internal', 5, 10],
    ['bot', frame.scenario.bots, 15],
  ] as const) {
    for (let a = 0; a < count; a++) {
      const account = `${kind}-${a + 1}`;
      told.push({
        at: frame.from,
        fact: { fact: 'account', source_id: account, kind, created_at: iso(frame.from) },
      });
      for (let k = 0; k < orders; k++) {
        const at = frame.from + Math.floor(draws.next() * frame.days * DAY_MS);
        const offer = catalogue.offers[draws.below(catalogue.offers.length)]!;
        if (offer.merchant.opened <= 0)
          told.push({ at, fact: lineOf(frame, `${account}-${k + 1}`, account, offer, at) });
      }
    }
  }
  return { told: told.filter(({ at }) => at < frame.from + frame.days * DAY_MS), rings };
}

function brush(frame: Frame, catalogue: Catalogue, ring: number, told: Told[], orders: RingOrder[]): void {
  const draws = new Draws().at(hashOf(keyOf(frame.seed, 'rings'), ring));
  const small = catalogue.merchants.filter(({ tier, opened }) => tier === 'small' && opened <= 0);
  const merchant = small[ring % small.length]!;
  const offers = catalogue.offers.filter((offer) => offer.merchant === merchant);
  const members = Math.max(12, Math.round(frame.people / 1250));
  const start = Math.max(0, frame.days - 150 - 40 * (ring % 3));
  for (let a = 0; a < members; a++) {
    const account = `x${ring + 1}-${a + 1}`;
    const opened = frame.from + start * DAY_MS;
    told.push({
      at: opened,
      fact: { fact: 'account', source_id: account, created_at: iso(opened), region: merchant.region },
    });
    for (let k = 0; k < ORDERS_EACH; k++) {
      const at = Math.floor(frame.from + (start + 5 + 30 * draws.next()) * DAY_MS);
      const order = `${account}.${k + 1}`;
      told.push({ at, fact: lineOf(frame, order, account, offers[draws.below(offers.length)]!, at) });
      const u = draws.next();
      const mixed = u < 0.7 ? 'confirmed' : u < 0.8 ? 'overturned' : 'suspect';
      const verdict: Verdict = frame.verdicts === 'mixed' ? mixed : frame.verdicts;
      const suspected = at + 3 * DAY_MS;
      told.push(verdictOf(order, 'suspect', 0, suspected, 'Bought from one address at even intervals'));
      if (verdict !== 'suspect') {
        const why = verdict === 'confirmed' ? 'No parcel was handed over' : 'The parcel was handed over';
        told.push(verdictOf(order, verdict, 1, suspected + 20 * DAY_MS, why));
      }
      orders.push({ order, account, merchant: merchant.id, verdict });
    }
  }
}

function lineOf(frame: Frame, order: string, account: string, offer: Offer, at: number): FactInput {
  const price = priceOf(offer, Math.floor((at - frame.from) / DAY_MS));
  const when = iso(at);
  return {
    fact: 'order_line',
    source_id: `${order}-1`,
    order,
    account,
    shop: offer.shop,
    item: offer.item,
    variant: offer.item,
    offer: offer.id,
    quantity: 1,
    gross_minor: listPrice(price),
    paid_minor: price,
    currency: CURRENCY,
    ordered_at: when,
    confirmed_at: when,
    paid_at: when,
  };
}

function verdictOf(order: string, state: Verdict, n: number, at: number, reason: string): Told {
  const when = iso(at);
  const fact = { fact: 'risk_verdict' as const, source_id: `${order}-${n}`, source_known_at: when };
  return { at, fact: { ...fact, subject: 'order', subject_id: order, state, at: when, reason } };
}
