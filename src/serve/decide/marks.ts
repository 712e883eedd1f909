/** A set of small numbers with a value each, emptied in O(1): for what is read anew with every request. */
export class Marks {
  readonly #stamp: Uint32Array;
  readonly #value: Float64Array;
  #now = 1;

  constructor(size: number) {
    this.#stamp = new Uint32Array(size);
    this.#value = new Float64Array(size);
  }

  clear(): void {
    this.#now++;
    if (this.#now === 0xffffffff) {
      this.#stamp.fill(0);
      this.#now = 1;
    }
  }

  has(i: number): boolean {
    return i >= 0 && this.#stamp[i] === this.#now;
  }

  /** 0 where it is not in the set. */
  get(i: number): number {
    return this.has(i) ? this.#value[i]! : 0;
  }

  set(i: number, value: number): void {
    if (i < 0) return;
    this.#stamp[i] = this.#now;
    this.#value[i] = value;
  }

  add(i: number, value: number): void {
    this.set(i, this.get(i) + value);
  }
}

/** What is known of an item and a person, as bits: one look tells that nothing is. */
export const BOUGHT = 1;
export const IN_CART = 2;
export const SHOWN = 4;
export const SEEN = 8;

/**
 * Four bits for each small number, emptied in O(1). Few numbers are ever set: a filter that fits a few lines of the processor's cache
 * answers for most of the others, so that a look seldom reads the memory of all.
 */
export class Flags {
  readonly #cells: Uint32Array;
  readonly #filter = new Uint32Array(128);
  #now = 1;

  constructor(size: number) {
    this.#cells = new Uint32Array(size);
  }

  clear(): void {
    this.#now++;
    this.#filter.fill(0);
    if (this.#now === 0xfffffff) {
      this.#cells.fill(0);
      this.#now = 1;
    }
  }

  of(i: number): number {
    const at = Math.imul(i, 0x9e3779b1) >>> 20;
    if (i < 0 || ((this.#filter[at >>> 5]! >>> (at & 31)) & 1) === 0) return 0;
    const cell = this.#cells[i]!;
    return cell >>> 4 === this.#now ? cell & 15 : 0;
  }

  set(i: number, bit: number): void {
    if (i < 0) return;
    this.#cells[i] = ((this.#now << 4) | this.of(i) | bit) >>> 0;
    const at = Math.imul(i, 0x9e3779b1) >>> 20;
    this.#filter[at >>> 5]! |= 1 << (at & 31);
  }
}

/** Places of a few numbers among many, in a table that fits the processor's nearest cache: a look reads no far memory. */
export class Places {
  readonly #key: Int32Array;
  readonly #place: Int32Array;
  readonly #mask: number;

  /** @param most numbers that are ever in it at once */
  constructor(most: number) {
    let size = 16;
    while (size < 2 * most) size *= 2;
    this.#key = new Int32Array(size).fill(-1);
    this.#place = new Int32Array(size);
    this.#mask = size - 1;
  }

  clear(): void {
    this.#key.fill(-1);
  }

  /** The place of i, or −1. */
  of(i: number): number {
    const slot = this.#slotOf(i);
    return this.#key[slot] === i ? this.#place[slot]! : -1;
  }

  /** The place that i has already, or −1: then it gets this one. */
  put(i: number, place: number): number {
    const slot = this.#slotOf(i);
    if (this.#key[slot] === i) return this.#place[slot]!;
    this.#key[slot] = i;
    this.#place[slot] = place;
    return -1;
  }

  #slotOf(i: number): number {
    let slot = (Math.imul(i, 0x9e3779b1) >>> 12) & this.#mask;
    while (this.#key[slot] !== i && this.#key[slot] !== -1) slot = (slot + 1) & this.#mask;
    return slot;
  }
}
