import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { FactInput, SearchAnswer } from '../contracts/index.ts';

/** A real server, killed with -9 while what was told of the catalogue since the snapshot lies over it. */
const dir = mkdtempSync(join(tmpdir(), 'grandcanal-killed-'));
const data = join(dir, 'data');
let child: ChildProcess | null = null;
let address = '';
let token = '';
afterAll(() => {
  child?.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
});

async function serve(): Promise<void> {
  const started = spawn(
    process.execPath,
    ['--import', 'tsx', 'src/cli/main.ts', '--data', data, '--json', 'serve', '--port', '0'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  child = started;
  let out = '';
  started.stdout.on('data', (chunk) => {
    out += chunk;
  });
  await until(() => {
    if (started.exitCode !== null) throw new Error('serve ended');
    return out.includes('\n');
  });
  address = JSON.parse(out.split('\n')[0]!).address;
  token = JSON.parse(readFileSync(join(data, 'LOCK'), 'utf8')).token;
}

async function kill(): Promise<void> {
  const ended = new Promise((resolve) => child!.once('close', resolve));
  child!.kill('SIGKILL');
  await ended;
}

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape
async function ask(method: string, path: string, body?: unknown): Promise<any> {
  const answer = await fetch(`${address}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${text.slice(0, 500)}`);
  return JSON.parse(text);
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 120_000; !(await holds()); ) {
    if (Date.now() > end) throw new Error('it never came');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
const offer = (id: string, item: string, price_minor: number, more: object = {}): FactInput => ({
  fact: 'offer',
  source_id: id,
  shop: 'shop',
  variant: item,
  price_minor,
  currency: 'CNY',
  valid_from: ago(100),
  ...more,
});
const item = (id: string, en: string, zh: string): FactInput[] => [
  { fact: 'item', source_id: id, name: { en, 'zh-CN': zh }, category: 'home', valid_from: ago(100) },
  { fact: 'variant', source_id: id, item: id },
];
const tell = async (...facts: FactInput[]) => {
  const receipt = await ask('POST', '/v1/catalog', { source: 'test', facts });
  expect(receipt.rejected).toBe(0);
};
const search = (query: string): Promise<SearchAnswer> =>
  ask('POST', '/v1/search', { source: 'test', query, facets: false });
/** What a shopper sees: without the ids of the decision. */
const seen = async (query: string) =>
  (await search(query)).results.map(({ item_source_id, offer_source_id, price_minor, title }) => ({
    item_source_id,
    offer_source_id,
    price_minor,
    title,
  }));

it('[K1] what was acknowledged is served again, and decisions over any of its patches replay byte for byte', async () => {
  await serve();
  await tell(
    {
      fact: 'category_tree',
      source_id: 'tree',
      categories: [{ source_id: 'home', name: { en: 'Home', 'zh-CN': '家居' } }],
    },
    { fact: 'merchant', source_id: 'one', name: 'One', valid_from: ago(400) },
    { fact: 'shop', source_id: 'shop', merchant: 'one', name: 'Shop', valid_from: ago(400) },
    ...['kettle', 'lamp', 'vase'].flatMap((id, n) => [
      ...item(id, `Plain ${id}`, ['水壶', '台灯', '花瓶'][n]!),
      offer(`offer-${id}`, id, 1_000 + n),
    ]),
  );
  await until(async () => {
    const { snapshot_hash: _, ...health } = await ask('POST', '/v1/snapshots', {}).catch(() => ({}));
    return Object.keys(health).length > 0 && (await seen('plain')).length === 3;
  });

  await tell(
    ...item('harp', 'Concert harp', '竖琴'),
    offer('offer-harp', 'harp', 9_900, { valid_from: ago(1) }),
    offer('offer-vase', 'vase', 1_002, { status: 'withdrawn', valid_from: ago(1) }),
  );
  await until(async () => (await seen('harp')).length === 1 && (await seen('plain')).length === 2);

  // Prices are told one after the other while people search; the server dies in the middle of it.
  const decisions: string[] = [];
  let acknowledged = 0;
  let sent = 0;
  const prices = async () => {
    for (;;) {
      sent++;
      await tell(offer('offer-kettle', 'kettle', 2_000 + sent, { valid_from: new Date().toISOString() }));
      acknowledged = sent;
    }
  };
  const searches = async () => {
    for (;;) {
      for (const query of ['plain', 'harp', '竖琴', 'kettle'])
        decisions.push((await search(query)).decision_id);
      if (acknowledged > 10 && decisions.length > 12) await kill();
    }
  };
  await Promise.allSettled([prices(), searches()]);
  expect(child!.signalCode).toBe('SIGKILL');
  const before = decisions.at(-1)!;

  await serve();
  // The first answers wait some seconds for what was told before, and no longer.
  await until(async () => (await seen('kettle'))[0]!.price_minor >= 2_000 + acknowledged);
  const [kettle] = await seen('kettle');
  expect(kettle!.price_minor - 2_000).toBeGreaterThanOrEqual(acknowledged);
  expect(kettle!.price_minor - 2_000).toBeLessThanOrEqual(sent);
  for (const query of ['harp', '竖琴'])
    expect(await seen(query)).toEqual([
      {
        item_source_id: 'harp',
        offer_source_id: 'offer-harp',
        price_minor: 9_900,
        title: { en: 'Concert harp', zh: '竖琴' },
      },
    ]);
  expect((await seen('plain')).map(({ item_source_id }) => item_source_id).sort()).toEqual([
    'kettle',
    'lamp',
  ]);
  const patches = new Set<string>();
  for (const id of decisions) {
    expect(await ask('POST', `/v1/decisions/${id}/replay`)).toMatchObject({ equal: true, differences: [] });
    patches.add((await ask('GET', `/v1/decisions/${id}`)).patch.hash);
  }
  expect(patches.size).toBeGreaterThan(1);

  // Killed once more with nothing told in between: the same offers at the same prices.
  const answers = await Promise.all(['plain', 'harp', 'kettle'].map(seen));
  await kill();
  await serve();
  await until(async () => (await seen('kettle'))[0]!.price_minor === kettle!.price_minor);
  expect(await Promise.all(['plain', 'harp', 'kettle'].map(seen))).toEqual(answers);
  expect(await ask('POST', `/v1/decisions/${before}/replay`)).toMatchObject({ equal: true });
}, 600_000);
