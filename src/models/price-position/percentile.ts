import { countingSort, quantileOfSorted, weightedMedian } from '../../math/index.ts';

/** Where prices stand in their own category, never across categories: price perception depends on the category. */
export interface SkuPrices {
  /** Position price per normalised unit; 0 or less: unknown. Shape (n,). */
  readonly price: Float64Array;
  /** Units sold in the window. */
  readonly units: Float64Array;
  /** Leaf category (× pack class where set), dense. */
  readonly leaf: Uint32Array;
  /** Category above the leaf, in the same numbering; −1: none. */
  readonly parent: Int32Array;
  readonly categories: number;
}

export const POSITION_RULES = {
  /** A category positions its SKUs from these on. */
  skus: 20,
  units: 200,
  /** Largest share of a category's units that one SKU may weigh. */
  cap: 0.05,
} as const;

/** Why a SKU has its position, or none. */
export const POSITION_BASIS = ['leaf', 'parent', 'no_price', 'too_few', 'single_price'] as const;
export type PositionBasis = (typeof POSITION_BASIS)[number];

export interface SkuPositions {
  /** π in (0, 1); 0 where unpositioned: ask `basis`. */
  readonly percentile: Float64Array;
  /** 1–5 for T1–T5, 0: unpositioned. */
  readonly tier: Uint8Array;
  /** Index into POSITION_BASIS; positioned are the first two. */
  readonly basis: Uint8Array;
}

/** Quintile T1–T5 of a percentile in [0, 1]. */
export function tierOf(percentile: number): number {
  return Math.min(5, Math.floor(percentile * 5) + 1);
}

/** True when a basis is one that positions. */
export function isPositioned(basis: number): boolean {
  return basis < 2;
}

/**
 * Position price of each SKU: the median over its sales of (paid + platform-funded coupon) per normalised unit.
 * Merchant-funded discounts count, so they are not added back; flash outliers and fake lines are left out by the caller.
 * @param sku of each sale, below `skus` @param unitPrice of each sale
 * @returns shape (skus,); 0 where nothing was sold. Cost: O(n log n).
 */
export function positionPrices(sku: Uint32Array, unitPrice: Float64Array, skus: number): Float64Array {
  const { order, starts } = countingSort(sku, skus);
  const result = new Float64Array(skus);
  for (let s = 0; s < skus; s++) {
    const run = Float64Array.from(order.subarray(starts[s]!, starts[s + 1]!), (i) => unitPrice[i]!).sort();
    if (run.length > 0) result[s] = quantileOfSorted(run, 0.5);
  }
  return result;
}

/**
 * Percentile of every SKU in its leaf category: the volume-weighted mid-rank distribution, the share of units sold below its
 * price plus half the share sold at it. A SKU's units are cut at 5 % of the category's. A category with fewer than 20 SKUs
 * or 200 units lends its parent's scale; where that is too small too, or there is one price only, there is no position.
 * Cost: O(n log n). Source: metrics.md 4.4.
 */
export function pricePercentiles(input: SkuPrices): SkuPositions {
  const n = input.price.length;
  const result: SkuPositions = {
    percentile: new Float64Array(n),
    tier: new Uint8Array(n),
    basis: new Uint8Array(n).fill(POSITION_BASIS.indexOf('no_price')),
  };
  const sold: number[] = [];
  for (let i = 0; i < n; i++) if (input.price[i]! > 0 && input.units[i]! > 0) sold.push(i);
  const small = new Set<number>();
  for (const [leaf, members] of groups(sold, (i) => input.leaf[i]!)) {
    if (isSmall(input, members)) small.add(leaf);
    else place(input, result, members, members, 'leaf');
  }
  // A parent's scale holds the SKUs right in it and those of its leaves.
  const pools = new Map<number, number[]>();
  const needed = new Set([...small].map((leaf) => parentOf(input, sold, leaf)));
  needed.delete(-1);
  for (const i of sold) {
    for (const category of new Set([input.parent[i]!, input.leaf[i]!])) {
      if (!needed.has(category)) continue;
      const pool = pools.get(category);
      if (pool) pool.push(i);
      else pools.set(category, [i]);
    }
  }
  for (const [leaf, members] of groups(
    sold.filter((i) => small.has(input.leaf[i]!)),
    (i) => input.leaf[i]!,
  )) {
    const pool = pools.get(parentOf(input, members, leaf));
    if (!pool || isSmall(input, pool)) mark(result, members, 'too_few');
    else place(input, result, pool, members, 'parent');
  }
  return result;
}

