import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { type Clock, GcError, type IdKind, isId } from '../../base/index.ts';
import type {
  AccountLabels,
  Audience,
  AudienceBody,
  AvailabilityReceipt,
  CatalogueRow,
  Decision,
  Fact,
  LiveValues,
  NormalisedRequest,
  ReplayReport,
  Search,
  SearchAnswer,
  Settings,
  Slates,
} from '../../contracts/index.ts';
import type { Counters } from '../../counters/index.ts';
import type { Ingest } from '../../ingest/index.ts';
import {
  type CompiledPolicy,
  decide,
  differences,
  type LiveGate,
  openPast,
  type Past,
  patchedPast,
  patchingPast,
  type Recorded,
  replay,
  type Snapshot,
} from '../../serve/index.ts';
import type { Warehouse } from '../../warehouse/index.ts';
import { Decisions } from '../decisions/index.ts';
import type { EngineLogger } from '../logger.ts';
import type { Policies } from '../policy/index.ts';
import type { Replicas } from '../replicas/index.ts';
import type { Snapshots } from '../snapshots/index.ts';
import { VERSION } from '../version.ts';
import { slateOf } from './answer.ts';
import { answerJson } from './answer-json.ts';
import { audience } from './audience.ts';
import { businessDays } from './business-day.ts';
import { contextSeed, newId, randomSeed } from './ids.ts';
import { labelsOf } from './labels.ts';
import { liveGates } from './live-gates.ts';
import { LiveKeeper } from './live-keeper.ts';
import { itemOfOffer, normalise, scenarioOf, type Who } from './normalise.ts';
import { baseOf, opened, Pasts } from './pasts.ts';
import { Patches } from './patches.ts';
import { normaliseSearch, searchAnswer } from './search.ts';
import { Suggestions } from './suggestions.ts';

/** How long the first requests wait for the live values of a start. */
const REBUILD_WAIT_MS = 5_000;

export interface ServingOptions {
  /** Folder of its own: decision log, availability. */
  readonly dir: string;
  readonly warehouse: Warehouse;
  readonly ingest: Ingest;
  readonly policies: Policies;
  readonly snapshots: Snapshots;
  readonly settings: () => Settings;
  readonly clock: Clock;
  readonly logger: EngineLogger;
  /** Other servers of the same ledger; null: there are none. */
  readonly replicas: Replicas | null;
}

/** Answers requests from the snapshot, the policy and the live values, and writes down every decision before it is answered. */
export class Serving {
  readonly #o: ServingOptions;
  readonly #values: LiveKeeper;
  readonly decisions: Decisions;
  readonly suggestions: Suggestions;
  readonly #gates: LiveGate[];
  readonly #erased: Set<string>;
  readonly patches: Patches;
  readonly #pasts: Pasts;
  readonly #dayOf: (ms: number) => number;
  /** Called when so much lies over the snapshot that another one is due. */
  onCrowded: () => void = () => {};
  #past: Past | null = null;
  /** For questions that take many turns of the loop: scratch memory of their own. */
  #asked: Past | null = null;
  #asking: Promise<unknown> = Promise.resolve();
  #rebuilt: Promise<void> = Promise.resolve();

