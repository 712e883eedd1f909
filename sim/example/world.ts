import { addDays, businessDate, type LocalDate, startOfDay } from '../../src/base/index.ts';

export const SOURCE = 'example';
export const ZONE = 'Asia/Shanghai';
export const CURRENCY = 'CNY';
export const DAY_MS = 86_400_000;

export interface ExampleOptions {
  /** The same seed and day give the same bytes. */
  readonly seed?: number | string;
  /** Now, as ms since epoch: the world ends with yesterday in its time zone. */
  readonly now: number;
  readonly people?: number;
  /** Length of the history. */
  readonly days?: number;
  /** Order lines of ordinary people, about. */
  readonly lines?: number;
}

/** What the world is told, settled. Instants are ms since epoch. */
export interface Frame {
  readonly seed: number | string;
  readonly people: number;
  readonly days: number;
  readonly lines: number;
  readonly first: LocalDate;
  readonly last: LocalDate;
  /** Start of the first day. */
  readonly from: number;
  /** End of the last day: nothing happens at or after it. */
  readonly to: number;
}

export function frameOf(options: ExampleOptions): Frame {
  const days = options.days ?? 730;
  const last = addDays(businessDate(options.now, ZONE), -1);
  const first = addDays(last, 1 - days);
  return {
    seed: options.seed ?? 1,
    people: options.people ?? 6000,
    days,
    lines: options.lines ?? 120_000,
    first,
    last,
    from: startOfDay(first, ZONE),
    to: startOfDay(addDays(last, 1), ZONE),
  };
}

/** ISO 8601 in UTC. */
export const iso = (ms: number): string => new Date(ms).toISOString();

/** Position of a uniform number in cumulative weights. */
export function pick(cumulative: ArrayLike<number>, u: number): number {
  const target = u * cumulative[cumulative.length - 1]!;
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulative[middle]! > target) high = middle;
    else low = middle + 1;
  }
  return low;
}
