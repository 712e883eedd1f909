import type { LocalText } from '../../contracts/index.ts';
import type { Warehouse } from '../../warehouse/index.ts';
import { catalogueBrands } from '../sql/catalogue-brands.sql.gen.ts';
import { catalogueCategories } from '../sql/catalogue-categories.sql.gen.ts';
import { catalogueMerchants } from '../sql/catalogue-merchants.sql.gen.ts';
import { catalogueShops } from '../sql/catalogue-shops.sql.gen.ts';
import type { Catalogue } from './face.ts';

const SQL = {
  categories: catalogueCategories.text,
  merchants: catalogueMerchants.text,
  shops: catalogueShops.text,
  brands: catalogueBrands.text,
};

interface Named {
  id: string;
  name_en: string;
  name_zh: string;
}

const nameOf = (row: Named): LocalText => ({
  en: row.name_en || row.name_zh || row.id,
  'zh-CN': row.name_zh || row.name_en || row.id,
});

/** Names and tree as known at K. The catalogue stands on every shard, so the first one is read. */
export async function readCatalogue(warehouse: Warehouse, knownAt: number): Promise<Catalogue> {
  const k = { k: knownAt };
  const [categories, merchants, shops, brands] = await Promise.all([
    warehouse.query<Named & { path: string[]; is_leaf: number; industry: string }>(SQL.categories, k),
    warehouse.query<Named & { tier: string; industry: string; region: string }>(SQL.merchants, k),
    warehouse.query<Named & { merchant_id: string; channel: string }>(SQL.shops, k),
    warehouse.query<Named>(SQL.brands, k),
  ]);
  return {
    known_at: knownAt,
    categories: categories.map((c) => ({
      category_id: c.id,
      parent_id: c.path.at(-2) ?? null,
      path: c.path,
      level: c.path.length,
      is_leaf: c.is_leaf === 1,
      name: nameOf(c),
      industry: c.industry,
    })),
    merchants: merchants.map((m) => ({
      merchant_id: m.id,
      name: nameOf(m),
      tier: m.tier,
      industry: m.industry,
      region: m.region,
    })),
    shops: shops.map((s) => ({
      shop_id: s.id,
      merchant_id: s.merchant_id,
      name: nameOf(s),
      channel: s.channel,
    })),
    brands: brands.map((b) => ({ brand_id: b.id, name: nameOf(b) })),
  };
}
