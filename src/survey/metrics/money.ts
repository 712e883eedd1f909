import type { CellSpace } from './cells.ts';

/** Sums of money of a cell, as money.sql has them. */
export const MONEY = [
  'gross',
  'discounts',
  'unpaid',
  'cancelled_sum',
  'exchanged',
  'refunded_sum',
  'fake_sum',
  'timing',
  'healthy_sum',
  'paid_sum',
  'subsidy',
  'late_refunds',
] as const;
type Money = (typeof MONEY)[number];
const ROW = 4 + 2 * MONEY.length;

/** Sums of one cell in the order of MONEY: of each number the lower and the upper half, which add up by themselves. */
export type Halves = Float64Array;

/**
 * Sums of every cell from those of combinations. They may pass 2^53: hence halves.
 * @param bytes rows of money.sql
 * @returns by cell; nothing where no line fell
 */
export function moneyOf(bytes: Buffer, space: CellSpace): (Halves | undefined)[] {
  const n = bytes.length / (4 * ROW);
  const words = new Int32Array(new Uint8Array(bytes).buffer, 0, n * ROW);
  const cells: (Halves | undefined)[] = [];
  for (let w = 0; w < words.length; w += ROW) {
    const c = space.of(words[w]!, words[w + 1]!, words[w + 2]!, words[w + 3]!);
    for (let i = space.start[c]!, end = space.start[c + 1]!; i < end; i++) {
      const cell = space.list[i]!;
      let into = cells[cell];
      if (!into) {
        into = new Float64Array(2 * MONEY.length);
        cells[cell] = into;
      }
      for (let j = 0; j < into.length; j += 2) {
        into[j]! += words[w + 4 + j]! >>> 0;
        into[j + 1]! += words[w + 5 + j]!;
      }
    }
  }
  return cells;
}

/** Sums by name. */
export function moneyCounts(halves: Halves): Record<Money, number> {
  const counts = {} as Record<Money, number>;
  for (const [j, name] of MONEY.entries()) {
    const [low, high] = [halves[2 * j]!, halves[2 * j + 1]!];
    // Below 2^53 doubles are exact; above, big integers round but once.
    const exact = Math.abs(high) < 2 ** 20 && low < 2 ** 52;
    counts[name] = exact ? high * 2 ** 32 + low : Number(BigInt(high) * 4_294_967_296n + BigInt(low));
  }
  return counts;
}
