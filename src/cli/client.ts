import { buildApi } from '../api/index.ts';
import { GcError } from '../base/index.ts';
import type { Problem } from '../contracts/index.ts';
import { openEngine, readLock } from '../engine/index.ts';
import { openExample } from './example.ts';

/** A refusal of the API, as the command prints it. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = 'Refused';
  }
}

/** A client of the API: over HTTP to a running server, or in process on an engine of its own. */
export interface Client {
  readonly where: 'server' | 'in process';
  get<T>(path: string, query?: Query): Promise<T>;
  /** The answer as it came, for CSV. */
  text(path: string, query?: Query): Promise<string>;
  send<T>(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T>;
  close(): Promise<void>;
}

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface ClientOptions {
  readonly dataDir: string;
  /** A server somewhere else, with the key to it. */
  readonly server?: string | undefined;
  readonly key?: string | undefined;
  readonly env: NodeJS.ProcessEnv;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}
type Ask = (method: string, path: string, body?: unknown) => Promise<Answer>;

/**
 * The way to the API: the server named by --server, else the one that LOCK names, else none: then the folder
 * is opened here and the same routes are called in process.
 * @throws data_folder_in_use where another process has the folder and does not listen (yet)
 */
export async function connect(options: ClientOptions): Promise<Client> {
  if (options.server) return clientOf('server', httpAsk(options.server, options.key), async () => {});
  const lock = readLock(options.dataDir);
  if (lock?.address) return clientOf('server', httpAsk(lock.address, lock.token), async () => {});
  const engine = await openEngine({
    dataDir: options.dataDir,
    clickhouseUrl: options.env.CLICKHOUSE_URL,
    databaseUrl: options.env.DATABASE_URL,
    snapshotsDir: options.env.GRANDCANAL_SNAPSHOTS,
    follows: options.env.GRANDCANAL_FOLLOW === '1',
    openExample,
  });
  try {
    const app = await buildApi(engine);
    const authorization = `Bearer ${engine.localToken}`;
    const ask: Ask = async (method, path, body) => {
      const answer = await app.inject({
        method: method as 'GET',
        url: path,
        headers: { authorization },
        ...(body === undefined ? {} : { payload: body as object }),
      });
      return { status: answer.statusCode, text: answer.body };
    };
    return clientOf('in process', ask, async () => {
      await app.close();
      await engine.close();
    });
  } catch (error) {
    await engine.close();
    throw error;
  }
}

function httpAsk(address: string, key: string | undefined): Ask {
  return async (method, path, body) => {
    let response: Response;
    try {
      response = await fetch(new URL(path, address), {
        method,
        headers: {
          ...(key ? { authorization: `Bearer ${key}` } : {}),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (cause) {
      throw new Unreachable(address, cause);
    }
    return { status: response.status, text: await response.text() };
  };
}

/** The server that should be there does not answer. */
export class Unreachable extends Error {
  constructor(
    readonly address: string,
    cause: unknown,
  ) {
    super(`${address} does not answer`, { cause });
  }
}

function clientOf(where: Client['where'], ask: Ask, close: () => Promise<void>): Client {
  const checked = async (method: string, path: string, body?: unknown) => {
    const { status, text } = await ask(method, path, body);
    if (status < 400) return text;
    throw new Refused(problemFrom(status, text));
  };
  return {
    where,
    close,
    text: (path, query) => checked('GET', withQuery(path, query)),
    async get<T>(path: string, query?: Query) {
      return JSON.parse(await checked('GET', withQuery(path, query))) as T;
    },
    async send<T>(method: string, path: string, body?: unknown) {
      const text = await checked(method, path, body);
      return (text === '' ? undefined : JSON.parse(text)) as T;
    },
  };
}

function problemFrom(status: number, text: string): Problem {
  try {
    const problem = JSON.parse(text) as Problem;
    if (typeof problem.code === 'string') return problem;
  } catch {}
  const coded = new GcError('internal', `The server answered ${status}.`);
  return { type: 'about:blank', title: coded.title, status, code: coded.code, detail: coded.message };
}

function withQuery(path: string, query: Query = {}): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value !== undefined) params.set(key, String(value));
  return params.size > 0 ? `${path}?${params}` : path;
}
