import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { GcError } from '../base/index.ts';
import {
  columnsOf,
  command,
  errorOf,
  failureOf,
  identifier,
  insertInto,
  SETTINGS,
  selectText,
  statementsOf,
} from './engine.ts';
import { LineCount } from './lines.ts';
import type { BinaryColumn, Params, Warehouse } from './port.ts';

const CHUNKS = { highWaterMark: 1 << 20 };
/** Failures are thrown; who catches them decides what to log. */
const SILENT = { level: ClickHouseLogLevel.OFF };

/** A ClickHouse server or cluster node, by HTTP. The database is created when it is not there. */
export async function openServer(url: string, database = 'grandcanal'): Promise<Warehouse> {
  const bootstrap = createClient({ url, log: SILENT });
  try {
    await attempt('CREATE DATABASE', () =>
      command(bootstrap, `CREATE DATABASE IF NOT EXISTS ${identifier(database)}`),
    );
  } finally {
    await bootstrap.close();
  }
  return new ServerWarehouse(
    createClient({
      url,
      database,
      request_timeout: 600_000,
      clickhouse_settings: SETTINGS,
      log: SILENT,
    }),
  );
}

class ServerWarehouse implements Warehouse {
  readonly kind = 'server';
  readonly #client: ClickHouseClient;
  #closed = false;

  constructor(client: ClickHouseClient) {
    this.#client = client;
  }

  query<Row>(sql: string, params: Params = {}): Promise<Row[]> {
    return this.#attempt(sql, async () => JSON.parse(await selectText(this.#client, sql, params)) as Row[]);
  }

  exec(sql: string, params: Params = {}): Promise<void> {
    return this.#attempt(sql, async () => {
      for (const statement of statementsOf(sql)) await command(this.#client, statement, params);
    });
  }

  load(table: string, ndjsonPath: string): Promise<number> {
    return this.#attempt(`load into ${table}`, async () => {
      const columns = await columnsOf(this.#client, table);
      const count = new LineCount();
      const lines = Readable.from(counted(ndjsonPath, count), { objectMode: false });
      await this.#insert(table, columns, 'JSONEachRow', lines);
      return count.rows;
    });
  }

  loadBinary(table: string, path: string, columns: readonly BinaryColumn[]): Promise<void> {
    return this.#attempt(`load into ${table}`, () =>
      this.#insert(table, columns, 'RowBinary', createReadStream(path, CHUNKS)),
    );
  }

  loadLines(
    table: string,
    path: string,
    columns: readonly string[],
    select: string,
    params: Params = {},
  ): Promise<void> {
    const query = `${insertInto(table, columns)}\n${select}\nFROM input('line String') FORMAT LineAsString`;
    return this.#attempt(`load into ${table}`, () =>
      this.#send(query, createReadStream(path, CHUNKS), params),
    );
  }

  #insert(table: string, columns: readonly BinaryColumn[], format: string, values: Readable): Promise<void> {
    const names = columns.map(([name]) => name);
    return this.#send(`${insertInto(table, names)} FORMAT ${format}`, values);
  }

  async #send(query: string, values: Readable, params: Params = {}): Promise<void> {
    // A file that cannot be read must fail the request, and must not be an event without a listener.
    const broken = new AbortController();
    let reason: unknown;
    values.on('error', (error) => {
      reason = error;
      broken.abort();
    });
    // Not client.insert: it wants a JSON stream parsed row by row, only to print it again.
    const request = this.#client.exec({
      query,
      query_params: { ...params },
      values,
      abort_signal: broken.signal,
    });
    const { stream } = await request.catch((error) => {
      throw reason ?? error;
    });
    stream.resume();
    await finished(stream);
  }

  exportBinary(sql: string, params: Params, path: string): Promise<void> {
    return this.#attempt(sql, async () => {
      const { stream } = await this.#client.exec({
        query: `${sql}\nFORMAT RowBinary`,
        query_params: { ...params },
        // An error in the middle of a stream would look like data: let the server finish first.
        clickhouse_settings: { wait_end_of_query: 1 },
      });
      await pipeline(stream, createWriteStream(path));
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#client.close();
  }

  #attempt<T>(sql: string, work: () => Promise<T>): Promise<T> {
    if (this.#closed)
      return Promise.reject(new GcError('warehouse_unavailable', 'The warehouse was closed.'));
    return attempt(sql, work);
  }
}

async function attempt<T>(sql: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw errorOf(failureOf(error, sql), error);
  }
}

/** Opens the file only when it is read: an error before would be an event that nobody hears. */
async function* counted(path: string, count: LineCount) {
  for await (const chunk of createReadStream(path, CHUNKS) as AsyncIterable<Buffer>) {
    count.add(chunk);
    yield chunk;
  }
}
