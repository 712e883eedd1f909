import { type Clock, GcError } from '../../base/index.ts';
import {
  type Decision,
  type OpenCanal,
  type PolicyChange,
  PolicyPatch,
  type PolicyVersion,
  type PolicyVersionView,
  ProposeBody,
} from '../../contracts/index.ts';
import { audit, type Ledger } from '../../ledger/index.ts';
import { type CompiledPolicy, compilePolicy } from '../../serve/index.ts';
import type { EngineLogger } from '../logger.ts';
import {
  applyPatch,
  differencesOf,
  hashOf,
  isEmptyPatch,
  needsNotice,
  type PolicyContent,
} from './content.ts';
import { defaultPolicy } from './defaults.ts';
import * as store from './store.ts';

const DAY_MS = 86_400_000;
/** How soon a change of another server, and a change whose day has come, is seen. */
const TICK_MS = 1_000;
const KEPT = 16;

export interface PoliciesOptions {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly logger: EngineLogger;
  readonly noticeDays: () => number;
}

/** The policy plane: versions that never change, changes that wait out their notice, and the one that serves now. */
export class Policies {
  readonly #options: PoliciesOptions;
  readonly #kept = new Map<number, CompiledPolicy>();
  readonly #timer: NodeJS.Timeout;
  #live!: store.StoredVersion;
  #compiled!: CompiledPolicy;
  #nextDue = Number.POSITIVE_INFINITY;
  #ticking: Promise<void> | null = null;
  /** Called whenever another version is live. */
  onLive: (policy: CompiledPolicy) => void = () => {};

