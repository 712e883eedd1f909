import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, GcError, ID_PREFIX } from '../../base/index.ts';
import type { Settings, SnapshotList, SnapshotView } from '../../contracts/index.ts';
import type { Ledger } from '../../ledger/index.ts';
import type { Snapshot } from '../../serve/index.ts';
import type { Warehouse } from '../../warehouse/index.ts';
import { buildSnapshot } from '../jobs/index.ts';
import type { EngineLogger } from '../logger.ts';
import { readSnapshot } from './file.ts';
import { type SnapshotRow, SnapshotStore } from './store.ts';

/** Files kept beside the one that serves. */
const KEPT = 5;

export interface SnapshotsOptions {
  readonly ledger: Ledger;
  readonly warehouse: Warehouse;
  readonly settings: () => Settings;
  readonly clock: Clock;
  readonly logger: EngineLogger;
  /** Folder of the files. */
  readonly dir: string;
  /** Other servers of the ledger use the folder too. */
  readonly shared?: boolean;
  /** Another server builds. */
  readonly follows?: boolean;
  readonly scratch: string;
  /** Highest sequence that the warehouse holds. */
  readonly knownAt: () => number;
  readonly signal: AbortSignal;
}

/** The snapshot that serves, and its versions: built, activated, rolled back, kept. */
export class Snapshots {
  readonly #options: SnapshotsOptions;
  readonly #store: SnapshotStore;
  #serving: { readonly id: string; readonly snapshot: Snapshot } | null = null;
  #problem: SnapshotList['problem'] = null;
  #building: SnapshotList['building'] = null;
  #queue: Promise<unknown> = Promise.resolve();
  /** Called after a swap, with what serves from now on. */
  onSwap: (snapshot: Snapshot) => unknown = () => {};

  private constructor(options: SnapshotsOptions) {
    this.#options = options;
    this.#store = new SnapshotStore(options.ledger);
  }

  /** Opens the activated snapshot; where it cannot be used, the last good one, and says so. Never fails for a bad file. */
  static async open(options: SnapshotsOptions): Promise<Snapshots> {
    mkdirSync(options.dir, { recursive: true, mode: 0o700 });
    // What a crash left half written; in a shared folder another server may be writing.
    if (!options.shared)
      for (const name of readdirSync(options.dir))
        if (name.endsWith('.part') || name.startsWith('draft-'))
          rmSync(join(options.dir, name), { force: true });
    const snapshots = new Snapshots(options);
    await snapshots.#openLastGood();
    return snapshots;
  }

  /** What serves now; null while there is none. */
  current(): Snapshot | null {
    return this.#serving?.snapshot ?? null;
  }

