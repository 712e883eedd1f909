import type { CatalogueRowOf } from '../../contracts/index.ts';
import { readAttributes, writeAttributes } from '../snapshot/open.ts';
import type { Brands, Items, Merchants, Shops, Snapshot } from '../snapshot/types.ts';
import type { RowsInForce } from './in-force.ts';
import { grown, type Naming, namesWith } from './names.ts';

const TIERS: readonly string[] = ['brand', 'standard', 'small'];
const NEVER = 2_147_483_647;

/** Who sells and what is sold, with the rows in force over the snapshot's; offers apart. */
export interface PatchedTables {
  readonly merchants: Merchants;
  readonly shops: Shops;
  readonly brands: Brands;
  readonly items: Items;
}

/** Cost: O(rows), and a copy of each column of a table that any of them changes. */
export function tablesWith(base: Snapshot, rows: RowsInForce): PatchedTables {
  const shopsNamed = named(
    rows.shop,
    [...rows.offer.values()].map(({ shop }) => shop),
    base.shops,
  );
  const merchantsNamed = named(
    rows.merchant,
    [...rows.shop.values()].map(({ merchant }) => merchant),
    base.merchants,
  );
  const merchants = merchantsWith(base.merchants, rows.merchant, merchantsNamed);
  const brands = namesWith(base.brands, ...split(rows.brand, base.brands, []));
  return {
    merchants,
    brands,
    shops: shopsWith(base.shops, rows.shop, shopsNamed, merchants),
    items: itemsWith(base, rows.item, brands),
  };
}

/** Things that nobody told of and that are named, by id. */
function named(
  told: ReadonlyMap<string, unknown>,
  ids: readonly string[],
  known: { find(id: string): number },
): Naming[] {
  const alone = new Set(ids.filter((id) => id !== '' && !told.has(id) && known.find(id) < 0));
  return [...alone].map((id) => ({ id, source_id: '', en: '', zh: '' }));
}

/** New things by id, and the new names of known ones by their number. */
function split(
  rows: ReadonlyMap<string, Naming>,
  known: { find(id: string): number },
  alone: readonly Naming[],
): [added: Naming[], renamed: Map<number, Naming>] {
  const added = [...alone];
  const renamed = new Map<number, Naming>();
  for (const row of rows.values()) {
    const at = known.find(row.id);
    if (at < 0) added.push(row);
    else renamed.set(at, row);
  }
  return [added.sort((a, b) => (a.id < b.id ? -1 : 1)), renamed];
}

function merchantsWith(
  base: Merchants,
  rows: ReadonlyMap<string, CatalogueRowOf<'merchant'>>,
  alone: readonly Naming[],
): Merchants {
  if (rows.size + alone.length === 0) return base;
  const [added, renamed] = split(rows, base, alone);
  const names = namesWith(base, added, renamed);
  const from = base.tier.length;
  const tier = grown(base.tier, from + added.length).fill(1, from);
  const industry = new Map<number, string>();
  for (const row of rows.values()) {
    const at = names.find(row.id);
    tier[at] = Math.max(0, TIERS.indexOf(row.tier));
    industry.set(at, row.industry);
  }
  return {
    ...names,
    tier,
    industry: { length: tier.length, at: (m) => industry.get(m) ?? (m < from ? base.industry.at(m) : '') },
    since: grown(base.since, from + added.length).fill(NEVER, from),
  };
}

function shopsWith(
  base: Shops,
  rows: ReadonlyMap<string, CatalogueRowOf<'shop'>>,
  alone: readonly Naming[],
  merchants: Merchants,
): Shops {
  if (rows.size + alone.length === 0) return base;
  const [added, renamed] = split(rows, base, alone);
  const names = namesWith(base, added, renamed);
  const from = base.merchant.length;
  const merchant = grown(base.merchant, from + added.length).fill(-1, from);
  for (const row of rows.values()) merchant[names.find(row.id)] = merchants.find(row.merchant);
  return { ...names, merchant, offers: base.offers };
}

function itemsWith(
  { items: base, categories }: Snapshot,
  rows: ReadonlyMap<string, CatalogueRowOf<'item'>>,
  brands: Brands,
): Items {
  if (rows.size === 0) return base;
  const [added, renamed] = split(rows, base, []);
  const names = namesWith(base, added, renamed);
  const from = base.category.length;
  const category = grown(base.category, from + added.length);
  const brand = grown(base.brand, from + added.length);
  const attributes = new Map<number, ReadonlyMap<string, string>>();
  for (const row of rows.values()) {
    const at = names.find(row.id);
    category[at] = row.category === '' ? -1 : categories.find(row.category);
    brand[at] = row.brand === '' ? -1 : brands.find(row.brand);
    attributes.set(at, readAttributes(writeAttributes(row.attributes)));
  }
  return {
    ...names,
    category,
    brand,
    since: grown(base.since, from + added.length).fill(NEVER, from),
    offers: base.offers,
    attributes: (item) => attributes.get(item) ?? base.attributes(item),
  };
}
