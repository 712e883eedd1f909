import { setImmediate } from 'node:timers/promises';
import type { ConditionCheck, Decision, DryRun, DryRunBody, PolicyConflict } from '../../contracts/index.ts';
import {
  type CompiledPolicy,
  compileCondition,
  named,
  type Past,
  REQUEST_FIELDS,
  type Recorded,
  type Snapshot,
  VOCABULARY,
  type Watch,
  watched,
} from '../../serve/index.ts';
import { differencesOf } from './content.ts';
import type { Policies } from './policies.ts';

const LISTED = 50;
const EXAMPLES = 5;

/** What was decided, and how it is decided again. */
export interface Replayable {
  readonly decisions: {
    list(filter: {
      limit: number;
      scenario?: string | undefined;
      account_id?: string | undefined;
    }): Promise<readonly { decision_id: string }[]>;
  };
  recorded(id: string): Promise<Recorded>;
  /** @throws snapshot_absent */
  past(): Past;
}

/**
 * A draft tried on requests that were really made: each is decided by the live policy and by the draft, on the snapshot, live values,
 * clock and seed of its record. Nothing is stored; serving goes on in between.
 * @throws policy_invalid
 */
export async function dryRun(policies: Policies, serving: Replayable, body: DryRunBody): Promise<DryRun> {
  const live = policies.current();
  const draft = policies.draft(body);
  const watchedRules = body.rule_ids ?? body.upsert.rules.map(({ rule_id }) => rule_id);
  const fired = new Map(watchedRules.map((id) => [id, 0]));
  const counts = new Map<string, { before: number; after: number; about: ReturnType<typeof named> }>();
  const slates: DryRun['slates'] = [];
  let requests = 0;
  let changed = 0;
  let skipped = 0;
  const recent = await serving.decisions.list({
    limit: body.requests,
    scenario: body.scenario,
    account_id: body.account_id,
  });
  for (const { decision_id } of recent) {
    await setImmediate();
    const recorded = await recordedOr(serving, decision_id);
    if (!recorded) {
      skipped++;
      continue;
    }
    requests++;
    const before = watched({ ...recorded, policy: live }).decision;
    const after = watched({ ...recorded, policy: draft });
    for (const id of firing(after.watch)) if (fired.has(id)) fired.set(id, fired.get(id)! + 1);
    const ids = (decision: Decision) => decision.slots.map(({ offer_id }) => offer_id);
    const [was, is] = [ids(before), ids(after.decision)];
    const { snapshot } = recorded.past;
    const list = (of: string[]) => of.map((id) => named(snapshot, snapshot.offers.find(id)));
    count(counts, snapshot, was, 'before');
    count(counts, snapshot, is, 'after');
    if (was.join() === is.join()) continue;
    changed++;
    if (slates.length < LISTED)
      slates.push({
        decision_id,
        scenario: recorded.decision.request.scenario,
        before: list(was),
        after: list(is),
      });
  }
  const rules = await Promise.all(
    watchedRules.map(async (rule_id) => ({
      rule_id,
      ...countsOf(await matchesOf(draft, serving, rule_id)),
      fired_count: fired.get(rule_id)!,
    })),
  );
  return {
    requests,
    changed_slates: changed,
    skipped,
    slates,
    offers: [...counts.values()]
      .filter(({ before, after }) => before !== after)
      .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before))
      .slice(0, LISTED)
      .map(({ about, before, after }) => ({ ...about, before_count: before, after_count: after })),
    rules,
    conflicts: [...draft.conflicts, ...rules.flatMap((rule) => oddities(rule, requests))],
    differences: differencesOf(live.policy, draft.policy),
  };
}

