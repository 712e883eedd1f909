import type { FactInput } from '../../src/contracts/index.ts';
import { listPrice, priceOf } from './catalogue.ts';
import { deliveryOf } from './delivery.ts';
import { Draws, hashOf, hashText } from './hash.ts';
import type { Order } from './market.ts';
import { CURRENCY, DAY_MS, type Frame, iso } from './options.ts';
import { accountOf, DOUBLE, type People, regionOf } from './people.ts';

export type LineFact = Extract<FactInput, { fact: 'order_line' }>;

/** Something that the source tells at an instant. */
export interface Told {
  readonly at: number;
  readonly fact: FactInput;
}

const MINUTE = 60_000;
/** Share of lines each thing happens to. */
const RATE = {
  unpaid: 0.03,
  latePayment: 0.01,
  cancelled: 0.025,
  refunded: 0.06,
  lateRefunded: 0.006,
  partlyRefunded: 0.015,
  exchanged: 0.008,
  corrected: 0.004,
  sentTwice: 0.004,
};
const ORDER = hashText('order facts');
const draws = new Draws();

/** What an order becomes for whoever is told of it: its lines, and what happens to them in the weeks after. */
export function tellOrder(
  frame: Frame,
  people: People,
  order: Order,
  presaleFor: number,
  tell: (told: Told) => void,
): void {
  const { id, person, at, day, wants, requestId } = order;
  draws.at(hashOf(ORDER ^ people.luck[person]!, day, requestId === '' ? 0 : 1));
  const main = accountOf(person);
  const guest = draws.next() < 0.04;
  const second = (people.flags[person]! & DOUBLE) !== 0 && draws.next() < 0.5;
  const account = guest ? null : second ? `${main}-2` : main;
  const channel = draws.next() < 0.02 && requestId === '' ? 'offline' : 'online';
  const region = regionOf(people, person);
  const balanceDay = wants.length === 1 && presaleFor > 0 && draws.next() < 0.5 ? presaleFor : -1;
  const ordered_at = iso(at);
  const paid_at = iso(at + 20_000 + Math.floor(draws.next() * 600_000));
  for (let k = 0; k < wants.length; k++) {
    const { offer, quantity } = wants[k]!;
    const price = priceOf(offer, day);
    const full = price * quantity;
    const coupon = draws.next() < 0.25 ? Math.round(full * (0.05 + 0.1 * draws.next())) : 0;
    const deposit = balanceDay < 0 ? 0 : Math.round(full * 0.1);
    const line: LineFact = {
      fact: 'order_line',
      source_id: `${id}-${k + 1}`,
      order: id,
      merchant_order: `${id}-${offer.shop}`,
      account,
      shop: offer.shop,
      item: offer.item,
      variant: offer.item,
      offer: offer.id,
      quantity,
      gross_minor: listPrice(price) * quantity - deposit,
      paid_minor: full - coupon - deposit,
      platform_subsidy_minor: Math.round(coupon * 0.4),
      currency: CURRENCY,
      ordered_at,
      confirmed_at: ordered_at,
      channel,
      region,
    };
    if (requestId !== '') line.request_id = requestId;
    if (balanceDay < 0) line.paid_at = paid_at;
    if (deposit > 0) {
      const money = { gross_minor: deposit, paid_minor: deposit, platform_subsidy_minor: 0, paid_at };
      tell({ at, fact: { ...line, source_id: `${id}-d`, type: 'deposit', ...money } });
    }
    if (k === 0 && draws.next() < 0.02) {
      const free = {
        gross_minor: 0,
        paid_minor: 0,
        platform_subsidy_minor: 0,
        quantity: 1,
        offer: null,
        paid_at,
      };
      tell({
        at,
        fact: { ...line, source_id: `${id}-g`, type: draws.next() < 0.8 ? 'gift' : 'trial', ...free },
      });
    }
    if (balanceDay >= 0) {
      tell({ at, fact: line });
      const due = frame.from + balanceDay * DAY_MS + draws.below(4 * 3600) * 1000;
      // One in thirteen balances is never paid.
      if (draws.next() < 0.92) tell(payment(id, due, line.paid_minor));
      continue;
    }
    const { late } = deliveryOf(frame, people, order, k);
    fate(line, at, k === 0 && wants.length === 1, (1.5 - offer.merchant.quality) * (late ? 1.8 : 1), tell);
  }
}

