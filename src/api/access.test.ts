import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { idOf } from '../base/index.ts';
import { ROUTES, type RouteName, type RouteSpec } from '../contracts/index.ts';
import { addUser, openWorld, SOURCE, smallMarket, type World } from './testing.ts';

const DAY = '2025-03-10';
const GROCER = idOf('merchant', SOURCE, 'grocer');
const TOYSHOP = idOf('merchant', SOURCE, 'toyshop');
const FOOD = idOf('category', SOURCE, 'food');
const TOYS = idOf('category', SOURCE, 'toys');

let world: World;
const who: Record<string, Record<string, string>> = {};

beforeAll(async () => {
  world = await openWorld();
  await world.send(smallMarket(40, DAY));
  await addUser(world, { email: 'op@x.test', role: 'operator' });
  await addUser(world, { email: 'grocery@x.test', role: 'industry_operator', industries: ['grocery'] });
  await addUser(world, { email: 'grocer@x.test', role: 'merchant', merchant_id: GROCER });
  for (const [name, email] of [
    ['operator', 'op@x.test'],
    ['industry_operator', 'grocery@x.test'],
    ['merchant', 'grocer@x.test'],
  ] as const) {
    who[name] = await world.cookieOf(email);
  }
  for (const scope of ['events:write', 'facts:write', 'metrics:read', 'imports:write', 'admin'] as const) {
    const made = await world.ask('POST', '/v1/keys', { name: scope, scopes: [scope] });
    who[scope] = { authorization: `Bearer ${made.json.key}` };
  }
  const bound = await world.ask('POST', '/v1/keys', {
    name: 'bound',
    scopes: ['metrics:read'],
    merchant_id: GROCER,
  });
  who['merchant key'] = { authorization: `Bearer ${bound.json.key}` };
  who['wrong key'] = { authorization: 'Bearer gck_wrong' };
  who['wrong token'] = { authorization: 'Bearer nothing' };
  who.nobody = {};
});
afterAll(() => world?.close());

/** An address of the route with placeholders that name nothing. */
const addressOf = (spec: RouteSpec) => spec.path.replace(/:[a-z_]+/g, 'none');

/** What the table of rights says should happen; written apart from mayCall, so that the two are held together. */
function expected(spec: RouteSpec, name: string): 'in' | 401 | 403 {
  if (spec.access.public) return 'in';
  if (['nobody', 'wrong key', 'wrong token'].includes(name)) return 401;
  if (spec.access.authenticated) return 'in';
  if (name === 'admin') return spec.access.roles!.includes('operator') && spec.access.scope ? 'in' : 403;
  if (name === 'merchant key')
    return spec.access.roles!.includes('merchant') && spec.access.scope === 'metrics:read' ? 'in' : 403;
  if (name.includes(':')) return spec.access.scope === name ? 'in' : 403;
  return spec.access.roles!.includes(name as 'operator') ? 'in' : 403;
}

describe('[A1] every route, with every kind of credentials', () => {
  const names = Object.keys(ROUTES) as RouteName[];
  // What changes the world for the tests after it is not let through: it is only asked without rights.
  const spared = new Set<RouteName>(['signOut']);
  for (const name of names) {
    test(`${ROUTES[name].method} ${ROUTES[name].path}`, async () => {
      const spec: RouteSpec = ROUTES[name];
      for (const [credentials, headers] of Object.entries(who)) {
        const wanted = expected(spec, credentials);
        if (wanted === 'in' && spared.has(name)) continue;
        // A body that no schema takes: whoever gets in is stopped there, before anything happens.
        const body = spec.body ? '[' : undefined;
        const answer = await world.as(headers)(spec.method, addressOf(spec), body, {
          ...(body ? { 'content-type': 'application/json' } : {}),
        });
        const label = `${credentials} → ${answer.status} ${answer.text.slice(0, 200)}`;
        // Let in, a route may still say that these particular numbers are not theirs (A2).
        if (wanted === 'in') expect(['unauthenticated', 'forbidden'], label).not.toContain(answer.json?.code);
        else expect(answer.status, label).toBe(wanted);
        expect(answer.status, label).not.toBe(500);
      }
    });
  }
});

