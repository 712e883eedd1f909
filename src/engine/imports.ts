import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { GcError } from '../base/index.ts';
import type { CreateImportBody, ImportJob, Settings } from '../contracts/index.ts';
import { type Importer, type Ingest, openImport, runImport } from '../ingest/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Audit, Imports, SettingsService } from './face.ts';
import type { EngineLogger } from './logger.ts';

/** Imports that may run side by side: each already keeps several chunks in flight. */
const MAX_RUNNING = 2;
/** How often progress is written to the ledger; in memory it is always up to date. */
const PERSIST_MS = 1_000;

interface Running {
  job: ImportJob;
  readonly stop: AbortController;
  ended: Promise<ImportJob>;
}

interface Row extends Omit<ImportJob, 'started_at' | 'ended_at'> {
  started_at: Date | string;
  ended_at: Date | string | null;
}

export interface ImportParts {
  readonly ledger: Ledger;
  readonly ingest: Ingest;
  readonly settings: SettingsService;
  readonly audit: Audit;
  readonly logger: EngineLogger;
  /** The generated marketplace that `path` names, for kind `example`. */
  readonly openExample: (now: number, path: string) => Promise<Importer>;
  /** True while no fact was ever accepted: only then may an import bring its own settings. */
  readonly isEmpty: () => Promise<boolean>;
  /** Called when an import ended and facts may have arrived. */
  readonly onEnd: () => void;
}

/** File imports as background jobs: progress in memory and in the ledger, cancel, and a clear end after a crash. */
export class ImportJobs implements Imports {
  readonly #parts: ImportParts;
  readonly #running = new Map<string, Running>();

  private constructor(parts: ImportParts) {
    this.#parts = parts;
  }

  /** Imports that a crash cut off are marked failed: nothing else could tell that they no longer run. */
  static async open(parts: ImportParts): Promise<ImportJobs> {
    await parts.ledger.query(
      `UPDATE imports SET state = 'failed', stage = 'failed', ended_at = now(), error = $1 WHERE state = 'running'`,
      [
        JSON.stringify({
          code: 'import_interrupted',
          detail:
            'The server stopped while the import ran. Start it again: accepted rows count as duplicates.',
        }),
      ],
    );
    return new ImportJobs(parts);
  }

  /** True while any import runs. */
  get running(): boolean {
    return this.#running.size > 0;
  }

