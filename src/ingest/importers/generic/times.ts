import { GcError, instantOfWallClock } from '../../../base/index.ts';
import { wallClockReader } from '../wall-clock.ts';

/**
 * Reader of one column's times. Text with an offset is taken as it is; text without is wall clock in the zone.
 * @param format `iso`, `unix_s`, `unix_ms`, or a pattern of YYYY MM DD HH mm ss
 * @returns value → ISO 8601 in UTC @throws (the reader) time_invalid
 */
export function timeReader(format: string, timeZone: string): (value: unknown) => string {
  const wall = wallClockReader(timeZone);
  const unit = format === 'unix_s' ? 1000 : format === 'unix_ms' ? 1 : 0;
  const pattern = unit === 0 && format !== 'iso' ? patternOf(format) : null;
  return (value) => {
    if (unit > 0) {
      const ms = Number(value) * unit;
      if (!Number.isFinite(ms) || Math.abs(ms) > 8.64e15) throw bad(value, format);
      return new Date(ms).toISOString();
    }
    // A timestamp of Parquet, already ms since epoch as written.
    if (typeof value === 'number') return wall(value);
    if (value instanceof Date) return wall(value.getTime());
    const text = String(value).trim();
    if (pattern) return wall(pattern(text));
    if (/^\d{4}-\d{2}-\d{2}[T ].*(?:Z|[+-]\d{2}:?\d{2})$/.test(text)) {
      const ms = Date.parse(text.replace(' ', 'T'));
      if (Number.isNaN(ms)) throw bad(value, 'ISO 8601');
      return new Date(ms).toISOString();
    }
    return new Date(instantOfWallClock(text, timeZone)).toISOString();
  };
}

function patternOf(format: string): (text: string) => number {
  const names: string[] = [];
  const source = format.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/YYYY|MM|DD|HH|mm|ss/g, (token) => {
    names.push(token);
    return token === 'YYYY' ? '(\\d{4})' : '(\\d{1,2})';
  });
  const shape = new RegExp(`^${source}$`);
  return (text) => {
    const match = shape.exec(text);
    if (!match) throw bad(text, format);
    const get = (name: string, otherwise: number) =>
      names.includes(name) ? Number(match[names.indexOf(name) + 1]) : otherwise;
    const [year, month, day] = [get('YYYY', Number.NaN), get('MM', 1), get('DD', 1)];
    const ms = Date.UTC(year, month - 1, day, get('HH', 0), get('mm', 0), get('ss', 0));
    const date = new Date(ms);
    // Date.UTC rolls 31 April over into May: that is a mistake of the source, not a date.
    const same = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && get('HH', 0) < 24;
    if (Number.isNaN(ms) || !same) throw bad(text, format);
    return ms;
  };
}

function bad(value: unknown, format: string): GcError {
  return new GcError('time_invalid', `A time must be ${format}, got ${JSON.stringify(value)}.`);
}
