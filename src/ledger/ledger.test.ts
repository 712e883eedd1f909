import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postgresPrograms, startPostgres, type ThrowAwayPostgres } from '../../scripts/postgres.ts';
import {
  audit,
  changeSettings,
  type Ledger,
  type LedgerAddress,
  migrate,
  openLedger,
  pseudonymKey,
  readSettings,
} from './index.ts';
import { migrations } from './migrations/migrations.gen.ts';

/** One contract, on every engine behind the port. */
const engines: { name: string; start(): Promise<{ address: LedgerAddress; stop(): Promise<void> }> }[] = [
  {
    name: 'PGlite',
    async start() {
      const dir = mkdtempSync(join(tmpdir(), 'grandcanal-ledger-'));
      return { address: { dir }, stop: async () => rmSync(dir, { recursive: true, force: true }) };
    },
  },
];
if (process.env.DATABASE_URL) {
  // A schema of its own, so that a database in use keeps what it has.
  const url = new URL(process.env.DATABASE_URL);
  const schema = `grandcanal_test_${process.pid}`;
  url.searchParams.set('options', `-c search_path=${schema}`);
  engines.push({
    name: 'PostgreSQL of DATABASE_URL',
    async start() {
      const admin = await openLedger({ url: process.env.DATABASE_URL! }, { migrate: false });
      await admin.query(`CREATE SCHEMA ${schema}`);
      return {
        address: { url: url.href },
        async stop() {
          await admin.query(`DROP SCHEMA ${schema} CASCADE`);
          await admin.close();
        },
      };
    },
  });
} else if (postgresPrograms()) {
  engines.push({
    name: 'PostgreSQL',
    async start() {
      const server = (await startPostgres()) as ThrowAwayPostgres;
      return { address: { url: server.url }, stop: () => server.stop() };
    },
  });
} else {
  console.log('skipped: the ledger on a real PostgreSQL (not installed, and DATABASE_URL is not set)');
}

