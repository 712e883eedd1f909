import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MINUTES, makeWorld, worldMonths } from '../../../sim/worlds/index.ts';
import { execute, openWarehouse, type Warehouse } from '../../warehouse/index.ts';
import { resolvedTable } from '../sql/resolved-table.sql.gen.ts';
import { chunksOf, type FlowLines, flowParams, readLines, surveyFlows, updateFlows } from './index.ts';

const CATEGORIES = 12;
let dir: string;
let warehouse: Warehouse;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'gc-flows-'));
  warehouse = await openWarehouse({ dir: join(dir, 'warehouse') });
}, 120_000);

afterAll(async () => {
  await warehouse.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Writes lines as resolved ones: categories get odd shard numbers, people number from 1. */
async function resolved(
  table: string,
  lines: FlowLines,
  numberOf: (category: number) => number,
): Promise<void> {
  const paths = `${table}_paths`;
  await warehouse.exec(
    `CREATE TABLE ${paths} ENGINE = Join(ANY, LEFT, no) AS
       SELECT toUInt32(number) AS no, if(number = 0, [0], [toUInt32(1000 + number), toUInt32(number)]) AS path FROM numbers(100)`,
  );
  await execute(warehouse, resolvedTable, { table, paths, database: 'default' });
  const rows: string[] = [];
  for (let i = 0; i < lines.person.length; i++) {
    const c = numberOf(lines.category[i]!);
    rows.push(
      `(${lines.person[i]! + 1}, toDateTime64(${lines.time[i]! * 60}, 3, 'UTC'), ${lines.order[i]}, ${c}, ` +
        `${lines.segment![i]}, ${lines.amount![i]}, 1), `,
    );
  }
  // What must not count: an unhealthy line, a guest, a line without a category.
  rows.push(
    "(1, toDateTime64(60, 3, 'UTC'), 1, 3, 0, 5, 0), ",
    "(0, toDateTime64(60, 3, 'UTC'), 2, 3, 0, 5, 1), ",
    "(1, toDateTime64(60, 3, 'UTC'), 3, 0, 0, 5, 1)",
  );
  await warehouse.exec(
    `INSERT INTO {table:Identifier} (person, paid_at, order_key, category_now, member, paid_minor, flags) VALUES ${rows.join('')}`,
    { table },
  );
}

const inSeconds = (lines: FlowLines): FlowLines => ({ ...lines, time: lines.time.map((t) => t * 60) });

describe('lines from the warehouse', () => {
  it('[F5] give the flows of the same lines in memory, in one shard or three, and after an update', async () => {
    const world = makeWorld({ kind: 'plain', lines: 6000, people: 300, categories: CATEGORIES, seed: 3 });
    const lines = inSeconds(world.lines);
    const params = flowParams({
      categories: CATEGORIES,
      segments: 2,
      months: worldMonths(world.days).map((m) => (m / MINUTES) * 86_400),
      controls: 'monthly',
    });
    const memory = await surveyFlows(chunksOf(lines), params, { workers: 0 });
    expect(memory.sums.some((x) => x > 0)).toBe(true);

    const numbers = [
      Array.from({ length: CATEGORIES }, (_, c) => 2 * c + 1),
      Array.from({ length: CATEGORIES }, (_, c) => 50 - c),
      Array.from({ length: CATEGORIES }, (_, c) => c + 1),
    ];
    const read = (table: string, shard: number, only?: number[]) =>
      readLines({
        warehouse,
        table,
        people: 300,
        level: 0,
        categories: numbers[shard]!,
        timezone: 'Asia/Shanghai',
        lookbackDays: 365,
        scratch: dir,
        rangePeople: 70,
        ...(only ? { only } : {}),
      });
    await resolved('whole', world.lines, (c) => numbers[0]![c]!);
    const whole = await surveyFlows(read('whole', 0), params, { workers: 0, keep: true });
    expect(whole.sums).toEqual(memory.sums);
    expect(whole.totals).toEqual(memory.totals);

    async function* shards() {
      for (let s = 0; s < 3; s++) {
        await resolved(
          `shard${s}`,
          pick(world.lines, (person) => person % 3 === s),
          (c) => numbers[s]![c]!,
        );
        yield* read(`shard${s}`, s);
      }
    }
    expect((await surveyFlows(shards(), params, { workers: 0 })).sums).toEqual(memory.sums);

    // People 0 to 9 lose every third line, as after refunds.
    let n = 0;
    const after = pick(world.lines, (person) => person >= 10 || n++ % 3 > 0);
    await resolved('later', after, (c) => numbers[0]![c]!);
    const changed = Array.from({ length: 10 }, (_, i) => i + 1);
    const before = await first(read('whole', 0, changed));
    const now = await first(read('later', 0, changed));
    const updated = await updateFlows(whole, [{ before, after: now }], { workers: 0 });
    const rebuilt = await surveyFlows(read('later', 0), params, { workers: 0 });
    expect(updated.sums).toEqual(rebuilt.sums);
    expect(updated.totals).toEqual(rebuilt.totals);
    expect(rebuilt.sums).not.toEqual(whole.sums);
    expect(readdirSync(dir)).toEqual(['warehouse']);
  }, 120_000);
});

async function first(source: AsyncIterable<FlowLines>): Promise<FlowLines> {
  for await (const lines of source) return lines;
  throw new Error('no lines');
}

function pick(lines: FlowLines, keep: (person: number) => boolean): FlowLines {
  const at = [...lines.person.keys()].filter((i) => keep(lines.person[i]!));
  return {
    person: Uint32Array.from(at, (i) => lines.person[i]!),
    time: Uint32Array.from(at, (i) => lines.time[i]!),
    category: Uint16Array.from(at, (i) => lines.category[i]!),
    order: Uint32Array.from(at, (i) => lines.order[i]!),
    amount: Uint32Array.from(at, (i) => lines.amount![i]!),
    segment: Uint8Array.from(at, (i) => lines.segment![i]!),
  };
}
