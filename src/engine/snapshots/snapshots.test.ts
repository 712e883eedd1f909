import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleMarketplace } from '../../../sim/example/index.ts';
import { Settings } from '../../contracts/index.ts';
import { type Bench, line, openBench } from '../../ingest/test-support.ts';
import { Snapshots } from './index.ts';

/** Real engines; one small world, to which facts are added. */
const NOW = Date.UTC(2026, 5, 1, 4);
const settings = Settings.parse({ currency: 'CNY', timezone: 'Asia/Shanghai', simulated: true });
const quiet = { info() {}, warn() {}, error() {} };
let bench: Bench;
let dir: string;
let now = NOW;
const stopping = new AbortController();

const open = () =>
  Snapshots.open({
    ledger: bench.ledger,
    warehouse: bench.warehouse,
    settings: () => settings,
    clock: { now: () => now },
    logger: quiet,
    dir,
    scratch: join(bench.dir),
    knownAt: () => bench.ingest.position().committed_seq,
    signal: stopping.signal,
  });
const one = async (id: string) => {
  await bench.ingest.submit({
    source: 'more',
    document: id,
    backfilled: true,
    rows: [line(id, { currency: 'CNY' })],
  });
  await bench.ingest.flush();
};

beforeAll(async () => {
  bench = await openBench({ settings: () => settings, clock: { now: () => NOW } });
  dir = mkdtempSync(join(tmpdir(), 'gc-snapshots-'));
}, 120_000);
afterAll(async () => {
  await bench.close();
  rmSync(dir, { recursive: true, force: true });
});

describe('snapshots', { timeout: 300_000 }, () => {
  it('[S1] without facts there is none, and that is said', async () => {
    const snapshots = await open();
    expect(snapshots.current()).toBeNull();
    await expect(snapshots.build('tester')).rejects.toMatchObject({ code: 'snapshot_absent' });
    expect(await snapshots.list(10)).toMatchObject({ data: [], serving: null, building: null });
  }, 60_000);

  it('[S2] builds, swaps whole, lists, rolls back with one command', async () => {
    const world = exampleMarketplace({ now: NOW, people: 150, lines: 1_500 });
    for await (const { document, facts } of world.chunks())
      await bench.ingest.submit({ source: world.source, document, backfilled: true, rows: facts });
    await bench.ingest.flush();
    const snapshots = await open();
    const swaps: string[] = [];
    snapshots.onSwap = (snapshot) => swaps.push(snapshot.manifest.hash);
    const first = await snapshots.build('tester');
    expect(first).toMatchObject({ serving: true, kept: true, built_by: 'tester' });
    expect(first.counts.lines).toBeGreaterThan(500);
    expect(await snapshots.build('tester')).toMatchObject({ snapshot_id: first.snapshot_id });
    expect(swaps).toEqual([first.hash]);

    await one('another');
    const second = await snapshots.build('tester', { activate: false });
    expect(second).toMatchObject({ serving: false, activated_at: null });
    expect(snapshots.current()!.manifest.hash).toBe(first.hash);
    expect(await snapshots.activate(second.snapshot_id, 'tester')).toMatchObject({ serving: true });
    expect(snapshots.current()!.manifest.known_at).toBe(second.known_at);
    expect(await snapshots.activate('previous', 'tester')).toMatchObject({ snapshot_id: first.snapshot_id });
    expect(swaps).toEqual([first.hash, second.hash, first.hash]);
    expect((await snapshots.list(10)).data.map((row) => row.snapshot_id).sort()).toEqual(
      [first.snapshot_id, second.snapshot_id].sort(),
    );
    await expect(snapshots.activate('snp_none', 'tester')).rejects.toMatchObject({ code: 'not_found' });
    expect(readdirSync(dir).filter((name) => !/^snp_[0-9a-f]{24}\.gcs$/.test(name))).toEqual([]);
  }, 300_000);

  it('[S3] a file that is cut off, changed or gone: the last good one serves, and that is said', async () => {
    const before = await open();
    const serving = before.current()!.manifest.hash;
    const other = (await before.list(10)).data.find((row) => !row.serving)!;
    const good = (await before.list(10)).data.find((row) => row.serving)!;
    await before.activate(other.snapshot_id, 'tester');
    const path = join(dir, `${other.snapshot_id}.gcs`);
    copyFileSync(path, `${path}.copy`);

    truncateSync(path, 10_000);
    const cut = await open();
    expect(cut.current()!.manifest.hash).toBe(serving);
    expect(cut.degraded).toBe(true);
    expect(cut.problem).toMatchObject({ code: 'snapshot_invalid', snapshot_id: other.snapshot_id });
    await expect(cut.activate(other.snapshot_id, 'tester')).rejects.toMatchObject({
      code: 'snapshot_invalid',
    });
    expect(cut.current()!.manifest.hash).toBe(serving);

    rmSync(path);
    expect((await open()).current()!.manifest.hash).toBe(serving);
    copyFileSync(`${path}.copy`, path);
    rmSync(`${path}.copy`);
    const mended = await open();
    expect([mended.degraded, mended.current()!.manifest.hash]).toEqual([false, other.hash]);

    rmSync(path);
    rmSync(join(dir, `${good.snapshot_id}.gcs`));
    const none = await open();
    expect(none.current()).toBeNull();
    expect(none.degraded).toBe(true);
    const rebuilt = await none.build('tester');
    expect(rebuilt.serving).toBe(true);
    expect([none.degraded, none.problem]).toEqual([false, null]);
  }, 300_000);

  it('[S6] files that hold a person who was erased since go with the next build', async () => {
    const snapshots = await open();
    const before = (await snapshots.list(10)).data.filter((row) => row.kept).map((row) => row.snapshot_id);
    await bench.ledger.query(
      "INSERT INTO erasures (account_id, requested_at, requested_by) VALUES ('acc_x', $1, 'tester')",
      [new Date(NOW + 1).toISOString()],
    );
    now = NOW + 2;
    await one('after an erasure');
    const { snapshot_id } = await snapshots.build('tester');
    expect(before.length).toBeGreaterThan(0);
    expect(before).not.toContain(snapshot_id);
    expect((await snapshots.list(10)).data.filter((row) => row.kept).map((row) => row.snapshot_id)).toEqual([
      snapshot_id,
    ]);
    expect(readdirSync(dir).filter((name) => name.endsWith('.gcs'))).toEqual([`${snapshot_id}.gcs`]);
  }, 300_000);

  it('[S4] a crash in the middle of writing leaves the old one, and its draft goes', async () => {
    writeFileSync(join(dir, 'draft-1.gcs.part'), 'half');
    const snapshots = await open();
    expect(snapshots.current()).not.toBeNull();
    expect(existsSync(join(dir, 'draft-1.gcs.part'))).toBe(false);
  }, 60_000);

  it('[S5] a build that is stopped changes nothing', async () => {
    const snapshots = await open();
    const serving = snapshots.current()!.manifest.hash;
    await one('last');
    const building = snapshots.build('tester');
    setTimeout(() => stopping.abort(new Error('stop')), 50);
    await expect(building).rejects.toThrow('stop');
    expect(snapshots.current()!.manifest.hash).toBe(serving);
    expect((await snapshots.list(10)).building).toBeNull();
    expect(readdirSync(dir).some((name) => name.includes('draft'))).toBe(false);
  }, 120_000);
});
