import type { Grain } from '../../contracts/index.ts';

/** Lines of one leaf, merchant, shop and brand fall in the same cells: such a combination is looked up once a line. */
export const GRAINS: readonly Grain[] = [
  'platform',
  'category',
  'merchant',
  'shop',
  'brand',
  'merchant_category',
];
const PLATFORM_GRAIN = 0;
export const CATEGORY_GRAIN = 1;
export const MERCHANT_GRAIN = 2;
const MERCHANT_CATEGORY_GRAIN = 5;

/** A typed array that doubles when an index falls outside. */
export function grown<T extends Int32Array | Float64Array>(array: T, length: number): T {
  if (length <= array.length) return array;
  const next = new (array.constructor as new (n: number) => T)(Math.max(length, array.length * 2));
  next.set(array as never);
  return next;
}

function hashOf(a: number, b: number, c: number, d: number): number {
  let hash =
    Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35) ^ Math.imul(d, 0x27d4eb2f);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}

/** What the cells of a space are. */
export type SpaceCells = Pick<CellSpace, 'size' | 'grain' | 'no' | 'category' | 'topOf'>;

/** Words of a record: the combination's four numbers, its top category, how many near and far cells it has, and they. */
const TOP = 4;
const NEARS = 5;
const FARS = 6;
const CELLS = 7;
/** Records begin on lines of the processor's cache. */
const LINE = 16;

/**
 * Numbers the cells of all grains of one shard as they are met: 0 is the platform. What a line needs of its combination
 * stands together in a record. Near cells (platform, categories from the top, merchant, shop, brand) are few, and are
 * numbered apart as well, so that tables over them stay small; far ones are those of merchant × category.
 */
export class CellSpace {
  size = 1;
  combinations = 0;
  records = new Int32Array(1 << 12);
  /** Words from record to record. */
  readonly stride: number;
  /** Cells of the near numbers. */
  near = new Int32Array(1 << 10);
  nears = 1;
  /** Highest number of a leaf. */
  lastLeaf = 0;
  /** Of a cell: index in GRAINS, its number, and for merchant × category the category's. */
  grain = new Int32Array(1 << 10);
  no = new Int32Array(1 << 10);
  category = new Int32Array(1 << 10);
  /** Top category of a cell of a category; 0: uncategorised, or a cell of another grain. */
  topOf = new Int32Array(1 << 10);
  /** Near number of a cell. */
  #nearOf = new Int32Array(1 << 10);
  /** Combinations, and cells, by hash; −1: none. */
  #table = new Int32Array(1 << 12).fill(-1);
  #cells = new Int32Array(1 << 12).fill(-1);
  readonly paths: ReadonlyMap<number, readonly number[]>;

  /** @param paths categories from the top to the leaf, by leaf; a leaf that is lacking is uncategorised */
  constructor(paths: ReadonlyMap<number, readonly number[]>) {
    this.paths = paths;
    let depth = 1;
    for (const path of paths.values()) depth = Math.max(depth, path.length);
    this.stride = Math.ceil((CELLS + 1 + depth + 3 + depth) / LINE) * LINE;
  }

  /** Number of the combination. */
  of(leaf: number, merchant: number, shop: number, brand: number): number {
    const mask = this.#table.length - 1;
    let slot = hashOf(leaf, merchant, shop, brand) & mask;
    const { records, stride } = this;
    for (;;) {
      const c = this.#table[slot]!;
      if (c < 0) break;
      const k = c * stride;
      if (
        records[k] === leaf &&
        records[k + 1] === merchant &&
        records[k + 2] === shop &&
        records[k + 3] === brand
      )
        return c;
      slot = (slot + 1) & mask;
    }
    return this.#add(leaf, merchant, shop, brand, slot);
  }

  leafOf(combination: number): number {
    return this.records[combination * this.stride]!;
  }

  /** Top category of a combination; 0: uncategorised. */
  topOfLine(combination: number): number {
    return this.records[combination * this.stride + TOP]!;
  }

  /** Place of the first near cell's number in `records`; those of the far cells follow. */
  firstNear(combination: number): number {
    return combination * this.stride + CELLS;
  }
  firstFar(combination: number): number {
    return combination * this.stride + CELLS + this.records[combination * this.stride + NEARS]!;
  }
  end(combination: number): number {
    return this.firstFar(combination) + this.records[combination * this.stride + FARS]!;
  }

