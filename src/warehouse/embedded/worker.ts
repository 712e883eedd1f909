import { createReadStream, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ClickHouseClient, createClient } from '@clickhouse/client';
import { GcError } from '../../base/index.ts';
import {
  columnsOf,
  command,
  type Failure,
  failureOf,
  identifier,
  insertInto,
  quote,
  SETTINGS,
  selectText,
  statementsOf,
  structureOf,
} from '../engine.ts';
import { LineCount } from '../lines.ts';
import type { BinaryColumn } from '../port.ts';
import { onItsSession } from './params.ts';
import type { Reply, Request, WorkerConfig } from './protocol.ts';

/**
 * The warehouse process: chDB, and nothing else. It lives apart so that a native crash or a query out
 * of memory takes neither serving nor ingest down. One chDB session runs one query at a time, so a few
 * sessions on the same folder are the lanes on which requests run side by side.
 */
const config = JSON.parse(process.argv[2] ?? '{}') as WorkerConfig;
const send = (reply: Reply) => process.connected && process.send?.(reply);

const idle: ClickHouseClient[] = [];
const waiting: ((lane: ClickHouseClient) => void)[] = [];
let sessions: { close(): unknown }[] = [];

async function withLane<T>(work: (lane: ClickHouseClient) => Promise<T>): Promise<T> {
  const lane = idle.pop() ?? (await new Promise<ClickHouseClient>((resolve) => waiting.push(resolve)));
  try {
    return await work(lane);
  } catch (error) {
    await drain(lane);
    throw error;
  } finally {
    const next = waiting.shift();
    if (next) next(lane);
    else idle.push(lane);
  }
}

/**
 * chDB 3.4 keeps what a query had printed before it failed and puts it in front of the session's next
 * result. Ask until the answer is clean; a session that never is ends the process, and a new one starts.
 */
async function drain(lane: ClickHouseClient): Promise<void> {
  for (let tries = 0; tries < 5; tries++) {
    const text = await selectText(lane, 'SELECT 1 AS clean', {}).catch(() => '');
    if (text.replace(/\s/g, '') === '[{"clean":1}]') return;
  }
  console.error('A session kept the output of a failed query.');
  die();
}

async function open(): Promise<void> {
  // Both come with the optional dependency: they must not be needed to read this file.
  const { Session } = await import('chdb').catch(missing);
  const { createChdbConnection } = await import('chdb/connection').catch(missing);
  mkdirSync(config.dir, { recursive: true });
  // The first session sets what belongs to the whole engine and cannot be SET later.
  const root = await retry(
    () =>
      new Session(config.dir, {
        connectionArgs: [`--config-file=${engineConfig()}`, '--async_load_databases=0'],
      }),
  );
  sessions = [root];
  const settings = {
    ...SETTINGS,
    max_threads: config.threads,
    engine_file_truncate_on_insert: 1,
    // Spill rather than fail: a big GROUP BY or ORDER BY goes through the folder's disk.
    max_bytes_before_external_group_by: Math.floor(config.memoryBytes / 3),
    max_bytes_before_external_sort: Math.floor(config.memoryBytes / 3),
  };
  for (let i = 0; i < config.lanes; i++) {
    const lane = createClient({
      connection: onItsSession(createChdbConnection({ path: config.dir })),
    } as never);
    for (const [name, value] of Object.entries(settings)) {
      await command(lane, `SET ${name} = ${typeof value === 'string' ? quote(value) : value}`);
    }
    sessions.push(lane);
    idle.push(lane);
  }
}

/** What belongs to the whole engine. Inserts are fsynced: ingest drops its log when a load has returned. */
function engineConfig(): string {
  const path = join(config.dir, 'grandcanal.xml');
  writeFileSync(
    path,
    `<clickhouse>
  <max_server_memory_usage>${config.memoryBytes}</max_server_memory_usage>
  <merge_tree>
    <fsync_after_insert>1</fsync_after_insert>
    <fsync_part_directory>1</fsync_part_directory>
  </merge_tree>
</clickhouse>
`,
  );
  return path;
}

