import { z } from 'zod';
import { DateText, LocalText } from './common.ts';

/** What a survey was computed from and how: the header of everything below. */
export const SurveyHeader = z
  .object({
    survey_id: z.string(),
    as_of: DateText,
    known_at: z.number().int(),
    /** Tree level of the categories; 0 = leaves. */
    level: z.number().int().min(0),
    lookback_days: z.number().int(),
    horizon_days: z.number().int(),
    control_mode: z.enum(['every_order', 'monthly_weighted']),
    /** Months of entries: those that end at as_of − horizon with a full look-back. */
    index: z.object({ from: DateText, to: DateText }),
    /** Set where data reach back less than the look-back: "new" then means new in the window. */
    new_in_window: z.boolean(),
    people_count: z.number().int(),
    order_count: z.number().int(),
    pairs_tested: z.number().int(),
    pairs_shown: z.number().int(),
    currency: z.string(),
    timezone: z.string(),
    simulated: z.boolean(),
    computed_at: z.string(),
  })
  .meta({ id: 'SurveyHeader' });
export type SurveyHeader = z.infer<typeof SurveyHeader>;

/** shown: passes every rule of metrics.md 4.3.6, and the lift is beyond the source's common one; otherwise why not. */
export const Evidence = z.enum(['shown', 'no_evidence', 'insufficient']);
export type Evidence = z.infer<typeof Evidence>;

/** One ordered pair of categories: people who entered A, and how many of them first bought B afterwards. */
export const FlowEdge = z
  .object({
    from_category_id: z.string(),
    to_category_id: z.string(),
    from_label: LocalText,
    to_label: LocalText,
    /** n_A: eligible entries into A. */
    entry_count: z.number(),
    /** O and E, over strata that have both arms. */
    observed_count: z.number(),
    expected_count: z.number(),
    /** Mantel–Haenszel risk ratio with its 95 % interval; null where it cannot be said. */
    lift: z.number().nullable(),
    lift_low: z.number().nullable(),
    lift_high: z.number().nullable(),
    /** Benjamini–Hochberg over all tested pairs. */
    q: z.number().nullable(),
    /** O − E: excess first buyers (association, not effect), with its interval. */
    excess_count: z.number().nullable(),
    excess_low: z.number().nullable(),
    excess_high: z.number().nullable(),
    /** Observed first purchases of B per eligible entry. */
    rate: z.number().nullable(),
    median_days: z.number().nullable(),
    reverse_lift: z.number().nullable(),
    /** Lift that the same entries have towards all categories alike; null where categories are too few to say. */
    common_lift: z.number().nullable(),
    /** N(A→B) − N(B→A). */
    net_flow: z.number().nullable(),
    /** Change of spend in A over the horizon, those who went on to B against those who did not, same strata; minor units a person. */
    source_spend_delta_minor: z.number().nullable(),
    /** Share of entries in strata that lacked an arm and dropped out. */
    dropped_rate: z.number(),
    control_people_count: z.number(),
    /** Same-order affinity, reported apart: observed over expected under independence. */
    affinity_lift: z.number().nullable(),
    evidence: Evidence,
    /** Why it is not shown: `no_evidence`, `common_lift`, `few_entries`, `few_observed`, `few_expected`, `no_controls` … */
    reason: z.string(),
  })
  .meta({ id: 'FlowEdge' });
export type FlowEdge = z.infer<typeof FlowEdge>;

