import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signatureOf } from '../access/index.ts';
import { linesOf } from './orders.ts';
import { openWorld, PASSWORD, SOURCE, smallMarket, type World } from './testing.ts';

const DAY = '2025-03-10';
const JSON_TYPE = { 'content-type': 'application/json' };
const cancel = (id: string) => ({
  fact: 'cancellation',
  source_id: id,
  order: 'o1',
  cancelled_at: `${DAY}T05:00:00Z`,
});

let world: World;
beforeAll(async () => {
  world = await openWorld({ bodyLimit: 64 * 1024 });
  await world.send(smallMarket(30, DAY));
});
afterAll(() => world?.close());

describe('[I1] Idempotency-Key', () => {
  const body = { name: 'k', password: PASSWORD, email: 'same@x.test', role: 'operator' };

  test('the same request gives the same answer once more, another one 422', async () => {
    const key = { 'idempotency-key': 'user-1' };
    const first = await world.ask('POST', '/v1/users', body, key);
    const again = await world.ask('POST', '/v1/users', body, key);
    expect([first.status, again.status, again.json]).toEqual([201, 201, first.json]);
    expect(again.headers['idempotency-replayed']).toBe('true');
    const other = await world.ask('POST', '/v1/users', { ...body, email: 'other@x.test' }, key);
    expect(other.json.code).toBe('idempotency_mismatch');
  });

  test('a failure is the answer too, and the second request does not run', async () => {
    const key = { 'idempotency-key': 'pub-1' };
    const first = await world.ask('POST', '/v1/publications', { as_of: DAY }, key);
    const again = await world.ask('POST', '/v1/publications', { as_of: DAY }, key);
    expect([first.status, again.status, again.headers['idempotency-replayed']]).toEqual([422, 422, 'true']);
  });

  test('409 while the first is being worked on, for ledger and memory alike', async () => {
    for (const [url, send] of [
      ['/v1/users', { ...body, email: 'slow@x.test' }],
      ['/v1/facts', { source: SOURCE, facts: [cancel('c-slow')] }],
    ] as const) {
      const key = { 'idempotency-key': `slow ${url}`.replace(' ', '-') };
      const both = await Promise.all([world.ask('POST', url, send, key), world.ask('POST', url, send, key)]);
      expect(both.map((a) => a.json.code ?? 'done').sort(), url).toEqual(['done', 'idempotency_in_flight']);
    }
  });

  test('a key shown once is not shown again', async () => {
    const key = { 'idempotency-key': 'key-1' };
    await world.ask('POST', '/v1/keys', { name: 'k', scopes: ['metrics:read'] }, key);
    const again = await world.ask('POST', '/v1/keys', { name: 'k', scopes: ['metrics:read'] }, key);
    expect([again.status, again.json.code, again.text.includes('gck_')]).toEqual([409, 'conflict', false]);
  });

  test('facts: with the key the receipt is repeated, without it every row is a duplicate', async () => {
    const send = { source: SOURCE, facts: [cancel('c1')] };
    const key = { 'idempotency-key': 'facts-1' };
    const first = await world.ask('POST', '/v1/refunds', send, key);
    const again = await world.ask('POST', '/v1/refunds', send, key);
    const bare = await world.ask('POST', '/v1/refunds', send);
    expect([first.json.accepted, again.json.accepted, bare.json.duplicate]).toEqual([1, 1, 1]);
  });
});

