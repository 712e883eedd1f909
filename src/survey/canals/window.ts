import { businessDate, type LocalDate, localDate, startOfDay } from '../../base/index.ts';
import { indexMonths } from '../flows/index.ts';
import type { Resolved } from '../resolve/face.ts';

export const DAY = 86_400;

/** Index months, and whether the data reach back a whole look-back before any of them (metrics.md 4.8). */
export function observable(
  resolved: Resolved,
  asOf: LocalDate,
  timezone: string,
  lookbackDays: number,
  horizonDays: number,
) {
  const first = localDate(resolved.first_day ?? asOf);
  const months = indexMonths(first, asOf, timezone, { lookbackDays, horizonDays });
  if (months.length > 1) return { months, newInWindow: false };
  // All prior data as look-back: entries are "new in the window". The first quarter of it only fills the look-back.
  const days = Math.max(
    0,
    (startOfDay(asOf, timezone) - startOfDay(first, timezone)) / 86_400_000 - horizonDays,
  );
  return {
    months: indexMonths(first, asOf, timezone, { lookbackDays: Math.floor(days / 4), horizonDays }),
    newInWindow: true,
  };
}

/** Calendar month (0–11) of a tick of seconds, in the zone; remembers days, of which there are few. */
export function monthsOfTicks(timezone: string): (tick: number) => number {
  const months = new Map<number, number>();
  return (tick) => {
    const hour = Math.floor(tick / 3600);
    let month = months.get(hour);
    if (month === undefined) {
      month = Number(businessDate(tick * 1000, timezone).slice(5, 7)) - 1;
      months.set(hour, month);
    }
    return month;
  };
}

/** How often each calendar month lies in [from, end), by its days over thirty. */
export function monthsObserved(from: number, end: number, monthOf: (tick: number) => number): Float64Array {
  const observed = new Float64Array(12);
  for (let tick = from; tick < end; tick += DAY) observed[monthOf(tick)]! += 1 / 30;
  return observed;
}
