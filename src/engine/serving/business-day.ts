import { businessDate } from '../../base/index.ts';

const DAY_MS = 86_400_000;
const QUARTER_MS = 900_000;

/** Gives the business day of an instant (ms). Zones are whole quarters of an hour from UTC, so one answer holds for a quarter. */
export function businessDays(timezone: () => string): (ms: number) => number {
  let known = { quarter: Number.NaN, day: 0 };
  return (ms) => {
    const quarter = Math.floor(ms / QUARTER_MS);
    if (known.quarter !== quarter) {
      const date = businessDate(ms, timezone());
      known = { quarter, day: Math.round(Date.parse(`${date}T00:00:00Z`) / DAY_MS) };
    }
    return known.day;
  };
}
