import type { Clock } from '../../base/index.ts';
import type { CatalogueRow } from '../../contracts/index.ts';
import type { Ingest } from '../../ingest/index.ts';
import { Overlay, readyWords, type Snapshot } from '../../serve/index.ts';
import type { Warehouse } from '../../warehouse/index.ts';
import type { EngineLogger } from '../logger.ts';
import { readCatalogue } from './catalogue.ts';
import { Turns } from './turns.ts';

/** Rows that lie over a snapshot at most; what is told beyond waits for the next one. */
const MOST = 100_000;
/** From so many on another snapshot is due: what is told until it is built fits still. */
export const CROWDED = 0.4 * MOST;
/** After a patch, the next one waits as many times what that took, and no longer than this. */
const SHARE = 3;
const LONGEST_MS = 750;
/** What is heard within so much goes into one patch. */
const LEAST_MS = 20;
/** Between tries to read what was told before. */
const RETRY_MS = 5_000;
/** Longest that a timer is set for. */
const HOUR_MS = 3_600_000;

export interface PatchesOptions {
  readonly warehouse: Warehouse;
  readonly ingest: Ingest;
  readonly clock: Clock;
  readonly logger: EngineLogger;
  /** Makes a snapshot with its patch ready, some milliseconds a step, and serves it with the last one. */
  readonly onPatch: (patched: Snapshot) => Generator<void>;
  /** So much lies over the snapshot that another one is due. Told once for a snapshot. */
  readonly onCrowded: () => void;
}

/** What serves, and what was put over it so far. */
interface Laid {
  readonly base: Snapshot;
  readonly overlay: Overlay;
  /** Rows that the overlay has. */
  taken: number;
}

/**
 * What was told of the catalogue since the snapshot that serves, and the patch made of it: always of all rows up to one sequence, so that
 * who knows the snapshot, the sequence and the instant makes the same one from the warehouse.
 */
export class Patches {
  readonly #o: PatchesOptions;
  #laid: Laid | null = null;
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
  /** The work of patches on this thread. */
  readonly turns = new Turns();
  #closed = false;

  constructor(options: PatchesOptions) {
    this.#o = options;
  }

  /** Rows that ingest has acknowledged, in the order of their sequences. */
  hear(rows: readonly CatalogueRow[]): void {
    if (!this.#laid) return;
    this.#keep(rows);
    if (this.#from !== null) this.#soon();
  }

  /** True where all that was told after a snapshot is at hand. */
  covers({ manifest }: Snapshot): boolean {
    return this.#from !== null && this.#from <= manifest.known_at && !this.#full;
  }

  /** Begins with a snapshot of whose later facts none is at hand: they follow with `fill`. */
  begin(base: Snapshot): void {
    this.#rows = this.#rows.filter(({ seq }) => seq > base.manifest.known_at);
    this.#laid = { base, overlay: new Overlay(base), taken: 0 };
    this.#from = null;
    this.#full = false;
    this.#crowded = false;
  }

  /** Goes on with a snapshot that is covered. @returns it with what was told since, made while requests are answered */
  async over(base: Snapshot): Promise<Snapshot> {
    for (;;) {
      const rows = this.#rows;
      const { known_at } = base.manifest;
      const from = rows.findIndex(({ seq }) => seq > known_at);
      const laid: Laid = { base, overlay: new Overlay(base), taken: from < 0 ? rows.length : from };
      const first = laid.taken;
      let patched = await this.#patched(laid);
      // What was told meanwhile is little: the rest follows as ever.
      if (laid.taken < this.#rows.length) patched = await this.#patched(laid);
      if (this.#rows !== rows) continue;
      rows.splice(0, first);
      laid.taken -= first;
      this.#laid = laid;
      this.#from = known_at;
      this.#crowded = false;
      this.#setBeginning(laid);
      if (laid.taken < rows.length) this.#soon();
      return patched;
    }
  }

  /** Reads what was told after a snapshot of whose later facts some are not at hand, a rolled back one. @throws warehouse_unavailable */
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
    this.#startAnew();
  }

  /** Reads what was told before this start, and serves it; tries again until it can. */
  fill(): Promise<void> {
    this.#filling ??= this.#fill().finally(() => {
      this.#filling = null;
    });
    return this.#filling;
  }

  async #fill(): Promise<void> {
    const base = this.#laid?.base;
    if (!base || this.#closed || this.#from !== null) return;
    try {
      await this.read(base);
      if (this.#laid?.base === base) await this.apply();
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
    for (const row of rows.slice(0, Math.max(0, room))) this.#rows.push(row);
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
    const laid = this.#laid;
    if (!laid || this.#from === null || this.#closed) return;
    this.turns.reset();
    try {
      const patched = await this.#patched(laid);
      if (this.#laid !== laid || this.#closed) return;
      this.#setBeginning(laid);
      await this.turns.all(this.#o.onPatch(patched));
    } catch (error) {
      if (this.#laid === laid) this.#startAnew();
      throw error;
    }
    this.#notBefore = performance.now() + Math.min(LONGEST_MS, SHARE * this.turns.worked_ms);
  }

  /** All that is at hand over the snapshot, made while requests are answered. */
  async #patched(laid: Laid): Promise<Snapshot> {
    const rows = this.#rows.slice(laid.taken);
    laid.taken = this.#rows.length;
    const patched = await this.turns.all(laid.overlay.patching(rows, this.#o.clock.now()));
    await this.turns.all(readyWords(patched));
    return patched;
  }

  /** When a row begins that was told of ahead, the patch is another one. */
  #setBeginning({ overlay }: Laid): void {
    if (this.#beginning) clearTimeout(this.#beginning);
    const next = overlay.nextBeginning;
    const wait = next === null ? null : Math.max(1, next - this.#o.clock.now() + 1);
    this.#beginning = wait === null ? null : setTimeout(() => this.#soon(), Math.min(HOUR_MS, wait)).unref();
  }

  /** After a failure in the middle, or where rows were read anew: the next patch is made of all of them. */
  #startAnew(): void {
    if (!this.#laid) return;
    const { base } = this.#laid;
    const from = this.#rows.findIndex(({ seq }) => seq > base.manifest.known_at);
    this.#laid = { base, overlay: new Overlay(base), taken: from < 0 ? this.#rows.length : from };
  }
}
