import { statfs } from 'node:fs/promises';
import { GcError } from '../base/index.ts';
import type { DoctorReport } from '../contracts/index.ts';
import type { Engine } from './face.ts';

type Check = DoctorReport['checks'][number];

const GIB = 1024 ** 3;
/** Below this much free space, warn; a tenth of it fails. */
const ROOM_BYTES = 5 * GIB;
const LOG_BYTES = 512 * 1024 ** 2;
/** A clock this far from the engines' is a reason to doubt future-dated rows. */
const CLOCK_MS = 5_000;

/** Looks at everything the instance stands on. Changes nothing. */
export async function examine(engine: Engine): Promise<DoctorReport> {
  const checks = [
    await versions(engine),
    await answering('warehouse', engine.warehouse.kind, () => warehouseVersion(engine)),
    await answering('ledger', engine.ledger.kind, async () => {
      await engine.ledger.query('SELECT 1');
      return engine.ledger.kind === 'embedded'
        ? { durability: 'not fsynced: use DATABASE_URL where money is at stake' }
        : {};
    }),
    await disk(engine),
    pendingLog(engine),
    snapshot(engine),
    await rejectedRows(engine),
    await unmatchedRefunds(engine),
    await secondsApart(engine),
  ];
  return { ok: checks.every((c) => c.state !== 'fail'), checks };
}

const check = (
  id: string,
  state: Check['state'],
  detail: string,
  values: Check['values'] = {},
  remedy: string | null = null,
): Check => ({ id, state, detail, remedy, values });

async function versions(engine: Engine): Promise<Check> {
  const major = Number(process.versions.node.split('.')[0]);
  return check(
    'versions',
    major >= 20 ? 'ok' : 'fail',
    `grandcanal ${engine.version}, Node ${process.versions.node}, ${process.platform} ${process.arch}`,
    { grandcanal: engine.version, node: process.versions.node, folder: engine.dataDir },
    major >= 20 ? null : 'Use Node 20.20 or later.',
  );
}

async function answering(id: string, kind: string, ask: () => Promise<Check['values']>): Promise<Check> {
  const started = Date.now();
  try {
    const values = await ask();
    return check(id, 'ok', `${kind}, answered`, { kind, answer_ms: Date.now() - started, ...values });
  } catch (error) {
    const coded = error instanceof GcError ? error : new GcError('internal', String(error));
    return check(id, 'fail', coded.message, { kind, code: coded.code }, coded.remedy);
  }
}

async function warehouseVersion(engine: Engine): Promise<Check['values']> {
  const [row] = await engine.warehouse.query<{ version: string }>('SELECT version() AS version');
  return { engine_version: row!.version };
}

async function disk(engine: Engine): Promise<Check> {
  const { bavail, bsize } = await statfs(engine.dataDir);
  const free = bavail * bsize;
  const state = free < ROOM_BYTES / 10 ? 'fail' : free < ROOM_BYTES ? 'warn' : 'ok';
  const remedy = state === 'ok' ? null : 'Free space, or move the data folder to a larger disk.';
  return check('disk', state, `${(free / GIB).toFixed(1)} GiB free`, { free_bytes: free }, remedy);
}

function pendingLog(engine: Engine): Check {
  const { committed_seq, loaded_seq, log_bytes, loader_error } = engine.ingest.position();
  const state = loader_error ? 'fail' : log_bytes > LOG_BYTES ? 'warn' : 'ok';
  const detail = loader_error ?? `${committed_seq - loaded_seq} facts wait to be loaded`;
  return check(
    'log',
    state,
    detail,
    { committed_seq, loaded_seq, log_bytes },
    state === 'ok' ? null : 'The loader retries by itself; see the warehouse check.',
  );
}

function snapshot({ snapshots }: Engine): Check {
  const { problem } = snapshots;
  const manifest = snapshots.current()?.manifest;
  const values = manifest
    ? { hash: manifest.hash, known_at: manifest.known_at, built_at: manifest.built_at }
    : {};
  if (problem)
    return check(
      'snapshot',
      manifest ? 'warn' : 'fail',
      manifest ? `${problem.detail} The last good one serves.` : problem.detail,
      { ...values, code: problem.code },
      'Build a new one: grandcanal snapshot build.',
    );
  return manifest
    ? check('snapshot', 'ok', `serves what was known at ${manifest.known_at}`, values)
    : check(
        'snapshot',
        'warn',
        'none yet',
        {},
        'It is built soon after facts arrive; or: grandcanal snapshot build.',
      );
}

async function rejectedRows(engine: Engine): Promise<Check> {
  return counted(
    'rejected',
    async () => {
      const [row] = await engine.ledger.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM rejected_rows WHERE status = 'open'`,
      );
      return row!.n;
    },
    (n) => `${n} rejected rows are open`,
    'See them with grandcanal rejected; mend and replay, or dismiss them.',
  );
}

/** Refunds whose order line never came: they count nowhere until it does. */
async function unmatchedRefunds(engine: Engine): Promise<Check> {
  return counted(
    'unmatched_refunds',
    async () => {
      const [row] = await engine.warehouse.query<{ n: number }>(
        'SELECT toUInt32(count()) AS n FROM refunds WHERE line_id NOT IN (SELECT line_id FROM order_lines)',
      );
      return row!.n;
    },
    (n) => `${n} refunds name a line that is not known`,
    'Send the order lines they belong to; the refunds then count.',
  );
}

async function counted(
  id: string,
  count: () => Promise<number>,
  words: (n: number) => string,
  remedy: string,
): Promise<Check> {
  try {
    const n = await count();
    return check(id, n === 0 ? 'ok' : 'warn', words(n), { count: n }, n === 0 ? null : remedy);
  } catch (error) {
    return check(id, 'fail', error instanceof Error ? error.message : String(error));
  }
}

async function secondsApart(engine: Engine): Promise<Check> {
  try {
    const before = Date.now();
    const [row] = await engine.ledger.query<{ ms: number | string }>(
      'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS ms',
    );
    const apart = Math.abs(Number(row!.ms) - (before + Date.now()) / 2);
    const state = apart > CLOCK_MS ? 'warn' : 'ok';
    return check(
      'clock',
      state,
      `${Math.round(apart)} ms apart from the ledger`,
      { apart_ms: Math.round(apart) },
      state === 'ok' ? null : 'Synchronise the clocks (NTP).',
    );
  } catch (error) {
    return check('clock', 'fail', error instanceof Error ? error.message : String(error));
  }
}
