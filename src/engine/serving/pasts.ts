import { setImmediate } from 'node:timers/promises';
import { GcError } from '../../base/index.ts';
import type { Decision } from '../../contracts/index.ts';
import type { Ingest } from '../../ingest/index.ts';
import { openingPast, type Past, patchedPast, type Snapshot, withPatch } from '../../serve/index.ts';
import type { Warehouse } from '../../warehouse/index.ts';
import type { Snapshots } from '../snapshots/index.ts';
import { VERSION } from '../version.ts';
import { readCatalogue } from './catalogue.ts';

export interface PastsOptions {
  readonly warehouse: Warehouse;
  readonly ingest: Ingest;
  readonly snapshots: Snapshots;
}

/** What decisions were made on: the snapshot, and what lay over it. One beside what serves is kept. */
export class Pasts {
  readonly #o: PastsOptions;
  #older: Past | null = null;

  constructor(options: PastsOptions) {
    this.#o = options;
  }

  /** What served before: the next questions are likely about it. */
  keep(past: Past | null): void {
    this.#older = past;
  }

  /** @param serving what serves now @throws decision_expired */
  async of({ snapshot_hash, patch, build }: Decision, serving: Past | null): Promise<Past> {
    const at = (past: Past | null) => past?.snapshot.manifest.hash === snapshot_hash;
    const same = (own: Snapshot['patch']) =>
      own?.hash === patch?.hash && own?.known_at === patch?.known_at && own?.at === patch?.at;
    for (const past of [serving, this.#older]) if (past && at(past) && same(past.snapshot.patch)) return past;
    const near = [serving, this.#older].find(at);
    const base = baseOf(near?.snapshot) ?? (await this.#kept(snapshot_hash));
    const snapshot = patch ? await this.#patchedWith(base, patch, build) : base;
    this.#older = near ? patchedPast(near, snapshot) : await opened(snapshot);
    return this.#older;
  }

  /** What lay over it, made again from the facts. */
  async #patchedWith(
    base: Snapshot,
    patch: NonNullable<Decision['patch']>,
    build: string,
  ): Promise<Snapshot> {
    const { ingest, warehouse } = this.#o;
    if (ingest.position().loaded_seq < patch.known_at) await ingest.flush();
    const rows = await readCatalogue(warehouse, base.manifest.known_at, patch.known_at);
    const patched = withPatch(base, rows, patch.at);
    if (patched.patch?.hash !== patch.hash)
      throw new GcError(
        'decision_expired',
        `What lay over the snapshot cannot be made again as it was: its facts have changed since, or the build that decided (${build}) wrote it otherwise than this one (${VERSION}).`,
      );
    return patched;
  }

  async #kept(hash: string): Promise<Snapshot> {
    try {
      return await this.#o.snapshots.byHash(hash);
    } catch (cause) {
      throw new GcError('decision_expired', 'The snapshot that the decision was made on is no longer kept.', {
        cause,
      });
    }
  }
}

/** A snapshot made ready while requests are answered. @throws schema_mismatch where a model of it is malformed */
export async function opened(snapshot: Snapshot): Promise<Past> {
  const opening = openingPast(snapshot);
  for (;;) {
    const { done, value } = opening.next();
    if (done) return value;
    await setImmediate();
  }
}

/** The snapshot itself, without what lies over it. */
export const baseOf = (snapshot: Snapshot | undefined): Snapshot | undefined =>
  snapshot?.patch?.base ?? snapshot;