  private constructor(options: PoliciesOptions) {
    this.#options = options;
    this.#timer = setInterval(() => {
      this.tick().catch((error) => options.logger.warn({ err: error }, 'policies could not be read'));
    }, TICK_MS).unref();
  }

  /** Opens on the latest version; a fresh ledger gets the default policy. */
  static async open(options: PoliciesOptions): Promise<Policies> {
    const policies = new Policies(options);
    try {
      await options.ledger.transaction(async (tx) => {
        const [any] = await store.listVersions(tx, 1);
        if (any) return;
        const at = policies.#now();
        await policies.#insert(tx, 0, applyPatch(defaultPolicy(), PolicyPatch.parse({})), {
          kind: 'initial',
          reason: '',
          author: 'system',
          announced_at: at,
          equals_version: null,
        });
      });
      await policies.#reload();
      await policies.tick();
      return policies;
    } catch (error) {
      policies.close();
      throw error;
    }
  }

  /** What serves the next request; cheap. */
  current(): CompiledPolicy {
    return this.#compiled;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /**
   * The policy of a recorded decision: by version, because a version and the one that it rolls back to have one hash.
   * @throws not_found
   */
  async ofDecision({
    policy_version,
    policy_hash,
  }: Pick<Decision, 'policy_version' | 'policy_hash'>): Promise<CompiledPolicy> {
    const kept = this.#kept.get(policy_version);
    if (kept) return kept;
    const { policy } = await store.readVersion(this.#options.ledger, policy_version);
    if (policy.hash !== policy_hash)
      throw new GcError(
        'not_found',
        `Policy ${policy_version} is ${policy.hash}, and the decision was made under ${policy_hash}.`,
      );
    const compiled = compilePolicy(policy);
    this.#keep(compiled);
    return compiled;
  }

  /** A draft: the live policy with a patch, compiled and never stored. @throws policy_invalid */
  draft(patch: PolicyPatch): CompiledPolicy {
    return this.#compile(applyPatch(this.#compiled.policy, patch));
  }

  async list(limit: number, before?: number): Promise<PolicyVersion[]> {
    const rows = await store.listVersions(this.#options.ledger, limit, before);
    return rows.map(({ policy: _policy, ...row }) => row);
  }

  /** Absent: the live one. @throws not_found */
  async view(version?: number): Promise<PolicyVersionView> {
    const { ledger } = this.#options;
    const found =
      version === undefined || version === this.#live.version
        ? this.#live
        : await store.readVersion(ledger, version);
    const [before] = await store.listVersions(ledger, 1, found.version);
    return {
      ...found,
      live: found.version === this.#live.version,
      differences: before ? differencesOf(before.policy, found.policy) : [],
      conflicts: [...compilePolicy(found.policy).conflicts],
    };
  }

  async changes(limit: number): Promise<PolicyChange[]> {
    return (await store.listChanges(this.#options.ledger, limit)).map((change) => this.#viewOf(change));
  }

  /**
   * Records a change. Rules and scenarios wait out the notice period; the rest, corrections and emergencies go live at once.
   * @throws validation_failed, policy_invalid, notice_too_short
   */
  async propose(input: ProposeBody, author: string): Promise<PolicyChange> {
    const { kind, reason, effective_at, ...patch } = ProposeBody.parse(input);
    if (isEmptyPatch(patch))
      throw invalid('/upsert', 'A change must add, remove or replace something; got nothing.');
    if (kind !== 'regular' && reason.trim() === '')
      throw invalid('/reason', `A ${kind} must give its reason, because it skips the notice; got none.`);
    const now = this.#options.clock.now();
    const noticed = needsNotice(patch);
    const days = noticed && kind === 'regular' ? this.#options.noticeDays() : 0;
    const earliest = now + days * DAY_MS;
    const wanted = effective_at === undefined ? earliest : Date.parse(effective_at);
    if (wanted < earliest && days > 0)
      throw new GcError(
        'notice_too_short',
        `This goes live on ${new Date(earliest).toISOString()} at the earliest (${days} days' notice); got ${effective_at}.`,
        { params: { earliest: new Date(earliest).toISOString(), notice_days: days } },
      );
    const change = await this.#options.ledger.transaction(async (tx) => {
      // It must compile on what will be live on its day: everything pending before it included.
      let content: PolicyContent = (await store.latestVersion(tx)).policy;
      for (const earlier of await store.pendingChanges(tx))
        if (Date.parse(earlier.effective_at) <= wanted) content = applyPatch(content, earlier.patch);
      this.#refuseUnknown(content, patch);
      this.#compile(applyPatch(content, patch));
      const stored = await store.insertChange(tx, {
        patch,
        kind: noticed ? kind : 'operation',
        reason,
        author,
        created_at: new Date(now).toISOString(),
        effective_at: new Date(Math.max(now, wanted)).toISOString(),
      });
      await audit(tx, {
        actor: author,
        action: 'policy.propose',
        subject: String(stored.change_id),
        after: { kind: stored.kind, reason, effective_at: stored.effective_at, patch },
      });
      return stored;
    });
    await this.#ticking;
    await this.#readDue();
    await this.tick();
    return this.#viewOf(await store.readChange(this.#options.ledger, change.change_id));
  }

  /** @throws not_found; conflict where it is not pending */
  async withdraw(changeId: number, author: string): Promise<PolicyChange> {
    const { ledger } = this.#options;
    await ledger.transaction(async (tx) => {
      const change = await store.readChange(tx, changeId);
      if (change.status !== 'pending')
        throw new GcError(
          'conflict',
          `Only a pending change can be withdrawn; ${changeId} is ${change.status}.`,
        );
      await store.endChange(tx, changeId, 'withdrawn', null);
      await audit(tx, { actor: author, action: 'policy.withdraw', subject: String(changeId) });
    });
    await this.#readDue();
    return this.#viewOf(await store.readChange(ledger, changeId));
  }

  /** A new version equal to an old one, live at once. @throws not_found; conflict where it is the live one */
  async rollback(version: number, reason: string, author: string): Promise<PolicyVersionView> {
    await this.#options.ledger.transaction(async (tx) => {
      const [live, old] = [await store.latestVersion(tx), await store.readVersion(tx, version)];
      if (old.hash === live.hash)
        throw new GcError(
          'conflict',
          `Version ${version} equals the live version ${live.version}: there is nothing to roll back.`,
        );
      this.#compile(old.policy);
      await this.#insert(tx, live.version, old.policy, {
        kind: 'rollback',
        reason,
        author,
        announced_at: this.#now(),
        equals_version: version,
      });
    });
    await this.#reload();
    return this.view();
  }

  /** Holds from the next request. @throws conflict where it is open already */
  openCanal(canal: Omit<OpenCanal, 'opened_at'>, author: string): Promise<OpenCanal> {
    const open: OpenCanal = { ...canal, opened_at: this.#now() };
    return this.#operate(author, 'canal.open', open.canal_id, (content) => {
      if (content.canals.some(({ canal_id }) => canal_id === open.canal_id))
        throw new GcError('conflict', `Canal ${open.canal_id} is open already.`);
      const canals = [...content.canals, open].sort((a, b) => (a.canal_id < b.canal_id ? -1 : 1));
      return { content: { ...content, canals }, canal: open };
    });
  }

  /** Holds from the next request. @throws not_found where it is not open */
  closeCanal(canalId: string, author: string): Promise<OpenCanal> {
    return this.#operate(author, 'canal.close', canalId, (content) => {
      const canal = content.canals.find(({ canal_id }) => canal_id === canalId);
      if (!canal) throw new GcError('not_found', `Canal ${canalId} is not open.`);
      return { content: { ...content, canals: content.canals.filter((one) => one !== canal) }, canal };
    });
  }

  /** Puts changes live whose day has come, and takes up what another server did. */
  tick(): Promise<void> {
    this.#ticking ??= this.#tick().finally(() => {
      this.#ticking = null;
    });
    return this.#ticking;
  }

  async #tick(): Promise<void> {
    const { ledger, clock, logger } = this.#options;
    if (ledger.kind === 'server') await this.#readDue();
    while (this.#nextDue <= clock.now()) {
      const done = await ledger.transaction(async (tx) => {
        const [change] = await store.pendingChanges(tx);
        if (!change || Date.parse(change.effective_at) > clock.now()) return null;
        const live = await store.latestVersion(tx);
        const content = applyPatch(live.policy, change.patch);
        try {
          this.#compile(content);
        } catch (error) {
          await store.endChange(tx, change.change_id, 'refused', null);
          await audit(tx, {
            actor: 'system',
            action: 'policy.refuse',
            subject: String(change.change_id),
            after: { reason: (error as Error).message },
          });
          return { refused: change.change_id, error };
        }
        await this.#insert(tx, live.version, content, {
          ...change,
          announced_at: change.created_at,
          equals_version: null,
        });
        await store.endChange(tx, change.change_id, 'live', live.version + 1);
        return { refused: null, error: null };
      });
      if (done?.refused)
        logger.error({ err: done.error, change_id: done.refused }, 'a policy change no longer compiles');
      await this.#reload();
    }
    if (ledger.kind === 'server') {
      const [latest] = await store.listVersions(ledger, 1);
      if (latest && latest.version !== this.#live.version) await this.#reload();
    }
  }

  /** One change of the live policy that needs no notice, as a version of its own. */
  async #operate(
    author: string,
    action: 'canal.open' | 'canal.close',
    subject: string,
    work: (content: PolicyContent) => { content: PolicyContent; canal: OpenCanal },
  ): Promise<OpenCanal> {
    const canal = await this.#options.ledger.transaction(async (tx) => {
      const live = await store.latestVersion(tx);
      const done = work(live.policy);
      this.#compile(done.content);
      await this.#insert(tx, live.version, done.content, {
        kind: 'operation',
        reason: `${action} ${subject}`,
        author,
        announced_at: this.#now(),
        equals_version: null,
      });
      await audit(tx, { actor: author, action, subject, after: done.canal });
      return done.canal;
    });
    await this.#reload();
    return canal;
  }

  async #insert(
    tx: Ledger,
    last: number,
    content: PolicyContent,
    about: Pick<store.NewVersion, 'kind' | 'reason' | 'author' | 'announced_at' | 'equals_version'>,
  ): Promise<void> {
    const { kind, reason, author, announced_at, equals_version } = about;
    const next = { kind, reason, author, announced_at, equals_version, version: last + 1, content };
    await store.insertVersion(tx, { ...next, effective_at: this.#now() });
    await audit(tx, {
      actor: author,
      action: 'policy.live',
      subject: String(last + 1),
      after: { kind, reason, hash: hashOf(content), equals_version },
    });
  }

  async #reload(): Promise<void> {
    const live = await store.latestVersion(this.#options.ledger);
    if (live.version !== this.#live?.version) {
      const compiled = compilePolicy(live.policy);
      this.#live = live;
      this.#compiled = compiled;
      this.#keep(compiled);
      this.onLive(compiled);
    }
    await this.#readDue();
  }

  async #readDue(): Promise<void> {
    const [next] = await store.pendingChanges(this.#options.ledger);
    this.#nextDue = next ? Date.parse(next.effective_at) : Number.POSITIVE_INFINITY;
  }

  #viewOf(change: store.StoredChange): PolicyChange {
    const pending = change.status === 'pending';
    const live = this.#compiled.policy;
    const after = pending ? applyPatch(live, change.patch) : live;
    return {
      ...change,
      patch: PolicyPatch.parse(change.patch),
      differences: pending ? differencesOf(live, after) : [],
      conflicts: pending ? conflictsIn(after) : [],
    };
  }

  #refuseUnknown(content: PolicyContent, { remove }: PolicyPatch): void {
    const unknown = [
      ...remove.rules.filter((id) => !content.rules.some(({ rule_id }) => rule_id === id)),
      ...remove.experiments.filter((id) => !content.experiments.some((e) => e.experiment_id === id)),
      ...(remove.synonyms ?? []).filter((word) => !content.synonyms?.some(([first]) => first === word)),
    ];
    if (unknown.length > 0) throw invalid('/remove', `${unknown.join(', ')} must exist to be removed.`);
  }

  #compile(content: PolicyContent): CompiledPolicy {
    return compilePolicy({ version: 1, hash: hashOf(content), effective_at: this.#now(), ...content });
  }

  #keep(compiled: CompiledPolicy): void {
    this.#kept.delete(compiled.policy.version);
    this.#kept.set(compiled.policy.version, compiled);
    if (this.#kept.size > KEPT) this.#kept.delete(this.#kept.keys().next().value!);
  }

  #now(): string {
    return new Date(this.#options.clock.now()).toISOString();
  }
}

function conflictsIn(content: PolicyContent): PolicyChange['conflicts'] {
  try {
    return [...compilePolicy({ version: 1, hash: '', effective_at: '', ...content }).conflicts];
  } catch {
    return [];
  }
}

const invalid = (pointer: string, detail: string) =>
  new GcError('validation_failed', detail, { causes: [{ pointer, code: 'invalid', detail }] });
