import type { Decision, DecisionSlot } from '../../contracts/index.ts';

/** A decision as rows of the warehouse. `json`: the record as it was written. */
export function rowsOf(decision: Decision, json: string): { decision: object; slots: object[] } {
  const { decision_id, request } = decision;
  const at = new Date(decision.clock).toISOString();
  const common = { decision_id, at, scenario: request.scenario, account_id: request.account_id };
  const slot = (ghost: 0 | 1) => (s: DecisionSlot) => ({
    ...common,
    ghost,
    slot: s.slot,
    offer_id: s.offer_id,
    source: s.source,
    canal_id: s.canal_id ?? '',
    score: s.score,
    propensity: s.propensity,
    randomised: s.randomised ? 1 : 0,
  });
  return {
    decision: {
      ...common,
      snapshot_hash: decision.snapshot_hash,
      policy_hash: decision.policy_hash,
      policy_version: decision.policy_version,
      build: decision.build,
      arms: Object.fromEntries(decision.arms.map(({ experiment_id, arm }) => [experiment_id, arm])),
      holdout: decision.holdout ? 1 : 0,
      candidate_count: decision.candidate_count,
      slot_count: decision.slots.length,
      canal_slot_count: decision.slots.filter(({ canal_id }) => canal_id !== null).length,
      record: json,
    },
    slots: [...decision.slots.map(slot(0)), ...(decision.ghost ?? []).map(slot(1))],
  };
}