  async start(body: CreateImportBody, actor: string): Promise<ImportJob> {
    if (this.#running.size >= MAX_RUNNING) {
      throw new GcError('conflict', `${MAX_RUNNING} imports run already: wait for one to end, or cancel it.`);
    }
    const path = body.kind === 'example' ? body.path : resolve(body.path);
    const importer =
      body.kind === 'example'
        ? await this.#parts.openExample(await this.#exampleDay(), path)
        : await openImport({
            kind: body.kind,
            path,
            ...(body.mapping === undefined ? {} : { mapping: body.mapping }),
            ...(body.source === undefined ? {} : { source: body.source }),
          });
    const dryRun = body.dry_run ?? false;
    if (!dryRun) await this.#adoptSettings(importer, actor);
    const job: ImportJob = {
      import_id: `imp_${randomUUID()}`,
      kind: body.kind,
      source: importer.source,
      path,
      dry_run: dryRun,
      state: 'running',
      stage: 'opening',
      rows_total: importer.rowsTotal,
      received: 0,
      accepted: 0,
      duplicate: 0,
      rejected: 0,
      rejected_by_code: {},
      error: null,
      started_at: new Date().toISOString(),
      ended_at: null,
    };
    await this.#insert(job);
    await this.#parts.audit.record(actor, 'import.start', job.import_id, null, {
      kind: job.kind,
      source: job.source,
      path,
      dry_run: dryRun,
    });
    const running: Running = { job, stop: new AbortController(), ended: Promise.resolve(job) };
    this.#running.set(job.import_id, running);
    running.ended = this.#run(running, importer);
    return { ...job };
  }

  async list(limit: number, after?: string): Promise<ImportJob[]> {
    const rows = await this.#parts.ledger.query<Row>(
      `SELECT * FROM imports
       WHERE $2::text IS NULL OR (started_at, import_id) < (SELECT started_at, import_id FROM imports WHERE import_id = $2)
       ORDER BY started_at DESC, import_id DESC LIMIT $1`,
      [limit, after ?? null],
    );
    return rows.map((row) => this.#running.get(row.import_id)?.job ?? jobOf(row));
  }

  async get(importId: string): Promise<ImportJob> {
    const running = this.#running.get(importId);
    if (running) return { ...running.job };
    const [row] = await this.#parts.ledger.query<Row>('SELECT * FROM imports WHERE import_id = $1', [
      importId,
    ]);
    if (!row) throw new GcError('not_found', `There is no import ${importId}.`);
    return jobOf(row);
  }

  async cancel(importId: string, actor: string): Promise<ImportJob> {
    const running = this.#running.get(importId);
    if (!running) {
      const job = await this.get(importId);
      throw new GcError('conflict', `The import is ${job.state}, not running.`);
    }
    running.stop.abort();
    await this.#parts.audit.record(actor, 'import.cancel', importId, null, null);
    return running.ended;
  }

  async ended(importId: string): Promise<ImportJob> {
    return (await this.#running.get(importId)?.ended) ?? this.get(importId);
  }

  /** Stops what runs, between two chunks; what was accepted stays. */
  async close(): Promise<void> {
    for (const { stop } of this.#running.values()) stop.abort();
    await Promise.all([...this.#running.values()].map((running) => running.ended));
  }

  async #run(running: Running, importer: Importer): Promise<ImportJob> {
    let written = Date.now();
    let writing: Promise<void> = Promise.resolve();
    try {
      const summary = await runImport(importer, {
        importId: running.job.import_id,
        path: running.job.path,
        ingest: this.#parts.ingest,
        dryRun: running.job.dry_run,
        signal: running.stop.signal,
        onProgress: (state) => {
          // The job's end is only told once it is also written.
          running.job = { ...running.job, ...countsOf(state), stage: state.stage };
          if (Date.now() - written < PERSIST_MS) return;
          written = Date.now();
          writing = writing.then(() => this.#update(running.job)).catch(() => {});
        },
      });
      running.job = {
        ...running.job,
        ...countsOf(summary),
        stage: summary.stage,
        state: summary.state,
        error: summary.error,
        ended_at: summary.ended_at,
      };
    } catch (error) {
      const { code, message } = error instanceof GcError ? error : new GcError('internal', String(error));
      running.job = { ...running.job, state: 'failed', stage: 'failed', error: { code, detail: message } };
    }
    running.job.ended_at ??= new Date().toISOString();
    await writing;
    try {
      await this.#update(running.job);
    } catch (error) {
      this.#parts.logger.error(
        { err: error, import_id: running.job.import_id },
        'the end of an import was not written',
      );
    }
    this.#running.delete(running.job.import_id);
    this.#parts.onEnd();
    return running.job;
  }

  /** An empty marketplace takes over the currency, zone and name that fit its first data. */
  async #adoptSettings(importer: Importer, actor: string): Promise<void> {
    if (!(await this.#parts.isEmpty())) return;
    const suggested = Object.fromEntries(
      Object.entries(importer.suggested).filter(([, value]) => value !== undefined),
    ) as Partial<Settings>;
    await this.#parts.settings.patch({ simulated: false, ...suggested }, actor);
  }

  /** The example's now: of its first import, so that one that was cut off is completed, not contradicted. */
  async #exampleDay(): Promise<number> {
    const [row] = await this.#parts.ledger.query<{ at: Date | string | null }>(
      `SELECT min(started_at) AS at FROM imports WHERE kind = 'example' AND NOT dry_run`,
    );
    return row?.at ? new Date(row.at).getTime() : Date.now();
  }

  async #insert(job: ImportJob): Promise<void> {
    await this.#parts.ledger.query(
      `INSERT INTO imports (import_id, kind, source, path, dry_run, state, stage, rows_total, started_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        job.import_id,
        job.kind,
        job.source,
        job.path,
        job.dry_run,
        job.state,
        job.stage,
        job.rows_total,
        job.started_at,
      ],
    );
  }

  async #update(job: ImportJob): Promise<void> {
    await this.#parts.ledger.query(
      `UPDATE imports SET state = $2, stage = $3, rows_total = $4, received = $5, accepted = $6, duplicate = $7,
       rejected = $8, rejected_by_code = $9, error = $10, ended_at = $11 WHERE import_id = $1`,
      [
        job.import_id,
        job.state,
        job.stage,
        job.rows_total,
        job.received,
        job.accepted,
        job.duplicate,
        job.rejected,
        JSON.stringify(job.rejected_by_code),
        job.error && JSON.stringify(job.error),
        job.ended_at,
      ],
    );
  }
}

const countsOf = (state: ImportJob) => ({
  rows_total: state.rows_total,
  received: state.received,
  accepted: state.accepted,
  duplicate: state.duplicate,
  rejected: state.rejected,
  rejected_by_code: { ...state.rejected_by_code },
});

const jobOf = (row: Row): ImportJob => ({
  ...row,
  rows_total: row.rows_total === null ? null : Number(row.rows_total),
  received: Number(row.received),
  accepted: Number(row.accepted),
  duplicate: Number(row.duplicate),
  rejected: Number(row.rejected),
  started_at: new Date(row.started_at).toISOString(),
  ended_at: row.ended_at && new Date(row.ended_at).toISOString(),
});