describe('[A2] nobody reads what is not theirs', () => {
  const q = `as_of=${DAY}`;

  test('a merchant sees its own numbers exactly', async () => {
    const { json } = await world.as(who.merchant!)(
      'GET',
      `/v1/metrics/aac?${q}&grain=merchant&merchant_id=${GROCER}`,
    );
    expect(json.cells).toEqual([expect.objectContaining({ merchant_id: GROCER, value: 40, status: 'ok' })]);
  });

  for (const credentials of ['merchant', 'merchant key']) {
    test(`${credentials}: another merchant is refused wherever it is named`, async () => {
      const ask = world.as(who[credentials]!);
      for (const url of [
        `/v1/metrics/aac?${q}&grain=merchant&merchant_id=${TOYSHOP}`,
        `/v1/metrics/aac?${q}&grain=merchant_category&merchant_id=${TOYSHOP}`,
        `/v1/metrics/aac/series?from=${DAY}&to=${DAY}&grain=merchant&merchant_id=${TOYSHOP}`,
        `/v1/merchants/${TOYSHOP}?${q}`,
        `/v1/metrics/aac?${q}&grain=merchant&merchant_id=${TOYSHOP}&format=csv`,
      ]) {
        const { status, json } = await ask('GET', url);
        expect([url, status, json?.code]).toEqual([url, 403, 'query_forbidden']);
      }
    });

    test(`${credentials}: no list, view or export names another merchant or an unpublished number`, async () => {
      const ask = world.as(who[credentials]!);
      for (const url of [
        `/v1/merchants?${q}`,
        `/v1/merchants?${q}&format=csv`,
        `/v1/merchants/${GROCER}?${q}`,
        `/v1/metrics/aac?${q}&grain=merchant`,
        `/v1/metrics/aac?${q}&grain=shop`,
        `/v1/metrics/aac?${q}&grain=brand`,
        `/v1/metrics/aac?${q}&grain=merchant_category`,
        `/v1/metrics/aac?${q}&grain=platform`,
        `/v1/categories?${q}`,
        `/v1/categories/${TOYS}?${q}`,
        `/v1/overview?${q}`,
        `/v1/cohorts?${q}`,
      ]) {
        const answer = await ask('GET', url);
        expect(answer.status, url + answer.text.slice(0, 200)).not.toBe(500);
        expect(answer.text, url).not.toContain(TOYSHOP);
        expect(answer.text, url).not.toContain(idOf('shop', SOURCE, 'toyshop-shop'));
      }
      const platform = await ask('GET', `/v1/metrics/aac?${q}&grain=platform`);
      expect(platform.json.code ?? platform.json.cells?.[0]?.status).toMatch(/not_published|suppressed/);
    });
  }

  test('an industry operator sees its categories and merchants, and no others', async () => {
    const ask = world.as(who.industry_operator!);
    const categories = (await ask('GET', `/v1/categories?${q}`)).json.data;
    expect(categories.map((c: { name: unknown }) => c.name)).toHaveLength(2);
    expect(categories.map((c: { industry: string }) => c.industry)).toEqual(['grocery', 'grocery']);
    const merchants = (await ask('GET', `/v1/merchants?${q}`)).json.data;
    expect(merchants.map((m: { merchant_id: string }) => m.merchant_id)).toEqual([GROCER]);
    const cells = (await ask('GET', `/v1/metrics/aac?${q}&grain=category`)).json.cells;
    expect(cells.length).toBeGreaterThan(0);
    const names = new Map(
      categories.map((c: { category_id: string; name: unknown }) => [c.category_id, c.name]),
    );
    for (const cell of cells) {
      expect(cell.category_id).not.toBe(TOYS);
      expect(cell.label).toEqual(names.get(cell.category_id));
    }
    const both = (await ask('GET', `/v1/metrics/aac?${q}&grain=merchant_category&merchant_id=${GROCER}`))
      .json;
    const own = { en: expect.stringMatching(/^.+ · .+$/), 'zh-CN': expect.stringMatching(/^.+ · .+$/) };
    expect(both.cells.length).toBeGreaterThan(0);
    for (const cell of both.cells) expect(cell.label).toEqual(own);
    const overview = (await ask('GET', `/v1/overview?${q}`)).json;
    expect(overview.subject).toMatchObject({ kind: 'category', id: FOOD });
  });

  test('an industry operator is refused the platform and other industries', async () => {
    const ask = world.as(who.industry_operator!);
    for (const url of [
      `/v1/metrics/aac?${q}`,
      `/v1/metrics/aac?${q}&grain=brand`,
      `/v1/metrics/aac?${q}&grain=category&category_id=${TOYS}`,
      `/v1/metrics/aac?${q}&grain=merchant&merchant_id=${TOYSHOP}`,
      `/v1/merchants/${TOYSHOP}?${q}`,
    ]) {
      expect([url, (await ask('GET', url)).json.code]).toEqual([url, 'query_forbidden']);
    }
    expect((await ask('GET', `/v1/categories/${TOYS}?${q}`)).status).toBe(404);
    expect((await ask('GET', `/v1/overview?${q}&category_id=${TOYS}`)).status).toBe(404);
    for (const url of [`/v1/merchants?${q}&format=csv`, `/v1/metrics/aac?${q}&grain=merchant_category`]) {
      expect((await ask('GET', url)).text, url).not.toContain(TOYS);
    }
  });
});

