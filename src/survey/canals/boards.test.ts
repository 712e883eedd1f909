import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localDate } from '../../base/index.ts';
import { execute, openWarehouse, type Warehouse } from '../../warehouse/index.ts';
import type { Resolved, ResolvedShard } from '../resolve/face.ts';
import { resolvedTable } from '../sql/resolved-table.sql.gen.ts';
import { defenceOfBuyers, defenceOfMerchants, trendBoard, whiteSpaceBoards } from './boards.ts';

/**
 * 6,000 people over 26 months from 2024-01-01, on a real engine. Each buys on days of their own rhythm, in four categories,
 * from twenty merchants. Planted: members never buy category 3; category 2 doubles in the last month; a refund in the
 * past drives half of its people away; merchant 7's buyers vanish for good.
 */
const SQL = `
INSERT INTO {table:Identifier} (person, day, paid_at, confirmed_day, order_key, category, category_now, merchant, shop, brand,
    region, member, created, quantity, gross_minor, paid_minor, subsidy_minor, exchanged_minor, refunded_minor, late_refunds, flags)
SELECT
    person, day, toDateTime64(day, 3, 'UTC') AS paid_at, day AS confirmed_day, cityHash64(person, day) AS order_key,
    category, category AS category_now,
    merchant, merchant AS shop, 0 AS brand, '' AS region, person % 3 = 0 AS member, toDate('2023-01-01') AS created,
    1 AS quantity, 1000 AS gross_minor, 1000 AS paid_minor, 0 AS subsidy_minor, 0 AS exchanged_minor,
    if(is_refund, 400, 0) AS refunded_minor, [] AS late_refunds,
    1 + 2 + 32 + 256 AS flags -- healthy, also where suspects are left out; paid, public
FROM
(
    SELECT person, toDate('2024-01-01') + d AS day, cityHash64(person, d, 1) % 1000 AS dice,
        multiIf(dice < 400, 1, dice < 600, 2, dice < 700, 3, 4) AS plain,
        if(person % 3 = 0 AND plain = 3, 4, plain) AS category,
        1 + cityHash64(person, d, 2) % 20 AS merchant,
        cityHash64(person, 4) % 10 = 0 AS refunded_person,
        refunded_person AND day BETWEEN '2025-09-01' AND '2025-11-20' AS is_refund
    FROM (SELECT number + 1 AS person, arrayJoin(range(790)) AS d FROM numbers({people:UInt32}))
    WHERE cityHash64(person, d, 3) % 10000 < 150 * (1 + person % 4) * if(toStartOfMonth(toDate('2024-01-01') + d) = '2026-01-01' AND {rise:UInt8} AND cityHash64(person, d, 1) % 1000 BETWEEN 400 AND 599, 3, 1)
      AND NOT (cityHash64(person, 4) % 10 = 0 AND cityHash64(person, 5) % 2 = 0 AND {drive:UInt8} AND d > 690)
      AND NOT (cityHash64(person, d, 2) % 20 = 6 AND d > 640)
)
WHERE day <= '2026-02-28'`;

