import type { Policy, PolicyConflict, Rule, ScenarioConfig } from '../../contracts/index.ts';

/** What can be said without any request: two pins for one slot, quotas that ask for more than there is. */
export function conflictsOf(policy: Policy): PolicyConflict[] {
  const found: PolicyConflict[] = [];
  const enabled = policy.rules.filter((rule) => rule.enabled);
  for (const rule of enabled) {
    if (hasNoEffect(rule))
      found.push(
        conflict(
          'no_effect',
          [rule],
          null,
          `${rule.rule_id} adds and takes nothing: give it an amount or a share.`,
        ),
      );
    for (const name of rule.scenarios) {
      if (!policy.scenarios.some(({ scenario }) => scenario === name))
        found.push(
          conflict(
            'unknown_scenario',
            [rule],
            name,
            `${rule.rule_id} names ${name}, which is not configured.`,
          ),
        );
    }
  }
  for (const config of policy.scenarios) found.push(...conflictsIn(config, enabled));
  return found;
}

function conflictsIn(config: ScenarioConfig, rules: readonly Rule[]): PolicyConflict[] {
  const { scenario, slots } = config;
  const here = rules.filter((rule) => rule.scenarios.length === 0 || rule.scenarios.includes(scenario));
  const found: PolicyConflict[] = [];
  const bySlot = new Map<number, Rule[]>();
  for (const rule of here) {
    if (rule.action.kind !== 'pin') continue;
    const { slot } = rule.action;
    if (slot >= slots && rule.scenarios.length > 0)
      found.push(
        conflict(
          'slot_beyond',
          [rule],
          scenario,
          `${rule.rule_id} pins slot ${slot}; ${scenario} has slots 0–${slots - 1}.`,
        ),
      );
    bySlot.set(slot, [...(bySlot.get(slot) ?? []), rule]);
  }
  for (const [slot, pins] of bySlot) {
    const clashing = pins.filter((pin) => pins.some((other) => other !== pin && overlap(pin, other)));
    if (clashing.length > 1)
      found.push(
        conflict(
          'same_slot',
          clashing,
          scenario,
          `${clashing.map((p) => p.rule_id).join(', ')} pin slot ${slot} of ${scenario}; the higher priority has it first.`,
        ),
      );
  }
  const quotas = here.filter((rule) => rule.action.kind === 'quota');
  const asked = quotas.reduce((sum, { action }) => sum + (action.kind === 'quota' ? action.min : 0), 0);
  if (asked > slots)
    found.push(
      conflict(
        'quota_infeasible',
        quotas,
        scenario,
        `Quotas of ${scenario} ask for at least ${asked} of ${slots} slots; one offer may count for several.`,
      ),
    );
  return found;
}

const conflict = (
  kind: PolicyConflict['kind'],
  rules: readonly Rule[],
  scenario: string | null,
  detail: string,
): PolicyConflict => ({
  kind,
  rule_ids: rules.map((rule) => rule.rule_id),
  scenario,
  detail,
});

const overlap = (a: Rule, b: Rule) =>
  (a.from ?? '') <= (b.until ?? '9999') && (b.from ?? '') <= (a.until ?? '9999');

function hasNoEffect({ action }: Rule): boolean {
  if (action.kind === 'boost') return action.add_minor === 0 && action.share === 0;
  if (action.kind === 'bury') return action.take_minor === 0 && action.share === 0;
  if (action.kind === 'quota') return action.min === 0 && action.max === null;
  return false;
}
