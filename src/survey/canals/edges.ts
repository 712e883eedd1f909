import type { FlowEdge, LocalText } from '../../contracts/index.ts';
import { type Flow, type FlowStatus, type FlowTable, flowOf } from '../flows/index.ts';

/** A category as a survey sees it: its place in the matrices is its index. */
export interface SurveyCategory {
  readonly category_id: string;
  readonly label: LocalText;
}

/**
 * Every pair that anything can be said of, in the shape of the contract: shown, no evidence, or insufficient with the reason.
 * Pairs that nobody entered, and a category with itself, are left out: there are up to C² of them and they say nothing.
 */
export function* edgesOf(table: FlowTable, categories: readonly SurveyCategory[]): Generator<FlowEdge> {
  const c = categories.length;
  for (let from = 0; from < c; from++) {
    for (let to = 0; to < c; to++) {
      const flow = flowOf(table, from, to);
      if (flow.status === 'self' || flow.status === 'nobody_eligible') continue;
      yield edgeOf(flow, categories);
    }
  }
}

/** All others are insufficient, for the reason that the status names. */
const EVIDENCE: Partial<Record<FlowStatus, FlowEdge['evidence']>> = {
  shown: 'shown',
  no_evidence: 'no_evidence',
  common_lift: 'no_evidence',
};

/**
 * The excess's interval is E·(lift − 1) at both ends of the lift's: what another sample of the same size could show. The
 * kernel's own, O·(1 − 1/lift), takes the observed count as given and is about half as wide: too sure for a plan.
 */
export function edgeOf(flow: Flow, categories: readonly SurveyCategory[]): FlowEdge {
  const { status, lift, excess } = flow;
  return {
    from_category_id: categories[flow.from]!.category_id,
    to_category_id: categories[flow.to]!.category_id,
    from_label: categories[flow.from]!.label,
    to_label: categories[flow.to]!.label,
    entry_count: flow.eligible,
    observed_count: flow.observed,
    expected_count: flow.expected,
    lift: lift?.ratio ?? null,
    lift_low: lift?.low ?? null,
    lift_high: lift?.high ?? null,
    q: flow.q,
    excess_count: excess?.people ?? null,
    excess_low: lift && excess ? Math.min(excess.people, flow.expected * (lift.low - 1)) : null,
    excess_high: lift && excess ? Math.max(excess.people, flow.expected * (lift.high - 1)) : null,
    rate: flow.rate,
    median_days: flow.medianDays,
    reverse_lift: flow.reverseLift,
    common_lift: flow.commonLift,
    net_flow: flow.netFlow,
    source_spend_delta_minor: flow.sourceSpend.stratifiedDifference,
    dropped_rate: flow.droppedShare ?? 0,
    control_people_count: flow.controlPeople,
    affinity_lift: flow.sameOrder.lift,
    evidence: EVIDENCE[status] ?? 'insufficient',
    reason: status === 'shown' ? '' : status,
  };
}
