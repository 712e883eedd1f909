import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { availableParallelism, constants, setPriority, totalmem } from 'node:os';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { GcError } from '../../base/index.ts';
import { errorOf } from '../engine.ts';
import type { BinaryColumn, Params, Warehouse } from '../port.ts';
import type { Reply, Request, WorkerConfig } from './protocol.ts';

export interface EmbeddedOptions {
  /** Threads a query may use. Default: all cores but one, at least one. */
  threads?: number;
  /** Memory that all queries together may use. Default: half of what the machine or its cgroup has. */
  memoryBytes?: number;
  /** Queries that run side by side; more wait their turn. Default 3. */
  lanes?: number;
}

type Work = Request extends infer R ? (R extends { id: number } ? Omit<R, 'id'> : never) : never;
interface Pending {
  resolve(value: string | number | null): void;
  reject(error: unknown): void;
}

const FIRST_BACKOFF_MS = 100;
const LAST_BACKOFF_MS = 10_000;
/** How long running queries may hold up closing. */
const CLOSE_TIMEOUT_MS = 10_000;

/**
 * chDB in a child process on `dir`. The child that dies is started again; what was under way is
 * rejected with warehouse_unavailable, later calls wait for the new child.
 * @throws data_folder_in_use, engine_missing, warehouse_unavailable
 */
export async function openEmbedded(dir: string, options: EmbeddedOptions = {}): Promise<Warehouse> {
  const memory = process.constrainedMemory?.() || totalmem();
  const warehouse = new EmbeddedWarehouse({
    dir: resolve(dir),
    threads: options.threads ?? Math.max(1, availableParallelism() - 1),
    memoryBytes: options.memoryBytes ?? Math.floor(Math.min(memory, totalmem()) / 2),
    lanes: options.lanes ?? 3,
  });
  await warehouse.ready();
  return warehouse;
}

class EmbeddedWarehouse implements Warehouse {
  readonly kind = 'embedded';
  readonly #config: WorkerConfig;
  readonly #pending = new Map<number, Pending>();
  #child: Promise<ChildProcess>;
  #nextId = 1;
  #backoff = FIRST_BACKOFF_MS;
  #closing: Promise<void> | undefined;

  constructor(config: WorkerConfig) {
    this.#config = config;
    this.#child = this.#start();
  }

  /** Process id of the child, for those who watch or test it. */
  async pid(): Promise<number> {
    return (await this.#child).pid!;
  }

  async ready(): Promise<void> {
    try {
      await this.#child;
    } catch (error) {
      this.#closing = Promise.resolve();
      throw error;
    }
  }

  async query<Row>(sql: string, params: Params = {}): Promise<Row[]> {
    return JSON.parse((await this.#call({ op: 'query', sql, params })) as string) as Row[];
  }

  async exec(sql: string, params: Params = {}): Promise<void> {
    await this.#call({ op: 'exec', sql, params });
  }

  async load(table: string, ndjsonPath: string): Promise<number> {
    return (await this.#call({ op: 'load', table, path: resolve(ndjsonPath) })) as number;
  }

  async loadBinary(table: string, path: string, columns: readonly BinaryColumn[]): Promise<void> {
    await this.#call({ op: 'loadBinary', table, path: resolve(path), columns });
  }

  async loadLines(
    table: string,
    path: string,
    columns: readonly string[],
    select: string,
    params: Params = {},
  ): Promise<void> {
    await this.#call({ op: 'loadLines', table, path: resolve(path), columns, select, params });
  }

  async exportBinary(sql: string, params: Params, path: string): Promise<void> {
    await this.#call({ op: 'export', sql, params, path: resolve(path) });
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const child = await this.#child.catch(() => undefined);
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise<void>((done) => child.once('exit', () => done()));
    child.send({ id: this.#nextId++, op: 'close' } satisfies Request);
    const late = setTimeout(() => child.kill('SIGKILL'), CLOSE_TIMEOUT_MS);
    await exited;
    clearTimeout(late);
  }

  async #call(work: Work): Promise<string | number | null> {
    if (this.#closing) throw new GcError('warehouse_unavailable', 'The warehouse was closed.');
    const child = await this.#child;
    return new Promise((resolve, reject) => {
      const id = this.#nextId++;
      this.#pending.set(id, { resolve, reject });
      child.send({ ...work, id }, (error) => {
        if (error && this.#pending.delete(id)) reject(died(error.message));
      });
    });
  }

  /** Starts a child; resolves once it has opened the folder. */
  #start(): Promise<ChildProcess> {
    const child = fork(...command(this.#config));
    putBelow(child);
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-4000);
    });
    const started = new Promise<ChildProcess>((resolve, reject) => {
      child.on('message', (reply: Reply) => {
        if (reply.type === 'ready') {
          this.#backoff = FIRST_BACKOFF_MS;
          resolve(child);
        } else if (reply.type === 'failed') {
          reject(refusal(reply, stderr, this.#config.dir));
        } else {
          const pending = this.#pending.get(reply.id);
          this.#pending.delete(reply.id);
          if (reply.type === 'done') pending?.resolve(reply.value);
          else pending?.reject(errorOf(reply.failure));
        }
      });
      child.on('error', (error) => reject(died(error.message)));
      child.on('exit', (code, signal) => {
        const error = died(signal ?? `exit ${code}`, stderr);
        reject(error);
        this.#onExit(error);
      });
    });
    started.catch(() => {});
    return started;
  }

  #onExit(error: GcError): void {
    for (const pending of this.#pending.values()) pending.reject(error);
    this.#pending.clear();
    if (this.#closing) return;
    const wait = this.#backoff;
    this.#backoff = Math.min(wait * 2, LAST_BACKOFF_MS);
    this.#child = sleep(wait).then(() => {
      if (this.#closing) throw new GcError('warehouse_unavailable', 'The warehouse was closed.');
      return this.#start();
    });
    this.#child.catch(() => {});
  }
}

/** Where both want the processor, people are answered before tables are counted. */
function putBelow({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // A system that knows no priorities does without.
  }
}

/** From source the child needs tsx; in the package it is a file beside the bundle. */
function command(config: WorkerConfig): Parameters<typeof fork> {
  const source = import.meta.url.endsWith('.ts');
  const file = fileURLToPath(new URL(source ? './worker.ts' : './warehouse-worker.js', import.meta.url));
  const tsx = () => pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  return [
    file,
    [JSON.stringify(config)],
    {
      execArgv: source ? ['--import', tsx()] : [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    },
  ];
}

function refusal(reply: Extract<Reply, { type: 'failed' }>, stderr: string, dir: string): GcError {
  if (/Cannot lock file|already running/.test(stderr)) {
    return new GcError('data_folder_in_use', `Another process has the warehouse in ${dir} open.`);
  }
  return errorOf({ ...reply.failure, detail: `${reply.failure.detail} ${stderr}`.trim() });
}

function died(how: string, stderr = ''): GcError {
  const last = stderr.trim().split('\n').at(-1);
  return new GcError(
    'warehouse_unavailable',
    `The warehouse process ended (${how})${last ? `: ${last}` : ''}. It is started again.`,
  );
}