/** At most one thing goes wrong with a line. Things of low quality, and late ones, come back more often. */
function fate(line: LineFact, at: number, alone: boolean, trouble: number, tell: (told: Told) => void): void {
  const u = draws.next();
  let reached = RATE.unpaid;
  if (u < reached) {
    const { paid_at: _, ...unpaid } = line;
    tell({ at, fact: unpaid });
    tell(cancellation(line, at + 30 * MINUTE, 'payment'));
    return;
  }
  reached += RATE.latePayment;
  // Paid from another device hours later, told as a payment of the order.
  if (u < reached && alone) {
    const { paid_at: _, ...open } = line;
    tell({ at, fact: open });
    tell(payment(line.order, at + (2 + draws.below(40)) * 60 * MINUTE, line.paid_minor));
    return;
  }
  tell({ at, fact: line });
  const after = aftermath(line, at, u - reached, trouble);
  if (after) tell(after);
}

function aftermath(line: LineFact, at: number, u: number, trouble: number): Told | null {
  const days = (low: number, span: number) => at + Math.floor((low + span * draws.next()) * DAY_MS);
  let reached = RATE.cancelled;
  if (u < reached) {
    const when = at + Math.floor((0.2 + 20 * draws.next()) * 60 * MINUTE);
    return cancellation(line, when, draws.next() < 0.75 ? 'buyer' : 'stock');
  }
  reached += RATE.refunded * trouble;
  if (u < reached) return refund(line, days(2, 18), line.paid_minor, trouble > 1.2 ? 'late or poor' : 'full');
  reached += RATE.lateRefunded;
  if (u < reached) return refund(line, days(46, 30), line.paid_minor, 'late');
  reached += RATE.partlyRefunded;
  if (u < reached) {
    return refund(line, days(2, 18), Math.ceil(line.paid_minor * (0.1 + 0.4 * draws.next())), 'partial');
  }
  reached += RATE.exchanged;
  if (u < reached)
    return exchange(line, days(3, 12), Math.round(line.paid_minor * (0.2 * draws.next() - 0.1)));
  reached += RATE.corrected;
  if (u < reached) {
    const when = at + DAY_MS;
    const better = { revision: 1, source_known_at: iso(when), paid_minor: line.paid_minor - 1 };
    return { at: when, fact: { ...line, ...better } };
  }
  return u < reached + RATE.sentTwice ? { at: at + 5 * MINUTE, fact: line } : null;
}

function refund(line: LineFact, at: number, amount_minor: number, reason: string): Told {
  const when = iso(at);
  const fact = { fact: 'refund' as const, source_id: `r-${line.source_id}`, source_known_at: when };
  return {
    at,
    fact: { ...fact, line: line.source_id, refunded_at: when, amount_minor, currency: CURRENCY, reason },
  };
}

function exchange(line: LineFact, at: number, delta_minor: number): Told {
  const when = iso(at);
  const fact = { fact: 'exchange' as const, source_id: `x-${line.source_id}`, source_known_at: when };
  return { at, fact: { ...fact, line: line.source_id, exchanged_at: when, delta_minor, currency: CURRENCY } };
}

function cancellation(line: LineFact, at: number, reason: 'payment' | 'buyer' | 'stock'): Told {
  const when = iso(at);
  const { order, source_id } = line;
  const fact = { fact: 'cancellation' as const, source_id: `c-${source_id}`, source_known_at: when };
  return { at, fact: { ...fact, order, line: source_id, cancelled_at: when, reason } };
}

function payment(order: string, at: number, amount_minor: number): Told {
  const paid_at = iso(at);
  const fact = { fact: 'payment' as const, source_id: `p-${order}`, source_known_at: paid_at };
  return { at, fact: { ...fact, order, paid_at, amount_minor, currency: CURRENCY } };
}