function parentOf(input: SkuPrices, members: readonly number[], leaf: number): number {
  const i = members.find((member) => input.leaf[member] === leaf);
  return i === undefined ? -1 : input.parent[i]!;
}

function groups(members: readonly number[], key: (i: number) => number): Map<number, number[]> {
  const result = new Map<number, number[]>();
  for (const i of members) {
    const group = result.get(key(i));
    if (group) group.push(i);
    else result.set(key(i), [i]);
  }
  result.delete(-1);
  return result;
}

function isSmall(input: SkuPrices, pool: readonly number[]): boolean {
  let units = 0;
  for (const i of pool) units += input.units[i]!;
  return pool.length < POSITION_RULES.skus || units < POSITION_RULES.units;
}

function mark(result: SkuPositions, members: readonly number[], basis: PositionBasis): void {
  for (const i of members) result.basis[i] = POSITION_BASIS.indexOf(basis);
}

/** Places `members` on the scale of `pool`, which holds them. */
function place(
  input: SkuPrices,
  result: SkuPositions,
  pool: readonly number[],
  members: readonly number[],
  basis: 'leaf' | 'parent',
): void {
  let units = 0;
  for (const i of pool) units += input.units[i]!;
  const cap = units * POSITION_RULES.cap;
  const sorted = [...pool].sort((a, b) => input.price[a]! - input.price[b]!);
  const midrank = new Map<number, number>();
  let below = 0;
  for (let from = 0; from < sorted.length; ) {
    const price = input.price[sorted[from]!]!;
    let at = 0;
    let to = from;
    for (; to < sorted.length && input.price[sorted[to]!] === price; to++) {
      at += Math.min(cap, input.units[sorted[to]!]!);
    }
    midrank.set(price, below + at / 2);
    below += at;
    from = to;
  }
  if (midrank.size < 2) {
    mark(result, members, 'single_price');
    return;
  }
  mark(result, members, basis);
  for (const i of members) {
    const percentile = midrank.get(input.price[i]!)! / below;
    result.percentile[i] = percentile;
    result.tier[i] = tierOf(percentile);
  }
}

/**
 * A brand's place in each category: the volume-weighted median percentile of its positioned SKUs there.
 * @param brand of each SKU; 0: none
 * @returns by `${brand}:${leaf}`; absent where the brand has no positioned SKU. Cost: O(n log n).
 */
export function brandPositions(
  input: Pick<SkuPrices, 'units' | 'leaf'> & { readonly brand: Uint32Array },
  positions: SkuPositions,
): Map<string, { percentile: number; tier: number }> {
  const members: number[] = [];
  for (let i = 0; i < input.brand.length; i++) {
    if (input.brand[i] !== 0 && isPositioned(positions.basis[i]!)) members.push(i);
  }
  const byBrand = new Map<string, number[]>();
  for (const i of members) {
    const key = `${input.brand[i]}:${input.leaf[i]}`;
    const group = byBrand.get(key);
    if (group) group.push(i);
    else byBrand.set(key, [i]);
  }
  const result = new Map<string, { percentile: number; tier: number }>();
  for (const [key, group] of byBrand) {
    const percentile = weightedMedian(
      group.map((i) => positions.percentile[i]!),
      group.map((i) => input.units[i]!),
    );
    if (percentile !== undefined) result.set(key, { percentile, tier: tierOf(percentile) });
  }
  return result;
}
