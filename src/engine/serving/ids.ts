import { createHash, randomFillSync } from 'node:crypto';
import type { NormalisedRequest } from '../../contracts/index.ts';

const pool = new Uint32Array(2 * 1024);
let used = pool.length;
/** 32 random bits, drawn in bulk. */
function random(): number {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  return pool[used++]!;
}

const hex = (n: number, digits: number) => n.toString(16).padStart(digits, '0');

/** `dec_`, the time in ms (11 hex digits), 52 random bits: ids sort by time. */
export const newId = (clock: number): string =>
  `dec_${hex(clock, 11).slice(-11)}${hex(random(), 8)}${hex(random() >>> 12, 5)}`;

export const randomSeed = random;

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
