import { addDays, GcError, type LocalDate, startOfDay } from '../../base/index.ts';

/** Everything that makes flows what they are; part of their identity. Plain data: it goes to workers. */
export interface FlowParams {
  /** Number of categories at the chosen level; their dense numbers are below it. */
  readonly categories: number;
  /** Ticks of FlowLines.time in 24 hours: 86,400 for seconds, 1 for days. */
  readonly ticksPerDay: number;
  /** Look-back in days; null: all prior data (`new_in_window`, never published as new-to-category). */
  readonly lookbackDays: number | null;
  readonly horizonDays: number;
  /** Starts of the index months in ticks, and the end of the last: length months + 1, ascending. */
  readonly months: readonly number[];
  /** Controls: every order, or one random order per person and month, weighted by the month's order count. */
  readonly controls: 'every_order' | 'monthly';
  /** Seed of the monthly draw. */
  readonly seed: number;
  /** Number of segments (member × region). */
  readonly segments: number;
  /** Top category of each category: breadth then counts top categories. Absent: it counts categories. */
  readonly top?: Uint16Array | undefined;
  /** Lower ends of the bins of prior orders and of prior breadth, ascending from 0. */
  readonly orderEdges: readonly number[];
  readonly breadthEdges: readonly number[];
}

/** 22 bins: every count up to 9, then steps of about a quarter. */
export const ORDER_EDGES: readonly number[] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 18, 22, 27, 34, 43, 55, 72, 100, 150,
];
/** 7 bins, roughly doubling. */
export const BREADTH_EDGES: readonly number[] = [0, 1, 3, 6, 10, 16, 26];

/** Categories beyond which the dense matrices would pass the memory stated in README.md. */
export const MAX_CATEGORIES = 2048;

export type FlowInput = Pick<FlowParams, 'categories' | 'months'> & Partial<FlowParams>;

/** Fills defaults and checks. @throws validation_failed */
export function flowParams(input: FlowInput): FlowParams {
  const params: FlowParams = {
    ticksPerDay: 86_400,
    lookbackDays: 365,
    horizonDays: 90,
    controls: 'every_order',
    seed: 1,
    segments: 1,
    orderEdges: ORDER_EDGES,
    breadthEdges: BREADTH_EDGES,
    ...input,
  };
  const must = (holds: boolean, text: string) => {
    if (!holds) throw new GcError('validation_failed', `Flows: ${text}`);
  };
  const ascending = (a: readonly number[]) => a.every((x, i) => i === 0 || x > a[i - 1]!);
  must(
    Number.isInteger(params.categories) && params.categories >= 0 && params.categories <= MAX_CATEGORIES,
    `categories must be 0 to ${MAX_CATEGORIES}, got ${params.categories}; choose a higher level of the tree.`,
  );
  must(params.lookbackDays === null || params.lookbackDays >= 1, 'lookbackDays must be at least 1, or null.');
  must(params.horizonDays >= 1, 'horizonDays must be at least 1.');
  must(params.ticksPerDay >= 1, 'ticksPerDay must be at least 1.');
  must(params.segments >= 1 && params.segments <= 256, 'segments must be 1 to 256.');
  must(ascending(params.months), 'months must ascend.');
  must(
    ascending(params.orderEdges) && params.orderEdges[0] === 0 && params.orderEdges.length <= 255,
    'orderEdges must ascend from 0.',
  );
  must(
    ascending(params.breadthEdges) && params.breadthEdges[0] === 0 && params.breadthEdges.length <= 255,
    'breadthEdges must ascend from 0.',
  );
  must(!params.top || params.top.length === params.categories, 'top must have one entry per category.');
  return params;
}

/**
 * How much more the outcomes of a stratum's controls vary than as many independent ones, by bin of prior orders. Controls are
 * orders, and orders of one person within a horizon share most of their outcome: an order at rate r has r·h neighbours, which
 * overlap by half on average, to either side: 1 + r·h, r = prior orders over the look-back. The monthly weight stands for the
 * month's orders, and so varies alike.
 * @returns shape (bins,), at least 1. A look-back over all prior data is taken for a year.
 */
export function crowdingOf({ orderEdges, horizonDays, lookbackDays }: FlowParams): Float64Array {
  return Float64Array.from(orderEdges, (edge, i) => {
    const middle = (edge + (orderEdges[i + 1] ?? 1.5 * edge + 1) - 1) / 2;
    return 1 + (middle * horizonDays) / (lookbackDays ?? 365);
  });
}

/** Bin of prior orders of a stratum. */
export function orderBinOf(stratum: number, { orderEdges, breadthEdges }: FlowParams): number {
  return Math.floor(stratum / breadthEdges.length) % orderEdges.length;
}

/** Number of strata, with or without data. */
export function strataOf(params: FlowParams): number {
  return (
    Math.max(0, params.months.length - 1) *
    params.segments *
    params.orderEdges.length *
    params.breadthEdges.length
  );
}

/** Days per bin of the delay histogram: one, unless the horizon or the number of categories is large. */
export function delayBins(params: FlowParams): { bins: number; width: number } {
  const most = Math.max(6, Math.floor(2 ** 23 / Math.max(1, params.categories ** 2)));
  const width = Math.ceil(params.horizonDays / Math.min(most, params.horizonDays));
  return { bins: Math.ceil(params.horizonDays / width), width };
}

/**
 * Index months: calendar months of the marketplace, from the first that has its whole look-back in the data up to the last
 * instant with its whole horizon before the end of `asOf`; the first and last may be cut short.
 * Calendar months (not blocks counted back from `asOf`) keep a day's update local to the last month.
 * @param lookbackDays days that must lie before an entry; 0 with an unlimited look-back
 * @returns boundaries in seconds since 1970, for FlowParams.months with 86,400 ticks a day; empty when nothing is observable
 */
export function indexMonths(
  firstDay: LocalDate,
  asOf: LocalDate,
  timezone: string,
  options: { lookbackDays?: number; horizonDays?: number; most?: number } = {},
): number[] {
  const { lookbackDays = 365, horizonDays = 90, most = Number.POSITIVE_INFINITY } = options;
  const from = startOfDay(firstDay, timezone) / 1000 + lookbackDays * 86_400;
  // Horizons are of 24 hours: an order is observable when t + h lies before the end of asOf.
  const to = startOfDay(addDays(asOf, 1), timezone) / 1000 - horizonDays * 86_400;
  const inside: number[] = [];
  for (let day = firstOfMonth(firstDay); ; day = firstOfMonth(addDays(day, 31))) {
    const start = startOfDay(day, timezone) / 1000;
    if (start >= to) break;
    if (start > from) inside.push(start);
  }
  if (from >= to) return [];
  const all = [from, ...inside, to];
  return all.slice(-Math.min(all.length, most + 1));
}

function firstOfMonth(day: LocalDate): LocalDate {
  return `${day.slice(0, 7)}-01` as LocalDate;
}
