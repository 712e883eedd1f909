import type { CatalogueRow } from '../../contracts/index.ts';
import type { Lists, Snapshot } from '../snapshot/types.ts';
import type { Changed } from './in-force.ts';
import type { TablesOver } from './tables.ts';

/** What was told, by what it names: one may be told of before the other. */
export class Naming {
  readonly #items = new Map<string, Set<string>>();
  readonly #variants = new Map<string, Set<string>>();
  readonly #offers = new Map<string, Set<string>>();

  take(row: CatalogueRow): void {
    if (row.kind === 'item' && row.brand !== '') put(this.#items, row.brand, row.id);
    if (row.kind === 'variant') put(this.#variants, row.item, row.id);
    if (row.kind === 'offer') put(this.#offers, row.variant, row.id);
  }

  /** What changed, with items whose brand did: it may be known only now. */
  withItems(changed: Changed): Changed {
    const item = new Set(changed.item);
    for (const brand of changed.brand) for (const id of this.#items.get(brand) ?? []) item.add(id);
    return { ...changed, item };
  }

  /**
   * Offers that what changed concerns, ascending: told of, or their variant, item, shop, merchant or brand was.
   * Cost: O(offers concerned), and a pass over a column where variants, merchants or brands changed.
   */
  offers(base: Snapshot, before: Snapshot, changed: Changed, tables: TablesOver): number[] {
    const found = new Set<number>();
    for (const id of changed.offer) found.add(tables.offers.find(id));
    const variants = new Set(changed.variant);
    for (const id of changed.item) {
      for (const variant of this.#variants.get(id) ?? []) variants.add(variant);
      const item = tables.items.find(id);
      for (const { items } of [base, before])
        for (const offer of listed(items.offers, item)) found.add(offer);
    }
    for (const id of changed.shop) {
      const shop = tables.shops.find(id);
      for (const { shops } of [base, before])
        for (const offer of listed(shops.offers, shop)) found.add(offer);
    }
    for (const variant of variants)
      for (const id of this.#offers.get(variant) ?? []) found.add(tables.offers.find(id));
    const merchants = numbers(tables.merchants, changed.merchant);
    const brands = numbers(tables.brands, changed.brand);
    const columns = [
      [base.told.offerVariant, numbers(base.variants, variants)],
      // Those that came to it since, and those that it has in the snapshot.
      ...[base, before].flatMap(({ offers }) => [
        [offers.merchant, merchants] as const,
        [offers.brand, brands] as const,
      ]),
    ] as const;
    for (const [column, wanted] of columns)
      if (wanted.size > 0)
        for (let offer = 0; offer < column.length; offer++) if (wanted.has(column[offer]!)) found.add(offer);
    return [...found].sort((a, b) => a - b);
  }
}

function put(to: Map<string, Set<string>>, named: string, by: string): void {
  const set = to.get(named);
  if (set) set.add(by);
  else to.set(named, new Set([by]));
}

function numbers(names: { find(id: string): number }, ids: ReadonlySet<string>): ReadonlySet<number> {
  return new Set([...ids].map((id) => names.find(id)).filter((n) => n >= 0));
}

/** Members of a group; none of one that is not there. */
export function listed({ start, values }: Lists, at: number): Uint32Array {
  return at < 0 || at + 1 >= start.length ? new Uint32Array() : values.subarray(start[at]!, start[at + 1]!);
}
