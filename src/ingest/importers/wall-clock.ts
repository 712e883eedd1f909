import { instantOfWallClock } from '../../base/index.ts';

const BLOCK_MS = 900_000;
const DAY_MS = 86_400_000;

/**
 * A fast converter of wall-clock times to instants: asks the tz database once a day, and on days when clocks change once
 * a quarter of an hour of wall clock (every zone changes its offset on such a boundary), instead of once a row,
 * which took longer than all else of a million-line file.
 * @returns (wall clock as ms since epoch, read as if UTC) → ISO 8601 instant in UTC
 */
export function wallClockReader(timeZone: string): (wallMs: number) => string {
  const days = new Map<number, number | null>();
  const shift = new Map<number, number>();
  const deltaAt = (wallMs: number) =>
    instantOfWallClock(new Date(wallMs).toISOString().slice(0, 19), timeZone) - wallMs;
  /** Shift of a whole day, or null when clocks change on it or in the night around it. */
  const deltaOfDay = (day: number): number | null => {
    let delta = days.get(day);
    if (delta === undefined) {
      const at = [-0.5, 0, 0.5, 1, 1.5].map((part) => deltaAt((day + part) * DAY_MS));
      delta = at.every((other) => other === at[0]) ? at[0]! : null;
      days.set(day, delta);
    }
    return delta;
  };
  let lastWall = Number.NaN;
  let lastText = '';
  return (wallMs) => {
    if (wallMs === lastWall) return lastText;
    let delta = deltaOfDay(Math.floor(wallMs / DAY_MS));
    if (delta === null) {
      const block = Math.floor(wallMs / BLOCK_MS);
      delta = shift.get(block) ?? deltaAt(block * BLOCK_MS);
      shift.set(block, delta);
    }
    lastWall = wallMs;
    lastText = new Date(wallMs + delta).toISOString();
    return lastText;
  };
}
