import { z } from 'zod';
import { DateText } from './common.ts';
import { FILE } from './route-parts.ts';
import type { RouteSpec } from './route-spec.ts';

/** How people move between the surfaces of the marketplace, where they leave, and how long deciding takes. */

/** Surfaces in the order of their numbers in the warehouse, from 1. */
export const SURFACES = [
  'home',
  'search',
  'category',
  'item',
  'shop',
  'live',
  'notes',
  'cart',
  'order',
] as const;
export const Surface = z.enum(SURFACES);
export type Surface = z.infer<typeof Surface>;

/** A visit ends after so long without a step, and at the end of its business date. */
export const VISIT_GAP_MINUTES = 30;
/** Dates of one window, at most. */
export const JOURNEY_DAYS_MOST = 366;

export const JourneyQuery = z.object({
  /** Default: the 28 dates that end at `to`. */
  from: DateText.optional(),
  /** Default: the last business date with events. */
  to: DateText.optional(),
  who: z.enum(['signed_in', 'visitor']).optional(),
  member: z.enum(['yes', 'no']).optional(),
  region: z.string().min(1).max(64).optional(),
  /** Whether they had bought before the window. */
  buyer: z.enum(['known', 'new']).optional(),
  /** Visits in which something of it was looked at. */
  category_id: z.string().min(1).max(64).optional(),
  merchant_id: z.string().min(1).max(64).optional(),
});
export type JourneyQuery = z.infer<typeof JourneyQuery>;

const count = z.number().int().min(0);
const rate = z.number().min(0).max(1);
/** Of a sample of visits; null where there is none. */
const Median = z.number().min(0).nullable();

export const JourneyGraph = z
  .object({
    from: DateText,
    to: DateText,
    timezone: z.string(),
    gap_minutes: z.number().int(),
    /** Visits behind a number that is shown; fewer people are told as `other`, or not at all. */
    k: z.number().int(),
    /** True where counts are rounded to 10, as for a merchant. */
    rounded: z.boolean(),
    simulated: z.boolean(),
    /** ok; insufficient: no visit in the window; suppressed: fewer than k people. */
    status: z.enum(['ok', 'insufficient', 'suppressed']),
    visit_count: count.nullable(),
    people_count: count.nullable(),
    /** Visits with an order, of those that did more than order. */
    order_rate: rate.nullable(),
    /** Steps before a visit's first order, and seconds from its first step to it. */
    steps_to_order: Median,
    seconds_to_order: Median,
    nodes: z.array(
      z.object({
        surface: Surface,
        status: z.enum(['ok', 'suppressed']),
        /** Times it was come to, and visits that came to it at all. */
        step_count: count.nullable(),
        visit_count: count.nullable(),
        /** Steps on it that were the visit's last. */
        exit_rate: rate.nullable(),
        /** Visits that ordered after they had come to it. */
        order_rate: rate.nullable(),
        /** From first coming to it to the order. */
        seconds_to_order: Median,
        /** Until the next step. */
        dwell_seconds: Median,
      }),
    ),
    /** Transitions. Of each `from` that is shown they sum to one: `exit` is a state, and `other` holds what too few people did. */
    edges: z.array(
      z.object({
        from: z.enum(['start', ...SURFACES]),
        to: z.enum([...SURFACES, 'exit', 'other']),
        step_count: count,
        people_count: count.nullable(),
        rate,
      }),
    ),
    /** By week, the oldest first; of the window's dates. */
    trend: z.array(
      z.object({
        week: DateText,
        status: z.enum(['ok', 'suppressed']),
        visit_count: count.nullable(),
        order_rate: rate.nullable(),
        steps_to_order: Median,
      }),
    ),
  })
  .meta({ id: 'JourneyGraph' });
export type JourneyGraph = z.infer<typeof JourneyGraph>;

export const JOURNEY_ROUTES = {
  journey: {
    method: 'GET',
    path: '/v1/journey',
    tag: 'survey',
    summary:
      'Transitions between surfaces, drop-off, steps and time to decide; a merchant’s: visits to its own offers, whole months',
    access: { roles: ['operator', 'industry_operator', 'merchant'], scope: 'metrics:read' },
    query: JourneyQuery.extend(FILE),
    response: JourneyGraph,
    csv: true,
  },
} as const satisfies Record<string, RouteSpec>;
