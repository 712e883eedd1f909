/** Lines of a range of people as metric-lines.sql packs them: places of the words of a line, and flags. */
const WORDS = 9;
const PERSON = 2;
/** Leaf, merchant, shop, brand. */
const LEAF = 3;
/** Day of payment; that of confirmation in the upper half. */
const DAYS = 7;
/** Day of creation of the person's account; flags in the upper half. */
const MORE = 8;

export const HEALTHY = 1;
export const HEALTHY_CONSERVATIVE = 2;
export const SUSPECT = 4;
export const FAKE = 8;
export const CANCELLED = 16;
export const PAID = 32;
export const REFUNDED = 64;
export const ZERO = 128;

/** Lines of a range of people, read in the order of people. */
export class PackedLines {
  readonly words: Uint32Array;
  readonly size: number;
  /** Lines of the person with number lo + k: places [starts[k], starts[k + 1]) of `order`. */
  readonly starts: Int32Array;
  readonly order: Int32Array;

  /**
   * @param bytes rows of metric-lines.sql
   * @param lo lowest person number of the range
   * @param hi highest
   */
  constructor(bytes: Buffer, lo: number, hi: number) {
    const size = bytes.length / (4 * WORDS);
    const aligned = bytes.byteOffset % 4 === 0 ? bytes : Buffer.from(new Uint8Array(bytes));
    const words = new Uint32Array(aligned.buffer, aligned.byteOffset, size * WORDS);
    // A counting sort by person: afterwards the counts stand one place too far to the left.
    const starts = new Int32Array(hi - lo + 3);
    for (let w = PERSON; w < words.length; w += WORDS) starts[words[w]! - lo + 2]!++;
    for (let k = 2; k < starts.length; k++) starts[k]! += starts[k - 1]!;
    const order = new Int32Array(size);
    for (let i = 0, w = PERSON; i < size; i++, w += WORDS) order[starts[words[w]! - lo + 1]!++] = i;
    this.words = words;
    this.size = size;
    this.starts = starts;
    this.order = order;
  }

  leaf(line: number): number {
    return this.words[line * WORDS + LEAF]!;
  }
  merchant(line: number): number {
    return this.words[line * WORDS + LEAF + 1]!;
  }
  shop(line: number): number {
    return this.words[line * WORDS + LEAF + 2]!;
  }
  brand(line: number): number {
    return this.words[line * WORDS + LEAF + 3]!;
  }
  paidOn(line: number): number {
    return this.words[line * WORDS + DAYS]! & 0xffff;
  }
  confirmedOn(line: number): number {
    return this.words[line * WORDS + DAYS]! >>> 16;
  }
  createdOn(line: number): number {
    return this.words[line * WORDS + MORE]! & 0xffff;
  }
  flags(line: number): number {
    return this.words[line * WORDS + MORE]! >>> 16;
  }
  /** Whether a line of one person (places in `order`) has the flag. */
  someHas(flag: number, from: number, to: number): boolean {
    for (let i = from; i < to; i++) if (this.flags(this.order[i]!) & flag) return true;
    return false;
  }
  sameOrder(a: number, b: number): boolean {
    const { words } = this;
    return words[a * WORDS] === words[b * WORDS] && words[a * WORDS + 1] === words[b * WORDS + 1];
  }
  /** A hash of the line's order. */
  orderHash(line: number): number {
    return this.words[line * WORDS]! ^ this.words[line * WORDS + 1]!;
  }
}
