import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import type { FactInput } from '../../contracts/index.ts';
import { openEngine } from '../index.ts';
import { SnapshotSchedule } from '../snapshots/index.ts';
import { CROWDED } from './patches.ts';

const dir = mkdtempSync(join(tmpdir(), 'grandcanal-crowded-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
const offer = (price_minor: number, days: number): FactInput => ({
  fact: 'offer',
  source_id: 'offer',
  shop: 'shop',
  variant: 'lamp',
  price_minor,
  currency: 'CNY',
  valid_from: ago(days),
});

/** A schedule that keeps its pace would wait: a build has just ended, and facts keep coming. */
it('[K1] where most of what fits lies over the snapshot, another is built at once, and all that was told is in it', async () => {
  const engine = await openEngine({ dataDir: dir });
  const told = async (rows: FactInput[]) => {
    const receipt = await engine.ingest.submit({ source: 'test', rows });
    expect(receipt.rejected).toBe(0);
    await engine.ingest.flush();
  };
  await told([
    {
      fact: 'category_tree',
      source_id: 'tree',
      categories: [{ source_id: 'home', name: { en: 'Home', 'zh-CN': '家居' } }],
    },
    { fact: 'merchant', source_id: 'one', name: 'One', valid_from: ago(400) },
    { fact: 'shop', source_id: 'shop', merchant: 'one', name: 'Shop', valid_from: ago(400) },
    {
      fact: 'item',
      source_id: 'lamp',
      name: { en: 'Lamp', 'zh-CN': '台灯' },
      category: 'home',
      valid_from: ago(400),
    },
    { fact: 'variant', source_id: 'lamp', item: 'lamp' },
    offer(1, 300),
  ]);
  const schedule = new SnapshotSchedule(engine.snapshots, () => engine.ingest.position().loaded_seq, {
    info() {},
    warn() {},
    error() {},
  } as never);
  engine.serving.onCrowded = () => schedule.hurry();
  const served = () => engine.snapshots.current()!.manifest;
  try {
    // Facts are seen, and are as they were when it looks again: it builds, and rests.
    for (let looks = 0; looks < 2; looks++) await schedule.check(Date.now());
    const first = served();
    const price = (n: number) => offer(100 + n, 200 - n / 1_000);
    const prices = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => price(from + n));
    for (let at = 0; at < CROWDED - 1; at += 4_000) await told(prices(at, Math.min(at + 4_000, CROWDED - 1)));
    for (let looks = 0; looks < 3; looks++) await schedule.check(Date.now());
    expect(served().hash).toBe(first.hash);

    await told(prices(CROWDED - 1, CROWDED));
    for (let tries = 0; served().hash === first.hash && tries < 2_000; tries++) {
      await schedule.check(Date.now());
      await sleep(20);
    }
    // What the warehouse did not hold yet lies over it.
    expect(served().known_at - first.known_at).toBeGreaterThanOrEqual(CROWDED - 1);
    expect([...engine.serving.past().snapshot.offers.price_minor]).toEqual([100 + CROWDED - 1]);
    expect((await engine.snapshots.list(1)).data[0]).toMatchObject({ built_by: 'schedule', serving: true });
  } finally {
    schedule.close();
    await engine.close();
  }
}, 300_000);
