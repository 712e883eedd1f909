import { hash } from 'node:crypto';

/**
 * Where a unit falls in [0, 1), evenly and the same on every machine: the first 52 bits of SHA-256(salt ␟ unit). Different salts
 * are independent.
 */
export function bucketOf(salt: string, unit: string): number {
  const digest = hash('sha256', `${salt}\u001f${unit}`, 'hex');
  return Number.parseInt(digest.slice(0, 13), 16) / 2 ** 52;
}
