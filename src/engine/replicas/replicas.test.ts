import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LiveOp, StateOp } from '../../counters/index.ts';
import { type Ledger, openLedger } from '../../ledger/index.ts';
import { Replicas } from './replicas.ts';

/** Two replicas in one process on one real ledger; src/cli/replicas.test.ts has two servers. */
const dir = mkdtempSync(join(tmpdir(), 'grandcanal-told-'));
const quiet = { info() {}, warn() {}, error() {} };
let ledger: Ledger;
beforeAll(async () => {
  ledger = await openLedger({ dir: join(dir, 'ledger') });
});
afterAll(async () => {
  await ledger.close();
  rmSync(dir, { recursive: true, force: true });
});

let runs = 0;
async function pair(on: Ledger = ledger) {
  await ledger.query('DELETE FROM live_states; DELETE FROM live_activity; DELETE FROM live_replicas;');
  runs++;
  const heard: [LiveOp[], LiveOp[]] = [[], []];
  const open = async (n: 0 | 1) => {
    const own = join(dir, `${runs}-${n}`);
    const replica = await Replicas.open({ ledger: on, dir: own, logger: quiet, keepDays: () => 7 });
    await replica.start((op) => heard[n].push(op), []);
    return replica;
  };
  return { heard, both: [await open(0), await open(1)] as const, open };
}
const until = async (holds: () => boolean) => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
};
const viewed = (item: string): LiveOp => ({
  op: 'event',
  account: 'acc_1',
  name: 'Product Viewed',
  item,
  at: 1,
});
const stock = (key: string, value: boolean, at: number): StateOp => ({ op: 'unavailable', key, value, at });
const isEnd = (op: LiveOp) => op.op === 'event' && op.item === 'end';

test('[T1] whatever both say and in whatever order it comes, both hold what was said last', async () => {
  const said = fc.record({
    by: fc.nat(1),
    key: fc.constantFrom('a', 'b'),
    value: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(said, { maxLength: 12 }), fc.infiniteStream(fc.nat(30)), async (all, waits) => {
      const { heard, both } = await pair();
      const held = [new Map<string, boolean>(), new Map<string, boolean>()];
      const last = new Map<string, boolean>();
      const times = [...all.keys()];
      for (const [n, { by, key, value }] of all.entries()) {
        // What one says it holds itself at once; what it hears it holds when it hears it.
        for (const op of heard[by]!.splice(0)) if ('key' in op) held[by]!.set(op.key, op.value);
        held[by]!.set(key, value);
        last.set(key, value);
        both[by]!.tell(stock(key, value, times[n]! + 1), n);
        const wait = waits.next().value as number;
        if (wait > 20) await new Promise((resolve) => setTimeout(resolve, wait));
      }
      const seen = [false, false];
      for (const replica of both) replica.tell(viewed('end'), 0);
      await until(() => {
        for (const n of [0, 1] as const)
          for (const op of heard[n].splice(0))
            if (isEnd(op)) seen[n] = true;
            else if ('key' in op) held[n]!.set(op.key, op.value);
        return seen[0]! && seen[1]!;
      });
      // States are read before what people did, so all of them have come.
      for (const replica of both) await replica.close();
      expect(held).toEqual([last, last]);
    }),
    { numRuns: 8 },
  );
}, 300_000);

test('[T2] what people did is heard by the other once, and at a start again; never by who told it', async () => {
  const { heard, both, open } = await pair();
  for (let n = 0; n < 50; n++) both[0].tell(viewed(`item-${n}`), n);
  await until(() => heard[1].length === 50);
  expect(heard[1]).toEqual(Array.from({ length: 50 }, (_, n) => viewed(`item-${n}`)));
  expect(heard[0]).toEqual([]);
  for (const replica of both) await replica.close();
  heard[0].length = 0;
  heard[1].length = 0;
  for (const n of [0, 1] as const) await (await open(n)).close();
  expect([heard[0].length, heard[1].length]).toEqual([0, 50]);
}, 120_000);

test('[T3] a ledger that is away loses nothing: it is told when it is back', async () => {
  let away = false;
  const flaky: Ledger = {
    kind: 'server',
    db: ledger.db,
    query: (sql, params) => (away ? Promise.reject(new Error('away')) : ledger.query(sql, params)),
    transaction: (work) => (away ? Promise.reject(new Error('away')) : ledger.transaction(work)),
    close: async () => {},
  };
  const { heard, both } = await pair(flaky);
  away = true;
  both[0].tell(stock('a', true, 5), 1);
  both[0].tell(viewed('one'), 2);
  await new Promise((resolve) => setTimeout(resolve, 700));
  both[0].tell(stock('a', false, 6), 3);
  expect(heard[1]).toEqual([]);
  away = false;
  await until(() => heard[1].length === 2);
  expect(heard[1]).toEqual([stock('a', false, 6), viewed('one')]);
  for (const replica of both) await replica.close();
}, 120_000);

test('[T4] a start tells what had been acknowledged and not told, and only that', async () => {
  const { heard, both, open } = await pair();
  both[0].tell(viewed('told'), 10);
  await until(() => heard[1].length === 1);
  await both[0].close();
  const again = await open(0);
  expect(again.retell(viewed('told'), 10)).toBe(true);
  expect(again.retell(viewed('untold'), 11)).toBe(true);
  await until(() => heard[1].length === 2);
  expect(heard[1][1]).toEqual(viewed('untold'));
  // What another said of an offer stands against what the warehouse had before.
  both[1].tell({ op: 'paused', key: 'o', value: true, at: 9 }, 1);
  await until(() => heard[0].some((op) => op.op === 'paused'));
  expect(again.retell({ op: 'paused', key: 'o', value: false, at: 1 }, 10)).toBe(false);
  await again.close();
  await both[1].close();
}, 120_000);
