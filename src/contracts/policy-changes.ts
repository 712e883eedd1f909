import { z } from 'zod';
import { Instant } from './common.ts';
import { Placement } from './placements.ts';
import { Experiment, Policy, Rule, ScenarioConfig, ScenarioName, SynonymGroup } from './policy.ts';

/** How a policy changes: additions and removals by id, with who, why, and when they go live. */

const count = z.number().int().min(0);
const ruleId = Rule.shape.rule_id;
const Reason = z.string().max(1000).default('');

/** What is to differ. Things of an id that is there replace it whole. */
export const PolicyPatch = z
  .object({
    upsert: z
      .object({
        scenarios: z.array(ScenarioConfig).max(12).default([]),
        rules: z.array(Rule).max(500).default([]),
        experiments: z.array(Experiment).max(100).default([]),
        synonyms: z.array(SynonymGroup).max(1000).optional(),
        placements: z.array(Placement).max(500).optional(),
      })
      .prefault({}),
    remove: z
      .object({
        rules: z.array(ruleId).max(500).default([]),
        experiments: z.array(Experiment.shape.experiment_id).max(100).default([]),
        /** By the first word of the group. */
        synonyms: z.array(z.string().max(64)).max(1000).optional(),
        placements: z.array(Placement.shape.placement_id).max(500).optional(),
      })
      .prefault({}),
    holdout: Policy.shape.holdout.optional(),
  })
  .meta({ id: 'PolicyPatch' });
export type PolicyPatch = z.output<typeof PolicyPatch>;

/**
 * Rules and scenarios are published, and go live when the notice period of the settings has passed. A correction of an
 * error, or an emergency, may go live at once: an operator says why, and that is recorded. Experiments, synonyms, paid
 * placements and the holdout need no notice.
 */
export const ProposeBody = PolicyPatch.extend({
  kind: z.enum(['regular', 'correction', 'emergency']).default('regular'),
  reason: Reason.describe('Needed for corrections and emergencies'),
  /** Absent: as soon as the notice period allows. */
  effective_at: Instant.optional(),
});
export type ProposeBody = z.input<typeof ProposeBody>;

/** One difference between two policies, a thing at a time. */
export const PolicyDifference = z
  .object({
    what: z.enum(['scenario', 'rule', 'experiment', 'canal', 'holdout', 'synonyms', 'placement']),
    id: z.string(),
    change: z.enum(['added', 'removed', 'changed']),
    /** JSON pointers within the thing; one with pointer '' for a thing added or removed. */
    fields: z.array(z.object({ pointer: z.string(), before: z.unknown(), after: z.unknown() })),
  })
  .meta({ id: 'PolicyDifference' });
export type PolicyDifference = z.infer<typeof PolicyDifference>;

/** Something that cannot work as written; it is reported, and gates and priority decide. */
export const PolicyConflict = z
  .object({
    kind: z.enum([
      'same_slot',
      'slot_beyond',
      'quota_infeasible',
      'no_effect',
      'unknown_scenario',
      'matches_nothing',
      'matches_everything',
      'never_fires',
    ]),
    rule_ids: z.array(z.string()),
    scenario: z.string().nullable(),
    detail: z.string(),
  })
  .meta({ id: 'PolicyConflict' });
export type PolicyConflict = z.infer<typeof PolicyConflict>;

export const CHANGE_KINDS = [
  'initial',
  'regular',
  'correction',
  'emergency',
  'operation',
  'rollback',
] as const;

export const PolicyChange = z
  .object({
    change_id: z.number().int(),
    /** `operation`: experiments, canals or holdout only. */
    kind: z.enum(CHANGE_KINDS),
    reason: z.string(),
    author: z.string(),
    created_at: z.string(),
    effective_at: z.string(),
    /** `refused`: it no longer compiled on its day, and the live policy stayed. */
    status: z.enum(['pending', 'live', 'withdrawn', 'refused']),
    /** The policy that it made; null until it is live. */
    version: z.number().int().nullable(),
    patch: PolicyPatch,
    /** Against the policy that is live now. */
    differences: z.array(PolicyDifference),
    conflicts: z.array(PolicyConflict),
  })
  .meta({ id: 'PolicyChange' });
