import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inScript, languageOf } from '../../storefront/src/page.ts';
import { openShop, type Shop } from './index.ts';

const PAGES = join(import.meta.dirname, '../../dist/storefront');
const built = existsSync(join(PAGES, 'index.html')) && existsSync(join(`${PAGES}-server`, 'server.js'));
if (!built) console.log('tests of drawn pages are skipped: npm run build');

test('what stands in a script element cannot end it, and is read back as it was', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom('</script>', '<!--', '<script', '\u2028'), (value, evil) => {
      const data = { value: JSON.parse(JSON.stringify(value)), evil: `a${evil}b` };
      const text = inScript(data);
      expect(text).not.toMatch(/[<\u2028\u2029]/);
      expect(JSON.parse(text)).toEqual(data);
    }),
  );
});

test('language: as chosen, else as the browser asks', () => {
  expect(languageOf('a=b; shop_language=zh-CN', 'en-US')).toBe('zh-CN');
  expect(languageOf('shop_language=en', 'zh-CN,zh')).toBe('en');
  expect(languageOf('shop_language=xx', 'zh-Hans,en;q=.5')).toBe('zh-CN');
  expect(languageOf(undefined, 'en, zh')).toBe('en');
  expect(languageOf(undefined, undefined)).toBe('en');
});

const EVIL = `</script><script>alert(1)</script><img src=x onerror=alert(2)>&"'`;

/** A marketplace that answers in the API's own form, with names that a hostile merchant might give. */
function marketplace(asked: { path: string; body: Record<string, unknown> }[]): Server {
  const both = { en: EVIL, zh: `中文${EVIL}` };
  const answers: Record<string, unknown> = {
    '/v1/shop-tree': { data: [{ category_id: 'cat_1', parent_id: null, name: both, item_count: 1 }] },
    '/v1/items/itm_1': {
      item_id: 'itm_1',
      item_source_id: EVIL,
      title: both,
      brand: { brand_id: 'brd_1', name: both },
      path: [{ category_id: 'cat_1', name: both }],
      attributes: { [EVIL]: EVIL },
      currency: 'CNY',
      offers: [],
    },
    '/v1/slates': { data: [{ slots: [], decision_id: 'dec_1', currency: 'CNY' }] },
  };
  return createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const { pathname } = new URL(request.url ?? '/', 'http://marketplace');
      asked.push({ path: pathname, body: body ? JSON.parse(body) : {} });
      if (pathname === '/v1/search') return; // Never answers.
      const answer = answers[pathname];
      response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer ?? { code: 'not_found', title: 'none', status: 404 }));
    });
  });
}

describe.skipIf(!built)('pages that the host draws', () => {
  const dir = mkdtempSync(join(tmpdir(), 'grandcanal-pages-'));
  const asked: { path: string; body: Record<string, unknown> }[] = [];
  const server = marketplace(asked);
  let shop: Shop;
  let address: string;
  let alone: Shop;

  const open = (url: string, name: string) =>
    openShop({
      url,
      key: 'k',
      source: 'src',
      shoppers: [{ login: 'lin', password: 'p', name: 'Lin', account: 'acc-1', region: 'r' }],
      dir: join(dir, name),
      pages: PAGES,
    });
  const get = async (path: string, headers: Record<string, string> = {}, host = address) => {
    const response = await fetch(host + path, { headers });
    return { response, html: await response.text() };
  };
  const stateOf = (html: string): [unknown[], unknown][] =>
    JSON.parse(/<script type="application\/json" id="state">([^<]*)<\/script>/.exec(html)![1]!);

  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as { port: number };
    shop = await open(`http://127.0.0.1:${port}`, 'shop');
    address = await shop.listen(0);
    alone = await open('http://127.0.0.1:9', 'alone');
  });
  afterAll(async () => {
    await shop?.close();
    await alone?.close();
    server.closeAllConnections();
    server.close();
    rmSync(dir, { recursive: true, force: true });
  });

  test('hostile names are text: in the markup, in the JSON-LD and in the state', async () => {
    const { response, html } = await get('/item/itm_1');
    expect(response.status).toBe(200);
    expect(html).not.toContain('<script>alert');
    expect(html).not.toContain('<img');
    expect(html).toContain('<h1>&lt;/script&gt;&lt;script&gt;');
    const item = stateOf(html).find(([key]) => key[0] === 'item')![1] as { title: { en: string } };
    expect(item.title.en).toBe(EVIL);
    const data = /<script type="application\/ld\+json">([^<]*)<\/script>/.exec(html)![1]!;
    expect(JSON.parse(data).name).toBe(EVIL);
    const csp = response.headers.get('content-security-policy');
    expect(csp).toContain("default-src 'self'");
    expect(csp).not.toContain('script-src');
  });

  test('in the language of the visitor', async () => {
    const { html } = await get('/item/itm_1', { 'accept-language': 'zh-CN' });
    expect(html).toContain('<html lang="zh-CN">');
    expect(html).toContain('<h1>中文');
    const chosen = await get('/item/itm_1', { 'accept-language': 'zh-CN', cookie: 'shop_language=en' });
    expect(chosen.html).toContain('<html lang="en">');
  });

  test('of who asks, and kept by nobody else', async () => {
    const signedIn = await fetch(`${address}/shop/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: 'lin', password: 'p' }),
    });
    const cookie = signedIn.headers.getSetCookie().at(-1)!.split(';')[0]!;
    asked.length = 0;
    const { response, html } = await get('/', { cookie });
    expect(asked.find(({ path }) => path === '/v1/slates')!.body).toMatchObject({ account: 'acc-1' });
    expect(html).toContain('Sign out');
    expect(response.headers.get('cache-control')).toBe('private, no-cache');
    asked.length = 0;
    const visitor = await get('/');
    expect(asked.find(({ path }) => path === '/v1/slates')!.body).toMatchObject({ account: null });
    expect(visitor.html).not.toContain('Sign out');
  });

  test('what is not there is 404, in words', async () => {
    for (const [path, words] of [
      ['/nowhere', 'There is nothing at this address'],
      ['/item/itm_9', 'This item is not on sale any more'],
      ['/store/shp_9', 'There is no such shop'],
    ] as const) {
      const { response, html } = await get(path);
      expect([path, response.status]).toEqual([path, 404]);
      expect(html).toContain(words);
    }
    const { response } = await get('/v1/secrets');
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  });

  test('a strange address leads to what was understood of it, on this host', async () => {
    for (const [path, location] of [
      ['/search?q=lamp&page=999999', '/search?q=lamp&page=20'],
      ['//evil.example/search?page=1', null],
      ['/%5Cevil.example?page=1', null],
    ] as const) {
      const response = await fetch(`${address}${path}`, { redirect: 'manual' });
      const led = response.headers.get('location');
      expect([path, led === null || /^\/(?![/\\])/.test(led)]).toEqual([path, true]);
      if (location) expect([path, response.status, led]).toEqual([path, 302, location]);
    }
  });

  test('a marketplace that is late or away leaves a page for the browser to finish', async () => {
    const late = await get('/search?q=lamp');
    expect(late.response.status).toBe(200);
    expect(late.html).toContain('class="card ghost"');
    expect(stateOf(late.html).map(([key]) => key[0])).not.toContain('search');
    const { html, response } = await get('/', {}, await alone.listen(0));
    expect(response.status).toBe(200);
    expect(html).toContain('Search in English or Chinese');
    expect(stateOf(html).map(([key]) => key[0])).toEqual(['me']);
  });
});
