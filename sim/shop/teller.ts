import type { Api } from '../../src/client/index.ts';
import type { Order, Orders } from './orders.ts';

/** Tells Grand Canal what was ordered and cancelled. What cannot be told now is told later; ids make it count once. */
export class Teller {
  readonly #api: Api;
  readonly #orders: Orders;
  readonly #source: string;
  #telling: Promise<void> = Promise.resolve();

  constructor(api: Api, orders: Orders, source: string) {
    this.#api = api;
    this.#orders = orders;
    this.#source = source;
  }

  /** Tells everything untold, one order after the other. Resolves also when the server cannot be reached. */
  tell(): Promise<void> {
    this.#telling = this.#telling.then(async () => {
      try {
        for (const order of this.#orders.untold()) {
          await this.#place(order);
          if (order.cancelled_at) await this.#cancel(order, order.cancelled_at);
          this.#orders.told(order.order);
        }
      } catch {
        // Still untold: the next order, and the next start, try again.
      }
    });
    return this.#telling;
  }

  async #place(order: Order): Promise<void> {
    const lines = order.lines.map((line) => ({
      fact: 'order_line' as const,
      source_id: line.line,
      order: order.order,
      account: order.account,
      shop: line.shop,
      item: line.item,
      offer: line.offer,
      quantity: line.quantity,
      gross_minor: line.list_price_minor * line.quantity,
      paid_minor: line.price_minor * line.quantity,
      currency: order.currency,
      ordered_at: order.at,
      confirmed_at: order.at,
      paid_at: order.at,
      region: order.region,
      request_id: line.request_id,
    }));
    const body = { source: this.#source, orders: [{ source_id: order.order, lines }] };
    await this.#api.post('/v1/orders', { body });
  }

  async #cancel(order: Order, at: string): Promise<void> {
    const fact = {
      fact: 'cancellation' as const,
      source_id: `${order.order}-cancelled`,
      order: order.order,
      cancelled_at: at,
      reason: 'buyer' as const,
    };
    await this.#api.post('/v1/refunds', { body: { source: this.#source, facts: [fact] } });
  }
}
