import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Session } from 'chdb';
import { quote } from './engine.ts';

/**
 * ClickHouse's HTTP interface, as far as the driver of servers uses it, over chDB in this process. For
 * tests: it runs the driver's requests, settings and bound parameters on the real engine. It is no
 * substitute for a server; CLICKHOUSE_URL adds one to the same tests.
 */
export async function serveHttp(dir: string): Promise<{ url: string; close(): Promise<void> }> {
  const root = new Session(dir);
  const server = createServer(async (request, response) => {
    try {
      const bytes = await answer(dir, request);
      response.end(bytes);
    } catch (error) {
      const { message, clickhouseCode } = error as { message: string; clickhouseCode?: number };
      response.writeHead(500, { 'X-ClickHouse-Exception-Code': String(clickhouseCode ?? 0) });
      response.end(
        /^Code: \d/.test(message) ? message : `Code: ${clickhouseCode ?? 0}. DB::Exception: ${message}`,
      );
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      root.close();
    },
  };
}

/** These belong to the HTTP server, not to the engine. */
const HTTP_ONLY = new Set(['query', 'database', 'query_id', 'wait_end_of_query', 'session_id']);

async function answer(dir: string, request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const { searchParams } = new URL(request.url ?? '/', 'http://local');
  const query = searchParams.get('query');
  const session = new Session(dir);
  try {
    const database = searchParams.get('database');
    if (database) await session.queryAsync(`USE \`${database}\``);
    for (const [name, value] of searchParams) {
      if (!HTTP_ONLY.has(name)) await session.queryAsync(`SET ${name} = ${quote(value)}`);
    }
    const binary = /^INSERT INTO (.*) FORMAT RowBinary$/.exec(query ?? '');
    if (binary) return await insertBinary(session, dir, binary[1]!, bytes);
    const lines = /^(INSERT INTO [\s\S]*)input\('line String'\) FORMAT LineAsString$/.exec(query ?? '');
    if (lines)
      return await fromFile(dir, bytes, async (path) => {
        await session.queryAsync(`${lines[1]} file(${quote(path)}, 'LineAsString', 'line String')`);
      });
    const body = bytes.toString('utf8');
    // Inline data would end at an empty line, which a server's body does not.
    const data = body.replace(/\n{2,}/g, '\n');
    if (query !== null && data.trim() === '') return Buffer.alloc(0);
    const result = await session.queryAsync(query === null ? body : `${query}\n${data}`);
    return result.bytes();
  } finally {
    session.close();
  }
}

/** chDB takes no such data behind a statement, but reads it from a file. */
async function fromFile(dir: string, data: Buffer, work: (path: string) => Promise<void>): Promise<Buffer> {
  const path = join(dir, `${randomUUID()}.bin`);
  writeFileSync(path, data);
  try {
    await work(path);
    return Buffer.alloc(0);
  } finally {
    rmSync(path, { force: true });
  }
}

/** @param target table and columns */
function insertBinary(session: Session, dir: string, target: string, data: Buffer): Promise<Buffer> {
  return fromFile(dir, data, async (path) => {
    const [, table, names] = /^(\S+) \((.*)\)$/.exec(target)!;
    const described = await session.queryAsync(`DESCRIBE (SELECT ${names} FROM ${table}) FORMAT JSONEachRow`);
    // The driver has asked for one array.
    const columns = JSON.parse(described.text()) as { name: string; type: string }[];
    const structure = columns.map(({ name, type }) => `${name} ${type}`).join(', ');
    await session.queryAsync(
      `INSERT INTO ${target} SELECT ${names} FROM file(${quote(path)}, 'RowBinary', ${quote(structure)})`,
    );
  });
}