let folder: string;
let warehouse: Warehouse;
const name = (_: number, dense: number) => `n${dense}`;
/** A table of resolved lines without any; every category is a top one. */
async function emptyTable(table: string): Promise<ResolvedShard> {
  const paths = `${table}_paths`;
  await warehouse.exec(
    `CREATE TABLE ${paths} ENGINE = Join(ANY, LEFT, no) AS SELECT toUInt32(number) AS no, [no] AS path FROM numbers(5)`,
  );
  await execute(warehouse, resolvedTable, { table, paths, database: 'default' });
  return { warehouse, table, paths, rows: 0, people: 6000 };
}
async function world(table: string, params: { rise: number; drive: number }): Promise<Resolved> {
  const shard = await emptyTable(table);
  await warehouse.exec(SQL, { table, people: 6000, ...params });
  return {
    known_at: 1,
    identity_mode: 'account',
    shards: [shard],
    first_day: '2024-01-01',
    last_day: '2026-02-28',
    release: () => {},
  };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'grandcanal-boards-'));
  warehouse = await openWarehouse({ dir: folder });
});
afterAll(async () => {
  await warehouse.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('boards over resolved lines', () => {
  it('white space: members lack category 3, other crowds lack nothing', async () => {
    const resolved = await world('resolved_a', { rise: 0, drive: 0 });
    const boards = await whiteSpaceBoards(resolved, name, {
      as_of: localDate('2026-01-31'),
      lookback: 365,
      level: 0,
      k: 100,
    });
    const board = boards.find((b) => b.dimension === 'member')!;
    const cell = (crowd: string, category: string) =>
      board.cells[
        board.crowds.indexOf(crowd) * board.categories.length + board.categories.indexOf(category)
      ]!;
    expect(cell('member', 'n3').observed).toBe(0);
    expect(cell('member', 'n3').gap / cell('member', 'n3').error).toBeGreaterThan(10);
    expect(Math.abs(cell('member', 'n1').gap / cell('member', 'n1').error)).toBeLessThan(4);
    const counted = await warehouse.query<{ n: number }>(
      "SELECT uniqExact(person) AS n FROM resolved_a WHERE member = 0 AND category = 3 AND day BETWEEN toDate('2026-01-31') - 364 AND toDate('2026-01-31')",
    );
    expect(cell('other', 'n3').observed).toBe(counted[0]!.n);
  });

  it('trend: the planted rise is the only alert, and without it there is none', async () => {
    const risen = await trendBoard(await world('resolved_b', { rise: 1, drive: 0 }), name, {
      as_of: localDate('2026-02-10'),
      level: 0,
    });
    expect(risen.month).toBe('2026-01');
    expect(risen.rows.filter((row) => row.alert).map((row) => row.category)).toEqual(['n2']);
    const calm = await trendBoard(await world('resolved_c', { rise: 0, drive: 0 }), name, {
      as_of: localDate('2026-01-31'),
      level: 0,
    });
    expect(calm.month).toBe('2026-01');
    expect(calm.rows.filter((row) => row.alert)).toEqual([]);
  });

  it('defence: refunds are named where they drive people away, and not where they do not', async () => {
    const options = { as_of: localDate('2026-02-20'), lookback: 365, horizon: 90 };
    const driven = await defenceOfBuyers(await world('resolved_d', { rise: 0, drive: 1 }), options);
    expect(driven.measured_at).toBe('2025-11-22');
    expect(driven.causes.filter((cause) => cause.named).map((cause) => cause.driver)).toContain('refund');
    const calm = await defenceOfBuyers(await world('resolved_e', { rise: 0, drive: 0 }), options);
    expect(calm.causes.find((cause) => cause.driver === 'refund')!.named).toBe(false);
    expect(calm.buyers.people).toBeGreaterThan(5000);
    expect(calm.buyers.expected_to_leave! / calm.buyers.people).toBeCloseTo(calm.buyers.baseline_rate!, 1);
  });

  it('defence of merchants: the one that stopped selling stands first', async () => {
    const board = await defenceOfMerchants(await world('resolved_f', { rise: 0, drive: 0 }), name, {
      as_of: localDate('2026-02-20'),
      lookback: 365,
      horizon: 90,
    });
    expect(board.merchants).toHaveLength(20);
    expect(board.merchants.find((m) => m.merchant === 'n7')!.days_since_last).toBeGreaterThan(120);
    expect(
      Math.max(...board.merchants.filter((m) => m.merchant !== 'n7').map((m) => m.days_since_last)),
    ).toBeLessThan(14);
  });

  it('says nothing, without failing, where there are no lines', async () => {
    const shard = await emptyTable('resolved_empty');
    const empty: Resolved = {
      known_at: 0,
      identity_mode: 'account',
      shards: [shard],
      first_day: null,
      last_day: null,
      release: () => {},
    };
    const as_of = localDate('2026-01-31');
    expect(await whiteSpaceBoards(empty, name, { as_of, lookback: 365, level: 0, k: 100 })).toEqual([]);
    expect((await trendBoard(empty, name, { as_of, level: 0 })).rows).toEqual([]);
    expect((await defenceOfBuyers(empty, { as_of, lookback: 365, horizon: 90 })).buyers).toEqual({
      people: 0,
      expected_to_leave: null,
      high_risk: null,
      baseline_rate: null,
    });
    expect((await defenceOfMerchants(empty, name, { as_of, lookback: 365, horizon: 90 })).merchants).toEqual(
      [],
    );
  });
});
