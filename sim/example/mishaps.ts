import type { Rng } from '../../src/base/index.ts';
import type { Bought, LineFact, Told } from './purchases.ts';
import { CURRENCY, DAY_MS, type Frame, iso } from './world.ts';

const MINUTE = 60_000;

const CANCELLED = ['buyer', 'instant_refund', 'stock', 'merchant'] as const;

/** How often what happens to a line. Shares of ordinary goods lines. */
const RATE = {
  cancelled: 0.025,
  unpaid: 0.01,
  latePayment: 0.015,
  balanceMissed: 0.12,
  refunded: 0.04,
  lateRefunded: 0.004,
  partlyRefunded: 0.015,
  exchanged: 0.006,
  corrected: 0.001,
  sentTwice: 0.004,
};

/**
 * The line as the source tells it, and all that happens to it afterwards: payments, cancellations, refunds,
 * exchanges, corrections, repeats. What would happen after the world's end does not.
 * @param root stream of mishaps; each line draws from its own, named by its id
 */
export function tell(frame: Frame, root: Rng, bought: Bought): Told[] {
  const { at, line, item } = bought;
  if (item === null || line.paid_minor === 0) return [{ at, fact: line }];
  const rng = root.derive(line.source_id);
  const [first, ...later] =
    bought.balanceAt === undefined ? ordinary(rng, at, line) : presale(rng, at, bought.balanceAt, line);
  return [first!, ...later.filter((told) => told.at < frame.to)];
}

function presale(rng: Rng, at: number, balanceAt: number, line: LineFact): Told[] {
  const told: Told[] = [{ at, fact: line }];
  if (rng.next() >= RATE.balanceMissed) told.push(payment(line.order, balanceAt, line.paid_minor));
  return told;
}

function ordinary(rng: Rng, at: number, line: LineFact): Told[] {
  const fate = rng.next();
  if (fate < RATE.unpaid) {
    const { paid_at: _, ...unpaid } = line;
    return [{ at, fact: unpaid }, cancellation(line, at + 30 * MINUTE, 'payment')];
  }
  // Paid from another device hours later, told as a payment of the order; its other lines tell it themselves.
  if (fate < RATE.unpaid + RATE.latePayment && line.source_id.endsWith('-1')) {
    const { paid_at: _, ...open } = line;
    const paid = at + (2 + rng.below(40)) * 60 * MINUTE;
    return [{ at, fact: open }, payment(line.order, paid, line.paid_minor)];
  }
  const after = mishap(rng, at, line);
  return after ? [{ at, fact: line }, after] : [{ at, fact: line }];
}

/** At most one thing goes wrong with a paid line. */
function mishap(rng: Rng, at: number, line: LineFact): Told | null {
  let happening = rng.next();
  if (happening < RATE.cancelled) {
    const when = at + Math.floor((0.2 + 20 * rng.next()) * 60 * MINUTE);
    return cancellation(line, when, CANCELLED[rng.below(CANCELLED.length)]!);
  }
  happening -= RATE.cancelled;
  if (happening < RATE.refunded) return refund(line, days(at, 2 + 18 * rng.next()), line.paid_minor, 'full');
  happening -= RATE.refunded;
  if (happening < RATE.lateRefunded) {
    return refund(line, days(at, 46 + 30 * rng.next()), line.paid_minor, 'late');
  }
  happening -= RATE.lateRefunded;
  if (happening < RATE.partlyRefunded) {
    const amount = Math.ceil(line.paid_minor * (0.1 + 0.4 * rng.next()));
    return refund(line, days(at, 2 + 18 * rng.next()), amount, 'partial');
  }
  happening -= RATE.partlyRefunded;
  if (happening < RATE.exchanged) {
    const delta = Math.round(line.paid_minor * (0.2 * rng.next() - 0.1));
    return exchange(line, days(at, 3 + 12 * rng.next()), delta);
  }
  happening -= RATE.exchanged;
  if (happening < RATE.corrected) {
    const when = days(at, 1);
    const corrected = { ...line, revision: 1, source_known_at: iso(when), paid_minor: line.paid_minor - 1 };
    return { at: when, fact: corrected };
  }
  happening -= RATE.corrected;
  return happening < RATE.sentTwice ? { at: at + 5 * MINUTE, fact: line } : null;
}

const days = (at: number, n: number): number => at + Math.floor(n * DAY_MS);

function cancellation(line: LineFact, at: number, reason: (typeof CANCELLED)[number] | 'payment'): Told {
  const when = iso(at);
  const { order, source_id } = line;
  return {
    at,
    fact: {
      fact: 'cancellation',
      source_id: `c-${source_id}`,
      source_known_at: when,
      order,
      line: source_id,
      cancelled_at: when,
      reason,
    },
  };
}

function refund(line: LineFact, at: number, amount_minor: number, reason: string): Told {
  const when = iso(at);
  return {
    at,
    fact: {
      fact: 'refund',
      source_id: `r-${line.source_id}`,
      source_known_at: when,
      line: line.source_id,
      refunded_at: when,
      amount_minor,
      currency: CURRENCY,
      reason,
    },
  };
}

function exchange(line: LineFact, at: number, delta_minor: number): Told {
  const when = iso(at);
  return {
    at,
    fact: {
      fact: 'exchange',
      source_id: `x-${line.source_id}`,
      source_known_at: when,
      line: line.source_id,
      exchanged_at: when,
      delta_minor,
      currency: CURRENCY,
    },
  };
}

function payment(order: string, at: number, amount_minor: number): Told {
  const paid_at = iso(at);
  return {
    at,
    fact: {
      fact: 'payment',
      source_id: `p-${order}`,
      source_known_at: paid_at,
      order,
      paid_at,
      amount_minor,
      currency: CURRENCY,
    },
  };
}
