import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, inflateRawSync } from 'node:zlib';
import type { FastifyInstance, InjectOptions } from 'fastify';
import type { CreateUserBody, FactInput, Receipt } from '../contracts/index.ts';
import { type Engine, openEngine } from '../engine/index.ts';
import { type ApiOptions, buildApi } from './index.ts';

export const PASSWORD = 'correct horse battery';
export const SOURCE = 'test';

/** A real instance in a folder of its own, and its API. For tests; `close` removes the folder. */
export interface World {
  readonly engine: Engine;
  readonly app: FastifyInstance;
  readonly dir: string;
  /** As the folder's owner. */
  ask(method: string, url: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** As somebody else: the headers that carry credentials, or none. */
  as(credentials: Record<string, string>): World['ask'];
  cookieOf(email: string): Promise<Record<string, string>>;
  send(facts: readonly FactInput[]): Promise<Receipt>;
  close(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly json: any;
}

export async function openWorld(options: ApiOptions = {}): Promise<World> {
  const dir = mkdtempSync(join(tmpdir(), 'grandcanal-api-'));
  const engine = await openEngine({ dataDir: dir });
  const app = await buildApi(engine, options);
  const asker =
    (credentials: Record<string, string>): World['ask'] =>
    async (method, url, body, headers = {}) => {
      const answer = await app.inject({
        method: method as NonNullable<InjectOptions['method']>,
        url,
        headers: { ...credentials, ...headers },
        ...(body === undefined ? {} : { payload: body as object }),
      });
      const type = String(answer.headers['content-type'] ?? '');
      return {
        status: answer.statusCode,
        text: answer.body,
        headers: answer.headers,
        json: type.includes('json') && answer.body !== '' ? JSON.parse(answer.body) : null,
      };
    };
  const ask = asker({ authorization: `Bearer ${engine.localToken}` });
  return {
    engine,
    app,
    dir,
    ask,
    as: asker,
    async cookieOf(email) {
      const signed = await asker({})('POST', '/v1/auth/sign-in', { email, password: PASSWORD });
      if (signed.status !== 200) throw new Error(signed.text);
      const cookies = [signed.headers['set-cookie']].flat() as string[];
      return { cookie: cookies.map((cookie) => cookie.split(';')[0]).join('; ') };
    },
    async send(facts) {
      const receipt = await engine.ingest.submit({ source: SOURCE, rows: facts });
      await engine.ingest.flush();
      return receipt;
    },
    async close() {
      await app.close();
      await engine.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Two industries, a merchant each, a category each, and `people` buyers of both. */
export function smallMarket(people: number, day: string): FactInput[] {
  const facts: FactInput[] = [
    {
      fact: 'category_tree',
      source_id: 'tree',
      categories: [
        { source_id: 'food', name: { en: 'Food', 'zh-CN': '食品' }, industry: 'grocery' },
        { source_id: 'tea', parent: 'food', name: '=Tea, "green"', industry: 'grocery' },
        { source_id: 'toys', name: { en: 'Toys', 'zh-CN': '玩具' }, industry: 'leisure' },
      ],
    },
  ];
  for (const [merchant, industry, category] of [
    ['grocer', 'grocery', 'tea'],
    ['toyshop', 'leisure', 'toys'],
  ] as const) {
    facts.push(
      { fact: 'merchant', source_id: merchant, name: merchant, industry },
      { fact: 'shop', source_id: `${merchant}-shop`, merchant, name: `${merchant} shop` },
      { fact: 'item', source_id: `${category}-item`, name: category, category },
    );
  }
  for (let k = 0; k < people; k++) {
    facts.push({ fact: 'account', source_id: `a${k}` });
    for (const [shop, item] of [
      ['grocer-shop', 'tea-item'],
      ['toyshop-shop', 'toys-item'],
    ] as const) {
      if (shop === 'toyshop-shop' && k % 2 === 1) continue;
      facts.push({
        fact: 'order_line',
        source_id: `${shop}-${k}`,
        order: `o-${shop}-${k}`,
        account: `a${k}`,
        shop,
        item,
        quantity: 1,
        gross_minor: 1200,
        paid_minor: 1000,
        currency: 'CNY',
        ordered_at: `${day}T04:00:00Z`,
        confirmed_at: `${day}T04:00:00Z`,
        paid_at: `${day}T04:00:00Z`,
      });
    }
  }
  return facts;
}

export async function addUser(world: World, user: Omit<CreateUserBody, 'password' | 'name'>): Promise<void> {
  await world.engine.access.people.create({ ...user, name: user.email, password: PASSWORD });
}

/** The cells of a workbook's first sheet: its parts are found by the archive's directory, and their sums checked. */
export function sheetCells(file: Buffer): (string | number | boolean)[][] {
  const end = file.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  let at = file.readUInt32LE(end + 16);
  for (let i = 0; i < file.readUInt16LE(end + 10); i++) {
    const [size, name] = [file.readUInt32LE(at + 20), file.readUInt16LE(at + 28)];
    const from = file.readUInt32LE(at + 42);
    const data = from + 30 + file.readUInt16LE(from + 26) + file.readUInt16LE(from + 28);
    const plain = inflateRawSync(file.subarray(data, data + size));
    if (crc32(plain) !== file.readUInt32LE(at + 16)) throw new Error('a part of the archive is broken');
    if (file.toString('utf8', at + 46, at + 46 + name) === 'xl/worksheets/sheet1.xml')
      return [...plain.toString().matchAll(/<row>(.*?)<\/row>/gs)].map(([, row]) =>
        [...row!.matchAll(/<c(?:\/>|([^>]*)>(.*?)<\/c>)/gs)].map(([, attributes = '', cell = '']) => {
          const text = cell.replace(/<[^>]*>/g, '');
          if (attributes.includes('t="b"')) return text === '1';
          if (!attributes.includes('t=') && text !== '') return Number(text);
          return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
        }),
      );
    at += 46 + name;
  }
  throw new Error('there is no sheet in the file');
}
