import type { SnapshotRows } from '../snapshot/rows.ts';

const ITEM_MERCHANTS = 3;
const LEAF_MERCHANTS = 5;

/**
 * Band of each offer of plain rows by id, counted by the letter: for tests. Attributes are not looked at, so rows for it have none. Shares no
 * code with the fast path. Cost: O(offers²).
 */
export function referenceBands(rows: SnapshotRows): Map<string, { basis: string; band: number }> {
  const merchantOf = new Map(rows.shops.map((shop) => [shop.id, shop.merchant]));
  const leafOf = new Map(rows.items.map((item) => [item.id, item.category]));
  const bands = new Map<string, { basis: string; band: number }>();
  for (const own of rows.offers) {
    const others = rows.offers.filter(
      (other) =>
        (other.active ?? true) &&
        merchantOf.get(other.shop) !== merchantOf.get(own.shop) &&
        (other.unit ?? 'piece') === (own.unit ?? 'piece'),
    );
    const sellers = (list: typeof others) => new Set(list.map(({ shop }) => merchantOf.get(shop))).size;
    const same = others.filter(({ item }) => item === own.item);
    const leaf = others.filter(({ item }) => leafOf.get(item) === leafOf.get(own.item));
    const [basis, compared] =
      sellers(same) >= ITEM_MERCHANTS
        ? ['item', same]
        : sellers(leaf) >= LEAF_MERCHANTS
          ? ['leaf', leaf]
          : ['none', []];
    if (basis === 'none' || !(own.active ?? true)) {
      bands.set(own.id, { basis: 'none', band: 0 });
      continue;
    }
    // Cross-multiplied, so that no quotient is rounded.
    let twice = 0;
    for (const other of compared) {
      const difference =
        other.price_minor * (own.unit_quantity ?? 1) - own.price_minor * (other.unit_quantity ?? 1);
      twice += difference > 0 ? 2 : difference === 0 ? 1 : 0;
    }
    // Share in fifths, in whole numbers: share = twice / (2 · count), band = 1 + ⌊5 · share⌋, at most 5.
    const fifths = Math.floor((5 * twice) / (2 * compared.length) + 1e-12);
    bands.set(own.id, { basis, band: Math.min(5, 1 + fifths) });
  }
  return bands;
}
