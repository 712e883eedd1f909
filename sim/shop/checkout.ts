import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Api, ApiError } from '../../src/client/index.ts';
import type { Order, OrderLine, Orders } from './orders.ts';

/** Test cards: what the payment answers. Nothing is charged. */
export const TEST_PAYMENTS = ['approved', 'declined'] as const;

export const CheckoutBody = z.object({
  /** Names this checkout: sent again, it gives the same order. */
  key: z.string().min(8).max(64),
  payment: z.enum(TEST_PAYMENTS),
  region: z.string().max(64).default(''),
  lines: z
    .array(
      z.object({
        item: z.string().min(1).max(256),
        offer: z.string().min(1).max(256),
        quantity: z.number().int().min(1).max(99),
        /** What the page showed: another price now is refused, never charged. */
        price_minor: z.number().int().min(0),
        /** `<decision>.<slot>` of the impression that led here. */
        impression_id: z.string().max(80).default(''),
      }),
    )
    .min(1)
    .max(50),
});
export type CheckoutBody = z.infer<typeof CheckoutBody>;

export type CheckoutResult =
  | { readonly kind: 'placed'; readonly order: Order }
  | { readonly kind: 'declined' }
  | { readonly kind: 'changed'; readonly lines: readonly { offer: string; price_minor: number | null }[] };

/**
 * Buys: reads every offer anew, asks the test payment, stores the order.
 * @returns `changed` where an offer is gone (null) or costs something else; then nothing was bought
 * @throws ApiError while Grand Canal cannot be asked
 */
export async function checkout(
  { api, orders, source, now }: { api: Api; orders: Orders; source: string; now: () => number },
  account: string,
  body: CheckoutBody,
): Promise<CheckoutResult> {
  const key = createHash('sha256').update(`${account}\0${body.key}`).digest('hex');
  const before = orders.placed(key);
  if (before) return { kind: 'placed', order: before };
  const order = `shop-${key.slice(0, 20)}`;
  const changed: { offer: string; price_minor: number | null }[] = [];
  const lines: OrderLine[] = [];
  let currency = '';
  for (const [n, wanted] of body.lines.entries()) {
    const view = await itemOf(api, source, wanted.item);
    const offer = view?.offers.find(
      (one) => one.offer_id === wanted.offer || one.offer_source_id === wanted.offer,
    );
    if (!view || !offer?.available || offer.price_minor !== wanted.price_minor) {
      changed.push({ offer: wanted.offer, price_minor: offer?.available ? offer.price_minor : null });
      continue;
    }
    currency = view.currency;
    lines.push({
      line: `${order}-${n + 1}`,
      shop: offer.shop_source_id,
      item: view.item_source_id,
      offer: offer.offer_source_id,
      title: view.title,
      quantity: wanted.quantity,
      price_minor: offer.price_minor,
      list_price_minor: offer.list_price_minor,
      request_id: wanted.impression_id.replace(/\.\d+$/, ''),
    });
  }
  if (changed.length > 0) return { kind: 'changed', lines: changed };
  if (body.payment === 'declined') return { kind: 'declined' };
  const total_minor = lines.reduce((sum, { price_minor, quantity }) => sum + price_minor * quantity, 0);
  return {
    kind: 'placed',
    order: orders.place(key, {
      order,
      account,
      at: new Date(now()).toISOString(),
      currency,
      region: body.region,
      lines,
      total_minor,
      cancelled_at: null,
      told: false,
    }),
  };
}

async function itemOf(api: Api, source: string, item: string) {
  try {
    return await api.get('/v1/items/{item_id}', { path: { item_id: item }, query: { source } });
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}