describe('[A3] keys and sessions', () => {
  test('only a hash of a key is stored, and a revoked key is refused at once', async () => {
    const made = (await world.ask('POST', '/v1/keys', { name: 'k', scopes: ['metrics:read'] })).json;
    const stored = await world.engine.ledger.query<{ all: string }>('SELECT k::text AS all FROM api_keys k');
    expect(stored.some((row) => row.all.includes(made.key))).toBe(false);
    const ask = world.as({ authorization: `Bearer ${made.key}` });
    expect((await ask('GET', '/v1/me')).json).toMatchObject({ kind: 'key', scopes: ['metrics:read'] });
    await world.ask('DELETE', `/v1/keys/${made.key_id}`);
    expect((await ask('GET', '/v1/me')).status).toBe(401);
  });

  test('a key bound to a merchant may not write', async () => {
    const refused = await world.ask('POST', '/v1/keys', {
      name: 'k',
      scopes: ['facts:write'],
      merchant_id: GROCER,
    });
    expect([refused.status, refused.json.errors[0].pointer]).toEqual([422, '/scopes']);
  });

  test('the local token works from loopback only', async () => {
    const answer = await world.app.inject({
      url: '/v1/me',
      remoteAddress: '10.1.2.3',
      headers: { authorization: `Bearer ${world.engine.localToken}` },
    });
    expect(answer.statusCode).toBe(401);
  });

  test('a wrong bearer is not rescued by a session, and signing out ends it', async () => {
    const cookie = await world.cookieOf('op@x.test');
    expect((await world.as({ ...cookie, ...who['wrong key'] })('GET', '/v1/me')).status).toBe(401);
    expect((await world.as(cookie)('GET', '/v1/me')).json).toMatchObject({
      kind: 'person',
      email: 'op@x.test',
    });
    expect((await world.as(cookie)('POST', '/v1/auth/sign-out')).status).toBe(204);
    expect((await world.as(cookie)('GET', '/v1/me')).status).toBe(401);
  });

  test('a page of another site cannot use the session', async () => {
    const answer = await world.as(who.operator!)(
      'POST',
      '/v1/keys',
      { name: 'k', scopes: ['admin'] },
      {
        'sec-fetch-site': 'cross-site',
      },
    );
    expect(answer.status).toBe(403);
  });

  test('a wrong password is refused without saying which half was wrong', async () => {
    const ask = world.as({});
    const wrong = await ask('POST', '/v1/auth/sign-in', { email: 'op@x.test', password: 'not this one' });
    const unknown = await ask('POST', '/v1/auth/sign-in', { email: 'no@x.test', password: 'not this one' });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(wrong.json.detail).toBe(unknown.json.detail);
  });

  test('the last operator cannot be removed', async () => {
    const users = (await world.ask('GET', '/v1/users')).json.data;
    const operator = users.find((u: { role: string }) => u.role === 'operator');
    expect((await world.ask('DELETE', `/v1/users/${operator.user_id}`)).json.code).toBe('conflict');
  });
});
