import { instantOfWallClock } from '../../base/index.ts';

const BLOCK_MS = 900_000;

/**
 * A fast converter of wall-clock times to instants: asks the tz database once a quarter of an hour of
 * wall clock (every zone changes its offset on such a boundary) instead of once a row, which took
 * longer than all else of a million-line file.
 * @returns (wall clock as ms since epoch, read as if UTC) → ISO 8601 instant in UTC
 */
export function wallClockReader(timeZone: string): (wallMs: number) => string {
  const shift = new Map<number, number>();
  let lastWall = Number.NaN;
  let lastText = '';
  return (wallMs) => {
    if (wallMs === lastWall) return lastText;
    const block = Math.floor(wallMs / BLOCK_MS);
    let delta = shift.get(block);
    if (delta === undefined) {
      const start = block * BLOCK_MS;
      delta = instantOfWallClock(new Date(start).toISOString().slice(0, 19), timeZone) - start;
      shift.set(block, delta);
    }
    lastWall = wallMs;
    lastText = new Date(wallMs + delta).toISOString();
    return lastText;
  };
}
