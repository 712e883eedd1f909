import { createHash, randomFillSync } from 'node:crypto';
import type { NormalisedRequest } from '../../contracts/index.ts';

const pool = Buffer.alloc(8 * 1024);
let used = pool.length;
/** Random bytes, drawn in bulk. */
function random(bytes: number): Buffer {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytes;
  return pool.subarray(used - bytes, used);
}

/** `dec_`, the time in ms (11 hex digits), 52 random bits: ids sort by time. */
export const newId = (clock: number): string =>
  `dec_${clock.toString(16).padStart(11, '0').slice(-11)}${random(7).toString('hex').slice(0, 13)}`;

export const randomSeed = (): number => random(4).readUInt32LE();

/** The same for equal contexts on one day: who is not read is not told apart. */
export function contextSeed(
  request: NormalisedRequest,
  snapshotHash: string,
  policyHash: string,
  day: number,
): number {
  const text = JSON.stringify([request, snapshotHash, policyHash, day]);
  return createHash('sha256').update(text).digest().readUInt32LE();
}
