import { setImmediate } from 'node:timers/promises';
import type { ActivityOp, LiveOp, StateOp } from '../../counters/index.ts';
import type { Ledger } from '../../ledger/index.ts';
import type { EngineLogger } from '../logger.ts';
import { replicaId } from './id.ts';
import { LiveStore, type Marks, type Told } from './store.ts';

/** How often the others' changes are asked for: with what telling takes, well within a second. */
const ASK_MS = 200;
/** Changes are gathered this long before they are told. */
const GATHER_MS = 10;
/** After the ledger did not answer. */
const RETRY_MS = 500;
/** What people did that waits to be told, at most; the oldest is dropped. States always wait. */
const MOST = 200_000;
const DROP_MS = 3_600_000;
const DAY_MS = 86_400_000;

export interface ReplicasOptions {
  readonly ledger: Ledger;
  /** Folder in which the replica's name is kept. */
  readonly dir: string;
  readonly logger: EngineLogger;
  /** Days for which what people did is kept for a replica that starts. */
  readonly keepDays: () => number;
}

/** Tells other servers of the same ledger of live values, and hears of theirs. */
export class Replicas {
  readonly #o: ReplicasOptions;
  readonly #store: LiveStore;
  /** Up to where this folder's facts had been told before this start; null: never. */
  readonly #toldBefore: number | null;
  /** When what cannot be had was last said, by whomever: an older word that comes late is not taken up. */
  readonly #at = new Map<string, number>();
  #states = new Map<string, StateOp>();
  #activity: ActivityOp[] = [];
  #seq = 0;
  #marks: Marks = { states: 0, activity: 0, policy: 0, activation: 0, settings: 0 };
  /** Numbers up to which the others were heard. */
  readonly #heard = { states: 0, activity: 0 };
  #apply: (op: LiveOp) => void = () => {};
  #telling: Promise<void> | null = null;
  #asking: Promise<void> | null = null;
  #tellTimer: NodeJS.Timeout | null = null;
  #askTimer: NodeJS.Timeout | null = null;
  #dropTimer: NodeJS.Timeout | null = null;
  #closed = false;
  #away = false;
  /** Called when something else that replicas share has changed. */
  onChange: (what: 'policy' | 'activation' | 'settings') => unknown = () => {};

  private constructor(options: ReplicasOptions, store: LiveStore, told: number | null) {
    this.#o = options;
    this.#store = store;
    this.#toldBefore = told;
  }

  /** @throws ledger_unavailable */
  static async open(options: ReplicasOptions): Promise<Replicas> {
    const store = new LiveStore(options.ledger, replicaId(options.dir));
    return new Replicas(options, store, await store.toldSeq());
  }

  /**
   * Takes up all that others have told, and goes on doing so; tells what they do not know of `own`.
   * Resolves when the first is done, or the ledger did not answer: then it follows.
   */
  async start(apply: (op: LiveOp) => void, own: readonly StateOp[]): Promise<void> {
    this.#apply = apply;
    for (const op of own) this.#at.set(nameOf(op), op.at);
    await this.#ask();
    for (const op of own) if (this.#at.get(nameOf(op)) === op.at) this.tell(op, 0);
    this.#dropTimer = setInterval(() => {
      const before = new Date(Date.now() - this.#o.keepDays() * DAY_MS);
      this.#store.drop(before).catch(() => undefined);
    }, DROP_MS).unref();
  }