describe('[F1] facts over HTTP', () => {
  test('accepted + duplicate + rejected = received; rows of another kind are refused and kept', async () => {
    const order = { ...cancel('c2'), fact: 'payment' };
    const { json } = await world.ask('POST', '/v1/refunds', {
      source: SOURCE,
      facts: [cancel('c2'), order, 7],
    });
    expect(json).toMatchObject({ received: 3, accepted: 1, duplicate: 0, rejected: 2 });
    expect(json.rejections.map((r: { index: number }) => r.index)).toEqual([1, 2]);
    const listed = await world.ask('GET', '/v1/rejected?status=open');
    expect(listed.json.data.length).toBeGreaterThanOrEqual(2);
  });

  test('a rejected row is mended and replayed, another dismissed', async () => {
    const bad = { ...cancel('c3'), cancelled_at: 'yesterday' };
    const { json } = await world.ask('POST', '/v1/refunds', { source: SOURCE, facts: [bad] });
    const id = json.rejections[0].rejected_id;
    const still = await world.ask('POST', `/v1/rejected/${id}/replay`, {});
    expect(still.json.outcome).toBe('rejected');
    const mended = await world.ask('POST', `/v1/rejected/${id}/replay`, { row: cancel('c3') });
    expect(mended.json).toMatchObject({ outcome: 'accepted', row: { status: 'replayed' } });
    const other = await world.ask('POST', '/v1/refunds', {
      source: SOURCE,
      facts: [{ ...bad, source_id: 'c4' }],
    });
    const dismissed = await world.ask('POST', `/v1/rejected/${other.json.rejections[0].rejected_id}/dismiss`);
    expect(dismissed.json.status).toBe('dismissed');
  });

  test('nested orders become lines; what a line says wins over its order', async () => {
    const orders = [
      {
        source_id: 'n1',
        account: 'a1',
        currency: 'CNY',
        ordered_at: `${DAY}T06:00:00Z`,
        merchant_orders: [
          {
            source_id: 'n1-m',
            shop: 'grocer-shop',
            lines: [{ source_id: 'n1-1', item: 'tea-item', quantity: 2, gross_minor: 200, paid_minor: 200 }],
          },
          {
            shop: 'toyshop-shop',
            lines: [{ source_id: 'n1-2', quantity: 1, gross_minor: 5, paid_minor: 5, channel: 'app' }],
          },
        ],
      },
      { source_id: 'n2', lines: 'none' },
    ];
    expect(linesOf(orders)).toEqual([
      expect.objectContaining({
        fact: 'order_line',
        source_id: 'n1-1',
        order: 'n1',
        merchant_order: 'n1-m',
        shop: 'grocer-shop',
        account: 'a1',
      }),
      expect.objectContaining({ source_id: 'n1-2', order: 'n1', shop: 'toyshop-shop', channel: 'app' }),
      expect.objectContaining({ fact: 'order_line', source_id: 'n2' }),
    ]);
    const { json } = await world.ask('POST', '/v1/orders', { source: SOURCE, orders });
    expect(json).toMatchObject({ received: 3, accepted: 2, rejected: 1 });
  });

  test('Segment messages, one and many, and gzip', async () => {
    const track = {
      type: 'track',
      event: 'Product Viewed',
      messageId: 'm1',
      userId: 'a1',
      timestamp: `${DAY}T07:00:00Z`,
      properties: { product_id: 'tea-item' },
    };
    expect((await world.ask('POST', '/v1/track?source=test', track)).json).toMatchObject({
      received: 1,
      rejected: 0,
    });
    const batch = gzipSync(JSON.stringify({ batch: [track, { ...track, messageId: 'm2' }] }));
    const answer = await world.app.inject({
      method: 'POST',
      url: '/v1/batch?source=test',
      headers: {
        authorization: `Bearer ${world.engine.localToken}`,
        ...JSON_TYPE,
        'content-encoding': 'gzip',
      },
      payload: batch,
    });
    expect(answer.json()).toMatchObject({ received: 2, accepted: 1, duplicate: 1 });
  });

  test('a gzip bomb is stopped at the limit', async () => {
    const answer = await world.app.inject({
      method: 'POST',
      url: '/v1/facts',
      headers: {
        authorization: `Bearer ${world.engine.localToken}`,
        ...JSON_TYPE,
        'content-encoding': 'gzip',
      },
      payload: gzipSync(' '.repeat(5_000_000)),
    });
    expect([answer.statusCode, answer.json().code]).toEqual([413, 'payload_too_large']);
  });

  test('signed keys: right once, then neither replayed, altered, late nor unsigned', async () => {
    const made = (await world.ask('POST', '/v1/keys', { name: 's', scopes: ['facts:write'], signed: true }))
      .json;
    const body = JSON.stringify({ source: SOURCE, facts: [cancel('c9')] });
    const send = (timestamp: number, signed = body) =>
      world.as({ authorization: `Bearer ${made.key}` })('POST', '/v1/facts', body, {
        ...JSON_TYPE,
        'gc-timestamp': String(timestamp),
        'gc-signature': signatureOf(made.signing_secret, String(timestamp), signed),
      });
    const now = Math.floor(Date.now() / 1000);
    expect((await send(now)).json).toMatchObject({ accepted: 1 });
    for (const refused of [await send(now), await send(now - 1, `${body} `), await send(now - 400)]) {
      expect([refused.status, refused.json.code]).toEqual([401, 'signature_invalid']);
    }
    const unsigned = await world.as({ authorization: `Bearer ${made.key}` })(
      'POST',
      '/v1/facts',
      body,
      JSON_TYPE,
    );
    expect(unsigned.json.code).toBe('signature_invalid');
  });
});
