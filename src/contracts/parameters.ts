import { z } from 'zod';
import { LocalText } from './common.ts';
import { FactorGroup } from './explain.ts';
import { Placement } from './placements.ts';
import { ScenarioConfig } from './policy.ts';
import { PolicyDifference, PolicyVersion } from './policy-changes.ts';
import type { RouteSpec } from './route-spec.ts';

/** The main parameters of ranking, as anyone may read them: made from what is live, never written by hand. */

const Text = z.object({ en: z.string(), zh: z.string() });
const Weight = {
  /** Share of the money that moved offers in recent slates; null while there are none. */
  importance_rate: z.number().nullable(),
};

export const PublishedParameters = z
  .object({
    version: z.number().int(),
    /** SHA-256 of the live policy in canonical JSON: decisions name it. */
    config_hash: z.string(),
    effective_at: z.string(),
    announced_at: z.string(),
    notice_days: z.number().int(),
    snapshot_hash: z.string().nullable(),
    /** How importance was measured. */
    method: Text.extend({ decisions: z.number().int(), slots: z.number().int(), measured_at: z.string() }),
    groups: z.array(z.object({ group: FactorGroup, text: Text, ...Weight })),
    /** Every term of every score. */
    terms: z.array(z.object({ term: z.string(), group: FactorGroup, text: Text, ...Weight })),
    gates: z.array(z.object({ gate: z.string(), text: Text })),
    rules: z.array(
      z.object({
        rule_id: z.string(),
        text: LocalText,
        effect: z.string(),
        scenarios: z.array(z.string()),
        from: z.string().nullable(),
        until: z.string().nullable(),
      }),
    ),
    scenarios: z.array(ScenarioConfig),
    /** Places that are paid for, by whom and how often; what was paid is theirs to tell. */
    placements: z.array(
      Placement.pick({
        placement_id: true,
        merchant_id: true,
        scenarios: true,
        from: true,
        until: true,
        slots: true,
      }).extend({ merchant: Text }),
    ),
    /** How places are paid for, in words. */
    placements_text: Text,
    open_canal_count: z.number().int(),
    experiment_count: z.number().int(),
    holdout_rate: z.number(),
    /** Against the version before. */
    differences: z.array(PolicyDifference),
    /** Announced and not live yet. */
    coming: z.array(
      z.object({
        change_id: z.number().int(),
        announced_at: z.string(),
        effective_at: z.string(),
        differences: z.array(PolicyDifference),
      }),
    ),
    history: z.array(PolicyVersion.omit({ author: true })),
  })
  .meta({ id: 'PublishedParameters' });
export type PublishedParameters = z.infer<typeof PublishedParameters>;

export const PARAMETER_ROUTES = {
  parameters: {
    method: 'GET',
    path: '/v1/parameters',
    tag: 'policy',
    summary: 'The main parameters of ranking and their relative importance, from what is live',
    access: { public: true },
    response: PublishedParameters,
  },
} as const satisfies Record<string, RouteSpec>;
