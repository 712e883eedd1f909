import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type ClickHouseClient, createClient } from '@clickhouse/client';
import {
  columnsOf,
  command,
  errorOf,
  failureOf,
  identifier,
  SETTINGS,
  selectText,
  statementsOf,
} from './engine.ts';
import { LineCount } from './lines.ts';
import type { Params, Warehouse } from './port.ts';

/** A ClickHouse server or cluster node, by HTTP. The database is created when it is not there. */
export async function openServer(url: string, database = 'grandcanal'): Promise<Warehouse> {
  const bootstrap = createClient({ url });
  try {
    await attempt('CREATE DATABASE', () =>
      command(bootstrap, `CREATE DATABASE IF NOT EXISTS ${identifier(database)}`),
    );
  } finally {
    await bootstrap.close();
  }
  return new ServerWarehouse(
    createClient({ url, database, request_timeout: 600_000, clickhouse_settings: SETTINGS }),
  );
}

class ServerWarehouse implements Warehouse {
  readonly kind = 'server';
  readonly #client: ClickHouseClient;

  constructor(client: ClickHouseClient) {
    this.#client = client;
  }

  query<Row>(sql: string, params: Params = {}): Promise<Row[]> {
    return attempt(sql, async () => JSON.parse(await selectText(this.#client, sql, params)) as Row[]);
  }

  exec(sql: string, params: Params = {}): Promise<void> {
    return attempt(sql, async () => {
      for (const statement of statementsOf(sql)) await command(this.#client, statement, params);
    });
  }

  load(table: string, ndjsonPath: string): Promise<number> {
    return attempt(`load into ${table}`, async () => {
      const columns = await columnsOf(this.#client, table);
      const count = new LineCount();
      const lines = Readable.from(counted(createReadStream(ndjsonPath, { highWaterMark: 1 << 20 }), count), {
        objectMode: false,
      });
      await this.#client.insert({
        table: identifier(table),
        columns: columns.map((c) => c.name) as [string, ...string[]],
        format: 'JSONEachRow',
        values: lines,
      });
      return count.rows;
    });
  }

  exportBinary(sql: string, params: Params, path: string): Promise<void> {
    return attempt(sql, async () => {
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
    await this.#client.close();
  }
}

async function attempt<T>(sql: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw errorOf(failureOf(error, sql), error);
  }
}

async function* counted(file: AsyncIterable<Buffer>, count: LineCount) {
  for await (const chunk of file) {
    count.add(chunk);
    yield chunk;
  }
}
