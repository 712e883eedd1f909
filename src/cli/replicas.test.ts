import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postgresPrograms, startPostgres, type ThrowAwayPostgres } from '../../scripts/postgres.ts';
import { Decision, type FactInput, SlatesAnswer } from '../contracts/index.ts';

/** Two real servers, each with a folder of its own, on one real PostgreSQL; snapshot files in a folder that both see. */
const dir = mkdtempSync(join(tmpdir(), 'grandcanal-replicas-'));
const DAY = 86_400_000;
const today = Math.floor(Date.now() / DAY) * DAY;
const ago = (days: number) => new Date(today - days * DAY + 4 * 3_600_000).toISOString();
const now = () => new Date().toISOString();
let postgres: ThrowAwayPostgres;

class Replica {
  child: ChildProcess | null = null;
  address = '';
  token = '';
  constructor(
    readonly data: string,
    readonly follows: boolean,
  ) {}

  async start(): Promise<void> {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', 'src/cli/main.ts', '--data', this.data, '--json', 'serve', '--port', '0'],
      {
        env: {
          ...process.env,
          DATABASE_URL: postgres.url,
          GRANDCANAL_SNAPSHOTS: join(dir, 'snapshots'),
          ...(this.follows && { GRANDCANAL_FOLLOW: '1' }),
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    this.child = child;
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    await until(() => {
      if (child.exitCode !== null) throw new Error(`serve ended: ${err}`);
      return out.includes('\n');
    });
    this.address = JSON.parse(out.split('\n')[0]!).address;
    this.token = JSON.parse(readFileSync(join(this.data, 'LOCK'), 'utf8')).token;
  }

  /** As a power cut: nothing is told, nothing is closed. */
  async kill(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape
  async ask(method: string, path: string, body?: unknown): Promise<any> {
    const answer = await fetch(`${this.address}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const json = await answer.json();
    if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(json)}`);
    return json;
  }

  facts(...facts: FactInput[]) {
    return this.ask('POST', '/v1/facts', { source: 'test', facts });
  }

  have(offer: string, available: boolean) {
    return this.ask('POST', '/v1/availability', { source: 'test', offers: [{ offer, available }] });
  }

  async page(account: string | null = null, scenario = 'category_page') {
    const answer = await this.ask('POST', '/v1/slates', {
      source: 'test',
      account,
      context: { category: 'tea' },
      scenarios: [{ scenario, k: 12 }],
    });
    return SlatesAnswer.parse(answer);
  }

  async offers(): Promise<string[]> {
    return (await this.page()).data[0]!.slots.map((slot) => slot.offer_source_id).sort();
  }

  /** What a decision made now reads of a person. */
  async live(account: string) {
    const { data } = await this.page(account, 'home_feed');
    return Decision.parse(await this.ask('GET', `/v1/decisions/${data[0]!.decision_id}`)).live;
  }
}

/** Waits, without saying how long it may take: bench/serve/replicas.ts measures that. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 120_000; !(await holds()); ) {
    if (Date.now() > end) throw new Error('it never came');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const OFFER = {
  fact: 'offer',
  shop: 'shop',
  price_minor: 1000,
  currency: 'CNY',
  valid_from: ago(300),
} as const;
function market(): FactInput[] {
  const all: FactInput[] = [
    { fact: 'category_tree', source_id: 'tree', categories: [{ source_id: 'tea', name: 'tea' }] },
    { fact: 'merchant', source_id: 'one', name: 'one', valid_from: ago(400) },
    { fact: 'shop', source_id: 'shop', merchant: 'one', name: 'shop', valid_from: ago(400) },
  ];
  for (let i = 0; i < 8; i++)
    all.push(
      { fact: 'item', source_id: `tea-${i}`, name: `tea ${i}`, category: 'tea', valid_from: ago(300) },
      { fact: 'variant', source_id: `tea-${i}`, item: `tea-${i}` },
      { ...OFFER, source_id: `offer-${i}`, variant: `tea-${i}` },
    );
  for (let p = 0; p < 20; p++)
    all.push({ fact: 'account', source_id: `a${p}` }, bought(`a${p}`, p % 8, ago(5 + p)));
  return all;
}
const bought = (account: string, i: number, at: string): FactInput => ({
  fact: 'order_line',
  source_id: `l-${account}-${i}`,
  order: `o-${account}-${i}`,
  account,
  shop: 'shop',
  item: `tea-${i}`,
  variant: `tea-${i}`,
  offer: `offer-${i}`,
  quantity: 1,
  gross_minor: 1000,
  paid_minor: 1000,
  currency: 'CNY',
  ordered_at: at,
  confirmed_at: at,
  paid_at: at,
});
const switched = (account: string, value: 'on' | 'off', id: string): FactInput => ({
  fact: 'preference',
  source_id: id,
  account,
  key: 'personalisation',
  value,
  at: now(),
});

if (!postgresPrograms()) console.log('skipped: two servers on one PostgreSQL (it is not installed)');

describe.runIf(postgresPrograms() !== undefined)('two servers on one PostgreSQL', () => {
  const [a, b] = [new Replica(join(dir, 'a'), false), new Replica(join(dir, 'b'), true)];

  beforeAll(async () => {
    postgres = (await startPostgres())!;
    await a.start();
    const receipt = await a.facts(...market());
    expect(receipt).toMatchObject({ rejected: 0 });
    await until(() =>
      a.ask('POST', '/v1/snapshots', {}).then(
        (made) => made.serving === true,
        () => false,
      ),
    );
    await b.start();
  }, 300_000);
  afterAll(async () => {
    await a.kill();
    await b.kill();
    await postgres?.stop();
    rmSync(dir, { recursive: true, force: true });
  }, 60_000);

  it('[R1] serve one snapshot, and what cannot be had at one cannot be had at the other, in both directions', async () => {
    expect((await b.page()).snapshot_hash).toBe((await a.page()).snapshot_hash);
    expect(await b.offers()).toContain('offer-1');
    await a.have('offer-1', false);
    expect(await a.offers()).not.toContain('offer-1');
    await until(async () => !(await b.offers()).includes('offer-1'));
    const { closed } = await b.live('a1');
    expect(closed.some(([, gate, by]) => gate === 'unavailable' && by === 'availability')).toBe(true);

    await b.have('offer-1', true);
    await until(async () => (await a.offers()).includes('offer-1'));
    await b.have('offer-2', false);
    await until(async () => !(await a.offers()).includes('offer-2'));
    await a.have('offer-2', true);
    await until(async () => (await b.offers()).includes('offer-2'));
  }, 300_000);

  it('[R2] an opt-out at one holds at the other', async () => {
    expect((await b.page('a1')).data[0]!.personalised).toBe(true);
    await a.facts(switched('a1', 'off', 'p1'));
    await until(async () => !(await b.page('a1')).data[0]!.personalised);
    await b.facts(switched('a1', 'on', 'p2'));
    await until(async () => (await a.page('a1')).data[0]!.personalised);
  }, 300_000);

  it('[R3] what a shop closes, what was shown (for caps) and what was bought hold at the other, and are recorded', async () => {
    await a.facts({ ...OFFER, source_id: 'offer-3', variant: 'tea-3', status: 'paused', revision: 1 });
    await until(async () => !(await b.offers()).includes('offer-3'));
    const shown = (id: string): FactInput => ({
      fact: 'event',
      source_id: id,
      name: 'Product Impression',
      account: 'a2',
      item: 'tea-5',
      at: now(),
    });
    await b.facts(shown('i1'));
    await a.facts(shown('i2'), bought('a2', 6, now()));
    const both = (live: Decision['live']) => live.impressions[0]?.[1] === 2 && live.purchases.length === 1;
    await until(async () => both(await b.live('a2')));
    await until(async () => both(await a.live('a2')));
  }, 300_000);

  it('[R4] a rule of either is the policy of both; a new snapshot of one is served by both', async () => {
    const rule = (rule_id: string, price: number) => ({
      kind: 'correction',
      reason: 'test',
      upsert: {
        rules: [
          {
            rule_id,
            text: rule_id,
            action: { kind: 'filter' },
            when: `offer.price_minor == ${price}`,
            scenarios: ['category_page'],
          },
        ],
      },
    });
    for (const [here, there, id] of [
      [a, b, 'r1'],
      [b, a, 'r2'],
    ] as const) {
      await here.ask('POST', '/v1/policy/changes', rule(id, 7));
      const { policy_version } = await here.page();
      await until(async () => (await there.page()).policy_version === policy_version);
    }
    const { snapshot_hash: before } = await a.page();
    await a.facts(bought('a3', 1, ago(1)));
    await until(async () => {
      await a.ask('POST', '/v1/snapshots', {});
      return (await a.page()).snapshot_hash !== before;
    });
    await until(async () => (await b.page()).snapshot_hash === (await a.page()).snapshot_hash);
    await expect(b.ask('POST', '/v1/snapshots', {})).rejects.toThrow('GRANDCANAL_FOLLOW');
  }, 300_000);

  it('[R5] one that was killed knows at its start what happened meanwhile, and tells what it had not told', async () => {
    await b.kill();
    await a.have('offer-4', false);
    await a.facts(switched('a4', 'off', 'p3'), bought('a5', 7, now()));
    await b.start();
    await until(async () => !(await b.offers()).includes('offer-4'));
    expect((await b.page('a4')).data[0]!.personalised).toBe(false);
    expect((await b.live('a5')).purchases).toHaveLength(1);
    expect((await b.live('a2')).impressions[0]![1]).toBe(2);

    // Acknowledged, and killed before the others can have been told.
    await Promise.all([
      a.have('offer-6', false),
      a.facts(switched('a6', 'off', 'p4'), bought('a7', 0, now())),
    ]);
    await a.kill();
    await a.start();
    await until(async () => !(await b.offers()).includes('offer-6'));
    await until(async () => !(await b.page('a6')).data[0]!.personalised);
    await until(async () => (await b.live('a7')).purchases.length > 0);
    expect((await b.live('a7')).purchases).toHaveLength(1);
    expect((await a.live('a2')).impressions[0]![1]).toBe(2);
    expect(await a.offers()).toEqual(await b.offers());
  }, 300_000);
});