/** Is a condition well-formed, and how many offers does it hold for now? */
export async function checkCondition(
  policies: Policies,
  serving: Replayable,
  when: string,
): Promise<ConditionCheck> {
  const names = [
    ...Object.entries(VOCABULARY).flatMap(([of, fields]) =>
      Object.entries(fields).map(([name, { type }]) => ({ name: `${of}.${name}`, type: type as string })),
    ),
    ...Object.entries(REQUEST_FIELDS).map(([name, type]) => ({ name: `request.${name}`, type })),
  ];
  const condition = compileCondition(when);
  if ('code' in condition)
    return {
      valid: false,
      fault: condition,
      reads: [],
      offer_count: null,
      matching_count: null,
      examples: [],
      names,
    };
  const rule_id = 'check';
  const draft = policies.draft({
    upsert: {
      scenarios: [],
      experiments: [],
      rules: [
        {
          rule_id,
          text: rule_id,
          scenarios: [],
          when,
          action: { kind: 'filter' },
          priority: 0,
          from: null,
          until: null,
          enabled: true,
        },
      ],
    },
    remove: { rules: [], experiments: [] },
  });
  const { examples, ...matches } = await matchesOf(draft, serving, rule_id);
  return {
    valid: true,
    fault: null,
    reads: [
      ...(condition.ofOffer ? ['offer' as const] : []),
      ...(condition.ofRequest ? ['request' as const] : []),
      ...(condition.mixed ? ['both' as const] : []),
    ],
    ...matches,
    examples,
    names,
  };
}

/** Offers of the serving snapshot that a rule holds for, as far as it reads offers; read in small steps. */
async function matchesOf(policy: CompiledPolicy, serving: Replayable, ruleId: string) {
  const none = { offer_count: null, matching_count: null, examples: [] };
  let snapshot: Snapshot;
  try {
    ({ snapshot } = serving.past());
  } catch {
    return none;
  }
  const rule = policy.rule(snapshot, ruleId);
  if (!rule?.condition.ofOffer) return none;
  for (const _ of rule.fill()) await setImmediate();
  const matching = rule.matching();
  return {
    offer_count: snapshot.offers.item.length,
    matching_count: matching.length,
    examples: matching.slice(0, EXAMPLES).map((offer) => {
      const { offer_id, title } = named(snapshot, offer);
      return { offer_id, title };
    }),
  };
}

const countsOf = ({
  offer_count,
  matching_count,
}: Pick<ConditionCheck, 'offer_count' | 'matching_count'>) => ({
  offer_count,
  matching_count,
});

/** Null where the decision cannot be made again: erased, or its snapshot is gone. */
async function recordedOr(serving: Replayable, id: string): Promise<Recorded | null> {
  try {
    return await serving.recorded(id);
  } catch {
    return null;
  }
}

/** Rules that did something in a decision. */
function firing({ candidates, steps, passed }: Watch): Set<string> {
  const ids = new Set<string>();
  for (const { gate, terms } of candidates) {
    if (gate?.code === 'rule') ids.add(gate.by);
    for (const { rule_id } of terms()) if (rule_id !== undefined) ids.add(rule_id);
  }
  for (const { rule_id } of [...steps, ...passed]) if (rule_id !== undefined) ids.add(rule_id);
  return ids;
}

function count(
  counts: Map<string, { before: number; after: number; about: ReturnType<typeof named> }>,
  snapshot: Snapshot,
  ids: readonly string[],
  side: 'before' | 'after',
): void {
  for (const id of ids) {
    const one = counts.get(id) ?? { before: 0, after: 0, about: named(snapshot, snapshot.offers.find(id)) };
    one[side]++;
    counts.set(id, one);
  }
}

function oddities(rule: DryRun['rules'][number], requests: number): PolicyConflict[] {
  const { rule_id, offer_count, matching_count, fired_count } = rule;
  const odd = (kind: PolicyConflict['kind'], detail: string): PolicyConflict => ({
    kind,
    rule_ids: [rule_id],
    scenario: null,
    detail,
  });
  if (matching_count === 0)
    return [odd('matches_nothing', `${rule_id} holds for no offer of the catalogue.`)];
  const found: PolicyConflict[] = [];
  if (matching_count !== null && matching_count === offer_count)
    found.push(odd('matches_everything', `${rule_id} holds for all ${offer_count} offers of the catalogue.`));
  if (requests > 0 && fired_count === 0)
    found.push(odd('never_fires', `${rule_id} did nothing in ${requests} recent requests.`));
  return found;
}