describe.each(engines)('ledger on $name', ({ start }) => {
  let address: LedgerAddress;
  let stop: () => Promise<void>;
  let ledger: Ledger;

  beforeAll(async () => {
    ({ address, stop } = await start());
    ledger = await openLedger(address);
    await ledger.query('CREATE TABLE things (id integer PRIMARY KEY, n bigint NOT NULL)');
  });
  afterAll(async () => {
    await ledger?.close();
    await stop?.();
  });

  it('reads and writes every type the same way', async () => {
    const [row] = await ledger.query(
      `SELECT $1::bigint AS safe, 9223372036854775807::bigint AS unsafe, $2::numeric AS exact, $3::boolean AS yes,
         $4::timestamptz AS at, $5::date AS day, $6::text[] AS texts, $7::jsonb AS doc, $8::json AS raw,
         $9::bytea AS bytes, NULL::text AS nothing, $10::double precision AS float, $11::text AS text, $12::int[] AS ints`,
      [
        Number.MAX_SAFE_INTEGER,
        '1.10',
        true,
        new Date('2024-02-29T23:59:59.123Z'),
        '2024-02-29',
        ['a,b', '"q"', '中文', ''],
        JSON.stringify([{ a: null }]),
        JSON.stringify('nul \u0000 in json'),
        Buffer.from([0, 255]),
        0.1,
        "it's; -- $1 {x}",
        [1, 2],
      ],
    );
    expect(row).toEqual({
      safe: Number.MAX_SAFE_INTEGER,
      unsafe: '9223372036854775807',
      exact: '1.10',
      yes: true,
      at: new Date('2024-02-29T23:59:59.123Z'),
      day: '2024-02-29',
      texts: ['a,b', '"q"', '中文', ''],
      doc: [{ a: null }],
      raw: 'nul \u0000 in json',
      bytes: Buffer.from([0, 255]),
      nothing: null,
      float: 0.1,
      text: "it's; -- $1 {x}",
      ints: [1, 2],
    });
  });

  it('gives Kysely typed queries with counts of affected rows', async () => {
    await ledger.db
      .insertInto('erasures')
      .values([
        { account_id: 'a', requested_by: 'x' },
        { account_id: 'b', requested_by: 'x' },
      ])
      .execute();
    const updated = await ledger.db
      .updateTable('erasures')
      .set({ finished_at: new Date() })
      .executeTakeFirst();
    expect(updated.numUpdatedRows).toBe(2n);
    const rows = await ledger.db.selectFrom('erasures').select(['account_id', 'finished_at']).execute();
    expect(rows.map((r) => [r.account_id, r.finished_at instanceof Date])).toEqual([
      ['a', true],
      ['b', true],
    ]);
    const deleted = await ledger.db.deleteFrom('erasures').returning('account_id').execute();
    expect(deleted).toHaveLength(2);
  });

  it('rolls a transaction back when its work throws, and works on', async () => {
    const failed = ledger.transaction(async (tx) => {
      await tx.query('INSERT INTO things VALUES (1, 1)');
      await tx.transaction((inner) => inner.query('INSERT INTO things VALUES (2, 2)'));
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    const broken = ledger.transaction(async (tx) => {
      await tx.query('INSERT INTO things VALUES (3, 3)');
      await tx.query('SELECT nonsense');
    });
    await expect(broken).rejects.toMatchObject({ code: '42703' });
    expect(await ledger.query('SELECT * FROM things')).toEqual([]);
  });

  it('never interleaves transactions: concurrent read-then-write loses nothing', async () => {
    await ledger.query('INSERT INTO things VALUES (10, 0)');
    await Promise.all(
      Array.from({ length: 8 }, () =>
        ledger.transaction(async (tx) => {
          const [row] = await tx.query<{ n: number }>('SELECT n FROM things WHERE id = 10');
          await sleep(5);
          await tx.query('UPDATE things SET n = $1 WHERE id = 10', [row!.n + 1]);
        }),
      ),
    );
    expect(await ledger.query('SELECT n FROM things WHERE id = 10')).toEqual([{ n: 8 }]);
  });

  it('shows nothing of an open transaction to others', async () => {
    const seen: unknown[] = [];
    await ledger.transaction(async (tx) => {
      await tx.query('INSERT INTO things VALUES (20, 20)');
      const outside = ledger
        .query('SELECT 1 FROM things WHERE id = 20')
        .then((rows) => seen.push(rows.length));
      if (ledger.kind === 'server') await outside;
      await tx.query('DELETE FROM things WHERE id = 20');
    });
    await ledger.query('SELECT 1');
    expect(seen).toEqual([0]);
  });

  it('versions settings, refuses wrong ones by field, and audits the change', async () => {
    expect(await readSettings(ledger)).toMatchObject({ currency: 'CNY', maturity_days: 45 });
    await changeSettings(ledger, 'usr_1', { currency: 'EUR' });
    await expect(changeSettings(ledger, 'usr_1', { currency: 'euro' })).rejects.toMatchObject({
      code: 'validation_failed',
      causes: [{ pointer: '/currency' }],
    });
    expect(await readSettings(ledger)).toMatchObject({ currency: 'EUR', maturity_days: 45 });
    const trail = await ledger.db.selectFrom('audit').selectAll().execute();
    expect(trail).toMatchObject([
      { actor: 'usr_1', action: 'settings.change', before: { currency: 'CNY' }, after: { currency: 'EUR' } },
    ]);
  });

  it('keeps the audit trail append-only', async () => {
    await audit(ledger, { actor: 'system', action: 'test', subject: 's', after: ['x'] });
    for (const sql of ['UPDATE audit SET actor = $1', 'DELETE FROM audit WHERE actor <> $1']) {
      await expect(ledger.query(sql, ['y'])).rejects.toThrow(/append-only/);
    }
    await expect(ledger.query('TRUNCATE audit')).rejects.toThrow(/append-only/);
  });

  it('makes one pseudonym key, also when asked at once', async () => {
    const keys = await Promise.all([pseudonymKey(ledger), pseudonymKey(ledger)]);
    expect(keys[0]).toHaveLength(32);
    expect(Buffer.from(keys[0]!).equals(keys[1]!)).toBe(true);
  });

  it('migrates once: a second run does nothing, an edited step is refused, a new one is added', async () => {
    const applied = () =>
      ledger.query('SELECT version, checksum, applied_at FROM schema_migrations ORDER BY 1');
    const before = await applied();
    await migrate(ledger);
    expect(await applied()).toEqual(before);

    const edited = migrations.map((m) => (m.version === 1 ? { ...m, text: `${m.text} SELECT 1;` } : m));
    await expect(migrate(ledger, edited)).rejects.toMatchObject({ code: 'config_invalid' });

    const next = {
      version: migrations.length + 1,
      name: 'next',
      text: 'CREATE TABLE later (id int); SELECT no;',
    };
    await expect(migrate(ledger, [...migrations, next])).rejects.toMatchObject({ code: '42703' });
    expect(await applied()).toEqual(before);
    await migrate(ledger, [...migrations, { ...next, text: 'CREATE TABLE later (id int); SELECT 1;' }]);
    expect(await ledger.query('SELECT * FROM later')).toEqual([]);
  });

  it('refuses a schema newer than this code, and keeps what it held over closing', async () => {
    await ledger.close();
    await expect(ledger.query('SELECT 1')).rejects.toThrow();
    await expect(openLedger(address)).rejects.toMatchObject({ code: 'data_folder_newer' });
    ledger = await openLedger(address, { migrate: false });
    expect(await readSettings(ledger)).toMatchObject({ currency: 'EUR' });
  });
});

describe('ledger that is not there', () => {
  it('answers ledger_unavailable', async () => {
    await expect(openLedger({ url: 'postgresql://127.0.0.1:1/none' })).rejects.toMatchObject({
      code: 'ledger_unavailable',
    });
  });
});
