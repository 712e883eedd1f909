import { quantileOfSorted } from '../../../math/index.ts';
import { isPositioned, positionPrices, pricePercentiles } from '../../../models/index.ts';
import type { IndexedCatalogue } from './catalogue.ts';
import { HEALTHY, type LineColumns } from './facts.ts';

const PRICE_DAYS = 90;
/** Prices by unit that an item, else its leaf, needs before one can be called cheap. */
const ITEM_PRICES = 3;
const LEAF_PRICES = 5;

/**
 * Price position of each offer (metrics.md 4.4): the volume-weighted mid-rank of its position price in its leaf. An offer that
 * did not sell in 90 days stands at its price of today, midway between the sold ones beside it, and weighs nothing. NaN where
 * the leaf and its parent have no scale. Cost: O(lines + n log n).
 */
export function offerPositions(catalogue: IndexedCatalogue, lines: LineColumns, day: number): Float32Array {
  const { offers, categories, unit } = catalogue;
  const n = offers.item.length;
  const sku: number[] = [];
  const price: number[] = [];
  const units = new Float64Array(n);
  for (let i = 0; i < lines.offer.length; i++) {
    const o = lines.offer[i]!;
    const at = lines.day[i]!;
    if (o < 0 || at >= day || at < day - PRICE_DAYS || !(lines.flags[i]! & HEALTHY)) continue;
    if (!(lines.unitPrice[i]! > 0) || !(lines.quantity[i]! > 0)) continue;
    sku.push(o);
    price.push(lines.unitPrice[i]! / offers.unitQuantity[o]!);
    units[o]! += lines.quantity[i]! * offers.unitQuantity[o]!;
  }
  const sold = positionPrices(Uint32Array.from(sku), Float64Array.from(price), n);
  const today = Float64Array.from(offers.price_minor, (p, o) => p / offers.unitQuantity[o]!);
  // Prices by ml and by piece have no common scale: a leaf counts once per unit, its parent likewise.
  const kinds = 1 + unit.reduce((a, b) => Math.max(a, b), 0);
  const shelf = (category: number, o: number) => category * kinds + unit[o]!;
  const leaf = Uint32Array.from(offers.category, (c, o) =>
    c < 0 ? categories.parent.length * kinds : shelf(c, o),
  );
  const parent = Int32Array.from(offers.category, (c, o) =>
    c < 0 || categories.parent[c]! < 0 ? -1 : shelf(categories.parent[c]!, o),
  );
  const placed = pricePercentiles({
    price: sold,
    units,
    leaf,
    parent,
    categories: (categories.parent.length + 1) * kinds,
  });
  const result = Float32Array.from(placed.percentile, (p, o) =>
    isPositioned(placed.basis[o]!) && offers.category[o]! >= 0 ? p : Number.NaN,
  );
  placeUnsold(result, sold, today, leaf, offers.category);
  return result;
}

/** Gives offers without sales a place between the placed ones of their leaf, by price. */
function placeUnsold(
  position: Float32Array,
  sold: Float64Array,
  today: Float64Array,
  leaf: Uint32Array,
  category: Int32Array,
): void {
  const scales = new Map<number, number[]>();
  for (let o = 0; o < position.length; o++) {
    if (Number.isNaN(position[o]!)) continue;
    const scale = scales.get(leaf[o]!);
    if (scale) scale.push(o);
    else scales.set(leaf[o]!, [o]);
  }
  for (const scale of scales.values()) scale.sort((a, b) => sold[a]! - sold[b]! || a - b);
  for (let o = 0; o < position.length; o++) {
    const scale = scales.get(leaf[o]!);
    if (!scale || category[o]! < 0 || sold[o]! > 0 || !(today[o]! > 0)) continue;
    let lo = 0;
    let hi = scale.length;
    while (lo < hi) {
      const mid = (lo + hi) >> 1;
      if (sold[scale[mid]!]! < today[o]!) lo = mid + 1;
      else hi = mid;
    }
    const above = scale[lo];
    if (above !== undefined && sold[above] === today[o]) position[o] = position[above]!;
    else
      position[o] =
        ((lo > 0 ? position[scale[lo - 1]!]! : 0) + (above === undefined ? 1 : position[above]!)) / 2;
  }
}

/**
 * Price of each offer by unit over the median of its item's active offers (of three or more), else of its leaf's with the same
 * unit (of five or more); below 1 is cheaper; NaN where there are fewer. Cost: O(n log n).
 */
export function pricePowers({ offers, unit }: IndexedCatalogue): Float32Array {
  const each = Float64Array.from(offers.price_minor, (p, o) => p / offers.unitQuantity[o]!);
  const byItem = medians(
    each,
    offers.active,
    (o) => (offers.item[o]! < 0 ? null : `${offers.item[o]}:${unit[o]}`),
    ITEM_PRICES,
  );
  const byLeaf = medians(
    each,
    offers.active,
    (o) => (offers.category[o]! < 0 ? null : `${offers.category[o]}:${unit[o]}`),
    LEAF_PRICES,
  );
  return Float32Array.from(each, (price, o) => {
    const median = byItem(o) ?? byLeaf(o);
    return median !== undefined && median > 0 && price > 0 ? price / median : Number.NaN;
  });
}

function medians(
  value: Float64Array,
  active: Uint8Array,
  keyOf: (i: number) => string | null,
  least: number,
) {
  const groups = new Map<string, number[]>();
  for (let i = 0; i < value.length; i++) {
    const key = keyOf(i);
    if (key === null || !active[i] || !(value[i]! > 0)) continue;
    const group = groups.get(key);
    if (group) group.push(value[i]!);
    else groups.set(key, [value[i]!]);
  }
  const median = new Map<string, number>();
  for (const [key, group] of groups)
    if (group.length >= least) median.set(key, quantileOfSorted(Float64Array.from(group).sort(), 0.5));
  return (i: number) => median.get(keyOf(i) ?? '');
}

/** The price position of each item’s likeliest bought offer; NaN: none. @param offers by item, the likeliest bought first */
export const itemPositions = (
  { start, values }: { readonly start: ArrayLike<number>; readonly values: ArrayLike<number> },
  position: ArrayLike<number>,
): Float32Array =>
  Float32Array.from({ length: start.length - 1 }, (_, item) =>
    start[item]! < start[item + 1]! ? position[values[start[item]!]!]! : Number.NaN,
  );
