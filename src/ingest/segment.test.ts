import { describe, expect, it } from 'vitest';
import type { RefusedRow, SegmentCall } from './index.ts';
import { correctedTime, readSegmentCall } from './segment.ts';

const NOW = Date.parse('2024-06-01T12:00:00Z');
const read = (payload: unknown, type: SegmentCall['type'] = 'track', currency = 'EUR') =>
  readSegmentCall({ source: 'web', type, payload }, NOW, { currency });

describe('Segment calls', () => {
  it('corrects the sender’s clock: receivedAt − (sentAt − originalTimestamp)', () => {
    // The sender's clock is a day ahead; the event happened 5 s before it was sent.
    const time = correctedTime('2024-06-02T12:00:00Z', '2024-06-02T12:00:05Z', NOW);
    expect(time).toBe('2024-06-01T11:59:55.000Z');
    expect(correctedTime('2024-05-01T00:00:00+02:00', undefined, NOW)).toBe('2024-04-30T22:00:00.000Z');
    expect(correctedTime(undefined, '2024-06-02T12:00:05Z', NOW)).toBe('2024-06-01T12:00:00.000Z');
    expect(correctedTime('yesterday', '2024-06-02T12:00:05Z', NOW)).toBe('yesterday');
  });

  it('track: one event a product, with ids that a repeat finds again', () => {
    const call = {
      event: 'Order Completed',
      messageId: 'm1',
      userId: 42,
      anonymousId: 'anon',
      properties: {
        order_id: 'o1',
        currency: 'EUR',
        products: [
          { product_id: 'p1', sku: 'v1', price: 19.99, quantity: 2, position: 0 },
          { product_id: 'p2', price: '5.005', merchant_id: 'm', offer_id: 'of' },
        ],
      },
    };
    const { rows } = read(call);
    expect(rows).toMatchObject([
      {
        source_id: 'm1/0',
        account: '42',
        item: 'p1',
        variant: 'v1',
        value_minor: 3998,
        slot: 0,
        order: 'o1',
      },
      { source_id: 'm1/1', item: 'p2', shop: 'm', offer: 'of', value_minor: 501, slot: null, quantity: 0 },
    ]);
    expect(read(call).rows).toEqual(rows);
  });

  it('GA4 names and items[] are mapped at the door', () => {
    const properties = {
      items: [{ item_id: 'p1', index: 3, price: 10 }],
      item_list_id: 'home',
      search_term: 'tea',
    };
    const { rows } = read({ event: 'select_item', messageId: 'm', properties });
    expect(rows).toMatchObject([
      { name: 'Product Clicked', item: 'p1', slot: 3, surface: 'home', query: 'tea', value_minor: 1000 },
    ]);
  });

  it('page and screen are Page Viewed; a call without products uses its own value', () => {
    expect(read({ messageId: 'm', name: 'Home' }, 'page').rows).toMatchObject([
      { name: 'Page Viewed', surface: 'Home' },
    ]);
    expect(read({ messageId: 'm', event: 'Order Refunded', properties: { total: 12.5 } }).rows).toMatchObject(
      [{ value_minor: 1250 }],
    );
  });

  it('another currency needs a rate', () => {
    const properties = { product_id: 'p', price: 100, currency: 'JPY' };
    expect(read({ event: 'Product Viewed', messageId: 'm', properties }).rows[0]).toMatchObject({
      code: 'currency_mismatch',
    });
    const rated = { ...properties, fx_rate: 0.006 };
    expect(read({ event: 'Product Viewed', messageId: 'm', properties: rated }).rows).toMatchObject([
      { value_minor: 60 },
    ]);
  });

  it('a batch shares sentAt and context; what cannot be a call is refused one by one', () => {
    const { rows, traits } = read(
      {
        sentAt: '2024-06-02T12:00:05Z',
        context: { sessionId: 's1' },
        batch: [
          { type: 'track', event: 'Cart Viewed', messageId: 'm', originalTimestamp: '2024-06-02T12:00:00Z' },
          { type: 'identify', userId: 'u', traits: { email: 'a@b.c' } },
          { type: 'identify', traits: {} },
          'nonsense',
          { type: 'group' },
        ],
      },
      'batch',
    );
    expect(traits).toEqual([{ account: 'u', traits: { email: 'a@b.c' } }]);
    expect(rows[0]).toMatchObject({ at: '2024-06-01T11:59:55.000Z', session: 's1' });
    expect(rows.slice(1).map((row) => (row as RefusedRow).code)).toEqual([
      'schema_mismatch',
      'malformed_row',
      'schema_mismatch',
    ]);
    expect(() => read([], 'batch')).toThrow(expect.objectContaining({ code: 'bad_request' }));
    expect(() => read({}, 'batch')).toThrow(expect.objectContaining({ code: 'bad_request' }));
  });
});
