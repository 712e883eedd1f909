import {
  CANDIDATE_SOURCES,
  type DecisionExplanation,
  type ExplainedSlot,
  GATES,
} from '../../contracts/index.ts';
import type { CandidateTrace } from '../decide/types.ts';
import { nameOf } from '../reason/reason.ts';
import type { Snapshot } from '../snapshot/types.ts';
import { type Recorded, watched } from './recorded.ts';
import { termsOf } from './terms.ts';

const LISTED = 50;

/** An offer as it is named everywhere in explanations. */
export const named = (snapshot: Snapshot, offer: number) => ({
  offer_id: snapshot.offers.id.at(offer),
  title: nameOf(snapshot.items, snapshot.offers.item[offer]!),
  merchant_id: snapshot.merchants.id.at(snapshot.offers.merchant[offer]!),
});

/**
 * Why a slate is as it is: the decision made again, every step kept. Cost: one decision with a watch, and for each category in the
 * slate one reading of the next-category model.
 */
export function explain(recorded: Recorded): DecisionExplanation {
  const { decision, past, policy } = recorded;
  const { snapshot } = past;
  const { decision: made, watch } = watched(recorded);
  const byOffer = new Map(watch.candidates.map((candidate) => [candidate.offer, candidate]));
  const skipped = new Set<string>(watch.plan!.config.skip_gates);
  const open = watch.candidates.filter(({ gate }) => gate === null);
  const passed = watch.passed.map((one) => ({ ...one, score: byOffer.get(one.offer)!.score }));
  return {
    decision_id: decision.decision_id,
    at: new Date(decision.clock).toISOString(),
    scenario: decision.request.scenario,
    personalised: decision.request.account_id !== '',
    holdout: decision.holdout,
    arms: decision.arms,
    snapshot_hash: decision.snapshot_hash,
    policy_version: decision.policy_version,
    policy_hash: policy.policy.hash,
    currency: snapshot.manifest.currency,
    equal: JSON.stringify(made) === JSON.stringify(decision),
    candidate_count: made.candidate_count,
    sources: CANDIDATE_SOURCES.flatMap((source) => {
      const of = (list: readonly CandidateTrace[]) => list.filter((one) => one.source === source).length;
      const candidate_count = of(watch.candidates);
      return candidate_count > 0 ? [{ source, candidate_count, open_count: of(open) }] : [];
    }),
    closed: GATES.flatMap((gate) => {
      const offer_count = made.closed[gate] ?? 0;
      return offer_count > 0 ? [{ gate, offer_count }] : [];
    }),
    slots: made.slots.map((slot): ExplainedSlot => {
      const offer = snapshot.offers.find(slot.offer_id);
      const candidate = byOffer.get(offer)!;
      const step = watch.steps.find((one) => one.slot === slot.slot)!;
      return {
        slot: slot.slot,
        ...named(snapshot, offer),
        price_minor: snapshot.offers.price_minor[offer]!,
        source: slot.source,
        canal_id: slot.canal_id,
        reason: slot.reason,
        why: step.why,
        rule_id: step.rule_id ?? null,
        placement_id: slot.placement_id ?? null,
        randomised: slot.randomised,
        propensity: slot.propensity,
        bought_before: candidate.bought_before,
        terms: termsOf(past, offer, candidate.terms()),
        score: slot.score,
        threshold: slot.threshold,
        margin_minor: slot.threshold === null ? null : slot.score - slot.threshold,
        gates_passed: GATES.filter((gate) => !skipped.has(gate)),
      };
    }),
    passed_over: passed.slice(0, LISTED).map(({ offer, why, rule_id, score }) => ({
      ...named(snapshot, offer),
      score,
      why,
      rule_id: rule_id ?? null,
    })),
    gated: watch.candidates
      .flatMap(({ offer, gate }) =>
        gate ? [{ ...named(snapshot, offer), gate: gate.code, by: gate.by }] : [],
      )
      .slice(0, LISTED),
  };
}
