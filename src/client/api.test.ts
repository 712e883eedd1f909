import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type World } from '../api/testing.ts';
import { type Api, ApiError, createApi } from './index.ts';

/** The real API, listening; and a fetch that fails on request before it gets there. */
let world: World;
let url: string;
let api: Api;
let failures: (Response | Error)[] = [];
let seen: { method: string; key: string | null }[] = [];

beforeAll(async () => {
  world = await openWorld();
  url = await world.app.listen({ host: '127.0.0.1', port: 0 });
  api = createApi({
    url,
    key: world.engine.localToken,
    fetch: async (address, request) => {
      const headers = new Headers(request?.headers);
      seen.push({ method: request?.method ?? 'GET', key: headers.get('idempotency-key') });
      const failure = failures.shift();
      if (failure instanceof Error) throw failure;
      return failure ?? fetch(address, request);
    },
  });
});
afterAll(() => world.close());
const reset = (...next: (Response | Error)[]) => {
  seen = [];
  failures = next;
};
const busy = (seconds: string) => new Response('{}', { status: 503, headers: { 'retry-after': seconds } });

describe('the typed client', () => {
  it('reads and writes with the types of the API', async () => {
    const receipt = await api.post('/v1/facts', {
      body: { source: 'test', facts: [{ fact: 'account', source_id: 'a1' }] },
    });
    expect([receipt.received, receipt.accepted]).toEqual([1, 1]);
    const status = await api.get('/v1/status');
    expect(status.timezone).toBe('Asia/Shanghai');
    const registry = await api.get('/v1/metrics');
    expect(registry.data.length).toBeGreaterThan(5);
    const settings = await api.patch('/v1/settings', { body: { k_anonymity: 50 } });
    expect(settings.settings.k_anonymity).toBe(50);
  });

  it('fills paths and queries, encoded', async () => {
    const key = await api.post('/v1/keys', { body: { name: 'a/b', scopes: ['metrics:read'] } });
    const page = await api.get('/v1/keys', { query: { limit: 1 } });
    expect(page.data).toHaveLength(1);
    const revoked = await api.delete('/v1/keys/{key_id}', { path: { key_id: key.key_id } });
    expect(revoked.revoked_at).toBeTruthy();
    await expect(api.get('/v1/imports/{import_id}', { path: { import_id: 'a/b?c' } })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('throws what the server refuses, with its code, causes and remedy', async () => {
    const refusal = await api
      .post('/v1/keys', { body: { name: '', scopes: [] } })
      .catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ApiError);
    const { problem, code, status } = refusal as ApiError;
    expect([code, status]).toEqual(['validation_failed', 422]);
    expect(problem.errors?.length).toBeGreaterThan(0);
    expect(problem.remedy).toBeTruthy();
    const stranger = createApi({ url, key: 'gck_wrong' });
    await expect(stranger.get('/v1/metrics')).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('tries again where it may, under one Idempotency-Key, no sooner than Retry-After', async () => {
    reset(new TypeError('offline'), busy('0.2'));
    const started = performance.now();
    const made = await api.post('/v1/keys', { body: { name: 'once', scopes: ['metrics:read'] } });
    expect(made.name).toBe('once');
    expect(performance.now() - started).toBeGreaterThanOrEqual(200);
    expect(seen).toHaveLength(3);
    expect(new Set(seen.map(({ key }) => key)).size).toBe(1);
  });

  it('does not repeat a PATCH that may have arrived, and gives up in the end', async () => {
    reset(new TypeError('cut off'));
    await expect(api.patch('/v1/settings', { body: { k_anonymity: 60 } })).rejects.toThrow('cut off');
    reset(busy('0'), busy('0'));
    const impatient = createApi({ url, retries: 1, fetch: async () => failures.shift() as Response });
    await expect(impatient.get('/v1/status')).rejects.toMatchObject({ status: 503 });
  });

  it('stops waiting when told to', async () => {
    reset(busy('30'));
    const stop = new AbortController();
    const waiting = api.get('/v1/status', { signal: stop.signal });
    setTimeout(() => stop.abort(new Error('enough')), 20);
    await expect(waiting).rejects.toThrow('enough');
  });

  it('weighs at most 10 KB compressed, tracker included', async () => {
    const { outputFiles } = await build({
      entryPoints: ['src/client/index.ts'],
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'browser',
      write: false,
    });
    const bytes = gzipSync(outputFiles[0]!.contents).length;
    console.log(`client: ${bytes} bytes compressed`);
    expect(bytes).toBeLessThanOrEqual(10_000);
    expect(outputFiles[0]!.text).not.toMatch(/require\(|node:/);
  });
});
