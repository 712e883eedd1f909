import { addDays, localDate } from '../../base/index.ts';
import type { MetricCell, MetricResult, TrendPoint } from '../../contracts/index.ts';
import type { Catalogue, MetricQueryInput } from '../../survey/index.ts';
import type { Reader, Subject } from '../reader.ts';

export interface ViewQuery {
  as_of?: string | undefined;
  known_at?: number | undefined;
  variant?: MetricResult['variant'] | undefined;
  lookback_days?: number | undefined;
}

/** What every question of a view has in common. */
export type Base = Omit<MetricQueryInput, 'metric'>;

/** Fills in the as_of that the caller left out. */
export async function baseOf(reader: Reader, query: ViewQuery): Promise<Base> {
  const base: Base = { as_of: query.as_of ?? (await reader.defaultAsOf()) };
  if (query.known_at !== undefined) base.known_at = query.known_at;
  if (query.variant !== undefined) base.variant = query.variant as NonNullable<MetricQueryInput['variant']>;
  if (query.lookback_days !== undefined) base.lookback_days = query.lookback_days;
  return base;
}

/** Where a view's numbers come from, as its leading result says. */
export function provenanceOf(result: MetricResult) {
  const { as_of, known_at, state, simulated, timezone, currency, computed_at, revision } = result;
  return { as_of, known_at, state, simulated, timezone, currency, computed_at, revision };
}

/** The grain and ids of a question about a subject. */
export function aboutSubject(
  subject: Subject,
): Pick<MetricQueryInput, 'grain' | 'category_id' | 'merchant_id'> {
  if (subject.kind === 'platform') return { grain: 'platform' };
  if (subject.kind === 'category') return { grain: 'category', category_id: subject.id };
  return { grain: 'merchant', merchant_id: subject.id };
}

/** The one cell of a result that carries the headline: without a part, or `mature` where a metric has only parts. */
export function headlineCell(result: MetricResult): MetricCell | undefined {
  return (
    result.cells.find((c) => c.part === undefined && c.cohort === undefined) ??
    result.cells.find((c) => c.part === 'mature')
  );
}

export function trendOf(results: readonly MetricResult[]): TrendPoint[] {
  return results.map((result) => {
    const cell = headlineCell(result);
    return { as_of: result.as_of, value: cell?.value ?? null, status: cell?.status ?? 'insufficient' };
  });
}

/** The last day of a month, given any day of it. */
export function monthEnd(date: string): string {
  const [year, month] = date.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

/** `count` dates, oldest first: the month ends before as_of, then as_of itself. */
export function trendDates(asOf: string, count: number, firstDate: string | null): string[] {
  const dates = [asOf];
  let date = addDays(localDate(`${asOf.slice(0, 8)}01`), -1);
  while (dates.length < count && (!firstDate || date >= firstDate)) {
    dates.unshift(date);
    date = addDays(localDate(`${date.slice(0, 8)}01`), -1);
  }
  return dates;
}

export const nameOf = (catalogue: Catalogue, categoryId: string) =>
  catalogue.categories.find((c) => c.category_id === categoryId)?.name ?? categoryId;

/** Relative change, null where it cannot be said. */
export const changeOf = (now: number | null, before: number | null) =>
  now === null || before === null || before === 0 ? null : (now - before) / before;

export const TREND_POINTS = 13;