  /** Cells of a combination: platform, categories from the top, merchant, shop, brand, merchant × category. */
  cellsOf(combination: number): number[] {
    const far = this.firstFar(combination);
    const cells: number[] = [];
    for (let i = this.firstNear(combination), end = this.end(combination); i < end; i++)
      cells.push(i < far ? this.near[this.records[i]!]! : this.records[i]!);
    return cells;
  }

  #add(leaf: number, merchant: number, shop: number, brand: number, slot: number): number {
    const c = this.combinations++;
    this.#table[slot] = c;
    const path = this.paths.get(leaf) ?? [0];
    const near = [0, ...path.map((no) => this.#cell(CATEGORY_GRAIN, no, 0, path[0]!))];
    if (merchant !== 0) near.push(this.#cell(MERCHANT_GRAIN, merchant, 0, 0));
    if (shop !== 0) near.push(this.#cell(3, shop, 0, 0));
    if (brand !== 0) near.push(this.#cell(4, brand, 0, 0));
    const far =
      merchant === 0 ? [] : path.map((no) => this.#cell(MERCHANT_CATEGORY_GRAIN, merchant, no, path[0]!));
    this.records = grown(this.records, (c + 1) * this.stride);
    this.records.set(
      [leaf, merchant, shop, brand, path[0]!, near.length, far.length]
        .concat(near.map((cell) => this.#nearOf[cell]!))
        .concat(far),
      c * this.stride,
    );
    this.lastLeaf = Math.max(this.lastLeaf, leaf);
    if (this.combinations * 2 > this.#table.length) this.#rehash();
    return c;
  }

  #rehash(): void {
    const { records, stride } = this;
    this.#table = new Int32Array(this.#table.length * 4).fill(-1);
    const mask = this.#table.length - 1;
    for (let c = 0; c < this.combinations; c++) {
      const k = c * stride;
      let slot = hashOf(records[k]!, records[k + 1]!, records[k + 2]!, records[k + 3]!) & mask;
      while (this.#table[slot]! >= 0) slot = (slot + 1) & mask;
      this.#table[slot] = c;
    }
  }

  /** Numbers the cells of another space as this one does: by cell of the other. */
  join(other: SpaceCells): Int32Array {
    const own = new Int32Array(other.size);
    for (let cell = 0; cell < other.size; cell++)
      own[cell] = this.#cell(other.grain[cell]!, other.no[cell]!, other.category[cell]!, other.topOf[cell]!);
    return own;
  }

  #cell(grain: number, no: number, category: number, top: number): number {
    if (grain === PLATFORM_GRAIN) return 0;
    const mask = this.#cells.length - 1;
    let slot = hashOf(grain, no, category, 0) & mask;
    for (let cell = this.#cells[slot]!; cell >= 0; cell = this.#cells[slot]!) {
      if (this.no[cell] === no && this.category[cell] === category && this.grain[cell] === grain) return cell;
      slot = (slot + 1) & mask;
    }
    const cell = this.size++;
    this.#cells[slot] = cell;
    for (const name of ['grain', 'no', 'category', 'topOf'] as const)
      this[name] = grown(this[name], cell + 1);
    this.grain[cell] = grain;
    this.no[cell] = no;
    this.category[cell] = category;
    this.topOf[cell] = top;
    if (grain !== MERCHANT_CATEGORY_GRAIN) {
      this.#nearOf = grown(this.#nearOf, cell + 1);
      this.near = grown(this.near, this.nears + 1);
      this.#nearOf[cell] = this.nears;
      this.near[this.nears++] = cell;
    }
    if (this.size * 2 > this.#cells.length) this.#rehashCells();
    return cell;
  }

  #rehashCells(): void {
    this.#cells = new Int32Array(this.#cells.length * 4).fill(-1);
    const mask = this.#cells.length - 1;
    for (let cell = 1; cell < this.size; cell++) {
      let slot = hashOf(this.grain[cell]!, this.no[cell]!, this.category[cell]!, 0) & mask;
      while (this.#cells[slot]! >= 0) slot = (slot + 1) & mask;
      this.#cells[slot] = cell;
    }
  }
}
