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

/**
 * Numbers the cells of all grains of one shard as they are met: 0 is the platform. Cells of a combination stand in
 * `list` from `start[combination]` on: platform, categories from the top, merchant, shop, brand, and from
 * `inMerchant[combination]` on, merchant × category.
 */
export class CellSpace {
  size = 1;
  combinations = 0;
  list = new Int32Array(1 << 12);
  start = new Int32Array(1 << 10);
  inMerchant = new Int32Array(1 << 10);
  /** Highest number of a leaf. */
  lastLeaf = 0;
  /** Top category of a combination; 0: uncategorised. */
  top = new Int32Array(1 << 10);
  /** Of a cell: index in GRAINS, its number, and for merchant × category the category's. */
  grain = new Int32Array(1 << 10);
  no = new Int32Array(1 << 10);
  category = new Int32Array(1 << 10);
  /** Top category of a cell of a category; 0: uncategorised, or a cell of another grain. */
  topOf = new Int32Array(1 << 10);
  #keys = new Int32Array(1 << 12);
  #table = new Int32Array(1 << 12).fill(-1);
  readonly #cells = new Map<number, number>();
  readonly paths: ReadonlyMap<number, readonly number[]>;

  /** @param paths categories from the top to the leaf, by leaf; a leaf that is lacking is uncategorised */
  constructor(paths: ReadonlyMap<number, readonly number[]>) {
    this.paths = paths;
  }

  /** Number of the combination. */
  of(leaf: number, merchant: number, shop: number, brand: number): number {
    const mask = this.#table.length - 1;
    let slot = hashOf(leaf, merchant, shop, brand) & mask;
    const keys = this.#keys;
    for (;;) {
      const at = this.#table[slot]!;
      if (at < 0) break;
      const k = at * 4;
      if (keys[k] === leaf && keys[k + 1] === merchant && keys[k + 2] === shop && keys[k + 3] === brand)
        return at;
      slot = (slot + 1) & mask;
    }
    return this.#add(leaf, merchant, shop, brand, slot);
  }

  #add(leaf: number, merchant: number, shop: number, brand: number, slot: number): number {
    const c = this.combinations++;
    this.#keys = grown(this.#keys, c * 4 + 4);
    this.#keys.set([leaf, merchant, shop, brand], c * 4);
    this.#table[slot] = c;
    const path = this.paths.get(leaf) ?? [0];
    const cells = [0, ...path.map((no) => this.#cell(CATEGORY_GRAIN, no, 0, path[0]!))];
    if (merchant !== 0) cells.push(this.#cell(MERCHANT_GRAIN, merchant, 0, 0));
    if (shop !== 0) cells.push(this.#cell(3, shop, 0, 0));
    if (brand !== 0) cells.push(this.#cell(4, brand, 0, 0));
    const near = cells.length;
    if (merchant !== 0)
      for (const no of path) cells.push(this.#cell(MERCHANT_CATEGORY_GRAIN, merchant, no, path[0]!));
    const from = this.start[c]!;
    this.list = grown(this.list, from + cells.length);
    this.list.set(cells, from);
    this.inMerchant = grown(this.inMerchant, c + 1);
    this.inMerchant[c] = from + near;
    this.lastLeaf = Math.max(this.lastLeaf, leaf);
    this.start = grown(this.start, c + 2);
    this.start[c + 1] = from + cells.length;
    this.top = grown(this.top, c + 1);
    this.top[c] = path[0]!;
    if (this.combinations * 2 > this.#table.length) this.#rehash();
    return c;
  }

  leafOf(combination: number): number {
    return this.#keys[combination * 4]!;
  }

  #rehash(): void {
    const keys = this.#keys;
    this.#table = new Int32Array(this.#table.length * 4).fill(-1);
    const all = this.combinations;
    const mask = this.#table.length - 1;
    for (let c = 0; c < all; c++) {
      const k = c * 4;
      let slot = hashOf(keys[k]!, keys[k + 1]!, keys[k + 2]!, keys[k + 3]!) & mask;
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

  /** Categories stay below 2^22 and other numbers below 2^28, so that a key is exact. */
  #cell(grain: number, no: number, category: number, top: number): number {
    if (grain === PLATFORM_GRAIN) return 0;
    const key = (no * 2 ** 22 + category) * 8 + grain;
    let cell = this.#cells.get(key);
    if (cell === undefined) {
      cell = this.size++;
      this.#cells.set(key, cell);
      for (const name of ['grain', 'no', 'category', 'topOf'] as const)
        this[name] = grown(this[name], cell + 1);
      this.grain[cell] = grain;
      this.no[cell] = no;
      this.category[cell] = category;
      this.topOf[cell] = top;
    }
    return cell;
  }
}
