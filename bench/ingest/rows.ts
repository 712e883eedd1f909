/** Facts of benches: 20 shops, 5,000 items, one account in ten facts. */

const account = (i: number, facts: number) => `a${i % Math.ceil(facts / 10)}`;

/** An order line over HTTP; two lines an order. Ids do not grow in the order of their text. */
export const lineAt = (i: number, facts: number) => ({
  fact: 'order_line',
  source_id: `l${i}`,
  order: `o${i >> 1}`,
  account: account(i, facts),
  shop: `s${i % 20}`,
  item: `i${i % 5000}`,
  quantity: 1,
  gross_minor: 1200,
  paid_minor: 1000,
  currency: 'CNY',
  ordered_at: '2025-03-10T04:00:00Z',
  paid_at: '2025-03-10T04:01:00Z',
});

const EVENTS = ['Product List Viewed', 'Product Viewed', 'Product Viewed', 'Product Added'] as const;

/** A behaviour event as Segment's libraries send it. */
export const eventAt = (i: number, facts: number) => ({
  type: 'track',
  event: EVENTS[i % EVENTS.length],
  messageId: `ajs-${(i * 2_654_435_761) % 4_294_967_296}-${i}`,
  userId: account(i, facts),
  anonymousId: `visitor-${i % 9973}`,
  originalTimestamp: new Date(1_741_579_200_000 + i * 10).toISOString(),
  sentAt: new Date(1_741_579_200_500 + i * 10).toISOString(),
  properties: {
    product_id: `i${i % 5000}`,
    shop_id: `s${i % 20}`,
    session_id: `session-${i >> 4}`,
    surface: 'search',
    position: i % 40,
    price: 12.5,
    quantity: 1,
    currency: 'CNY',
  },
});

/** An order line of a file whose rows have no ids. */
export const fileLineAt = (i: number, facts: number) => {
  const at = new Date(1_260_000_000_000 + i * 60_000).toISOString();
  return { ...lineAt(i, facts), source_id: undefined, ordered_at: at, paid_at: at, region: 'United Kingdom' };
};
