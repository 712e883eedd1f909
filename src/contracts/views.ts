import { z } from 'zod';
import { DateText, LocalText, pageOf } from './common.ts';
import { TableParams, ViewParams } from './metric-params.ts';
import { MetricCell, MetricResult } from './metrics.ts';
import { FILE, optionalInt } from './route-parts.ts';

/** Views made of metrics: overview, categories, merchants, cohorts. */

const Status = MetricCell.shape.status;
/** What every view says about where its numbers come from. */
const provenance = {
  as_of: DateText,
  known_at: z.number().int(),
  state: z.enum(['provisional', 'final']),
  simulated: z.boolean(),
  timezone: z.string(),
  currency: z.string(),
  computed_at: z.string(),
  /** Set where the numbers come from a published revision (what merchants see). */
  revision: z.number().int().nullable(),
};

export const TrendPoint = z.object({ as_of: DateText, value: z.number().nullable(), status: Status });
export type TrendPoint = z.infer<typeof TrendPoint>;

/** One headline number, where it stood before, and its trend (oldest first). */
export const Headline = z
  .object({
    metric: z.string(),
    code: z.string(),
    version: z.number().int(),
    name: LocalText,
    unit: MetricResult.shape.unit,
    value: z.number().nullable(),
    conservative: z.number().nullable(),
    status: Status,
    coverage_rate: z.number(),
    previous: TrendPoint.nullable(),
    trend: z.array(TrendPoint),
  })
  .meta({ id: 'Headline' });
export type Headline = z.infer<typeof Headline>;

export const Overview = z
  .object({
    ...provenance,
    /** Whose numbers these are: the platform's, one category's (industry operators), one merchant's. */
    subject: z.object({
      kind: z.enum(['platform', 'category', 'merchant']),
      id: z.string(),
      name: LocalText.nullable(),
    }),
    headlines: z.array(Headline),
    /** Gross → paid → healthy, in order; parts that take away are negative. */
    waterfall: z.array(z.object({ part: z.string(), value: z.number().nullable(), status: Status })),
    waterfall_unit: z.enum(['minor']),
    /** True while the older points of the trends are still being counted: ask again for them. */
    partial: z.boolean(),
  })
  .meta({ id: 'Overview' });
export type Overview = z.infer<typeof Overview>;

export const CategoryRow = z
  .object({
    category_id: z.string(),
    parent_id: z.string().nullable(),
    name: LocalText,
    level: z.number().int(),
    is_leaf: z.boolean(),
    industry: z.string(),
    aac: z.number().nullable(),
    penetration: z.number().nullable(),
    status: Status,
    /** AAC thirty days before, and the relative change since. */
    previous_aac: z.number().nullable(),
    change_rate: z.number().nullable(),
  })
  .meta({ id: 'CategoryRow' });
export type CategoryRow = z.infer<typeof CategoryRow>;

/** `category_id`: which of an industry operator's top categories; the first when absent. */
export const OverviewParams = ViewParams.extend({ category_id: z.string().optional() });

export const CategoryParams = TableParams.extend({
  level: optionalInt(1, 32),
  /** Only children of this category. */
  parent_id: z.string().optional(),
});
export const CategoryPage = pageOf(CategoryRow).extend(provenance).meta({ id: 'CategoryPage' });
export type CategoryPage = z.infer<typeof CategoryPage>;

export const CategoryMerchant = z.object({
  merchant_id: z.string(),
  name: LocalText,
  aac: z.number().nullable(),
  share: z.number().nullable(),
  status: Status,
});
export const CategoryDetail = z
  .object({
    ...provenance,
    category: CategoryRow,
    path: z.array(z.object({ category_id: z.string(), name: LocalText })),
    children: z.array(CategoryRow),
    trend: z.array(TrendPoint),
    penetration_trend: z.array(TrendPoint),
    /** NTC, repurchase and others the registry offers at this grain: cells of this category alone. */
    metrics: z.array(MetricResult),
    /** Merchants with the most buyers in the category; empty where the viewer may not see them. */
    merchants: z.array(CategoryMerchant),
  })
  .meta({ id: 'CategoryDetail' });
export type CategoryDetail = z.infer<typeof CategoryDetail>;

export const MerchantRow = z
  .object({
    merchant_id: z.string(),
    name: LocalText,
    tier: z.string(),
    industry: z.string(),
    region: z.string(),
    aac: z.number().nullable(),
    aac_share: z.number().nullable(),
    gmv_minor: z.number().nullable(),
    gmv_share: z.number().nullable(),
    status: Status,
  })
  .meta({ id: 'MerchantRow' });
export type MerchantRow = z.infer<typeof MerchantRow>;
export const MerchantParams = TableParams.extend({ search: z.string().max(200).optional() });
export const MerchantPage = pageOf(MerchantRow).extend(provenance).meta({ id: 'MerchantPage' });
export type MerchantPage = z.infer<typeof MerchantPage>;

export const MerchantDetail = z
  .object({
    ...provenance,
    merchant: MerchantRow,
    shops: z.array(z.object({ shop_id: z.string(), name: LocalText, channel: z.string() })),
    categories: z.array(
      z.object({
        category_id: z.string(),
        name: LocalText,
        level: z.number().int(),
        aac: z.number().nullable(),
        /** AAC_{m,c} ÷ AAC_c; null where the category's own number is not published to the viewer. */
        share: z.number().nullable(),
        status: Status,
      }),
    ),
    trend: z.array(TrendPoint),
  })
  .meta({ id: 'MerchantDetail' });
export type MerchantDetail = z.infer<typeof MerchantDetail>;

export const CohortParams = ViewParams.extend({
  /** Only buyers of this category (where the registry offers it). */
  category_id: z.string().optional(),
  ...FILE,
});
export const CohortGrid = z
  .object({
    ...provenance,
    metric: z.string(),
    version: z.number().int(),
    /** Oldest cohort first; cells by age in months, immature ones marked. */
    cohorts: z.array(
      z.object({
        cohort: z.string(),
        size: z.number().nullable(),
        cells: z.array(
          z.object({
            age: z.number().int(),
            value: z.number().nullable(),
            people: z.number().nullable(),
            status: Status,
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'CohortGrid' });
export type CohortGrid = z.infer<typeof CohortGrid>;
