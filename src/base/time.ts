import { GcError } from './errors.ts';

/** A calendar date `YYYY-MM-DD`, with no zone. */
export type LocalDate = string & { readonly __unit: 'date' };

const DAY_MS = 86_400_000;

/** Checks and brands a date. @throws time_invalid */
export function localDate(text: string): LocalDate {
  const day = Date.parse(`${text}T00:00:00Z`);
  if (
    !/^\d{4}-\d{2}-\d{2}$/.test(text) ||
    Number.isNaN(day) ||
    new Date(day).toISOString().slice(0, 10) !== text
  ) {
    throw new GcError('time_invalid', `A date must be YYYY-MM-DD and exist, got ${JSON.stringify(text)}.`);
  }
  return text as LocalDate;
}

/** Date arithmetic on the calendar, never on instants: no DST trap. */
export function addDays(date: LocalDate, days: number): LocalDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10) as LocalDate;
}

/** Whole days from `a` to `b`. */
export function daysBetween(a: LocalDate, b: LocalDate): number {
  return Math.round((Date.parse(`${b}T00:00:00Z`) - Date.parse(`${a}T00:00:00Z`)) / DAY_MS);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    try {
      format = new Intl.DateTimeFormat('en-CA', {
        timeZone,
        hourCycle: 'h23',
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
      });
    } catch (cause) {
      throw new GcError('config_invalid', `${JSON.stringify(timeZone)} is not an IANA time zone.`, { cause });
    }
    formats.set(timeZone, format);
  }
  return format;
}

/** Minutes that local clocks are ahead of UTC at an instant. */
function offsetMs(instantMs: number, timeZone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(instantMs)) parts[type] = Number(value);
  const asUtc = Date.UTC(
    parts.year!,
    parts.month! - 1,
    parts.day!,
    parts.hour!,
    parts.minute!,
    parts.second!,
  );
  return asUtc - Math.floor(instantMs / 1000) * 1000;
}

/** The business date of an instant in the marketplace's zone. */
export function businessDate(instantMs: number, timeZone: string): LocalDate {
  return new Date(instantMs + offsetMs(instantMs, timeZone)).toISOString().slice(0, 10) as LocalDate;
}

/**
 * The first instant of a business date (ms since epoch). Where a DST change skips midnight, the first
 * instant that exists; where it repeats, the earlier.
 */
export function startOfDay(date: LocalDate, timeZone: string): number {
  const wall = Date.parse(`${date}T00:00:00Z`);
  const candidates = [
    wall - offsetMs(wall - DAY_MS / 2, timeZone),
    wall - offsetMs(wall + DAY_MS / 2, timeZone),
  ];
  const matching = candidates.filter((t) => t + offsetMs(t, timeZone) === wall);
  return matching.length > 0 ? Math.min(...matching) : Math.max(...candidates);
}

/**
 * A wall-clock time of a source without offset (`YYYY-MM-DD[T ]hh:mm[:ss]`) as an instant. A time that
 * a DST change repeats takes the earlier instant; one that it skips moves forward, as clocks do.
 * @throws time_invalid
 */
export function instantOfWallClock(text: string, timeZone: string): number {
  const m = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?$/.exec(text.trim());
  const wall = m ? Date.parse(`${m[1]}T${m[2] ?? '00'}:${m[3] ?? '00'}:${m[4] ?? '00'}Z`) : Number.NaN;
  if (!m || Number.isNaN(wall))
    throw new GcError(
      'time_invalid',
      `A local time must be YYYY-MM-DD hh:mm:ss, got ${JSON.stringify(text)}.`,
    );
  localDate(m[1]!);
  const ms = m[5] ? Number(m[5].padEnd(3, '0').slice(0, 3)) : 0;
  const before = wall - offsetMs(wall - DAY_MS / 2, timeZone);
  const after = wall - offsetMs(wall + DAY_MS / 2, timeZone);
  const matching = [before, after].filter((t) => t + offsetMs(t, timeZone) === wall);
  return (matching.length > 0 ? Math.min(...matching) : Math.max(before, after)) + ms;
}

/** Half-open window W(T, n) = [start(T − n + 1), start(T + 1)) of metrics.md 4.0, as dates, both inclusive. */
export function windowOf(asOf: LocalDate, days: number): { from: LocalDate; to: LocalDate } {
  return { from: addDays(asOf, 1 - days), to: asOf };
}

/** A clock that can be set: pure rooms take one as an argument, they never read the time themselves. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };
