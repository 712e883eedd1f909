import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { signatureOf } from '../access/index.ts';
import { ERRORS, idOf } from '../base/index.ts';
import { Problem, ROUTES, type RouteSpec } from '../contracts/index.ts';
import { csvOf } from './csv.ts';
import { errorsMarkdown } from './errors-doc.ts';
import { Gate } from './gate.ts';
import { linesOf } from './orders.ts';
import { sheetOf } from './sheet.ts';
import { addUser, openWorld, PASSWORD, SOURCE, sheetCells, smallMarket, type World } from './testing.ts';
import { xlsxOf } from './xlsx.ts';

const DAY = '2025-03-10';
let world: World;

beforeAll(async () => {
  world = await openWorld({ bodyLimit: 64 * 1024, signInsPerMinute: 3 });
  await world.send(smallMarket(30, DAY));
  await addUser(world, { email: 'op@x.test', role: 'operator' });
});
afterAll(() => world?.close());

const JSON_TYPE = { 'content-type': 'application/json' };
const cancel = (id: string) => ({
  fact: 'cancellation',
  source_id: id,
  order: 'o1',
  cancelled_at: `${DAY}T05:00:00Z`,
});

describe('[P1] every failure is a problem of the one table', () => {
  const cases: [name: string, code: string, ask: () => ReturnType<World['ask']>][] = [
    ['unknown address', 'not_found', () => world.ask('GET', '/v1/nothing')],
    ['unknown file', 'not_found', () => world.ask('GET', '/nothing.js', undefined, { accept: 'text/html' })],
    ['method', 'method_not_allowed', () => world.ask('DELETE', '/v1/metrics')],
    ['method on an operation', 'method_not_allowed', () => world.ask('POST', '/healthz')],
    ['malformed JSON', 'bad_request', () => world.ask('POST', '/v1/facts', '{"source":', JSON_TYPE)],
    ['no body', 'validation_failed', () => world.ask('POST', '/v1/facts', '', JSON_TYPE)],
    [
      'content type',
      'unsupported_media_type',
      () => world.ask('POST', '/v1/facts', 'a,b', { 'content-type': 'text/csv' }),
    ],
    [
      'encoding',
      'unsupported_media_type',
      () => world.ask('POST', '/v1/facts', '{}', { ...JSON_TYPE, 'content-encoding': 'br' }),
    ],
    [
      'bad gzip',
      'bad_request',
      () => world.ask('POST', '/v1/facts', '{}', { ...JSON_TYPE, 'content-encoding': 'gzip' }),
    ],
    [
      'too large',
      'payload_too_large',
      () => world.ask('POST', '/v1/facts', { source: 's', facts: ['x'.repeat(70_000)] }),
    ],
    ['schema', 'validation_failed', () => world.ask('POST', '/v1/facts', { source: 'S P', facts: 'no' })],
    ['query', 'validation_failed', () => world.ask('GET', '/v1/metrics/aac?as_of=2025-02-30')],
    ['cursor', 'validation_failed', () => world.ask('GET', '/v1/keys?cursor=%00')],
    ['no credentials', 'unauthenticated', () => world.as({})('GET', '/v1/metrics')],
    ['unknown metric', 'metric_unknown', () => world.ask('GET', '/v1/metrics/nope')],
    [
      'future knowledge',
      'known_at_unknown',
      () => world.ask('GET', `/v1/metrics/aac?as_of=${DAY}&known_at=99999999`),
    ],
    ['unpublishable date', 'validation_failed', () => world.ask('POST', '/v1/publications', { as_of: DAY })],
    ['unknown import', 'not_found', () => world.ask('GET', '/v1/imports/none')],
    [
      'unreadable import',
      'file_unreadable',
      () => world.ask('POST', '/v1/imports', { kind: 'olist', path: '/no/such' }),
    ],
    [
      'mapping',
      'mapping_invalid',
      () => world.ask('POST', '/v1/imports', { kind: 'generic', path: '/no/such', mapping: { a: 1 } }),
    ],
    ['unknown rejected row', 'not_found', () => world.ask('POST', '/v1/rejected/none/replay', {})],
    ['unknown setting', 'validation_failed', () => world.ask('PATCH', '/v1/settings', { simulated: false })],
    ['time zone', 'config_invalid', () => world.ask('PATCH', '/v1/settings', { timezone: 'Mars/Olympus' })],
    ['currency with facts', 'conflict', () => world.ask('PATCH', '/v1/settings', { currency: 'USD' })],
    [
      'idempotency key',
      'validation_failed',
      () => world.ask('POST', '/v1/facts', { source: 's', facts: [1] }, { 'idempotency-key': 'a b' }),
    ],
  ];
  test.each(cases)('%s → %s', async (_name, code, ask) => {
    const answer = await ask();
    expect(answer.headers['content-type'], answer.text).toBe('application/problem+json');
    const problem = Problem.strict().parse(answer.json);
    expect(problem.code, answer.text).toBe(code);
    expect([answer.status, problem.status]).toEqual([ERRORS[code as keyof typeof ERRORS][0], answer.status]);
    expect(problem.title).toBe(ERRORS[code as keyof typeof ERRORS][1]);
    expect(problem.request_id).toBe(answer.headers['x-request-id']);
    expect(problem.type).toMatch(new RegExp(`#${code}$`));
  });

  test('a schema failure points at its fields', async () => {
    const { json } = await world.ask('POST', '/v1/facts', { source: 'S P', facts: 'no' });
    expect(json.errors.map((e: { pointer: string }) => e.pointer).sort()).toEqual(['/facts', '/source']);
    const query = await world.ask('GET', '/v1/metrics/aac?as_of=never');
    expect(query.json.errors[0].pointer).toBe('/querystring/as_of');
  });

  test('405 names the methods that the address takes', async () => {
    expect((await world.ask('PUT', '/v1/keys')).headers.allow).toBe('GET, POST');
  });

  test('signing in too often answers 429 with Retry-After', async () => {
    const attempt = () => world.as({})('POST', '/v1/auth/sign-in', { email: 'brute@x.test', password: 'x' });
    const statuses: number[] = [];
    for (let k = 0; k < 4; k++) statuses.push((await attempt()).status);
    expect(statuses).toEqual([401, 401, 401, 429]);
    const last = await attempt();
    expect([last.json.code, Number(last.headers['retry-after']) > 0]).toEqual(['rate_limited', true]);
  });

  test('docs/errors.md is what the table generates', () => {
    expect(readFileSync('docs/errors.md', 'utf8')).toBe(errorsMarkdown());
  });
});

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

