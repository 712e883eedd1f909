import type { Decision, DecisionSlot } from '../../contracts/index.ts';

/**
 * A decision as lines for the warehouse: one of `decisions`, one of `decision_slots` for each slot. Put together by hand: objects made
 * to be serialised took as long as half the decision itself.
 * @param json the record as it was written
 * @param erased its person was erased: of the decision only the id stays
 */
export function rowsOf(
  decision: Decision,
  json: string,
  erased: boolean,
): { decision: string; slots: string } {
  const { request } = decision;
  const account = erased ? '""' : JSON.stringify(request.account_id);
  const at = new Date(decision.clock).toISOString();
  const common = `{"decision_id":"${decision.decision_id}","at":"${at}","scenario":"${request.scenario}","account_id":${account}`;
  const arms: Record<string, string> = {};
  for (const { experiment_id, arm } of decision.arms) arms[experiment_id] = arm;
  let canals = 0;
  for (const { canal_id } of decision.slots) if (canal_id !== null) canals++;
  let slots = '';
  if (!erased) {
    for (const slot of decision.slots) slots += slotLine(common, slot, 0);
    for (const slot of decision.ghost ?? []) slots += slotLine(common, slot, 1);
  }
  return {
    decision:
      `${common},"snapshot_hash":"${decision.snapshot_hash}","policy_hash":"${decision.policy_hash}"` +
      `,"policy_version":${decision.policy_version},"build":${JSON.stringify(decision.build)},"arms":${JSON.stringify(arms)}` +
      `,"holdout":${decision.holdout ? 1 : 0},"candidate_count":${decision.candidate_count},"slot_count":${decision.slots.length}` +
      `,"canal_slot_count":${canals},"record":${erased ? '""' : JSON.stringify(json)}}\n`,
    slots,
  };
}

const slotLine = (common: string, s: DecisionSlot, ghost: 0 | 1) =>
  `${common},"ghost":${ghost},"slot":${s.slot},"offer_id":"${s.offer_id}","source":"${s.source}"` +
  `,"canal_id":"${s.canal_id ?? ''}","score":${s.score},"propensity":${s.propensity},"randomised":${s.randomised ? 1 : 0}}\n`;
