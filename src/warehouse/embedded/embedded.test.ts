import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { statementsOf } from '../engine.ts';
import { type EmbeddedOptions, migrate, openWarehouse, type Warehouse } from '../index.ts';
import { migrations } from '../migrations/migrations.gen.ts';

const scratch = mkdtempSync(join(tmpdir(), 'grandcanal-embedded-'));
const open: Warehouse[] = [];
let folders = 0;

afterEach(async () => {
  for (const warehouse of open.splice(0)) await warehouse.close();
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** With the child's process id, which the port does not show. */
type Embedded = Warehouse & { pid(): Promise<number> };

async function start(options: EmbeddedOptions = {}): Promise<Embedded> {
  const warehouse = (await openWarehouse({ dir: join(scratch, `w${folders++}`) }, options)) as Embedded;
  open.push(warehouse);
  return warehouse;
}

function refunds(name: string, count: number, from = 0): string {
  const path = join(scratch, `${name}.ndjson`);
  const rows = Array.from({ length: count }, (_, i) => `{"refund_id":"r${from + i}","seq":${from + i}}`);
  writeFileSync(path, rows.join('\n'));
  return path;
}

const LONG = 'SELECT count() AS n FROM numbers(100000000000) WHERE sipHash64(number) = 3';
const count = async (warehouse: Warehouse) =>
  (await warehouse.query<{ n: number }>('SELECT count() AS n FROM refunds'))[0]!.n;

describe('embedded warehouse', () => {
  it('comes back after kill -9 in the middle of a query, with every loaded row', async () => {
    const warehouse = await start();
    expect(await warehouse.load('refunds', refunds('before', 50_000))).toBe(50_000);
    for (let round = 0; round < 2; round++) {
      const pid = await warehouse.pid();
      const pending = [
        warehouse.query(LONG),
        warehouse.exec(LONG),
        warehouse.query(LONG),
        warehouse.query(LONG),
      ];
      const settled = Promise.allSettled(pending);
      await sleep(200);
      process.kill(pid, 'SIGKILL');
      for (const result of await settled) {
        expect(result).toMatchObject({ status: 'rejected', reason: { code: 'warehouse_unavailable' } });
      }
      expect(await count(warehouse)).toBe(50_000);
      expect(await warehouse.pid()).not.toBe(pid);
    }
  });

  it('has all of a load or nothing after kill -9 at any moment of it', async () => {
    const warehouse = await start();
    const path = refunds('during', 400_000);
    let rows = 0;
    for (const wait of [30, 120, 250]) {
      const loading = warehouse.load('refunds', path).then(
        (n) => n,
        (error: { code?: string }) => error.code,
      );
      await sleep(wait);
      process.kill(await warehouse.pid(), 'SIGKILL');
      const result = await loading;
      const now = await count(warehouse);
      // Rejected: it may have happened just before the end. Answered: it has.
      expect(result === 400_000 || result === 'warehouse_unavailable').toBe(true);
      if (result === 400_000) expect(now).toBe(rows + 400_000);
      expect([rows, rows + 400_000]).toContain(now);
      rows = now;
    }
  });

  it('refuses a query that needs more memory than there is, and lives', async () => {
    const warehouse = await start({ memoryBytes: 400_000_000 });
    const pid = await warehouse.pid();
    await expect(
      warehouse.query('SELECT length(groupArray(number)) AS n FROM numbers(200000000)'),
    ).rejects.toMatchObject({
      code: 'warehouse_query_failed',
      message: expect.stringMatching(/MEMORY_LIMIT/),
    });
    // A GROUP BY that would need more goes through the disk.
    expect(
      await warehouse.query(
        'SELECT count() AS n, sum(c) AS c_sum FROM (SELECT number, count() AS c FROM numbers(8000000) GROUP BY number)',
      ),
    ).toEqual([{ n: 8_000_000, c_sum: 8_000_000 }]);
    expect(await warehouse.pid()).toBe(pid);
  });

  it('runs statements with parameters side by side, each with its own', async () => {
    const warehouse = await start();
    const ended: string[] = [];
    const slow = warehouse.query('SELECT sleep({s:Float64}) AS s', { s: 1.5 }).then(() => ended.push('slow'));
    await warehouse.query('SELECT {s:Float64} AS s', { s: 0 }).then(() => ended.push('quick'));
    await slow;
    expect(ended).toEqual(['quick', 'slow']);

    const texts = Array.from({ length: 400 }, (_, n) => `${n}\\'\n{text:String}`);
    const rows = await Promise.all(
      texts.map((text, n) =>
        warehouse.query('SELECT {text:String} AS text, {n:UInt32} AS n, {list:Array(String)} AS list', {
          text,
          n,
          list: [text],
        }),
      ),
    );
    expect(rows.flat()).toEqual(texts.map((text, n) => ({ text, n, list: [text] })));

    // Nothing of one statement is left for the next one on its session.
    for (let n = 0; n < 6; n++)
      await expect(warehouse.query('SELECT {text:String} AS text')).rejects.toMatchObject({
        code: 'warehouse_query_failed',
        message: expect.stringContaining('text'),
      });
  });

  it('brings old decisions into smaller granules, wherever a crash cuts it short', async () => {
    const step = migrations[4]!;
    const statements = statementsOf(step.text);
    const warehouse = await openWarehouse({ dir: join(scratch, 'granules') }, { migrate: false });
    open.push(warehouse);
    await migrate(warehouse, migrations.slice(0, 4));
    await warehouse.exec(`INSERT INTO decisions (decision_id, at, record)
      SELECT toString(number), toDateTime64('2026-01-01 00:00:00', 3, 'UTC'), repeat('x', number) FROM numbers(1000)`);
    const held = () =>
      warehouse.query(
        'SELECT uniqExact(decision_id) AS n, sum(length(record)) AS bytes FROM (SELECT * FROM decisions FINAL)',
      );
    const before = await held();
    for (let cut = 0; cut <= statements.length; cut++) {
      for (const statement of statements.slice(0, cut)) await warehouse.exec(statement);
      await warehouse.exec(
        'ALTER TABLE schema_migrations DELETE WHERE version = 5 SETTINGS mutations_sync = 2',
      );
      await warehouse.exec(
        `INSERT INTO schema_migrations (version, name, checksum, done) SELECT 5, 'cut', '', 0`,
      );
      await migrate(warehouse);
      expect([cut, await held()]).toEqual([cut, before]);
      const tables = await warehouse.query<{ name: string; engine_full: string }>(
        `SELECT name, engine_full FROM system.tables WHERE database = currentDatabase() AND name LIKE 'decisions%'`,
      );
      expect(tables).toEqual([
        { name: 'decisions', engine_full: expect.stringContaining('index_granularity_bytes = 262144') },
      ]);
    }
  });

  it('refuses a folder that another process has open', async () => {
    const dir = join(scratch, 'shared');
    open.push(await openWarehouse({ dir }));
    await expect(openWarehouse({ dir })).rejects.toMatchObject({ code: 'data_folder_in_use' });
  });

  it('lets what runs end before it closes, and answers nothing after', async () => {
    const warehouse = await start();
    const running = warehouse.query(
      'SELECT count() AS n FROM numbers(20000000) WHERE sipHash64(number) % 3 = 0',
    );
    await sleep(50);
    await warehouse.close();
    await expect(running).resolves.toHaveLength(1);
    await expect(warehouse.query('SELECT 1')).rejects.toMatchObject({ code: 'warehouse_unavailable' });
    await warehouse.close();
  });

  it('says engine_missing where chdb was not installed', () => {
    const root = fileURLToPath(new URL('../../..', import.meta.url));
    const home = join(scratch, 'without-chdb');
    mkdirSync(join(home, 'node_modules'), { recursive: true });
    for (const room of ['base', 'warehouse']) {
      cpSync(join(root, 'src', room), join(home, 'src', room), { recursive: true });
    }
    writeFileSync(join(home, 'package.json'), '{"type":"module"}');
    for (const name of readdirSync(join(root, 'node_modules'))) {
      if (!name.includes('chdb'))
        symlinkSync(join(root, 'node_modules', name), join(home, 'node_modules', name));
    }
    const script = `import { openWarehouse } from './src/warehouse/index.ts';
      openWarehouse({ dir: './data' }).catch((error) => console.log(error.code, error.remedy));`;
    writeFileSync(join(home, 'main.ts'), script);
    const { stdout } = spawnSync(process.execPath, ['--import', 'tsx', 'main.ts'], {
      cwd: home,
      encoding: 'utf8',
    });
    expect(stdout).toMatch(/^engine_missing .*CLICKHOUSE_URL/);
  });
});