  /** A kept snapshot by its hash, for replays. @throws snapshot_invalid where it is no longer kept */
  byHash(hash: string): Promise<Snapshot> {
    if (this.#serving?.snapshot.manifest.hash === hash) return Promise.resolve(this.#serving.snapshot);
    return readSnapshot(this.#path(`${ID_PREFIX.snapshot}_${hash.slice(0, 24)}`));
  }

  /** True once the instance is told to stop: what is under way gives up. */
  get stopping(): boolean {
    return this.#options.signal.aborted;
  }

  /** True where the snapshot that was activated last could not be used and an older one serves. */
  get degraded(): boolean {
    return this.#problem?.code === 'snapshot_invalid';
  }

  get problem(): SnapshotList['problem'] {
    return this.#problem;
  }

  /**
   * Builds a snapshot of what is known now, one at a time, and serves from it unless told not to. Equal facts are the version
   * there is. @throws snapshot_absent where there are no facts yet; conflict where this server follows another; warehouse_query_failed, warehouse_unavailable
   */
  async build(actor: string, { activate = true } = {}): Promise<SnapshotView> {
    if (this.#options.follows)
      throw new GcError('conflict', 'This server follows another one (GRANDCANAL_FOLLOW): build it there.');
    const next = this.#queue.then(() => this.#build(actor, activate));
    this.#queue = next.catch(() => undefined);
    return next;
  }

  /** @param id of a version, or `previous` @throws not_found, snapshot_invalid: then what serves goes on serving */
  async activate(id: string, actor: string): Promise<SnapshotView> {
    const row = id === 'previous' ? await this.#previous() : await this.#store.find(id);
    if (!row) throw new GcError('not_found', `There is no snapshot ${id}; see grandcanal snapshot list.`);
    const snapshot = await readSnapshot(this.#path(row.snapshot_id));
    await this.#swap(row.snapshot_id, snapshot, actor);
    return this.#viewOf(row.snapshot_id);
  }

  /** Serves what another server of the ledger activated, where its file is here. Never fails for a bad file: what serves goes on. */
  follow(): Promise<void> {
    const next = this.#queue.then(async () => {
      const [row] = await this.#store.activated();
      if (!row || row.snapshot_id === this.#serving?.id || !existsSync(this.#path(row.snapshot_id))) return;
      try {
        const snapshot = await readSnapshot(this.#path(row.snapshot_id));
        await this.#serve(row.snapshot_id, snapshot);
      } catch (error) {
        this.#say('snapshot_invalid', (error as Error).message, row.snapshot_id);
      }
    });
    this.#queue = next.catch(() => undefined);
    return next;
  }

  async list(limit: number): Promise<SnapshotList> {
    const rows = await this.#store.list(limit);
    return {
      data: rows.map((row) => this.#view(row)),
      serving: this.#serving?.id ?? null,
      problem: this.#problem,
      building: this.#building,
    };
  }

  /** Waits for a build under way; the signal ends it. */
  async close(): Promise<void> {
    await this.#queue;
  }

  async #build(actor: string, activate: boolean): Promise<SnapshotView> {
    const { clock, dir, signal, logger } = this.#options;
    signal.throwIfAborted();
    const knownAt = this.#options.knownAt();
    if (knownAt === 0)
      throw new GcError('snapshot_absent', 'There are no facts yet to build a snapshot from.');
    const started = performance.now();
    const draft = join(dir, `draft-${randomUUID()}.gcs`);
    this.#building = { started_at: new Date(clock.now()).toISOString(), step: 'export' };
    try {
      const built = await buildSnapshot({
        warehouse: this.#options.warehouse,
        ledger: this.#options.ledger,
        settings: this.#options.settings(),
        knownAt,
        now: clock.now(),
        scratch: this.#options.scratch,
        path: draft,
        signal,
        say: (step) => {
          if (this.#building) this.#building = { ...this.#building, step };
        },
      });
      const id = `${ID_PREFIX.snapshot}_${built.hash.slice(0, 24)}`;
      await rename(draft, this.#path(id));
      const seconds = Math.round(performance.now() - started) / 1000;
      await this.#store.save(id, built, seconds, actor);
      if (activate && this.#serving?.id !== id)
        await this.#swap(id, await readSnapshot(this.#path(id)), actor);
      else if (activate) this.#problem = null;
      await this.#clearAway();
      logger.info({ snapshot: id, seconds, bytes: built.bytes }, 'a snapshot was built');
      return await this.#viewOf(id);
    } catch (error) {
      if (!signal.aborted && !this.degraded) this.#say('snapshot_build_failed', String(error), null);
      throw error;
    } finally {
      this.#building = null;
      await rm(draft, { force: true });
    }
  }

  /** Whole and at once: whoever asks next reads the new one, whoever is reading the old one ends with it. */
  async #swap(id: string, snapshot: Snapshot, actor: string): Promise<void> {
    if (this.#serving?.id !== id) await this.#store.activate(id, new Date(this.#options.clock.now()), actor);
    await this.#serve(id, snapshot);
  }

  async #serve(id: string, snapshot: Snapshot): Promise<void> {
    this.#serving = { id, snapshot };
    this.#problem = null;
    await this.onSwap(snapshot);
  }

  async #openLastGood(): Promise<void> {
    const rows = await this.#store.activated();
    for (const row of rows) {
      try {
        this.#serving = { id: row.snapshot_id, snapshot: await readSnapshot(this.#path(row.snapshot_id)) };
        return;
      } catch (error) {
        if (!this.#problem) this.#say('snapshot_invalid', (error as Error).message, row.snapshot_id);
      }
    }
  }

  async #previous(): Promise<SnapshotRow | null> {
    const rows = await this.#store.activated();
    return rows.find((row) => row.snapshot_id !== this.#serving?.id) ?? null;
  }

  async #clearAway(): Promise<void> {
    const rows = (await this.#store.list(1_000)).filter(
      (row) => row.kept && row.snapshot_id !== this.#serving?.id,
    );
    const erasedAt = await this.#store.lastErasure();
    // Beyond the newest few, and those that hold a person who was erased since.
    const old = rows.filter((row, i) => i >= KEPT || (erasedAt !== null && row.built_at < erasedAt));
    for (const row of old) {
      await rm(this.#path(row.snapshot_id), { force: true });
      await this.#store.drop(row.snapshot_id);
    }
  }

  #say(code: string, detail: string, snapshot_id: string | null): void {
    this.#problem = { code, detail, snapshot_id, at: new Date(this.#options.clock.now()).toISOString() };
    this.#options.logger.warn({ code, snapshot: snapshot_id }, detail);
  }

  #path(id: string): string {
    return join(this.#options.dir, `${id}.gcs`);
  }

  async #viewOf(id: string): Promise<SnapshotView> {
    return this.#view((await this.#store.find(id))!);
  }

  #view(row: SnapshotRow): SnapshotView {
    return {
      snapshot_id: row.snapshot_id,
      hash: row.hash,
      known_at: Number(row.known_at),
      day: new Date(row.day * 86_400_000).toISOString().slice(0, 10),
      built_at: row.built_at.toISOString(),
      built_by: row.built_by,
      seconds: row.seconds,
      bytes: Number(row.bytes),
      counts: row.counts,
      kept: row.kept,
      serving: row.snapshot_id === this.#serving?.id,
      activated_at: row.activated_at?.toISOString() ?? null,
    };
  }
}
