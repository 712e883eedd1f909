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

/** Numbers that a table has room for at first. */
const FEW = 512;

/**
 * Numbers among many in the order in which they came, and the place of each: a table that fits the processor's nearest cache where they are
 * few, and grows with them. A look reads no far memory.
 */
export class Places {
  count = 0;
  readonly #numbers: Int32Array;
  readonly #key: Int32Array;
  readonly #place: Int32Array;
  #size = 2 * FEW;

  /** @param most numbers that are ever in it at once */
  constructor(most: number) {
    let size = 2 * FEW;
    while (size < 2 * most) size *= 2;
    this.#numbers = new Int32Array(most);
    this.#key = new Int32Array(size).fill(-1);
    this.#place = new Int32Array(size);
  }

  clear(): void {
    this.#key.fill(-1, 0, this.#size);
    this.#size = 2 * FEW;
    this.count = 0;
  }

  /** The place of i, or −1. */
  of(i: number): number {
    const slot = this.#slotOf(i);
    return this.#key[slot] === i ? this.#place[slot]! : -1;
  }

  /** The place that i has already, or −1: then it gets the next one. */
  put(i: number): number {
    let slot = this.#slotOf(i);
    if (this.#key[slot] === i) return this.#place[slot]!;
    if (2 * this.count === this.#size) {
      this.#grow();
      slot = this.#slotOf(i);
    }
    this.#key[slot] = i;
    this.#place[slot] = this.count;
    this.#numbers[this.count++] = i;
    return -1;
  }

  #grow(): void {
    this.#key.fill(-1, 0, this.#size);
    this.#size *= 2;
    for (let place = 0; place < this.count; place++) {
      const slot = this.#slotOf(this.#numbers[place]!);
      this.#key[slot] = this.#numbers[place]!;
      this.#place[slot] = place;
    }
  }

  #slotOf(i: number): number {
    const mask = this.#size - 1;
    let slot = (Math.imul(i, 0x9e3779b1) >>> 12) & mask;
    while (this.#key[slot] !== i && this.#key[slot] !== -1) slot = (slot + 1) & mask;
    return slot;
  }
}