/** A canal that could be opened: a flow with evidence, and what it would be worth. */
export const CanalOpportunity = z
  .object({
    canal_id: z.string(),
    edge: FlowEdge,
    /** People who hold A, do not hold B, and can be reached today (consenting, active in the look-back). */
    crowd: z.object({ crowd_id: z.string(), label: LocalText, people_count: z.number() }),
    /**
     * Of those who have a price position in A (a healthy line in the look-back of an item that its category positions), the share
     * for whom B sold an item at the same position in the last 90 days. Null: B is unpositioned, or fewer than 30 people are positioned.
     */
    same_position_rate: z.number().nullable(),
    /** Expected first buyers of B among the reachable in the horizon beyond the usual, with interval. */
    expected_first_buyers: z.number(),
    expected_low: z.number(),
    expected_high: z.number(),
    /** Expected first buyers × mean net spend in B over the horizon of those who first bought it. */
    value_minor: z.number(),
    source_spend_risk: z.enum(['none', 'watch', 'unknown']),
    /** Months (1–12) in which the first purchases of B run above their yearly mean. */
    season_months: z.array(z.number().int().min(1).max(12)),
    reason: LocalText,
  })
  .meta({ id: 'CanalOpportunity' });
export type CanalOpportunity = z.infer<typeof CanalOpportunity>;

/** A crowd saved by reference: the definition, never a list of people. Evaluated when used. */
export const CrowdDefinition = z
  .object({
    crowd_id: z.string(),
    name: LocalText,
    holds_category_id: z.string().optional(),
    lacks_category_id: z.string().optional(),
    breadth: z.object({ min: z.number().int(), max: z.number().int().nullable() }).optional(),
    as_of: DateText,
    lookback_days: z.number().int(),
    created_at: z.string(),
    created_by: z.string(),
  })
  .meta({ id: 'CrowdDefinition' });
export type CrowdDefinition = z.infer<typeof CrowdDefinition>;

/** R9: one cell of crowd × category. */
export const WhiteSpaceCell = z
  .object({
    crowd: z.string(),
    crowd_label: LocalText,
    category_id: z.string(),
    people_count: z.number().nullable(),
    observed_rate: z.number().nullable(),
    /** Penetration among peers in the same activity stratum. */
    expected_rate: z.number().nullable(),
    gap_rate: z.number().nullable(),
    gap_people: z.number().nullable(),
    status: z.enum(['ok', 'suppressed', 'insufficient']),
  })
  .meta({ id: 'WhiteSpaceCell' });
export type WhiteSpaceCell = z.infer<typeof WhiteSpaceCell>;

/** R4: a category on its way to a target AAC. */
export const Incubation = z
  .object({
    category_id: z.string(),
    label: LocalText,
    target_aac: z.number().int(),
    target_date: DateText,
    history: z.array(z.object({ as_of: DateText, aac: z.number() })),
    forecast: z.array(z.object({ as_of: DateText, p10: z.number(), p50: z.number(), p90: z.number() })),
    crossing_date: DateText.nullable(),
    track: z.enum(['on_track', 'behind', 'ahead', 'reached', 'insufficient']),
    reason: LocalText,
  })
  .meta({ id: 'Incubation' });
export type Incubation = z.infer<typeof Incubation>;

/** R21: a rise that season does not explain. */
export const TrendAlert = z
  .object({
    category_id: z.string(),
    label: LocalText,
    month: z.string(),
    observed_count: z.number(),
    expected_count: z.number(),
    ratio: z.number(),
    z: z.number(),
    q: z.number(),
    alert: z.boolean(),
    status: z.enum(['ok', 'insufficient']),
  })
  .meta({ id: 'TrendAlert' });
export type TrendAlert = z.infer<typeof TrendAlert>;

/** R66: who is about to leave, why, and what to try. */
export const DefenceItem = z
  .object({
    kind: z.enum(['buyers', 'merchant']),
    id: z.string(),
    label: LocalText,
    people_count: z.number().nullable(),
    at_risk_rate: z.number().nullable(),
    baseline_rate: z.number().nullable(),
    cause: z.string(),
    cause_text: LocalText,
    action_text: LocalText,
    status: z.enum(['ok', 'suppressed', 'insufficient']),
  })
  .meta({ id: 'DefenceItem' });
export type DefenceItem = z.infer<typeof DefenceItem>;
