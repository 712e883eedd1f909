import { setTimeout } from 'node:timers/promises';
import { GcError } from '../base/index.ts';
import type { Ingest } from '../ingest/index.ts';
import type { Survey, Surveyor } from '../survey/index.ts';
import type { EngineLogger } from './logger.ts';

/** Facts that arrive in a stream are taken up together: when none came for this long, */
const QUIET_MS = 2_000;
/** or when the stream has gone on for this long; an import, which ends by itself, may go on for longer. */
const AT_LEAST_MS = 60_000;
const IMPORT_MS = 600_000;
/** A survey of all flows follows, but takes at most this share of the time. */
const SURVEY_SHARE = 0.05;
/** How long closing waits for what is being prepared; what it reads is closed under it then. */
const CLOSE_WAIT_MS = 3_000;

/**
 * Keeps the survey warm at the latest point of knowledge, so that the first reader after new facts does not wait.
 * Watches a number in memory; the warehouse is asked only when facts were loaded. Idle means idle.
 */
export class Refresh {
  readonly #ingest: Ingest;
  readonly #survey: Survey;
  readonly #surveyor: Surveyor;
  readonly #logger: EngineLogger;
  readonly #timer: NodeJS.Timeout | undefined;
  #seen: number;
  #latest: number;
  #since = Date.now();
  #surveyNotBefore = 0;
  #surveyed = 0;
  /** Called after a refresh, for whoever wants to prepare more than the survey itself. */
  onRefreshed: () => Promise<unknown> = async () => {};
  #working: Promise<void> | null = null;
  #closed = false;

  /** Whether an import runs. */
  importing: () => boolean = () => false;

  constructor(ingest: Ingest, survey: Survey, surveyor: Surveyor, logger: EngineLogger, watch: boolean) {
    this.#ingest = ingest;
    this.#survey = survey;
    this.#surveyor = surveyor;
    this.#logger = logger;
    // Nothing is prepared yet: what is there at the start counts as new.
    this.#seen = 0;
    this.#latest = 0;
    if (watch) this.#timer = setInterval(() => this.check(), QUIET_MS).unref();
  }

  /** Refreshes if facts arrived since the last time and the stream paused; returns at once. */
  check(): void {
    if (!this.#timer) return;
    const { loaded_seq: loaded } = this.#ingest.position();
    const quiet = loaded === this.#latest;
    this.#latest = loaded;
    if (this.#closed || this.#working) return;
    if (loaded !== this.#seen) {
      const importing = this.importing();
      const longest = importing ? IMPORT_MS : AT_LEAST_MS;
      if ((importing || !quiet) && Date.now() - this.#since < longest) return;
      this.#seen = loaded;
      this.#since = Date.now();
      void this.#run(() => this.#refresh());
    } else if (loaded !== this.#surveyed && Date.now() >= this.#surveyNotBefore) {
      this.#surveyed = loaded;
      void this.#run(() => this.#surveyFlows());
    }
  }

  /** Surveys what is known now before anything else is prepared: what an operator sees first. */
  async first(): Promise<void> {
    while (this.#working) await this.#working;
    this.#surveyed = this.#ingest.position().loaded_seq;
    await this.#run(() => this.#surveyFlows());
  }

  #run(work: () => Promise<void>): Promise<void> {
    this.#working = work().finally(() => {
      this.#working = null;
    });
    return this.#working;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    if (!this.#working) return;
    const patience = new AbortController();
    await Promise.race([
      this.#working,
      setTimeout(CLOSE_WAIT_MS, undefined, { signal: patience.signal, ref: false }).catch(() => {}),
    ]);
    patience.abort();
  }

  async #refresh(): Promise<void> {
    try {
      const resolved = await this.#survey.resolve();
      resolved.release();
      await this.onRefreshed();
    } catch (error) {
      // The next reader sees the failure itself; here it only means that nothing was prepared.
      if (!this.#closed) this.#logger.warn({ err: error }, 'the survey was not refreshed');
    }
  }

  async #surveyFlows(): Promise<void> {
    const started = Date.now();
    try {
      await this.#surveyor.run({});
    } catch (error) {
      // Without categories or lines there is nothing to survey: an answer, not a fault.
      if (!this.#closed && !(error instanceof GcError && error.code === 'dimension_absent'))
        this.#logger.warn({ err: error }, 'the flows were not surveyed');
    }
    this.#surveyNotBefore = Date.now() + (Date.now() - started) / SURVEY_SHARE;
  }
}
