import { type CellSpace, grown } from './cells.ts';

/** Whole sums of a cell in the order of money.sql, then doubles. */
const WHOLE = [
  'gross',
  'discounts',
  'unpaid',
  'cancelled_sum',
  'exchanged',
  'refunded_sum',
  'paid_sum',
  'subsidy',
  'late_refunds',
  'fake_sum',
  'healthy_sum',
  'timing',
  'net_people',
  'fake_conservative',
  'healthy_conservative',
  'timing_conservative',
  'net_people_conservative',
] as const;
const DOUBLES = ['pieces', 'pieces_conservative'] as const;
/** Names that mean another sum when suspect lines are left out. */
const CONSERVATIVE: Readonly<Record<string, string>> = {
  fake_sum: 'fake_conservative',
  healthy_sum: 'healthy_conservative',
  timing: 'timing_conservative',
  net_people: 'net_people_conservative',
  pieces: 'pieces_conservative',
};

const KEY_WORDS = 4;
const ROW_WORDS = KEY_WORDS + 2 * (WHOLE.length + DOUBLES.length);
/** Places of a cell: of each whole sum the lower and the upper half, which add up by themselves, then the doubles. */
export const MONEY_WIDTH = 2 * WHOLE.length + DOUBLES.length;

/**
 * Sums of every cell from those of combinations, MONEY_WIDTH places a cell. They may pass 2^53: hence halves.
 * @param bytes rows of money.sql
 */
export function moneyOf(bytes: Buffer, space: CellSpace): Float64Array {
  const own = new Uint8Array(bytes).buffer;
  const words = new Int32Array(own);
  const doubles = new Float64Array(own);
  let sums = new Float64Array(space.size * MONEY_WIDTH);
  for (let w = 0; w < words.length; w += ROW_WORDS) {
    const c = space.of(words[w]!, words[w + 1]!, words[w + 2]!, words[w + 3]!);
    sums = grown(sums, space.size * MONEY_WIDTH);
    for (const cell of space.cellsOf(c)) {
      const at = cell * MONEY_WIDTH;
      for (let j = 0; j < 2 * WHOLE.length; j += 2) {
        sums[at + j]! += words[w + KEY_WORDS + j]! >>> 0;
        sums[at + j + 1]! += words[w + KEY_WORDS + j + 1]!;
      }
      for (let j = 0; j < DOUBLES.length; j++)
        sums[at + 2 * WHOLE.length + j]! += doubles[w / 2 + KEY_WORDS / 2 + WHOLE.length + j]!;
    }
  }
  return sums;
}

/** Sums of one cell by name: a view of the table, for there are many cells and few sums of interest. */
class Headline {
  readonly table: Float64Array;
  readonly at: number;
  constructor(table: Float64Array, at: number) {
    this.table = table;
    this.at = at;
  }
}
class Conservative extends Headline {}

function define(name: string, get: (row: Headline) => number): void {
  const getter = {
    get(this: Headline) {
      return get(this);
    },
  };
  Object.defineProperty(Headline.prototype, name, getter);
  const plain = Object.entries(CONSERVATIVE).find(([, other]) => other === name)?.[0];
  if (plain !== undefined) Object.defineProperty(Conservative.prototype, plain, getter);
}
for (const [i, name] of WHOLE.entries()) {
  define(name, ({ table, at }) => {
    const [low, high] = [table[at + 2 * i]!, table[at + 2 * i + 1]!];
    // Below 2^53 doubles are exact; above, big integers round but once.
    const exact = Math.abs(high) < 2 ** 20 && low < 2 ** 52;
    return exact ? high * 2 ** 32 + low : Number(BigInt(high) * 4_294_967_296n + BigInt(low));
  });
}
for (const [i, name] of DOUBLES.entries()) define(name, ({ table, at }) => table[at + 2 * WHOLE.length + i]!);

/** @param at first place of the cell in the table */
export function moneyRow(
  table: Float64Array,
  at: number,
  conservative: boolean,
): Readonly<Record<string, number>> {
  const row = conservative ? new Conservative(table, at) : new Headline(table, at);
  return row as unknown as Readonly<Record<string, number>>;
}
