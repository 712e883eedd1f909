import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTracker, type Message } from './tracker.ts';

/** A real HTTP server that keeps what it takes and answers as told. */
let server: Server;
let url: string;
let taken: Message[];
let answers: { status: number; headers?: Record<string, string> }[];

beforeEach(async () => {
  taken = [];
  answers = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const answer = answers.shift() ?? { status: 200 };
      if (answer.status === 200) taken.push(...(JSON.parse(body) as { batch: Message[] }).batch);
      response.writeHead(answer.status, answer.headers).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

const memory = () => {
  const map = new Map<string, string>();
  return {
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
    removeItem: (key: string) => void map.delete(key),
  };
};

describe('tracker', () => {
  it('sends a batch in order, anonymous before sign-in and named after', async () => {
    const tracker = createTracker({ url, key: 'k' });
    tracker.track('Product Viewed', { product_id: '1' });
    tracker.identify('u1', { email: 'a@example.com' });
    tracker.track('Product Added', { product_id: '1' });
    expect(await tracker.flush()).toBe(true);
    expect(taken.map((message) => message.type)).toEqual(['track', 'identify', 'track']);
    expect(taken[0]!.anonymousId).toBeTruthy();
    expect(taken[2]!.userId).toBe('u1');
    expect(new Set(taken.map((message) => message.messageId)).size).toBe(3);
    await tracker.close();
  });

  it('sends by itself once flushAt messages wait', async () => {
    const tracker = createTracker({ url, key: 'k', flushAt: 3 });
    for (let i = 0; i < 3; i++) tracker.track('Page Viewed');
    await expect.poll(() => taken.length).toBe(3);
    await tracker.close();
  });

  it('keeps messages over 503 and 429, and sends them with the same ids', async () => {
    answers = [{ status: 503 }, { status: 429, headers: { 'retry-after': '0' } }];
    const tracker = createTracker({ url, key: 'k' });
    const id = tracker.track('Cart Viewed');
    expect(await tracker.flush()).toBe(false);
    expect(await tracker.flush()).toBe(false);
    expect(await tracker.flush()).toBe(true);
    expect(taken.map((message) => message.messageId)).toEqual([id]);
    await tracker.close();
  });

  it('survives a reload while the server is away', async () => {
    const storage = memory();
    const first = createTracker({ url: 'http://127.0.0.1:9', key: 'k', storage });
    const id = first.track('Checkout Started');
    expect(await first.close()).toBe(false);
    const second = createTracker({ url, key: 'k', storage });
    expect(second.waiting).toBe(1);
    expect(await second.flush()).toBe(true);
    expect(taken[0]!.messageId).toBe(id);
    expect(storage.getItem('grandcanal.queue')).toBeNull();
    await second.close();
  });

  it('halves a batch that is too large until it passes', async () => {
    answers = [{ status: 413 }, { status: 413 }];
    const tracker = createTracker({ url, key: 'k', flushAt: 100 });
    for (let i = 0; i < 8; i++) tracker.track('Page Viewed', { i });
    expect(await tracker.flush()).toBe(true);
    expect(taken.map((message) => message.properties!.i)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    await tracker.close();
  });

  it('gives up what the server refuses, and says so', async () => {
    answers = [{ status: 401 }];
    const dropped: string[] = [];
    const tracker = createTracker({
      url,
      key: 'bad',
      onDropped: (messages, reason) => dropped.push(`${messages.length} ${reason}`),
    });
    tracker.track('Page Viewed');
    expect(await tracker.flush()).toBe(true);
    expect(dropped).toEqual(['1 refused_401']);
    await tracker.close();
  });

  it('drops the oldest beyond keepAtMost, and says so', async () => {
    const dropped: unknown[] = [];
    const tracker = createTracker({
      url,
      key: 'k',
      keepAtMost: 2,
      flushAt: 100,
      onDropped: (messages) => dropped.push(...messages.map((message) => message.properties!.i)),
    });
    for (let i = 0; i < 5; i++) tracker.track('Page Viewed', { i });
    expect(dropped).toEqual([0, 1, 2]);
    await tracker.close();
    expect(taken.map((message) => message.properties!.i)).toEqual([3, 4]);
  });
});
