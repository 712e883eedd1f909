import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { encodePuts } from './frame.ts';
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

function put(index: IndexStore, ...keys: string[]) {
  index.begin();
  for (const key of keys) index.put(key, `value of ${key}`);
  return index.take();
}

it('knows what was applied, whatever its characters, over a restart; what was undone is unknown', async () => {
  const keys = ['a', 'm', '订单', '\ufffd', '😀x'].map((name) => `lshop${SEP}${name}`);
  keys.push(`lshoq${SEP}zz`, `lsho${SEP}zzz`, `eshop${SEP}q`, `C${SEP}x`);
  let index = open();
  const change = put(index, ...keys);
  index.apply(1, change, encodePuts(change.keys, change.values));
  index.undo(put(index, `lshop${SEP}b`));
  const look = () => {
    for (const key of keys) expect(index.get(key), key).toBe(`value of ${key}`);
    for (const name of ['b', 'zz', '😀y', '!']) expect(index.get(`lshop${SEP}${name}`)).toBeUndefined();
    expect(index.get(`lnew${SEP}a`)).toBeUndefined();
  };
  look();
  await index.settle();
  look();
  await index.close();
  index = open();
  expect(index.applied).toBe(1);
  look();
  expect([...index.range('C')]).toEqual([[`C${SEP}x`, `value of C${SEP}x`]]);
  await index.close();
});

it('undoing gives back what was there before', async () => {
  const index = open();
  const first = put(index, 'Ck');
  index.apply(1, first, encodePuts(first.keys, first.values));
  index.begin();
  index.put('Ck', 'second');
  index.put('Ck', 'third');
  index.undo(index.take());
  expect(index.get('Ck')).toBe('value of Ck');
  await index.close();
});
