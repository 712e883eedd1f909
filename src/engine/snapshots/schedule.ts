import type { EngineLogger } from '../face.ts';
import type { Snapshots } from './service.ts';

/** How often it is asked whether facts changed: a number in memory. */
const EVERY_MS = 5_000;
/** Builds take at most this share of the time, */
const SHARE = 0.05;
/** and begin no more often than this. */
const LEAST_MS = 60_000;

/** Builds a snapshot after facts changed and paused, or kept coming for a while. Idle means idle. */
export class SnapshotSchedule {
  readonly #snapshots: Snapshots;
  readonly #knownAt: () => number;
  readonly #logger: EngineLogger;
  readonly #timer: NodeJS.Timeout;
  #built: number;
  #latest = -1;
  #notBefore = 0;
  #since = 0;
  #working = false;

  /** @param busy true while something else deserves the machine, as an import does */
  constructor(
    snapshots: Snapshots,
    knownAt: () => number,
    logger: EngineLogger,
    readonly busy: () => boolean = () => false,
  ) {
    this.#snapshots = snapshots;
    this.#knownAt = knownAt;
    this.#logger = logger;
    this.#built = snapshots.current()?.manifest.known_at ?? 0;
    this.#timer = setInterval(() => void this.check(Date.now()), EVERY_MS).unref();
  }

  async check(now: number): Promise<void> {
    const known = this.#knownAt();
    const quiet = known === this.#latest;
    if (known !== this.#built && this.#since === 0) this.#since = now;
    this.#latest = known;
    if (this.#working || known === this.#built || known === 0 || now < this.#notBefore || this.busy()) return;
    if (!quiet && now - this.#since < LEAST_MS) return;
    this.#working = true;
    const started = performance.now();
    try {
      await this.#snapshots.build('schedule');
      this.#built = known;
    } catch (error) {
      this.#logger.warn({ err: error }, 'the snapshot was not built');
    } finally {
      this.#since = 0;
      this.#notBefore = now + Math.max(LEAST_MS, (performance.now() - started) / SHARE);
      this.#working = false;
    }
  }

  close(): void {
    clearInterval(this.#timer);
  }
}
