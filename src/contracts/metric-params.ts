import { z } from 'zod';
import { DateText, PageQuery } from './common.ts';
import { MetricQuery, MetricResult } from './metrics.ts';
import { FILE, optionalInt } from './route-parts.ts';

/** Questions to metrics and views as query strings. */

/** MetricQuery as a query string. `as_of` absent: the latest complete business date. */
export const MetricParams = MetricQuery.omit({ metric: true }).extend({
  as_of: DateText.optional(),
  known_at: optionalInt(0, Number.MAX_SAFE_INTEGER),
  level: optionalInt(1, 32),
  lookback_days: optionalInt(1, 3650),
  horizon_days: optionalInt(1, 3650),
  period_days: optionalInt(1, 3650),
  ...FILE,
});
export const SeriesParams = MetricParams.omit({ as_of: true }).extend({
  from: DateText,
  to: DateText,
  step: z.enum(['day', 'week', 'month']).default('month'),
});
export const MetricSeries = z
  .object({
    metric: z.string(),
    from: DateText,
    to: DateText,
    step: z.enum(['day', 'week', 'month']),
    results: z.array(MetricResult),
  })
  .meta({ id: 'MetricSeries' });
export type MetricSeries = z.infer<typeof MetricSeries>;

export const ViewParams = z.object({
  as_of: DateText.optional(),
  known_at: optionalInt(0, Number.MAX_SAFE_INTEGER),
  variant: MetricQuery.shape.variant,
  lookback_days: optionalInt(1, 3650),
});
export const TableParams = ViewParams.extend({
  limit: PageQuery.shape.limit,
  cursor: PageQuery.shape.cursor,
  ...FILE,
});
