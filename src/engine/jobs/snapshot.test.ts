import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleMarketplace } from '../../../sim/example/index.ts';
import { type FactInput, Settings } from '../../contracts/index.ts';
import { type Bench, openBench } from '../../ingest/test-support.ts';
import { openSnapshot, type Snapshot } from '../../serve/index.ts';
import { createSurvey, type Survey } from '../../survey/index.ts';
import { accountRanges, exportFacts } from './facts-export.ts';
import { readFacts } from './facts-read.ts';
import { type BuiltSnapshot, buildSnapshot } from './index.ts';

/** A small example marketplace, with its mishaps: cancellations, refunds, corrections, rings, test accounts. */
const NOW = Date.UTC(2026, 5, 1, 4);
const settings = Settings.parse({ currency: 'CNY', timezone: 'Asia/Shanghai', simulated: true });
let bench: Bench;
let survey: Survey;
let snapshot: Snapshot;
let built: BuiltSnapshot;
let path: string;

const build = (to: string, signal?: AbortSignal) =>
  buildSnapshot({
    warehouse: bench.warehouse,
    ledger: bench.ledger,
    settings,
    knownAt: bench.ingest.position().committed_seq,
    now: NOW,
    scratch: join(bench.dir, 'scratch'),
    path: to,
    ...(signal && { signal }),
  });
const read = (file: string) => openSnapshot(readFileSync(file));

beforeAll(async () => {
  bench = await openBench({ settings: () => settings, clock: { now: () => NOW } });
  const world = exampleMarketplace({ now: NOW, people: 1_500, lines: 20_000 });
  for await (const { document, facts } of world.chunks())
    await bench.ingest.submit({ source: world.source, document, backfilled: true, rows: facts });
  await bench.ingest.flush();
  survey = createSurvey({
    settings: () => settings,
    ledger: bench.ledger,
    clock: { now: () => NOW },
    warehouses: [bench.warehouse],
  });
  mkdirSync(join(bench.dir, 'scratch'), { recursive: true });
  path = join(bench.dir, 'a.gcs');
  built = await build(path);
  snapshot = read(path);
}, 300_000);
afterAll(() => bench.close());

