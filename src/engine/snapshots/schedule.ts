import type { Models } from '../../survey/index.ts';
import type { EngineLogger } from '../logger.ts';
import type { Snapshots } from './service.ts';

/** How often it is asked whether facts changed: a number in memory. */
const EVERY_MS = 5_000;
/** Builds take at most this share of the time, */
const SHARE = 0.05;
/** and begin no more often than this. */
const LEAST_MS = 60_000;
const DAY_MS = 86_400_000;

/** A model that has learnt from facts this many days older than the latest is trained anew. */
const STALE_DAYS = 7;

/** Builds a snapshot after facts changed and paused, or kept coming for a while. Then models that have grown old are trained, and serve with the next one.
 * Idle means idle. */
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
  #hurried = false;

  /** @param busy true while something else deserves the machine, as an import does */
  constructor(
    snapshots: Snapshots,
    knownAt: () => number,
    logger: EngineLogger,
    readonly busy: () => boolean = () => false,
    readonly models: Pick<Models, 'list' | 'train'> | null = null,
  ) {
    this.#snapshots = snapshots;
    this.#knownAt = knownAt;
    this.#logger = logger;
    this.#built = snapshots.current()?.manifest.known_at ?? 0;
    this.#timer = setInterval(() => void this.check(Date.now()), EVERY_MS).unref();
  }

  /** What changed since the snapshot is so much that another is due: built as soon as the warehouse holds it, whatever the pace. */
  hurry(): void {
    this.#hurried = true;
    void this.check(Date.now());
  }

  async check(now: number): Promise<void> {
    const known = this.#knownAt();
    const quiet = known === this.#latest;
    if (known !== this.#built && this.#since === 0) this.#since = now;
    this.#latest = known;
    if (this.#working || known === this.#built || known === 0 || this.busy()) return;
    if (!this.#hurried && (now < this.#notBefore || (!quiet && now - this.#since < LEAST_MS))) return;
    this.#working = true;
    this.#hurried = false;
    const started = performance.now();
    try {
      const { day } = await this.#snapshots.build('schedule');
      this.#built = known;
      if (await this.#train(day)) await this.#snapshots.build('schedule');
    } catch (error) {
      if (!this.#snapshots.stopping) this.#logger.warn({ err: error }, 'the snapshot was not built');
    } finally {
      this.#since = 0;
      this.#notBefore = now + Math.max(LEAST_MS, (performance.now() - started) / SHARE);
      this.#working = false;
    }
  }

  /** Trains where the newest model is old. @returns true where there is a new one to serve with */
  async #train(day: string): Promise<boolean> {
    if (!this.models) return false;
    const [newest] = await this.models.list(1);
    if (newest && Date.parse(day) - Date.parse(newest.as_of) < (STALE_DAYS + 1) * DAY_MS) return false;
    return (await this.models.train({}, 'schedule')).status === 'fitted';
  }

  close(): void {
    clearInterval(this.#timer);
  }
}