  private constructor(options: ServingOptions, erased: Set<string>) {
    this.#o = options;
    this.#erased = erased;
    this.#pasts = new Pasts(options);
    this.#dayOf = businessDays(() => options.settings().timezone);
    this.#values = new LiveKeeper(
      {
        ...options,
        itemOf: (offerId) => {
          const snapshot = this.#past?.snapshot;
          return snapshot && offerId !== '' ? itemOfOffer(snapshot, offerId) : '';
        },
        dayOf: this.#dayOf,
        onErased: (accountId) => this.#forgetDecisionsOf(accountId),
      },
      erased,
    );
    this.suggestions = new Suggestions(options);
    this.decisions = new Decisions({
      dir: join(options.dir, 'decisions'),
      warehouse: options.warehouse,
      logger: options.logger,
      now: () => options.clock.now(),
      retentionDays: () => options.settings().decision_retention_days,
      isErased: (id) => this.#erased.has(id),
    });
    this.#gates = liveGates(this.counters);
    this.patches = new Patches({
      ...options,
      onPatch: (patched) => this.#serve(patched),
      onCrowded: () => this.onCrowded(),
    });
  }

  /** Opens the log and takes up the snapshot that serves; live values are filled in the background. @param erased accounts */
  static open(options: ServingOptions, erased: Iterable<string>): Serving {
    const serving = new Serving(options, new Set(erased));
    void serving.take(options.snapshots.current());
    const filled = serving.#rebuild().catch((error) => {
      options.logger.warn({ err: error }, 'live values before this start are not known');
    });
    // Whoever asks first waits for them, but not for a warehouse that is away.
    serving.#rebuilt = Promise.race([filled, sleep(REBUILD_WAIT_MS, undefined, { ref: false })]);
    return serving;
  }

  /** Serves from another snapshot from the next request on. What it cannot be opened for is reported, and the old one goes on. */
  async take(snapshot: Snapshot | null): Promise<void> {
    if (!snapshot || baseOf(this.#past?.snapshot) === snapshot) return;
    try {
      // One that was rolled back to: what was told since it is read before it serves.
      if (this.#past && !this.patches.covers(snapshot))
        await this.patches.read(snapshot).catch((error) => {
          this.#o.logger.warn({ err: error }, 'the snapshot serves without what was told since');
        });
      // At a start there is nobody to wait.
      const past = this.#past ? await opened(snapshot) : openPast(snapshot);
      const covered = this.patches.covers(snapshot);
      if (!covered) this.patches.begin(snapshot);
      const patched = covered ? await this.patches.over(snapshot) : snapshot;
      this.#pasts.keep(this.#past);
      this.#past = patched === snapshot ? past : patchedPast(past, patched);
      if (!covered) void this.patches.fill();
      this.suggestions.take(snapshot);
      this.#values.forget(snapshot.manifest).catch((error) => {
        this.#o.logger.warn({ err: error }, 'who switched personalisation off was not read again');
      });
    } catch (error) {
      this.#o.logger.error(
        { err: error },
        'the snapshot’s models cannot be opened; the one before goes on serving',
      );
    }
  }

  /** Serves a patch of what serves; where another snapshot came in between, that one goes on. */
  *#serve(patched: Snapshot): Generator<void> {
    const past = this.#past;
    if (!past || past.snapshot === patched) return;
    const now = yield* patchingPast(past, patched);
    this.#o.policies.current().follow(patched);
    yield;
    if (this.#past === past) this.#past = now;
  }

  /** Rows of the catalogue that ingest has acknowledged: they are served within moments. */
  hearCatalogue(rows: readonly CatalogueRow[]): void {
    this.patches.hear(rows);
  }

  /** Facts that ingest has acknowledged. */
  hear(facts: readonly Fact[], id: (kind: IdKind, name: string | null) => string): void {
    this.#values.hear(facts, id);
  }

  /** A person is erased: not read from now on, on any replica; their decisions lose everything but the id. */
  erase(accountId: string): void {
    this.#values.erase(accountId);
  }

  get counters(): Counters {
    return this.#values.counters;
  }

  /** Another live fact that closes offers: stock, promise, closing. */
  addGate(gate: LiveGate): void {
    this.#gates.push(gate);
  }

  /**
   * Slates for one call: a `SlatesAnswer` as JSON. Every decision is on the log before this resolves.
   * @throws snapshot_absent, scenario_unknown, reference_unknown, disk_full
   */
  async slates(body: Slates): Promise<Buffer> {
    // What is wrong with a request is told first: it would not come right by waiting for a snapshot.
    if (!this.#past)
      for (const { scenario } of body.scenarios) scenarioOf(scenario, this.#o.policies.current());
    await this.#rebuilt;
    const past = this.past();
    const policy = this.#o.policies.current();
    const clock = this.#o.clock.now();
    const who = this.#who(body, past.snapshot);
    const requests = body.scenarios.map((one) => normalise(body, one, who, past.snapshot, policy));
    const made = requests.map((request) => this.#decide(past, policy, request, clock));
    await this.decisions.write(made);
    return answerJson(made, past.snapshot, policy.policy.version, this.#o.snapshots.degraded);
  }

  /**
   * A page of results, and on the first one an offer of an open canal beside them.
   * @throws snapshot_absent, reference_unknown, disk_full
   */
  async search(body: Search): Promise<SearchAnswer> {
    await this.#rebuilt;
    const past = this.past();
    const policy = this.#o.policies.current();
    const clock = this.#o.clock.now();
    const who = this.#who(body, past.snapshot);
    const request = normaliseSearch(body, who, past.snapshot);
    const decision = this.#decide(past, policy, request, clock);
    const found = past.found!;
    const { scope: _, ...beside } = { ...request, k: 1, query: '' };
    const canal =
      who.account_id !== '' && body.skip === 0 && body.sort === 'best' && policy.policy.canals.length > 0
        ? this.#decide(past, policy, beside, clock)
        : null;
    const made = canal ? [decision, canal] : [decision];
    await this.decisions.write(made);
    const slot = (canal && slateOf(canal, past.snapshot).slots[0]) ?? null;
    return searchAnswer(decision, found, past.snapshot, slot, body.facets);
  }

  /**
   * A page of results that nobody is shown: decided, never logged.
   * @param read what is wanted of it, at once: the next decision on this thread takes the scratch memory
   * @throws snapshot_absent, reference_unknown
   */
  async rehearse<T>(body: Search, read: (recorded: Recorded) => T): Promise<T> {
    await this.#rebuilt;
    const past = this.past();
    const policy = this.#o.policies.current();
    const request = normaliseSearch(body, this.#who(body, past.snapshot), past.snapshot);
    return read({ decision: this.#decide(past, policy, request, this.#o.clock.now()), past, policy });
  }

  /** What the privacy page of an account shows. @throws snapshot_absent */
  labels(source: string, account: string): AccountLabels {
    const { snapshot } = this.past();
    const id = isId('account', account) ? account : this.#o.ingest.accountId(source, account);
    const { day, known_at } = snapshot.manifest;
    const live = this.counters.read(id, { day, known_at }, this.#dayOf(this.#o.clock.now()), 0);
    return labelsOf(snapshot, id, live, !this.counters.isOff(id));
  }

  /** What serves now, made ready. @throws snapshot_absent */
  past(): Past {
    if (!this.#past)
      throw new GcError('snapshot_absent', 'No snapshot has been built yet.', { params: { retry_after: 5 } });
    return this.#past;
  }

  /** A decision with what it was made from. @throws not_found, erased, decision_expired */
  async recorded(
    id: string,
  ): Promise<{ json: string; decision: Decision; past: Past; policy: CompiledPolicy }> {
    const json = await this.decisions.record(id);
    const decision = JSON.parse(json) as Decision;
    const [past, policy] = await Promise.all([
      this.#pasts.of(decision, this.#past),
      this.#o.policies.ofDecision(decision),
    ]);
    return { json, decision, past, policy };
  }

  /** Decides again from the record. @throws not_found, erased, decision_expired */
  async replay(id: string): Promise<ReplayReport> {
    const { json, decision, past, policy } = await this.recorded(id);
    const again = replay(decision, past, policy);
    const equal = JSON.stringify(again) === json;
    return {
      decision_id: id,
      equal,
      build: decision.build,
      replayed_by: VERSION,
      differences: equal ? [] : differences(decision, JSON.parse(JSON.stringify(again))),
    };
  }

  /** Who should hear of a category or an offer. One question at a time. @throws snapshot_absent and as `audience` */
  audience(body: z.output<typeof AudienceBody>): Promise<Audience> {
    const { snapshot } = this.past();
    const next = this.#asking.then(async () => {
      if (this.#asked?.snapshot !== snapshot) this.#asked = await opened(snapshot);
      const day = this.#dayOf(this.#o.clock.now());
      return audience(this.#asked, body, { least: this.#o.settings().k_anonymity, day });
    });
    this.#asking = next.catch(() => undefined);
    return next;
  }

  /** What can be had now. On disk when it returns, and in force from the next request. @throws snapshot_absent */
  setAvailability(
    source: string,
    changes: readonly { readonly offer: string; readonly available: boolean }[],
  ): AvailabilityReceipt {
    return this.#values.setAvailability(this.past().snapshot, source, changes);
  }

  async close(): Promise<void> {
    await this.#rebuilt;
    this.patches.close();
    await this.decisions.close();
    this.#values.close();
  }

  #decide(past: Past, policy: CompiledPolicy, request: NormalisedRequest, clock: number): Decision {
    const read = request.account_id !== '';
    return decide({
      past,
      policy,
      live: { ...this.#live(past, policy, request, clock), gates: this.#gates },
      request,
      clock,
      seed: read
        ? randomSeed()
        : contextSeed(request, past.snapshot.manifest.hash, policy.policy.hash, this.#dayOf(clock)),
      decision_id: newId(clock),
      build: VERSION,
    });
  }

  #live(
    past: Past,
    policy: CompiledPolicy,
    request: NormalisedRequest,
    clock: number,
  ): Omit<LiveValues, 'closed'> {
    if (request.account_id === '') return { purchases: [], views: [], cart: [], impressions: [] };
    const { day, known_at } = past.snapshot.manifest;
    const cap = policy.scenario(request.scenario).frequency_cap;
    return this.counters.read(request.account_id, { day, known_at }, this.#dayOf(clock), cap?.days ?? 0);
  }

  /** Whom the call is for: nobody where personalisation is off, here or by consent, or where nothing is known of them. */
  #who(body: Pick<Slates, 'account' | 'personalised' | 'source' | 'session'>, snapshot: Snapshot): Who {
    const { account, personalised, source, session } = body;
    const nobody = { account_id: '', session: '' };
    if (account === null || !personalised) return nobody;
    const id = isId('account', account) ? account : this.#o.ingest.accountId(source, account);
    if (this.counters.isOff(id)) return nobody;
    if (snapshot.people.find(id) < 0 && !this.counters.knows(id)) return nobody;
    return { account_id: id, session };
  }

  #forgetDecisionsOf(accountId: string): void {
    this.#erased.add(accountId);
    this.decisions.erase([accountId]).catch((error) => {
      this.#o.logger.warn({ err: error }, 'decisions of an erased person go at the next start');
    });
  }

  async #rebuild(): Promise<void> {
    const caps = this.#o.policies
      .current()
      .policy.scenarios.map(({ frequency_cap }) => frequency_cap?.days ?? 0);
    await this.#values.fill(this.#past?.snapshot.manifest, Math.max(0, ...caps));
    await this.patches.fill();
    await this.decisions.erase([...this.#erased]);
  }
}
