import { z } from 'zod';
import { DateText, LocalText } from './common.ts';

/** A metric's definition, as the registry publishes it (R62). The same object feeds API, console, CLI and docs. */
export const MetricDefinition = z
  .object({
    /** `aac`, `aac_public`, `penetration`, `breadth`, `ntc`, `ntb`, `repurchase_rate`, `cross_category_rate`, `arpu`, `retention`, `gmv_gross` … */
    id: z.string(),
    /** M-number of the definitions: M1 … M15. */
    code: z.string(),
    version: z.number().int(),
    name: LocalText,
    description: LocalText,
    formula: z.string(),
    unit: z.enum(['people', 'rate', 'ratio', 'minor', 'count']),
    /** Grains it can be asked at. */
    grains: z.array(z.enum(['platform', 'category', 'merchant', 'shop', 'brand', 'merchant_category'])),
    lookback_days: z.number().int(),
    horizon_days: z.number().int().nullable(),
    maturity_days: z.number().int(),
    identity_mode: z.enum(['account', 'resolved']),
    /** Who is new to a category is asked in the tree that holds now, window and look-back alike: nobody is new by a move. */
    one_tree: z.boolean(),
    owner: z.string(),
    /** Dimensions of the data it cannot do without. */
    needs: z.array(z.enum(['account', 'category', 'merchant', 'brand'])),
  })
  .meta({ id: 'MetricDefinition' });
export type MetricDefinition = z.infer<typeof MetricDefinition>;

export const Grain = z.enum(['platform', 'category', 'merchant', 'shop', 'brand', 'merchant_category']);
export type Grain = z.infer<typeof Grain>;

/** What is asked of the metric engine. Every field but `metric` and `as_of` has a default. */
export const MetricQuery = z.object({
  metric: z.string(),
  as_of: DateText,
  /** Commit sequence; absent: all that is known now. */
  known_at: z.number().int().min(0).optional(),
  grain: Grain.default('platform'),
  /** For grain category and merchant_category: tree level, 1 = top; absent: all levels. */
  level: z.number().int().min(1).optional(),
  /** Only these ids (of the grain's own dimension, or of either part of merchant_category). */
  category_id: z.string().optional(),
  merchant_id: z.string().optional(),
  lookback_days: z.number().int().min(1).max(3650).optional(),
  horizon_days: z.number().int().min(1).max(3650).optional(),
  /** Length of the period P that ends at as_of, for NTC, NTB and repurchase. */
  period_days: z.number().int().min(1).max(3650).optional(),
  identity_mode: z.enum(['account', 'resolved']).default('account'),
  /** As-sold category (default), or re-expressed in the tree that holds now; metrics with `one_tree` always are. */
  tree: z.enum(['as_sold', 'current']).default('as_sold'),
  /** Healthy (headline), conservative (suspects out), or public (confirmed orders). */
  variant: z.enum(['headline', 'conservative', 'public']).default('headline'),
});
export type MetricQuery = z.infer<typeof MetricQuery>;

/** One number of one cell, with all that is needed to trust or doubt it. */
export const MetricCell = z
  .object({
    /** Ids of the cell's dimensions; absent keys mean "all". */
    category_id: z.string().optional(),
    merchant_id: z.string().optional(),
    shop_id: z.string().optional(),
    brand_id: z.string().optional(),
    /** Cohort month `YYYY-MM` and age in months, for cohort grids. */
    cohort: z.string().optional(),
    age: z.number().int().optional(),
    /** Named part of a metric that has parts: `never`, `lapsed`, `unknown`; waterfall steps; retention bridge. */
    part: z.string().optional(),
    label: LocalText.optional(),
    value: z.number().nullable(),
    numerator: z.number().nullable().optional(),
    denominator: z.number().nullable().optional(),
    /** With suspects left out: the other edge of the band. */
    conservative: z.number().nullable().optional(),
    status: z.enum(['ok', 'suppressed', 'insufficient', 'immature', 'new_in_window', 'dimension_absent']),
  })
  .meta({ id: 'MetricCell' });
export type MetricCell = z.infer<typeof MetricCell>;

export const MetricResult = z
  .object({
    metric: z.string(),
    code: z.string(),
    version: z.number().int(),
    unit: MetricDefinition.shape.unit,
    as_of: DateText,
    known_at: z.number().int(),
    window: z.object({ from: DateText, to: DateText }),
    grain: Grain,
    variant: z.string(),
    tree: z.string(),
    identity_mode: z.string(),
    timezone: z.string(),
    currency: z.string(),
    scope: z.object({ channels: z.array(z.string()) }),
    lookback_days: z.number().int(),
    horizon_days: z.number().int().nullable(),
    /** provisional until maturity has passed, then final. */
    state: z.enum(['provisional', 'final']),
    /** Share of the lines in the window that carry what the metric needs (a person, a category …). */
    coverage_rate: z.number(),
    simulated: z.boolean(),
    computed_at: z.string(),
    /** Set when the numbers come from a published, frozen revision. */
    revision: z.number().int().nullable(),
    cells: z.array(MetricCell),
  })
  .meta({ id: 'MetricResult' });
export type MetricResult = z.infer<typeof MetricResult>;
