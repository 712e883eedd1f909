import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { byteText } from '../byte-text.ts';
import { DecisionLog } from './log.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'decision-log-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const entry = (n: number) => {
  const id = `dec_${String(n).padStart(24, '0')}`;
  return { id, json: JSON.stringify({ decision_id: id, text: `第${n}条` }) };
};
const append = (log: DecisionLog, ...entries: { id: string; json: string }[]) =>
  log.append(entries.map(({ id, json }) => ({ id, json: byteText(json) })));

it('[G1] what was appended is found, also after the segment is closed and the log opened again; a removed segment is gone', async () => {
  const log = DecisionLog.open(dir);
  await append(log, entry(1), entry(2));
  log.rotate();
  await append(log, entry(3));
  for (const n of [1, 2, 3]) expect(log.find(entry(n).id)).toBe(entry(n).json);
  expect(log.find(entry(4).id)).toBeNull();
  log.close();

  const again = DecisionLog.open(dir);
  for (const n of [1, 2, 3]) expect(again.find(entry(n).id)).toBe(entry(n).json);
  const [first] = again.rotate();
  expect(readFileSync(first!.path, 'utf8')).toBe(`${entry(1).json}\n${entry(2).json}\n`);
  again.loaded(first!.no);
  // The warehouse has it, it is still at hand, and it is not to be loaded again.
  expect(again.find(entry(1).id)).toBe(entry(1).json);
  expect(again.rotate().map(({ no }) => no)).not.toContain(first!.no);
  again.forgetLoaded();
  expect(again.find(entry(1).id)).toBeNull();
  expect(again.find(entry(3).id)).toBe(entry(3).json);
  again.close();
});

it('[G1b] of what the warehouse has, so many bytes are kept, the latest; a start keeps none of it', async () => {
  const log = DecisionLog.open(dir, 2 * (entry(0).json.length + 20));
  for (const n of [1, 2, 3]) {
    await append(log, entry(n));
    for (const { no } of log.rotate()) log.loaded(no);
  }
  expect([1, 2, 3].map((n) => log.find(entry(n).id))).toEqual([null, entry(2).json, entry(3).json]);
  expect([log.bytes, readdirSync(dir).filter((name) => name.endsWith('.loaded')).length]).toEqual([0, 2]);
  log.close();
  const again = DecisionLog.open(dir);
  expect([1, 2, 3].map((n) => again.find(entry(n).id))).toEqual([null, null, null]);
  expect(again.rotate()).toEqual([]);
  again.close();
});

it('[G2] a line that a crash cut off is dropped, and what follows is whole', async () => {
  const log = DecisionLog.open(dir);
  await append(log, entry(1));
  log.close();
  appendFileSync(join(dir, readdirSync(dir).sort()[0]!), entry(2).json.slice(0, 20));
  const again = DecisionLog.open(dir);
  await append(again, entry(3));
  expect([1, 2, 3].map((n) => again.find(entry(n).id))).toEqual([entry(1).json, null, entry(3).json]);
  again.close();
});

it('[G3] killed again and again while it writes, it keeps every decision that was acknowledged', async () => {
  const acknowledged = new Set<string>();
  for (let round = 0; round < 3; round++) {
    const child = spawn(
      process.execPath,
      [
        '--import',
        'tsx',
        new URL('./crash-child.ts', import.meta.url).pathname,
        dir,
        String(round * 1_000_000),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let text = '';
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (part) => {
        text += part;
        // By progress, not by the clock: a loaded machine writes more slowly.
        if (text.length > 20_000) child.kill('SIGKILL');
      });
      child.on('close', () => resolve());
    });
    // The last line may be cut off: then nobody was told of it.
    for (const id of text.split('\n').slice(0, -1)) acknowledged.add(id);
  }
  const log = DecisionLog.open(dir);
  expect(acknowledged.size).toBeGreaterThan(1_000);
  for (const id of acknowledged) expect(JSON.parse(log.find(id)!).decision_id).toBe(id);
  log.close();
}, 600_000);
