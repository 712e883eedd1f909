import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openWarehouse } from '../../warehouse/index.ts';
import { swept } from './tenancy.ts';

test('[T1] what an earlier process left is dropped, lines before the paths that they read', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'grandcanal-swept-'));
  try {
    const before = await openWarehouse({ dir });
    // A name that comes first in any listing, and lines that depend on it.
    await before.exec(
      'CREATE TABLE resolved_a_paths ENGINE = Join(ANY, LEFT, no) AS SELECT toUInt32(1) AS no, [toUInt32(1)] AS path',
    );
    const [here] = await before.query<{ database: string }>('SELECT currentDatabase() AS database');
    await before.exec(
      `CREATE TABLE resolved_b (category UInt32, path Array(UInt32) ALIAS joinGet(${here!.database}.resolved_a_paths, 'path', category)) ENGINE = MergeTree ORDER BY category`,
    );
    await before.close();
    const after = await openWarehouse({ dir });
    await swept(after);
    const left = await after.query(
      "SELECT name FROM system.tables WHERE database = currentDatabase() AND match(name, '^resolved_')",
    );
    expect(left).toEqual([]);
    await after.close();
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
