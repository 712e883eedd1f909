import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Entry } from './codec.ts';
import { IndexStore } from './index-store.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gc-index-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const SEP = '\u001f';
const open = () =>
  new IndexStore(dir, (error) => {
    throw error;
  });

const entryOf = (key: string): Entry => ({
  revision: key.length,
  content: 2 ** 53 - key.length,
  flags: 3,
  paid: Number.MAX_SAFE_INTEGER,
  link: `link of ${key}`,
});

function put(index: IndexStore, lines: string[], texts: string[] = []) {
  index.begin();
  for (const key of lines) index.putEntry(key, entryOf(key));
  for (const key of texts) index.putText(key, `text of ${key}`);
  return index.take();
}

it('knows what was applied, whatever its characters, over a restart; what was undone is unknown', async () => {
  const lines = ['a', 'm', '订单', '\ufffd', '😀x'].map((name) => `lshop${SEP}${name}`);
  lines.push(`lshoq${SEP}zz`, `lsho${SEP}zzz`, `eshop${SEP}q`);
  const texts = [`C${SEP}x`, 'W订单'];
  let index = open();
  index.apply(1, put(index, lines, texts));
  index.undo(put(index, [`lshop${SEP}b`]));
  const look = () => {
    for (const key of lines) expect(index.entry(key), key).toEqual(entryOf(key));
    for (const key of texts) expect(index.text(key), key).toBe(`text of ${key}`);
    for (const name of ['b', 'zz', '😀y', '!']) expect(index.has(`lshop${SEP}${name}`)).toBe(false);
    expect(index.has(`lnew${SEP}a`)).toBe(false);
  };
  look();
  await index.settle();
  look();
  await index.close();
  index = open();
  expect(index.applied).toBe(1);
  look();
  expect([...index.range('C')]).toEqual([[`C${SEP}x`, `text of C${SEP}x`]]);
  await index.close();
});

it('undoing gives back what was there before, also while a commit waits for the frame', async () => {
  const index = open();
  index.apply(1, put(index, [], ['Ck']));
  const second = put(index, [], ['Ck', 'Cm']);
  const settled = index.settle();
  await new Promise(setImmediate);
  const third = put(index, [], ['Ck', 'Ck', 'Cn']);
  index.undo(third);
  index.undo(second);
  await settled;
  expect(index.applied).toBe(1);
  expect(index.text('Ck')).toBe('text of Ck');
  expect([index.has('Cm'), index.has('Cn')]).toEqual([false, false]);
  await index.close();
});

it('the puts of a frame are enough to apply it again', async () => {
  const index = open();
  const change = put(index, [`lshop${SEP}订单`], ['W1', 'W1', 'W2']);
  const puts = Buffer.from(change.generation.bytes.subarray(change.start, change.end));
  index.undo(change);
  expect(index.has('W1')).toBe(false);
  index.redo(7, puts);
  expect(index.entry(`lshop${SEP}订单`)).toEqual(entryOf(`lshop${SEP}订单`));
  await index.close();
  const again = open();
  expect(again.applied).toBe(7);
  expect([...again.range('W')]).toEqual([
    ['W1', 'text of W1'],
    ['W2', 'text of W2'],
  ]);
  await again.close();
});

it('against a plain map: any puts, frames that fail, commits at any time', async () => {
  const step = fc.record({
    keys: fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 6 }),
    fails: fc.boolean(),
    commit: fc.boolean(),
  });
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const index = new IndexStore(join(dir, `run-${runs++}`), (error) => {
        throw error;
      });
      const plain = new Map<string, string>();
      let no = 0;
      for (const { keys, fails, commit } of steps) {
        index.begin();
        keys.forEach((key, i) => {
          index.putText(`C${key}`, `${no}/${i}`.repeat(key + 1));
        });
        const change = index.take();
        if (fails) index.undo(change);
        else {
          keys.forEach((key, i) => {
            plain.set(`C${key}`, `${no}/${i}`.repeat(key + 1));
          });
          index.apply(++no, change);
        }
        if (commit) await index.settle();
        for (let key = 0; key <= 30; key++) expect(index.text(`C${key}`)).toBe(plain.get(`C${key}`));
      }
      expect(new Map(index.range('C'))).toEqual(plain);
      await index.close();
    }),
    { numRuns: 15 },
  );
});