describe('snapshot of facts', { timeout: 240_000 }, () => {
  it('[J1] holds the healthy lines that the survey resolves, person by person, day by day', async () => {
    const resolved = await survey.resolve();
    try {
      const { table } = resolved.shards[0]!;
      const rows = await bench.warehouse.query<{ account: string; day: number; n: number; net: number }>(
        `SELECT p.id AS account, toInt32(r.day) AS day, toUInt32(count()) AS n, toFloat64(sum(r.net_minor)) AS net
         FROM ${table} AS r INNER JOIN (SELECT id, no FROM survey_people WHERE identity_mode = 'account') AS p ON r.person = p.no
         WHERE r.healthy AND r.person != 0 AND r.category_now != 0
         GROUP BY account, day ORDER BY account, day`,
      );
      const expected = rows.map((r) => `${r.account} ${r.day} ${r.n} ${r.net}`);
      const got: string[] = [];
      const { people } = snapshot;
      for (let p = 0; p < people.length; p++) {
        const days = new Map<number, { n: number; net: number }>();
        for (let i = people.start[p]!; i < people.start[p + 1]!; i++) {
          const day = days.get(people.day[i]!) ?? { n: 0, net: 0 };
          days.set(people.day[i]!, { n: day.n + 1, net: day.net + people.amount_minor[i]! });
        }
        for (const [day, { n, net }] of days) got.push(`${people.id(p)} ${day} ${n} ${net}`);
      }
      expect(got.length).toBeGreaterThan(1_000);
      expect(got).toEqual(expected);
    } finally {
      resolved.release();
    }
  });

  it('[J2] holds each offer at the price in force, in its shop, item, leaf and merchant', async () => {
    const rows = await bench.warehouse.query<{
      id: string;
      price: number;
      item: string;
      category: string;
      merchant: string;
    }>(
      `SELECT o.offer_id AS id, toFloat64(o.price) AS price, v.item_id AS item, i.category AS category, s.merchant AS merchant
       FROM (SELECT offer_id, argMax(price_minor, (valid_from, revision, seq)) AS price, argMax(variant_id, (valid_from, revision, seq)) AS variant_id,
               argMax(shop_id, (valid_from, revision, seq)) AS shop_id FROM offers GROUP BY offer_id) AS o
       INNER JOIN (SELECT variant_id, any(item_id) AS item_id FROM variants GROUP BY variant_id) AS v ON o.variant_id = v.variant_id
       INNER JOIN (SELECT item_id, argMax(category_id, (valid_from, revision, seq)) AS category FROM items GROUP BY item_id) AS i ON v.item_id = i.item_id
       INNER JOIN (SELECT shop_id, argMax(merchant_id, (valid_from, revision, seq)) AS merchant FROM shops GROUP BY shop_id) AS s ON o.shop_id = s.shop_id
       ORDER BY id`,
    );
    const { offers, items, categories, merchants } = snapshot;
    expect(rows.length).toBe(offers.item.length);
    expect(rows.length).toBeGreaterThan(50);
    rows.forEach((row) => {
      const o = offers.find(row.id);
      expect({
        price: offers.price_minor[o],
        item: items.id.at(offers.item[o]!),
        category: categories.id.at(offers.category[o]!),
        merchant: merchants.id.at(offers.merchant[o]!),
      }).toEqual({ price: row.price, item: row.item, category: row.category, merchant: row.merchant });
    });
  });

  it('[J3] the same facts are the same bytes, whenever they are built', async () => {
    const again = join(bench.dir, 'b.gcs');
    expect((await build(again)).hash).toBe(built.hash);
    const sha = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');
    expect(sha(again)).toBe(sha(path));
    expect(snapshot.manifest.hash).toBe(built.hash);
    expect(readdirSync(join(bench.dir, 'scratch'))).toEqual([]);
  });

  it('[J4] a build that is stopped leaves nothing', async () => {
    const stop = new AbortController();
    const to = join(bench.dir, 'c.gcs');
    const running = build(to, stop.signal);
    stop.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
    expect(existsSync(to) || existsSync(`${to}.part`)).toBe(false);
    expect(readdirSync(join(bench.dir, 'scratch'))).toEqual([]);
  });

  it('[J7] impressions and orders that name a decision name the same one in the columns', async () => {
    const world = exampleMarketplace({ now: NOW, people: 1_500, lines: 20_000 });
    let line: Extract<FactInput, { fact: 'order_line' }> | undefined;
    for await (const { facts } of world.chunks())
      for (const fact of facts)
        if (fact.fact === 'order_line' && fact.account && fact.offer && fact.paid_at && fact.paid_minor > 0)
          line = fact;
    const at = new Date(NOW - 3_600_000).toISOString();
    const order = { ...line!, order: 'named', ordered_at: at, confirmed_at: at, paid_at: at };
    const event = {
      fact: 'event' as const,
      name: 'Product Impression',
      at,
      account: line!.account!,
      offer: line!.offer!,
    };
    await bench.ingest.submit({
      source: world.source,
      document: 'named',
      backfilled: true,
      rows: [
        { ...order, source_id: 'named-1', request_id: 'dec_named' },
        { ...order, source_id: 'named-2', request_id: '' },
        { ...event, source_id: 'named-3', impression_id: 'dec_named.2' },
        { ...event, source_id: 'named-4' },
      ],
    });
    await bench.ingest.flush();
    const dir = join(bench.dir, 'scratch');
    const { lines, events } = readFacts(
      await exportFacts({
        warehouse: bench.warehouse,
        knownAt: bench.ingest.position().committed_seq,
        timezone: settings.timezone,
        channels: [],
        now: NOW,
        dir,
      }),
    );
    const ofLine = lines.decision.filter((decision) => decision !== 0);
    expect(ofLine).toHaveLength(1);
    // The world names impressions of its own; the order's decision is that of the one told here.
    expect(events.decision.filter((decision) => decision === ofLine[0])).toHaveLength(1);
    expect(lines.person[lines.decision.indexOf(ofLine[0]!)]).toBe(
      events.person[events.decision.indexOf(ofLine[0]!)],
    );
  });

  it('[J5] an erased person is not in it', async () => {
    const someone = snapshot.people.id(3);
    await bench.warehouse.exec('INSERT INTO erasures VALUES ({account:String}, now64(3), {seq:UInt64})', {
      account: someone,
      seq: bench.ingest.position().committed_seq,
    });
    const to = join(bench.dir, 'd.gcs');
    await build(to);
    const after = read(to);
    expect(snapshot.people.find(someone)).toBe(3);
    expect(after.people.find(someone)).toBe(-1);
    expect(after.people.length).toBe(snapshot.people.length - 1);
  });
});

it('[J6] ranges of accounts cover every id once', () => {
  for (const parts of [1, 7, 16, 40]) {
    const ranges = accountRanges(parts);
    for (const id of [
      '',
      'acc_000000000000000000000000',
      'acc_7fffffffffffffffffffffff',
      'acc_ffffffffffffffffffffffff',
    ])
      expect(ranges.filter(([lo, hi]) => id >= lo && id < hi)).toHaveLength(1);
  }
});
