import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import pgUtils from 'pg/lib/utils.js';
import { GcError } from '../base/index.ts';
import { bigintOf, OID } from './values.ts';

/** How long a caller waits for the one connection before something must be wrong. */
const ACQUIRE_TIMEOUT_MS = 60_000;

/**
 * PGlite in the shape of a pg pool with one connection: who holds the client has the database alone,
 * so transactions never interleave. Parameters are written and results read as pg does.
 * PGlite does not fsync, and nothing stops a second process: the data folder's lock does.
 * @throws engine_missing, ledger_unavailable
 */
export async function openEmbeddedPool(dir: string): Promise<PostgresPool> {
  const path = resolve(dir);
  mkdirSync(path, { recursive: true });
  try {
    const engine = await PGlite.create({
      dataDir: path,
      parsers: {
        [OID.int8]: bigintOf,
        [OID.date]: (text: string) => text,
        [OID.bytea]: (text: string) => Buffer.from(text.slice(2), 'hex'),
      },
      // prepareValue has made text of everything but bytes.
      serializers: { [OID.bool]: (value: unknown) => String(value) },
    });
    return new EmbeddedPool(engine);
  } catch (cause) {
    throw new GcError('ledger_unavailable', `The ledger in ${path} cannot be opened: ${messageOf(cause)}`, {
      cause,
    });
  }
}

class EmbeddedPool implements PostgresPool {
  readonly #engine: PGlite;
  readonly #waiting: ((client: PostgresPoolClient) => void)[] = [];
  #held = false;

  constructor(engine: PGlite) {
    this.#engine = engine;
  }

  async connect(): Promise<PostgresPoolClient> {
    if (!this.#held) {
      this.#held = true;
      return this.#client();
    }
    return new Promise((resolve, reject) => {
      const take = (client: PostgresPoolClient) => {
        clearTimeout(timer);
        resolve(client);
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(take), 1);
        reject(
          new GcError(
            'ledger_unavailable',
            'The embedded ledger has one connection and it stayed busy. Inside a transaction, use its own ledger.',
          ),
        );
      }, ACQUIRE_TIMEOUT_MS);
      this.#waiting.push(take);
    });
  }

  async end(): Promise<void> {
    if (!this.#engine.closed) await this.#engine.close();
  }

  #client(): PostgresPoolClient {
    let released = false;
    return {
      query: (async (text: string, values?: readonly unknown[]) =>
        run(this.#engine, text, values)) as unknown as PostgresPoolClient['query'],
      release: () => {
        if (released) return;
        released = true;
        const next = this.#waiting.shift();
        if (next) next(this.#client());
        else this.#held = false;
      },
    };
  }
}

/** As in pg: without values the simple protocol, which takes several statements; the last one's result counts. */
async function run(
  engine: PGlite,
  text: string,
  values: readonly unknown[] | undefined,
): Promise<PostgresQueryResult<never>> {
  const result = values?.length
    ? await engine.query<never>(
        text,
        values.map((value) => pgUtils.prepareValue(value)),
      )
    : (await engine.exec(text)).at(-1);
  return {
    command: (result?.command ?? '') as 'SELECT',
    rowCount: result?.rowCount ?? 0,
    rows: (result?.rows ?? []) as never[],
  };
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
