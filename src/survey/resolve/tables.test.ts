import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWarehouse, type Warehouse } from '../../warehouse/index.ts';
import { withMarks, withTables } from './tables.ts';

const dir = mkdtempSync(join(tmpdir(), 'grandcanal-tables-'));
let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openWarehouse({ dir }, { memoryBytes: 2 ** 30 });
});
afterAll(async () => {
  await warehouse?.close();
  rmSync(dir, { recursive: true, force: true });
});

const left = () =>
  warehouse.query(
    "SELECT name FROM system.tables WHERE database = currentDatabase() AND name LIKE 'making_%'",
  );

test('what became of lines is as known at K, and its tables are gone afterwards', async () => {
  await warehouse.exec(
    `INSERT INTO refunds (refund_id, line_id, refunded_at, amount_minor, seq)
     VALUES ('r1', 'l1', now64(3), 30, 1), ('r2', 'l1', now64(3), 12, 2), ('r3', 'l2', now64(3), 5, 3)`,
  );
  const refunded = (k: number) =>
    withMarks(warehouse, k, [], ({ line_marks }) =>
      warehouse.query(`SELECT line_id, refund_sum FROM ${line_marks} ORDER BY line_id`),
    );
  expect(await refunded(1)).toEqual([{ line_id: 'l1', refund_sum: 30 }]);
  expect(await refunded(3)).toEqual([
    { line_id: 'l1', refund_sum: 42 },
    { line_id: 'l2', refund_sum: 5 },
  ]);
  expect(await left()).toEqual([]);
});

test('an engine that was started again on the way gives no result', async () => {
  const lost = withTables(warehouse, 'lost', ['few'], async ({ few }) => {
    await warehouse.exec(`CREATE TABLE ${few} ENGINE = Memory AS SELECT 1 AS n`);
    const { pid } = warehouse as Warehouse & { pid(): Promise<number> };
    process.kill(await pid.call(warehouse), 'SIGKILL');
    // Calls are refused until it is back.
    for (;;) {
      const rows = await warehouse.query<{ n: number }>(`SELECT count() AS n FROM ${few}`).catch(() => null);
      if (rows) return rows[0]!.n;
    }
  });
  await expect(lost).rejects.toMatchObject({ code: 'warehouse_unavailable' });
  expect(await left()).toEqual([]);
});
