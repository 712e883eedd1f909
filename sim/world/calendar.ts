import { addDays } from '../../src/base/index.ts';
import { hashOf, keyOf, unit } from './hash.ts';
import type { Frame } from './options.ts';
import { LEAVES, TOPS } from './taxonomy.ts';

/** Days of great sales: date in the year, and how much more is ordered. */
const PEAKS: Readonly<Record<string, number>> = {
  '06-16': 1.8,
  '06-17': 2,
  '06-18': 5,
  '11-01': 2,
  '11-09': 1.5,
  '11-10': 2.2,
  '11-11': 7,
  '12-12': 2.5,
};
/** Weight of each hour of a day. */
export const HOURS = [2, 1, 0.6, 0.4, 0.3, 0.5, 1, 2, 3, 4, 5, 5, 5, 4, 4, 4, 4, 4, 5, 7, 9, 10, 8, 5];
export const HOURS_CUMULATIVE = HOURS.map((_, h) => HOURS.slice(0, h + 1).reduce((a, b) => a + b, 0));

/** What a day is like for everybody. */
export interface Day {
  readonly factor: number;
  /** Weight of each leaf on this day: season and trend. */
  readonly leaves: Float64Array;
  /** Day of a great sale that takes presales now, or -1. */
  readonly presaleFor: number;
}

export function calendarOf(frame: Frame): (day: number) => Day {
  const trendKey = keyOf(frame.seed, 'trends');
  // Each vertical grows or shrinks a little; in a drifting world, a lot.
  const trend = TOPS.map((_, t) => {
    const u = 2 * unit(hashOf(trendKey, t)) - 1;
    return Math.log(frame.scenario.drift) * u + 0.1 * u;
  });
  const dateOf = (day: number) => addDays(frame.first, day);
  const isGreat = (day: number) => frame.scenario.peaks && ['06-18', '11-11'].includes(dateOf(day).slice(5));
  return (day) => {
    const date = dateOf(day);
    const month = Number(date.slice(5, 7)) - 1;
    const part = (Number(date.slice(8, 10)) - 15) / 30;
    // Seasons pass gradually: between the middles of months.
    const other = (month + (part < 0 ? 11 : 1)) % 12;
    const far = Math.abs(part);
    const leaves = Float64Array.from(LEAVES, (leaf) => {
      const season = leaf.season[month]! * (1 - far) + leaf.season[other]! * far;
      return season * Math.exp((trend[leaf.top]! * day) / frame.days);
    });
    let presaleFor = -1;
    for (let ahead = 2; ahead <= 21 && presaleFor < 0; ahead++)
      if (isGreat(day + ahead)) presaleFor = day + ahead;
    const weekend = [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay()) ? 1.2 : 0.92;
    const peak = frame.scenario.peaks ? (PEAKS[date.slice(5)] ?? 0.93) : 1;
    return { factor: peak * weekend * (1 + (0.2 * day) / frame.days), leaves, presaleFor };
  };
}