describe('[E1] one value on every channel', () => {
  const rowsOf = (text: string) => {
    expect(text.charCodeAt(0)).toBe(0xfeff);
    return text.slice(1).trimEnd().split('\r\n');
  };

  test('CSV carries the cells of the JSON, with the version, in both languages', async () => {
    for (const grain of ['platform', 'category', 'merchant'] as const) {
      const url = `/v1/metrics/aac?as_of=${DAY}&grain=${grain}`;
      const { json } = await world.ask('GET', url);
      const lines = rowsOf((await world.ask('GET', `${url}&format=csv`)).text);
      expect(lines).toHaveLength(json.cells.length + 1);
      const head = lines[0]!.split(',');
      json.cells.forEach((cell: { value: number }, k: number) => {
        const row = lines[k + 1]!;
        expect(row.startsWith(`aac,${json.version},${json.as_of},${json.known_at},${json.state},`)).toBe(
          true,
        );
        expect(row.split(',').includes(String(cell.value)), row).toBe(true);
      });
      expect(head).toContain('Value');
      expect(rowsOf((await world.ask('GET', `${url}&format=csv&lang=zh-CN`)).text)[0]).toContain('数值');
    }
  });

  test('the views show what the metric says', async () => {
    const metric = (await world.ask('GET', `/v1/metrics/aac?as_of=${DAY}`)).json;
    const overview = (await world.ask('GET', `/v1/overview?as_of=${DAY}`)).json;
    const headline = overview.headlines.find((h: { metric: string }) => h.metric === 'aac');
    expect([headline.value, headline.version]).toEqual([metric.cells[0].value, metric.version]);
    expect(headline.value).toBe(30);
    const cells = (await world.ask('GET', `/v1/metrics/penetration?as_of=${DAY}&grain=category`)).json.cells;
    const rows = (await world.ask('GET', `/v1/categories?as_of=${DAY}`)).json.data;
    for (const row of rows) {
      const cell = cells.find((c: { category_id: string }) => c.category_id === row.category_id);
      expect(row.penetration).toBe(cell?.value ?? null);
    }
    const toys = rows.find(
      (r: { category_id: string }) => r.category_id === idOf('category', SOURCE, 'toys'),
    );
    expect([toys.aac, toys.penetration]).toEqual([15, 0.5]);
    const csv = rowsOf((await world.ask('GET', `/v1/categories?as_of=${DAY}&format=csv`)).text);
    expect(csv).toHaveLength(rows.length + 1);
    const merchants = (await world.ask('GET', `/v1/merchants?as_of=${DAY}`)).json.data;
    expect(merchants.map((m: { aac: number; gmv_minor: number }) => [m.aac, m.gmv_minor])).toEqual([
      [30, 30_000],
      [15, 15_000],
    ]);
  });

  test('every list by which an instance is run is a file too', async () => {
    for (const path of ['imports', 'publications', 'keys', 'users', 'crowds', 'models']) {
      const { json } = await world.ask('GET', `/v1/${path}`);
      const csv = await world.ask('GET', `/v1/${path}?format=csv`);
      expect([path, csv.status, rowsOf(csv.text).length]).toEqual([path, 200, json.data.length + 1]);
    }
  });

  test('the survey’s exports have a row for each of its JSON, and bad questions are problems', async () => {
    const ran = await world.ask('POST', '/v1/surveys', { level: 0 });
    expect([ran.status, ran.json.level]).toEqual([201, 0]);
    for (const path of ['flows', 'canals', 'white-space', 'incubations', 'trends', 'defence']) {
      const { status, json } = await world.ask('GET', `/v1/${path}`);
      expect([path, status]).toEqual([path, 200]);
      for (const lang of ['en', 'zh-CN']) {
        const csv = await world.ask('GET', `/v1/${path}?format=csv&lang=${lang}`);
        expect([path, rowsOf(csv.text).length]).toEqual([path, json.data.length + 1]);
      }
      const bad = await world.ask('GET', `/v1/${path}?level=-1`);
      expect([path, bad.status, bad.json.code]).toEqual([path, 422, 'validation_failed']);
      expect(bad.headers['content-type']).toContain('application/problem+json');
    }
    const { json } = await world.ask('GET', '/v1/flows');
    const lines = rowsOf((await world.ask('GET', '/v1/flows?format=csv')).text);
    json.data.forEach((edge: { from_category_id: string; entry_count: number }, k: number) => {
      const row = lines[k + 1]!.split(',');
      expect(row[0]).toBe(edge.from_category_id);
      expect(row).toContain(String(edge.entry_count));
    });
    for (const [method, url, body, code] of [
      ['GET', '/v1/flows?survey_id=sur_none', undefined, 'not_found'],
      ['GET', '/v1/flows?evidence=maybe', undefined, 'validation_failed'],
      ['GET', '/v1/canals/none', undefined, 'not_found'],
      ['POST', '/v1/surveys', { level: 9 }, 'validation_failed'],
      ['POST', '/v1/crowds', {}, 'validation_failed'],
      ['GET', '/v1/crowds/none', undefined, 'not_found'],
      ['GET', '/v1/models/none', undefined, 'not_found'],
      ['GET', '/v1/models/none/explain?account_id=a', undefined, 'validation_failed'],
      ['POST', '/v1/models', { horizon_days: 1 }, 'validation_failed'],
    ] as const) {
      const answer = await world.ask(method, url, body);
      expect([url, answer.json.code]).toEqual([url, code]);
    }
  });

  test('too little to learn from is a model card that says so', async () => {
    const { status, json } = await world.ask('POST', '/v1/models', {});
    expect([status, json.status, json.artefact_sha256, json.quality]).toEqual([
      201,
      'uninformative',
      null,
      null,
    ]);
    expect(json.reason.code).toMatch(/too_short|too_few|nobody_eligible|one_category/);
    expect((await world.ask('GET', `/v1/models/${json.model_id}`)).json).toEqual(json);
    const why = await world.ask('GET', `/v1/models/${json.model_id}/explain?account_id=a&category_id=c`);
    expect([why.status, why.json.code]).toEqual([409, 'conflict']);
  });

  test('CSV is safe for spreadsheets', () => {
    const columns = [{ key: 'x', en: 'X', zh: '叉', value: (row: { x: string | number }) => row.x }];
    const sheet = sheetOf(columns, [{ x: '=1+1' }, { x: 'a"b,c' }, { x: -5 }, { x: '-5' }], 'zh-CN');
    expect(csvOf(sheet)).toBe('\ufeff叉\r\n\'=1+1\r\n"a""b,c"\r\n-5\r\n\'-5\r\n');
  });

  test('the Excel file has the cells of the CSV, as numbers and as text', async () => {
    const url = `/v1/categories?as_of=${DAY}&lang=zh-CN&format=`;
    const authorization = `Bearer ${world.engine.localToken}`;
    const file = await world.app.inject({ url: `${url}xlsx`, headers: { authorization } });
    expect(file.headers['content-type']).toMatch(/spreadsheetml\.sheet$/);
    expect(file.headers['content-disposition']).toMatch(/\.xlsx"$/);
    const [head, ...rows] = sheetCells(file.rawPayload);
    expect(csvOf({ head: head as string[], rows })).toBe((await world.ask('GET', `${url}csv`)).text);
    const sheet = { head: ['a'], rows: [['=1+1'], ['<&>\u0001'], [-0.5], [true], [null]] };
    expect(sheetCells(xlsxOf(sheet))).toEqual([['a'], ['=1+1'], ['<&>'], [-0.5], [true], ['']]);
  });

  test('pages end where the next begins', async () => {
    const all = (await world.ask('GET', `/v1/categories?as_of=${DAY}`)).json.data;
    const seen: unknown[] = [];
    let cursor: string | null = null;
    do {
      const from: string = cursor === null ? '' : `&cursor=${cursor}`;
      const page = (await world.ask('GET', `/v1/categories?as_of=${DAY}&limit=2${from}`)).json;
      seen.push(...page.data);
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(seen).toEqual(all);
    for (const materiality_rate of [0.002, 0.003])
      await world.ask('PATCH', '/v1/settings', { materiality_rate });
    const audit = (await world.ask('GET', '/v1/audit?limit=1')).json;
    const next = (await world.ask('GET', `/v1/audit?limit=1&cursor=${audit.next_cursor}`)).json;
    expect(next.data[0].audit_id).toBe(audit.data[0].audit_id - 1);
  });
});

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
