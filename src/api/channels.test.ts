import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { idOf } from '../base/index.ts';
import { csvOf } from './csv.ts';
import { sheetOf } from './sheet.ts';
import { openWorld, SOURCE, sheetCells, smallMarket, type World } from './testing.ts';
import { xlsxOf } from './xlsx.ts';

const DAY = '2025-03-10';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.send(smallMarket(30, DAY));
});
afterAll(() => world?.close());

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
