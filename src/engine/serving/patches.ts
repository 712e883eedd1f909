import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../base/index.ts';
import type { CatalogueRow } from '../../contracts/index.ts';
import type { Ingest } from '../../ingest/index.ts';
import { cutWords, nextBeginning, type Snapshot, withPatch } from '../../serve/index.ts';
import type { Warehouse } from '../../warehouse/index.ts';
import type { EngineLogger } from '../logger.ts';
import { readCatalogue } from './catalogue.ts';

/** Rows that lie over a snapshot at most; what is told beyond waits for the next one. */
const MOST = 20_000;
/** From so many on another snapshot is due. */
export const CROWDED = 0.8 * MOST;
/** After a patch, the next one waits as many times what that took, and no longer than this. */
const SHARE = 3;
const LONGEST_MS = 750;
/** What is heard within so much goes into one patch. */
const LEAST_MS = 20;
/** Between tries to read what was told before. */
const RETRY_MS = 5_000;
/** Documents whose words are cut before others get their turn. */
const AT_ONCE = 25;
/** Longest that a timer is set for. */
const HOUR_MS = 3_600_000;

export interface PatchesOptions {
  readonly warehouse: Warehouse;
  readonly ingest: Ingest;
  readonly clock: Clock;
  readonly logger: EngineLogger;
  /** Takes a snapshot with its patch, from the next request on. */
  readonly onPatch: (patched: Snapshot) => void;
  /** So much lies over the snapshot that another one is due. Told once for a snapshot. */
  readonly onCrowded: () => void;
}

/**
 * What was told of the catalogue since the snapshot that serves, and the patch made of it: always of all rows up to one sequence, so that
 * who knows the snapshot, the sequence and the instant makes the same one from the warehouse.
 */
export class Patches {
  readonly #o: PatchesOptions;
  #base: Snapshot | null = null;
  /** Rows after `#from`, in order; null: not known yet what was told before. */
  #rows: CatalogueRow[] = [];
  #from: number | null = null;
  #full = false;
  #crowded = false;
  #timer: NodeJS.Timeout | null = null;
  #beginning: NodeJS.Timeout | null = null;
  #working: Promise<void> | null = null;
  #filling: Promise<void> | null = null;
  #again = false;
  /** When the next patch may be made: the one before has had its share of the time. */
  #notBefore = 0;
  #closed = false;

  constructor(options: PatchesOptions) {
    this.#o = options;
  }

  /** Rows that ingest has acknowledged, in the order of their sequences. */
  hear(rows: readonly CatalogueRow[]): void {
    if (!this.#base) return;
    this.#keep(rows);
    if (this.#from !== null) this.#soon();
  }

  /** True where all that was told after a snapshot is at hand. */
  covers({ manifest }: Snapshot): boolean {
    return this.#from !== null && this.#from <= manifest.known_at && !this.#full;
  }

  /** The snapshot with what was told since: at once where that is at hand, else as it is; the rest follows. */
  over(base: Snapshot): Snapshot {
    const covered = this.covers(base);
    this.#base = base;
    this.#rows = this.#rows.filter(({ seq }) => seq > base.manifest.known_at);
    this.#full = false;
    this.#crowded = false;
    this.#from = covered ? base.manifest.known_at : null;
    return covered ? this.#patched(base) : base;
  }

  /** The same for a snapshot of whose later facts some are not at hand, a rolled back one: read first. @throws warehouse_unavailable */
  async read(base: Snapshot): Promise<void> {
    const { ingest, warehouse } = this.#o;
    const upTo = ingest.position().committed_seq;
    await ingest.flush();
    const rows = await readCatalogue(warehouse, base.manifest.known_at, upTo);
    const heard = this.#rows.filter(({ seq }) => seq > upTo);
    this.#rows = [];
    this.#full = false;
    this.#from = base.manifest.known_at;
    this.#keep([...rows, ...heard]);
  }

  /** Reads what was told before this start, and serves it; tries again until it can. */
  fill(): Promise<void> {
    this.#filling ??= this.#fill().finally(() => {
      this.#filling = null;
    });
    return this.#filling;
  }

  async #fill(): Promise<void> {
    const base = this.#base;
    if (!base || this.#closed || this.#from !== null) return;
    try {
      await this.read(base);
      if (this.#base === base) await this.apply();
    } catch (error) {
      this.#o.logger.warn(
        { err: error },
        'what was told of the catalogue since the snapshot is not known yet',
      );
      setTimeout(() => void this.fill(), RETRY_MS).unref();
    }
  }

  /** Serves all that was heard. Resolves when it does. */
  async apply(): Promise<void> {
    if (this.#working) {
      this.#again = true;
      return this.#working;
    }
    this.#working = this.#apply().finally(() => {
      this.#working = null;
      if (!this.#again) return;
      this.#again = false;
      this.#soon();
    });
    return this.#working;
  }

  close(): void {
    this.#closed = true;
    for (const timer of [this.#timer, this.#beginning]) if (timer) clearTimeout(timer);
  }

  #keep(rows: readonly CatalogueRow[]): void {
    const room = this.#full ? 0 : MOST - this.#rows.length;
    this.#rows.push(...rows.slice(0, Math.max(0, room)));
    if (this.#rows.length >= CROWDED && !this.#crowded) {
      this.#crowded = true;
      this.#o.onCrowded();
    }
    if (rows.length <= room || this.#full) return;
    this.#full = true;
    this.#o.logger.warn(
      { rows: MOST },
      'the catalogue changed so much that the rest waits for the next snapshot',
    );
  }

  #soon(): void {
    if (this.#timer || this.#closed) return;
    const wait = Math.max(LEAST_MS, this.#notBefore - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.apply().catch((error) => {
        this.#o.logger.error(
          { err: error },
          'later facts were not put over the snapshot; it serves without the latest',
        );
      });
    }, wait).unref();
  }

  async #apply(): Promise<void> {
    const base = this.#base;
    if (!base || this.#from === null || this.#closed) return;
    const started = performance.now();
    const patched = this.#patched(base);
    // Words are cut a few documents at a time, so that the rest is quick.
    let worked = performance.now() - started;
    if (patched.patch) {
      const cutting = cutWords(patched.patch, AT_ONCE);
      for (let from = performance.now(); !cutting.next().done; from = performance.now()) {
        worked += performance.now() - from;
        await setImmediate();
      }
    }
    if (this.#base !== base || this.#closed) return;
    const from = performance.now();
    this.#o.onPatch(patched);
    const now = performance.now();
    this.#notBefore = now + Math.min(LONGEST_MS, SHARE * (worked + now - from));
  }

  #patched(base: Snapshot): Snapshot {
    const at = this.#o.clock.now();
    const patched = withPatch(base, this.#rows, at);
    if (this.#beginning) clearTimeout(this.#beginning);
    const next = nextBeginning(this.#rows, at);
    this.#beginning =
      next === null
        ? null
        : setTimeout(() => void this.apply(), Math.min(HOUR_MS, Math.max(1, next - at + 1))).unref();
    return patched;
  }
}