function missing(cause: unknown): never {
  throw new GcError(
    'engine_missing',
    `The embedded warehouse (npm package chdb) cannot be loaded: ${cause}.`,
  );
}

/** SIGKILL, because an orderly exit waits for running queries; what was inserted is on disk. */
function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

/** The process before us may still be on its way out: wait for its lock a moment. */
async function retry<T>(attempt: () => T): Promise<T> {
  const until = Date.now() + 2_000;
  for (;;) {
    try {
      return attempt();
    } catch (error) {
      if (Date.now() > until) throw error;
      await sleep(250);
    }
  }
}

async function answer(request: Request): Promise<string | number | null> {
  switch (request.op) {
    case 'query':
      return withLane((lane) => selectText(lane, request.sql, request.params));
    case 'exec':
      return withLane(async (lane) => {
        for (const sql of statementsOf(request.sql)) await command(lane, sql, request.params);
        return null;
      });
    case 'load':
      return withLane((lane) => load(lane, request.table, request.path));
    case 'loadBinary':
      return withLane(async (lane) => {
        await insertFile(lane, request.table, request.path, 'RowBinary', request.columns);
        return null;
      });
    case 'loadLines':
      return withLane(async (lane) => {
        const { table, path, columns, select, params } = request;
        const lines = `file(${quote(path)}, 'LineAsString', 'line String')`;
        await command(lane, `${insertInto(table, columns)}\n${select}\nFROM ${lines}`, params);
        return null;
      });
    case 'export':
      return withLane(async (lane) => {
        const target = `INSERT INTO FUNCTION file(${quote(request.path)}, 'RowBinary')`;
        await command(lane, `${target}\n${request.sql}`, request.params);
        return null;
      });
    case 'close':
      // Let what runs end first: the engine aborts the process when a busy session is closed.
      for (let i = 0; i < config.lanes; i++) {
        if (idle.pop() === undefined) await new Promise<ClickHouseClient>((r) => waiting.push(r));
      }
      for (const session of sessions.reverse()) await session.close();
      return null;
  }
}

async function load(lane: ClickHouseClient, table: string, path: string): Promise<number> {
  const rows = await countLines(path);
  if (rows === 0) return 0;
  await insertFile(lane, table, path, 'JSONEachRow', await columnsOf(lane, table));
  return rows;
}

async function insertFile(
  lane: ClickHouseClient,
  table: string,
  path: string,
  format: 'JSONEachRow' | 'RowBinary',
  columns: readonly BinaryColumn[],
): Promise<void> {
  const { names, structure } = structureOf(columns);
  await command(
    lane,
    `INSERT INTO ${identifier(table)} (${names})
     SELECT ${names} FROM file(${quote(path)}, '${format}', ${quote(structure)})`,
  );
}

/** Rows of an NDJSON file. The engine itself does not say how many it read. */
async function countLines(path: string): Promise<number> {
  const count = new LineCount();
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) count.add(chunk as Buffer);
  return count.rows;
}

const sqlOf = (request: Request) => ('sql' in request ? request.sql : request.op);

process.on('message', (request: Request) => {
  answer(request).then(
    (value) => {
      send({ type: 'done', id: request.id, value });
      if (request.op === 'close') process.disconnect?.();
    },
    (error) => send({ type: 'error', id: request.id, failure: failureOf(error, sqlOf(request)) }),
  );
});
// Without a parent there is nobody to answer to.
process.on('disconnect', die);
// Ctrl-C reaches the whole process group; the parent decides when the warehouse goes.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});

open().then(
  () => send({ type: 'ready' }),
  (error: unknown) => {
    const failure: Failure =
      error instanceof GcError
        ? { code: error.code, detail: error.message }
        : { code: 'warehouse_unavailable', detail: error instanceof Error ? error.message : String(error) };
    send({ type: 'failed', failure });
    process.disconnect?.();
  },
);
