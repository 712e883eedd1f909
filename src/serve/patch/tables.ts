import type { CatalogueRow, CatalogueRowOf } from '../../contracts/index.ts';
import { readAttributes, writeAttributes } from '../snapshot/open.ts';
import type { Items, Merchants, Shops, Snapshot } from '../snapshot/types.ts';
import type { Changed, RowsInForce } from './in-force.ts';
import { grown, NamesOver, type Naming } from './names.ts';

const TIERS: readonly string[] = ['brand', 'standard', 'small'];
const NEVER = 2_147_483_647;

interface NamedMerchant extends Naming {
  readonly industry?: string;
}
interface NamedItem extends Naming {
  readonly attributes?: ReadonlyMap<string, string>;
}

/** Who sells and what is sold, with what is told over the snapshot's; offers have their names here, and their columns apart. */
export class TablesOver {
  readonly merchants: NamesOver<NamedMerchant>;
  readonly shops: NamesOver<Naming>;
  readonly brands: NamesOver<Naming>;
  readonly items: NamesOver<NamedItem>;
  readonly offers: NamesOver<Naming>;
  readonly #base: Snapshot;

  constructor(base: Snapshot) {
    this.#base = base;
    this.merchants = new NamesOver(base.merchants);
    this.shops = new NamesOver(base.shops);
    this.brands = new NamesOver(base.brands);
    this.items = new NamesOver(base.items);
    this.offers = new NamesOver(base.offers);
  }

  /** Numbers what a row tells of, and the shop and merchant that it names. */
  number(row: CatalogueRow): void {
    switch (row.kind) {
      case 'merchant':
        this.merchants.number(row.id);
        break;
      case 'shop':
        this.shops.number(row.id);
        if (row.merchant !== '') this.merchants.number(row.merchant);
        break;
      case 'brand':
        this.brands.number(row.id);
        break;
      case 'item':
        this.items.number(row.id);
        break;
      case 'offer':
        this.offers.number(row.id);
        if (row.shop !== '') this.shops.number(row.shop);
        break;
    }
  }

  /** Whether something is numbered that a snapshot does not have: it may be named by a row that does not hold. */
  beyond({ merchants, shops, brands, items, offers }: Snapshot): boolean {
    return (
      this.merchants.length > merchants.id.length ||
      this.shops.length > shops.id.length ||
      this.brands.length > brands.id.length ||
      this.items.length > items.id.length ||
      this.offers.length > offers.id.length
    );
  }

  /** The tables with what changed since `before`. Cost: O(changes), and a copy of each column of a table that any of them changes. */
  with(
    before: Snapshot,
    changed: Changed,
    rows: RowsInForce,
  ): Pick<Snapshot, 'merchants' | 'shops' | 'brands' | 'items'> {
    const merchants = this.#merchants(before.merchants, changed.merchant, rows);
    for (const id of changed.brand) this.brands.put(this.brands.find(id), rows.get('brand', id));
    return {
      merchants,
      shops: this.#shops(before.shops, changed.shop, rows),
      brands: this.brands.names(),
      items: this.#items(before.items, changed.item, rows),
    };
  }

  #merchants(before: Merchants, changed: ReadonlySet<string>, rows: RowsInForce): Merchants {
    const base = this.#base.merchants;
    const [from, length] = [before.tier.length, this.merchants.length];
    if (changed.size === 0 && from === length) return before;
    const tier = grown(before.tier, length).fill(1, from);
    for (const id of changed) {
      const at = this.merchants.find(id);
      const row = rows.get('merchant', id);
      this.merchants.put(at, row);
      tier[at] = row ? Math.max(0, TIERS.indexOf(row.tier)) : base.tier[at]!;
    }
    const named = this.merchants.reader();
    return {
      ...this.merchants.names(),
      tier,
      industry: {
        length,
        at: (m) => named(m)?.industry ?? (m < base.tier.length ? base.industry.at(m) : ''),
      },
      since: grown(before.since, length).fill(NEVER, from),
    };
  }

  #shops(before: Shops, changed: ReadonlySet<string>, rows: RowsInForce): Shops {
    const [from, length] = [before.merchant.length, this.shops.length];
    if (changed.size === 0 && from === length) return before;
    const merchant = grown(before.merchant, length).fill(-1, from);
    for (const id of changed) {
      const at = this.shops.find(id);
      const row = rows.get('shop', id);
      this.shops.put(at, row);
      merchant[at] = row ? this.merchants.find(row.merchant) : this.#base.shops.merchant[at]!;
    }
    return { ...this.shops.names(), merchant, offers: before.offers };
  }

  #items(before: Items, changed: ReadonlySet<string>, rows: RowsInForce): Items {
    const { items: base, categories } = this.#base;
    const [from, length] = [before.category.length, this.items.length];
    if (changed.size === 0 && from === length) return before;
    const category = grown(before.category, length);
    const brand = grown(before.brand, length);
    for (const id of changed) {
      const at = this.items.find(id);
      const row = rows.get('item', id);
      this.items.put(
        at,
        row && { ...namingOf(row), attributes: readAttributes(writeAttributes(row.attributes)) },
      );
      category[at] = !row ? base.category[at]! : row.category === '' ? -1 : categories.find(row.category);
      brand[at] = !row ? base.brand[at]! : row.brand === '' ? -1 : this.brands.find(row.brand);
    }
    const named = this.items.reader();
    return {
      ...this.items.names(),
      category,
      brand,
      since: grown(before.since, length).fill(NEVER, from),
      offers: before.offers,
      attributes: (item) => named(item)?.attributes ?? base.attributes(item),
    };
  }
}

function namingOf({ id, source_id, en, zh }: CatalogueRowOf<'item'>): Naming {
  return { id, source_id, en, zh };
}
