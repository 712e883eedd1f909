import { z } from 'zod';
import { DateText, LocalText } from './common.ts';
import { FILE, OPERATOR, route } from './route-parts.ts';
import type { RouteSpec } from './route-spec.ts';

/** Models in the API: what was trained, on what, how good it is, and why it says what it says. */

const READER = { roles: ['operator'], scope: 'metrics:read' } as const;
const count = z.number().int().min(0);

export const TrainModelBody = z.object({
  kind: z.enum(['next_category']).default('next_category'),
  /** Last business date of the training data; absent: the last one there is. */
  as_of: DateText.optional(),
  /** Days in which the first purchase must fall. */
  horizon_days: z.number().int().min(7).max(365).default(90),
});
export type TrainModelBody = z.input<typeof TrainModelBody>;

const Estimate = z.object({ value: z.number(), low: z.number(), high: z.number() });

/** How the same training did on a window that it had not seen: `from` to `to`, both included. */
const ModelQuality = z.object({
  from: DateText,
  to: DateText,
  people_count: count,
  /** People with a first purchase of a category in the window: ranking is judged on them. */
  judged_count: count,
  ndcg_at_10: z.number().nullable(),
  recall_at_10: z.number().nullable(),
  /** The same ranking for everybody: categories by recent first buyers. */
  baseline: z.object({ ndcg_at_10: z.number().nullable(), recall_at_10: z.number().nullable() }),
  /** 95% over the people judged; what is over the baseline is taken person by person. Null for fewer than two. */
  intervals: z
    .object({
      ndcg_at_10: Estimate,
      recall_at_10: Estimate,
      ndcg_over_baseline: Estimate,
      recall_over_baseline: Estimate,
    })
    .nullable()
    .optional(),
  calibration: z.object({
    slope: z.number(),
    /** First purchases observed over expected. */
    ratio: z.number().nullable(),
    /** Tenths of the candidates, least likely first. */
    deciles: z.array(
      z.object({
        rows: count,
        predicted: z.number(),
        observed: z.number(),
        hits: count,
        /** 95% of the observed share, a person's rows taken together. */
        low: z.number().optional(),
        high: z.number().optional(),
      }),
    ),
  }),
});

/** What anyone may know of a model. */
export const ModelCard = z
  .object({
    model_id: z.string(),
    kind: z.enum(['next_category']),
    version: z.number().int().min(1),
    /** `uninformative`: the data are too few to say anything; `reason` says what lacks. */
    status: z.enum(['fitted', 'uninformative']),
    reason: z.object({ code: z.string(), detail: z.string() }).nullable(),
    as_of: DateText,
    known_at: count,
    horizon_days: z.number().int(),
    people_count: count,
    line_count: count,
    category_count: count,
    /** Windows whose first purchases it learnt from, both days included. */
    windows: z.array(
      z.object({ from: DateText, to: DateText, people_count: count, first_purchase_count: count }),
    ),
    /** Whether scores changed when the future of a split was deleted or scrambled; null where nothing could be fitted. */
    leakage: z.object({ people_count: count, passed: z.boolean() }).nullable(),
    /** Null where history is too short to hold a window out. */
    quality: ModelQuality.nullable(),
    limits: LocalText,
    artefact_sha256: z.string().nullable(),
    artefact_bytes: count,
    simulated: z.boolean(),
    timezone: z.string(),
    seconds: z.number(),
    trained_at: z.string(),
    trained_by: z.string(),
  })
  .meta({ id: 'ModelCard' });
export type ModelCard = z.infer<typeof ModelCard>;

/** Why a person's probability is what it is: `log_odds` is intercept plus terms, from left to right. */
export const ModelExplanation = z
  .object({
    model_id: z.string(),
    account_id: z.string(),
    category_id: z.string(),
    label: LocalText,
    /** Lines up to this date are what the score rests on, as known at `known_at`. */
    as_of: DateText,
    known_at: count,
    horizon_days: z.number().int(),
    intercept: z.number(),
    terms: z.array(
      z.object({
        name: z.string(),
        means: z.string(),
        values: z.record(z.string(), z.number().nullable()),
        log_odds: z.number(),
      }),
    ),
    log_odds: z.number(),
    probability: z.number(),
    /** Held categories that carry the affinity term, the strongest first. */
    affinity: z.array(z.object({ category_id: z.string(), label: LocalText, amount: z.number() })),
  })
  .meta({ id: 'ModelExplanation' });
export type ModelExplanation = z.infer<typeof ModelExplanation>;

const model = z.object({ model_id: z.string().min(1).max(64) });

export const MODEL_ROUTES = {
  listModels: route({
    method: 'GET',
    path: '/v1/models',
    tag: 'models',
    summary: 'Trained models, the newest first',
    access: READER,
    query: z.object({
      limit: z.coerce.number().int().min(1).max(1000).default(100),
      ...FILE,
    }),
    response: z.object({ data: z.array(ModelCard) }),
    csv: true,
  }),
  trainModel: route({
    method: 'POST',
    path: '/v1/models',
    tag: 'models',
    summary: 'Train a model on what is known now; answers when it is done',
    access: OPERATOR,
    body: TrainModelBody,
    status: 201,
    response: ModelCard,
  }),
  getModel: route({
    method: 'GET',
    path: '/v1/models/:model_id',
    tag: 'models',
    summary: 'A model’s card: data, windows, leakage test, quality, limits',
    access: READER,
    params: model,
    response: ModelCard,
  }),
  explainModel: route({
    method: 'GET',
    path: '/v1/models/:model_id/explain',
    tag: 'models',
    summary: 'One account’s probability for one category, term by term',
    access: OPERATOR,
    params: model,
    query: z.object({ account_id: z.string().min(1).max(64), category_id: z.string().min(1).max(64) }),
    response: ModelExplanation,
  }),
} as const satisfies Record<string, RouteSpec>;
