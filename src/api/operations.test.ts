import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ROUTES, type RouteSpec } from '../contracts/index.ts';
import { Gate } from './gate.ts';
import { openWorld, SOURCE, smallMarket, type World } from './testing.ts';

const DAY = '2025-03-10';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.send(smallMarket(30, DAY));
});
afterAll(() => world?.close());

describe('[O1] operations', () => {
  test('OpenAPI 3.1 describes every route', async () => {
    const { json } = await world.as({})('GET', '/openapi.json');
    expect(json.openapi).toBe('3.1.0');
    for (const { method, path } of Object.values(ROUTES)) {
      const address = path.replace(/:([a-z_]+)/g, '{$1}');
      expect(json.paths[address]?.[method.toLowerCase()], `${method} ${path}`).toBeDefined();
    }
    // A named schema is described as it is answered, defaults filled in: a body with defaults must not be named.
    for (const { method, path, body } of Object.values(ROUTES) as RouteSpec[]) {
      if (!body) continue;
      const address = path.replace(/:([a-z_]+)/g, '{$1}');
      const told = json.paths[address][method.toLowerCase()].requestBody.content['application/json'].schema;
      const schema = told.$ref ? json.components.schemas[told.$ref.split('/').at(-1)] : told;
      const taken = z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' });
      const own = (taken.$ref ? taken.$defs![taken.$ref.split('/').at(-1)!]! : taken) as {
        required?: string[];
      };
      expect(schema.required ?? [], `${method} ${path}`).toEqual(own.required ?? []);
    }
  });

  test('health, readiness, Prometheus, the reference, and the console or a page that says it is not built', async () => {
    const ask = world.as({});
    expect((await ask('GET', '/healthz')).status).toBe(200);
    expect((await ask('GET', '/readyz')).status).toBe(200);
    expect((await ask('GET', '/metrics')).text).toContain('grandcanal_ingest_rows_total');
    expect((await ask('GET', '/docs/')).status).toBe(200);
    expect((await ask('GET', '/')).status).toBe(200);
    const page = await ask('GET', '/categories/some', undefined, { accept: 'text/html' });
    expect([page.status, String(page.headers['content-type'])]).toEqual([
      200,
      expect.stringContaining('text/html'),
    ]);
    expect(page.headers['content-security-policy']).toContain("default-src 'self'");
  });

  test('settings change with a version and an audit entry', async () => {
    const before = (await world.ask('GET', '/v1/settings')).json;
    const after = (await world.ask('PATCH', '/v1/settings', { k_anonymity: 120 })).json;
    expect([after.version, after.settings.k_anonymity]).toEqual([before.version + 1, 120]);
    expect((await world.ask('GET', '/v1/audit')).json.data[0]).toMatchObject({ action: 'settings.change' });
  });

  test('an erased person is gone from facts, and a replay answers erased', async () => {
    const erased = await world.ask('POST', '/v1/erasures', { source: SOURCE, account: 'a29' });
    expect([erased.status, erased.json.complete]).toEqual([200, true]);
    const again = await world.engine.ingest.submit({
      source: SOURCE,
      rows: [{ fact: 'account', source_id: 'a29', revision: 1 }],
    });
    expect(again.rejections[0]?.code).toBe('erased');
    const audit = (await world.ask('GET', '/v1/audit')).json.data[0];
    expect(audit).toMatchObject({ action: 'person.erase', subject: erased.json.account_id });
  });

  test('doctor looks at everything', async () => {
    const { json } = await world.ask('GET', '/v1/doctor');
    expect(json.checks.map((c: { id: string }) => c.id)).toEqual(
      expect.arrayContaining([
        'versions',
        'warehouse',
        'ledger',
        'disk',
        'log',
        'rejected',
        'unmatched_refunds',
        'clock',
      ]),
    );
    expect(json.ok).toBe(true);
  });
});

describe('[G1] the gate', () => {
  test('runs so many, lines up so many, refuses the rest at once, and recovers', async () => {
    const gate = new Gate('facts', 2, 1);
    const leave = [await gate.enter(), await gate.enter()];
    const third = gate.enter();
    await expect(gate.enter()).rejects.toMatchObject({ code: 'overloaded', params: { retry_after: 1 } });
    leave[0]!();
    leave[0]!();
    const last = await third;
    expect(gate.load).toEqual({ running: 2, waiting: 0 });
    leave[1]!();
    last();
    expect([gate.load, gate.shed]).toEqual([{ running: 0, waiting: 0 }, 1]);
    expect(await gate.enter()).toBeTypeOf('function');
  });

  test('at twice what it takes, the server sheds, and nothing acknowledged is lost', async () => {
    const small = await openWorld({ factsRunning: 2, factsWaiting: 2 });
    try {
      let acknowledged = 0;
      let shed = 0;
      const send = async (k: number) => {
        const rows = Array.from({ length: 50 }, (_, n) => ({ fact: 'account', source_id: `${k}-${n}` }));
        const answer = await small.ask('POST', '/v1/facts', { source: SOURCE, facts: rows });
        if (answer.status === 200) acknowledged += answer.json.accepted;
        else {
          expect([answer.status, answer.json.code, answer.headers['retry-after']]).toEqual([
            503,
            'overloaded',
            '1',
          ]);
          shed++;
        }
      };
      await Promise.all(Array.from({ length: 40 }, (_, k) => send(k)));
      expect(shed).toBeGreaterThan(0);
      expect(acknowledged).toBeGreaterThan(0);
      await send(1000);
      await small.engine.ingest.flush();
      const [row] = await small.engine.warehouse.query<{ n: number }>(
        'SELECT toUInt32(count()) AS n FROM accounts',
      );
      expect(row?.n).toBe(acknowledged);
    } finally {
      await small.close();
    }
  });
});