export type PolicyChange = z.infer<typeof PolicyChange>;

export const PolicyVersion = z
  .object({
    version: z.number().int(),
    hash: z.string(),
    kind: z.enum(CHANGE_KINDS),
    reason: z.string(),
    author: z.string(),
    /** When it was announced, and when it went live. */
    announced_at: z.string(),
    effective_at: z.string(),
    /** Of a rollback: the version that it equals. */
    equals_version: z.number().int().nullable(),
  })
  .meta({ id: 'PolicyVersion' });
export type PolicyVersion = z.infer<typeof PolicyVersion>;

export const PolicyVersionView = PolicyVersion.extend({
  policy: Policy,
  live: z.boolean(),
  /** Against the version before. */
  differences: z.array(PolicyDifference),
  conflicts: z.array(PolicyConflict),
}).meta({ id: 'PolicyVersionView' });
export type PolicyVersionView = z.infer<typeof PolicyVersionView>;

export const RollbackBody = z.object({ reason: z.string().min(1).max(1000) });

export const OpenCanalBody = z.object({
  scenarios: z.array(ScenarioName).max(12).default([]).describe('[]: all'),
  slots: z.number().int().min(1).max(20).default(2),
});
export type OpenCanalBody = z.output<typeof OpenCanalBody>;

/** Is this condition well-formed, and for how many offers does it hold now? For editors, at every keystroke. */
export const CheckConditionBody = z.object({ when: z.string().min(1).max(2000) });
export const ConditionCheck = z
  .object({
    valid: z.boolean(),
    fault: z.object({ code: z.string(), detail: z.string(), start: count, end: count }).nullable(),
    /** What it reads: the offer alone, the request alone, or both. */
    reads: z.array(z.enum(['offer', 'request', 'both'])),
    /** Offers for which the part that reads the offer alone holds; null while there is no snapshot. */
    offer_count: count.nullable(),
    matching_count: count.nullable(),
    examples: z.array(
      z.object({ offer_id: z.string(), title: z.object({ en: z.string(), zh: z.string() }) }),
    ),
    /** Names that a condition may use, with their types. */
    names: z.array(z.object({ name: z.string(), type: z.string() })),
  })
  .meta({ id: 'ConditionCheck' });
export type ConditionCheck = z.infer<typeof ConditionCheck>;

/** A draft tried on requests that were really made: nothing is stored, nobody sees it. */
export const DryRunBody = PolicyPatch.extend({
  requests: z.number().int().min(1).max(500).default(100),
  scenario: ScenarioName.optional(),
  /** Only requests of this person (`acc_…`). */
  account_id: z.string().max(64).optional(),
  /** Rules to watch apart; absent: those of the draft. */
  rule_ids: z.array(ruleId).max(50).optional(),
});
export type DryRunBody = z.output<typeof DryRunBody>;

const OfferName = z.object({
  offer_id: z.string(),
  title: z.object({ en: z.string(), zh: z.string() }),
  merchant_id: z.string(),
});
const OfferCount = OfferName.extend({
  before_count: count,
  after_count: count,
});

export const DryRun = z
  .object({
    requests: count,
    changed_slates: count,
    /** Requests whose decision could not be made again: its snapshot is gone. */
    skipped: count,
    slates: z.array(
      z.object({
        decision_id: z.string(),
        scenario: ScenarioName,
        before: z.array(OfferName),
        after: z.array(OfferName),
      }),
    ),
    /** Offers that lose and win slots, the most first. */
    offers: z.array(OfferCount),
    rules: z.array(
      z.object({
        rule_id: z.string(),
        /** Offers of the catalogue that it holds for, as far as it reads offers only. */
        offer_count: count.nullable(),
        matching_count: count.nullable(),
        /** Requests in which it filtered, moved, pinned or counted an offer. */
        fired_count: count,
      }),
    ),
    conflicts: z.array(PolicyConflict),
    differences: z.array(PolicyDifference),
  })
  .meta({ id: 'DryRun' });
export type DryRun = z.infer<typeof DryRun>;
