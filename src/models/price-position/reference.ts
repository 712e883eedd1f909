import { POSITION_RULES, type SkuPrices } from './percentile.ts';

/** Percentile of one SKU by the letter of metrics.md 4.4, or why it has none. Slow and plain: for tests. */
export function referencePercentile(
  input: SkuPrices,
  sku: number,
): number | 'no_price' | 'too_few' | 'single_price' {
  const all = [...input.price.keys()].filter((i) => input.price[i]! > 0 && input.units[i]! > 0);
  if (!all.includes(sku)) return 'no_price';
  const inLeaf = all.filter((i) => input.leaf[i] === input.leaf[sku]);
  const parent = input.parent[sku]!;
  const inParent = all.filter((i) => parent >= 0 && (input.parent[i] === parent || input.leaf[i] === parent));
  const unitsOf = (pool: readonly number[]) => pool.reduce((sum, i) => sum + input.units[i]!, 0);
  const enough = (pool: readonly number[]) =>
    pool.length >= POSITION_RULES.skus && unitsOf(pool) >= POSITION_RULES.units;
  const pool = enough(inLeaf) ? inLeaf : inParent;
  if (!enough(pool)) return 'too_few';
  if (new Set(pool.map((i) => input.price[i])).size < 2) return 'single_price';
  const weight = (i: number) => Math.min(input.units[i]!, POSITION_RULES.cap * unitsOf(pool));
  const sum = (pick: readonly number[]) => pick.reduce((total, i) => total + weight(i), 0);
  const price = input.price[sku]!;
  const below = sum(pool.filter((i) => input.price[i]! < price));
  const at = sum(pool.filter((i) => input.price[i] === price));
  return (below + at / 2) / sum(pool);
}