  /** Tells the others. Returns at once; what the ledger does not take now it takes later. @param seq sequence that it was heard by */
  tell(op: LiveOp, seq: number): void {
    this.#seq = Math.max(this.#seq, seq);
    if ('key' in op) {
      const name = nameOf(op);
      const before = this.#states.get(name);
      if (!before || before.at <= op.at) this.#states.set(name, op);
      if (isOffer(op)) this.#at.set(name, op.at);
    } else {
      if (this.#activity.length >= MOST) this.#activity.splice(0, MOST / 10);
      this.#activity.push(op);
    }
    this.#soon(GATHER_MS);
  }

  /** What the warehouse knows beyond the snapshot, at a start: what was not told is. @returns false where others know better */
  retell(op: LiveOp, seq: number): boolean {
    const untold = this.#toldBefore === null || seq > this.#toldBefore;
    if (untold) this.tell(op, seq);
    return untold || !('key' in op && isOffer(op) && this.#at.has(nameOf(op)));
  }

  /** Tells what waits, if the ledger is there. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of [this.#tellTimer, this.#askTimer]) if (timer) clearTimeout(timer);
    if (this.#dropTimer) clearInterval(this.#dropTimer);
    await this.#asking;
    await this.#telling;
    if (this.#waits && !this.#away) await this.#tellNow();
  }

  get #waits(): boolean {
    return this.#states.size > 0 || this.#activity.length > 0;
  }

  #soon(ms: number): void {
    if (this.#tellTimer || this.#telling || this.#closed) return;
    this.#tellTimer = setTimeout(() => {
      this.#tellTimer = null;
      this.#telling = this.#tellNow().finally(() => {
        this.#telling = null;
        if (this.#waits) this.#soon(this.#away ? RETRY_MS : GATHER_MS);
      });
    }, ms).unref();
  }

  async #tellNow(): Promise<void> {
    const [states, activity] = [this.#states, this.#activity];
    this.#states = new Map();
    this.#activity = [];
    try {
      await this.#store.write([...states.values()], activity, this.#seq);
      this.#answers();
    } catch (error) {
      // What was told meanwhile is newer.
      for (const [name, op] of this.#states) states.set(name, op);
      this.#states = states;
      this.#activity = [...activity, ...this.#activity].slice(-MOST);
      this.#isAway(error);
    }
  }

  async #ask(): Promise<void> {
    try {
      const marks = await this.#store.marks();
      const before = this.#marks;
      for (const kind of ['states', 'activity'] as const)
        if (marks[kind] > this.#heard[kind]) await this.#hear(kind, marks[kind]);
      this.#marks = marks;
      this.#answers();
      for (const what of ['policy', 'activation', 'settings'] as const)
        if (marks[what] > before[what]) await this.onChange(what);
    } catch (error) {
      this.#isAway(error);
    }
    if (this.#closed) return;
    this.#askTimer = setTimeout(
      () => {
        this.#asking = this.#ask().finally(() => {
          this.#asking = null;
        });
      },
      this.#away ? RETRY_MS : ASK_MS,
    ).unref();
  }

  /** Takes up what others told, a page at a time, so that requests are answered in between; each of it once. */
  async #hear(kind: 'states' | 'activity', upTo: number): Promise<void> {
    while (!this.#closed) {
      const rows: Told<LiveOp>[] = await this.#store[kind](this.#heard[kind]);
      for (const { ops } of rows) for (const op of ops) this.#take(op);
      this.#heard[kind] = Math.max(this.#heard[kind], rows.at(-1)?.number ?? upTo);
      if (rows.length === 0) return;
      await setImmediate();
    }
  }

  #take(op: LiveOp): void {
    if ('key' in op && isOffer(op)) {
      const name = nameOf(op);
      if ((this.#at.get(name) ?? 0) > op.at) return;
      this.#at.set(name, op.at);
    }
    this.#apply(op);
  }

  #isAway(error: unknown): void {
    if (!this.#away)
      this.#o.logger.warn(
        { err: error },
        'other replicas are not heard; this one goes on and tells them later',
      );
    this.#away = true;
  }

  #answers(): void {
    if (this.#away) this.#o.logger.info({}, 'other replicas are heard again');
    this.#away = false;
  }
}

const nameOf = (op: StateOp) => `${op.op} ${op.key}`;
const isOffer = (op: StateOp) => op.op === 'paused' || op.op === 'unavailable';
