import { GcError } from '../../base/index.ts';
import type { Policy, PolicyConflict, Rule, ScenarioConfig, ScenarioName } from '../../contracts/index.ts';
import type { Snapshot } from '../snapshot/types.ts';
import { type ActiveRules, activate, RuleOn } from './active.ts';
import { type Condition, compileCondition } from './condition.ts';
import { conflictsOf } from './conflicts.ts';
import type { RequestFacts } from './vocabulary.ts';

/** A policy, checked and ready to serve. Immutable; compile once, use for every request. */
export interface CompiledPolicy {
  readonly policy: Policy;
  /** What is odd about it, although it can be served: gates win, and the higher priority wins. */
  readonly conflicts: readonly PolicyConflict[];
  /** @throws not_found where the policy does not configure the surface */
  scenario(name: ScenarioName): ScenarioConfig;
  /**
   * The rules in force for a request. What depends on the offer alone is remembered by snapshot.
   * @param off rules left out, for what-ifs
   */
  rules(snapshot: Snapshot, request: RequestFacts, off?: ReadonlySet<string>): ActiveRules;
  /** A rule of this policy on a snapshot, in force or not. */
  rule(snapshot: Snapshot, ruleId: string): RuleOn | null;
  /** Takes over what is known of the rules for a patch that is to serve: then it costs what was told since the one before. */
  follow(snapshot: Snapshot): void;
  /** Evaluates rules that read offers only, giving way often; for idle moments after a change of policy or snapshot. */
  prepare(snapshot: Snapshot): Generator<void>;
}

interface Compiled {
  readonly rule: Rule;
  readonly condition: Condition;
}

/** @throws policy_invalid with a cause for every fault: its JSON pointer into the policy, and where in the condition */
export function compilePolicy(policy: Policy): CompiledPolicy {
  const causes: { pointer: string; code: string; detail: string }[] = [];
  const compiled: Compiled[] = [];
  policy.rules.forEach((rule, i) => {
    const condition = compileCondition(rule.when);
    if ('code' in condition) {
      const { code, detail, start, end } = condition;
      causes.push({ pointer: `/rules/${i}/when`, code, detail: `${detail} (characters ${start}–${end})` });
    } else compiled.push({ rule, condition });
    const { action } = rule;
    if (action.kind === 'quota' && action.max !== null && action.min > action.max)
      causes.push(
        wrong(`/rules/${i}/action/min`, `min must be at most max (${action.max}), got ${action.min}.`),
      );
    if (rule.from !== null && rule.until !== null && rule.from > rule.until)
      causes.push(
        wrong(`/rules/${i}/until`, `until must not be before from (${rule.from}), got ${rule.until}.`),
      );
  });
  causes.push(
    ...repeated(policy.rules, (r) => r.rule_id, '/rules', 'rule_id'),
    ...repeated(policy.scenarios, (s) => s.scenario, '/scenarios', 'scenario'),
    ...repeated(policy.experiments, (e) => e.experiment_id, '/experiments', 'experiment_id'),
    ...repeated(policy.canals, (c) => c.canal_id, '/canals', 'canal_id'),
    ...repeated(policy.placements ?? [], (p) => p.placement_id, '/placements', 'placement_id'),
  );
  policy.experiments.forEach((experiment, i) => {
    causes.push(...repeated(experiment.arms, (a) => a.arm, `/experiments/${i}/arms`, 'arm'));
  });
  policy.placements?.forEach(({ from, until, first_slot, last_slot }, i) => {
    if (from > until)
      causes.push(wrong(`/placements/${i}/until`, `until must not be before from (${from}), got ${until}.`));
    if (first_slot > last_slot)
      causes.push(
        wrong(
          `/placements/${i}/last_slot`,
          `last_slot must be at least first_slot (${first_slot}), got ${last_slot}.`,
        ),
      );
  });
  if (causes.length > 0) {
    const first = causes[0]!;
    throw new GcError('policy_invalid', `${first.pointer}: ${first.detail}`, { causes });
  }

  // Higher priority first; equal ones by id, so that the order never depends on how they were stored.
  compiled.sort((a, b) => b.rule.priority - a.rule.priority || (a.rule.rule_id < b.rule.rule_id ? -1 : 1));
  const scenarios = new Map(policy.scenarios.map((config) => [config.scenario, config]));
  const bySnapshot = new WeakMap<Snapshot, RuleOn[]>();
  // Rules that read offers alone are the same for every request of a surface and day: by snapshot, the last ones of each surface.
  const lasting = new WeakMap<
    Snapshot,
    Map<string, { readonly date: string; readonly active: ActiveRules }>
  >();
  const ofOffersAlone = compiled.every(({ condition }) => !condition.ofRequest && !condition.mixed);
  const on = (snapshot: Snapshot): RuleOn[] => {
    let rules = bySnapshot.get(snapshot);
    if (!rules) {
      const before = beforeOf(snapshot);
      rules = compiled.map(
        ({ rule, condition }, i) =>
          new RuleOn(rule, condition, snapshot, before?.rules[i] ?? null, before?.touched),
      );
      bySnapshot.set(snapshot, rules);
    }
    return rules;
  };
  // What is known goes from patch to patch; where the one before was never asked, from the snapshot.
  const beforeOf = ({ patch }: Snapshot) => {
    if (!patch) return null;
    const last = patch.after?.snapshot.deref();
    const known = last && bySnapshot.get(last);
    return known
      ? { rules: known, touched: patch.after!.touched }
      : { rules: on(patch.base), touched: patch.touched };
  };
  return {
    policy,
    conflicts: conflictsOf(policy),
    scenario(name) {
      const config = scenarios.get(name);
      if (!config) throw new GcError('not_found', `The policy configures no scenario ${name}.`);
      return config;
    },
    rules(snapshot, request, off) {
      const make = () =>
        activate(
          on(snapshot).filter(({ rule }) => inForce(rule, request) && !off?.has(rule.rule_id)),
          request,
        );
      if (!ofOffersAlone || off) return make();
      const { scenario, date } = request;
      const known = lasting.get(snapshot) ?? new Map();
      const last = known.get(scenario);
      if (last?.date === date) return last.active;
      const active = make();
      lasting.set(snapshot, known.set(scenario, { date, active }));
      return active;
    },
    follow(snapshot) {
      on(snapshot);
    },
    *prepare(snapshot) {
      for (const rule of on(snapshot)) if (rule.rule.enabled) yield* rule.fill();
    },
    rule: (snapshot, ruleId) => on(snapshot).find(({ rule }) => rule.rule_id === ruleId) ?? null,
  };
}

/** Enabled, for this surface, and within its dates. */
export function inForce(rule: Rule, request: Pick<RequestFacts, 'scenario' | 'date'>): boolean {
  return (
    rule.enabled &&
    (rule.scenarios.length === 0 || rule.scenarios.includes(request.scenario as ScenarioName)) &&
    (rule.from === null || rule.from <= request.date) &&
    (rule.until === null || request.date <= rule.until)
  );
}

const wrong = (pointer: string, detail: string) => ({ pointer, code: 'invalid', detail });

function repeated<T>(list: readonly T[], idOf: (one: T) => string, pointer: string, field: string) {
  const seen = new Set<string>();
  return list.flatMap((one, i) => {
    const id = idOf(one);
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [
      {
        pointer: `${pointer}/${i}/${field}`,
        code: 'repeated',
        detail: `${field} must be unique, got ${id} again.`,
      },
    ];
  });
}
