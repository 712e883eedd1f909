import { execFileSync } from 'node:child_process';
import {
  appendFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FrameHead } from './frame.ts';
import { framesOf, SegmentLog } from './log.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gc-log-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const head = (no: number): FrameHead => ({
  no,
  seq_from: no,
  seq_to: no,
  at: 0,
  source: 's',
  document: '',
  tables: [],
  index: 0,
  erase: [],
});
const nothing = () => {};
const append = (log: SegmentLog, no: number, size = 100) =>
  log.append(head(no), [Buffer.alloc(size, no)], nothing, nothing);

async function opened(segmentBytes = 1 << 20) {
  const frames: number[] = [];
  const { log, cut } = await SegmentLog.open(
    dir,
    segmentBytes,
    1,
    ({ head: { no } }) => void frames.push(no),
  );
  return { log, cut, frames };
}

describe('segment log', () => {
  it('appends are in order, and are found again', async () => {
    const { log } = await opened(1_000);
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        log.append(head(i + 1), [Buffer.alloc(100)], () => order.push(i + 1), nothing),
      ),
    );
    expect(order).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    await append(log, 21);
    await log.close();
    const again = await opened();
    expect(again.frames).toEqual([...order, 21]);
    expect(again.log.segments.length).toBe(2);
    expect(again.log.segments[1]).toMatchObject({ firstFrame: 21, lastFrame: 21, sealed: true });
    const bodies: number[] = [];
    for await (const frame of framesOf(again.log.segments[1]!)) bodies.push(frame.body[0]!);
    expect(bodies).toEqual([21]);
  });

  it('a torn tail is cut, wherever it is torn', async () => {
    const { log } = await opened();
    await append(log, 1);
    await append(log, 2);
    await log.close();
    const [name] = await readdir(dir);
    const path = join(dir, name!);
    const whole = await readFile(path);
    const second = whole.length / 2;
    for (let keep = second; keep < whole.length; keep += 13) {
      await writeFile(path, whole);
      await truncate(path, keep);
      const { frames, cut } = await opened();
      expect([frames, cut]).toEqual([[1], keep - second]);
      expect((await stat(path)).size).toBe(second);
    }
    await writeFile(path, whole);
    await appendFile(path, Buffer.alloc(64));
    expect(await opened()).toMatchObject({ frames: [1, 2], cut: 64 });
    const flipped = Buffer.from(whole);
    flipped[whole.length - 3]! ^= 1;
    await writeFile(path, flipped);
    expect((await opened()).frames).toEqual([1]);
  });

  it('damage in a segment that is not the last is refused', async () => {
    const { log } = await opened(50);
    await append(log, 1);
    await append(log, 2);
    await log.close();
    const [first] = (await readdir(dir)).sort();
    await truncate(join(dir, first!), 40);
    await expect(opened()).rejects.toMatchObject({ code: 'internal' });
  });

  it('disk full: nothing half-written, later frames fail too, and it recovers', async (test) => {
    const mount = join(dir, 'small');
    await mkdir(mount);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', mount], { stdio: 'ignore' });
    } catch {
      console.log('skipped: a small tmpfs cannot be mounted here');
      test.skip();
    }
    try {
      const { log } = await SegmentLog.open(mount, 1 << 20, 1, nothing);
      await append(log, 1, 50_000);
      const undone: number[] = [];
      const tries = [2, 3].map((no) =>
        log.append(head(no), [Buffer.alloc(180_000)], nothing, () => undone.push(no)),
      );
      const outcomes = await Promise.allSettled(tries);
      expect(outcomes.map((o) => o.status === 'rejected' && o.reason.code)).toEqual([
        'disk_full',
        'disk_full',
      ]);
      expect(undone).toEqual([3, 2]);
      await append(log, 2, 50_000);
      await log.close();
      const frames: number[] = [];
      await SegmentLog.open(mount, 1 << 20, 1, ({ head: { no } }) => void frames.push(no));
      expect(frames).toEqual([1, 2]);
    } finally {
      execFileSync('umount', [mount]);
    }
  });
});
