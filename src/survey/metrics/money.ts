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
const ROW = 4 + 2 * MONEY.length;

/**
 * Sums of every cell from those of combinations. Sums may pass 2^53, so both halves of a number add up by themselves.
 * @param bytes rows of money.sql
 * @returns by cell, in the order of MONEY; nothing where no line fell
 */
export function addMoney(bytes: Buffer, space: CellSpace): (bigint[] | undefined)[] {
  const n = bytes.length / (4 * ROW);
  const words = new Int32Array(new Uint8Array(bytes).buffer, 0, n * ROW);
  const halves: (Float64Array | undefined)[] = [];
  for (let w = 0; w < words.length; w += ROW) {
    const c = space.of(words[w]!, words[w + 1]!, words[w + 2]!, words[w + 3]!);
    for (let i = space.start[c]!, end = space.start[c + 1]!; i < end; i++) {
      const cell = space.list[i]!;
      let into = halves[cell];
      if (!into) {
        into = new Float64Array(2 * MONEY.length);
        halves[cell] = into;
      }
      for (let j = 0; j < into.length; j += 2) {
        into[j]! += words[w + 4 + j]! >>> 0;
        into[j + 1]! += words[w + 5 + j]!;
      }
    }
  }
  return halves.map(
    (h) => h && MONEY.map((_, j) => BigInt(h[2 * j]!) + BigInt(h[2 * j + 1]!) * 4_294_967_296n),
  );
}
