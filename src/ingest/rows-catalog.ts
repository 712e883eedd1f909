import type { FactOf, LocalText } from '../contracts/index.ts';
import {
  both,
  categoryKey,
  convert,
  dated,
  type Prepared,
  plain,
  type RowContext,
  rateOf,
  validFrom,
  write,
} from './prepared.ts';
import { placeCategories } from './tree.ts';

/** What is sold, by whom, and where it stands. */
export const catalog = {
  merchant(fact: FactOf<'merchant'>, context: RowContext): Prepared {
    const { row, id, valid_from } = dated(fact, 'm', 'merchants', 'merchant', context);
    const [name_en, name_zh] = both(fact.name);
    const { source_id, tier, industry, region } = fact;
    write(row, 'merchants', fact, context, {
      merchant_id: id,
      source_id,
      name_en,
      name_zh,
      tier,
      industry,
      region,
      valid_from,
    });
    row.told = { kind: 'merchant', ...named(fact, id, valid_from), tier, industry };
    return row;
  },

  shop(fact: FactOf<'shop'>, context: RowContext): Prepared {
    const { row, id, valid_from } = dated(fact, 's', 'shops', 'shop', context);
    const [name_en, name_zh] = both(fact.name);
    const { source_id, channel } = fact;
    const merchant_id = context.names.of('merchant', fact.merchant);
    write(row, 'shops', fact, context, {
      shop_id: id,
      source_id,
      merchant_id,
      name_en,
      name_zh,
      channel,
      valid_from,
    });
    row.told = { kind: 'shop', ...named(fact, id, valid_from), merchant: merchant_id };
    return row;
  },

  brand(fact: FactOf<'brand'>, context: RowContext): Prepared {
    const row = plain(fact, 'b', 'brands', 'brand', context);
    const [name_en, name_zh] = both(fact.name);
    write(row, 'brands', fact, context, { brand_id: row.id, source_id: fact.source_id, name_en, name_zh });
    row.told = { kind: 'brand', ...named(fact, row.id, 0) };
    return row;
  },

  category_tree(fact: FactOf<'category_tree'>, context: RowContext): Prepared {
    const row = plain(fact, 't', 'categories', 'category_tree', context);
    const valid_from = validFrom(fact.valid_from);
    const placed = placeCategories(fact.categories);
    const provides: string[] = [];
    for (const category of fact.categories) {
      const { path, leaf } = placed.get(category.source_id)!;
      const ids = path.map((name) => context.names.of('category', name));
      const [name_en, name_zh] = both(category.name);
      write(row, 'categories', fact, context, {
        tree_id: row.id,
        valid_from,
        category_id: ids.at(-1)!,
        source_id: category.source_id,
        parent_id: ids.at(-2) ?? '',
        path: ids,
        level: ids.length,
        is_leaf: leaf,
        name_en,
        name_zh,
        industry: category.industry,
      });
      provides.push(categoryKey(context.names.source, category.source_id));
    }
    row.provides = provides;
    return row;
  },

  item(fact: FactOf<'item'>, context: RowContext): Prepared {
    const { row, id, valid_from } = dated(fact, 'i', 'items', 'item', context);
    const [name_en, name_zh] = both(fact.name);
    if (fact.category !== null) row.needs = categoryKey(context.names.source, fact.category);
    const category_id = context.names.of('category', fact.category);
    const brand_id = context.names.of('brand', fact.brand);
    const attributes = sorted(fact.attributes);
    write(row, 'items', fact, context, {
      item_id: id,
      source_id: fact.source_id,
      name_en,
      name_zh,
      category_id,
      brand_id,
      attributes,
      valid_from,
    });
    const told = named(fact, id, valid_from);
    row.told = { kind: 'item', ...told, category: category_id, brand: brand_id, attributes };
    return row;
  },

  variant(fact: FactOf<'variant'>, context: RowContext): Prepared {
    const row = plain(fact, 'v', 'variants', 'variant', context);
    const [title_en, title_zh] = both(fact.title);
    const { source_id, unit, unit_quantity } = fact;
    const item_id = context.names.of('item', fact.item);
    write(row, 'variants', fact, context, {
      variant_id: row.id,
      source_id,
      item_id,
      title_en,
      title_zh,
      unit,
      unit_quantity,
    });
    const { title: name } = fact;
    row.told = {
      kind: 'variant',
      ...named({ ...fact, name }, row.id, 0),
      item: item_id,
      unit,
      unit_quantity,
    };
    return row;
  },

  offer(fact: FactOf<'offer'>, context: RowContext): Prepared {
    const { row, id, valid_from } = dated(fact, 'o', 'offers', 'offer', context);
    const rate = rateOf(fact.currency, fact.fx_rate, context);
    const { source_id, currency, status } = fact;
    const shop = context.names.of('shop', fact.shop);
    const variant = context.names.of('variant', fact.variant);
    const price_minor = convert(fact.price_minor, rate, 'price_minor');
    const list_price_minor = convert(fact.list_price_minor ?? fact.price_minor, rate, 'list_price_minor');
    write(row, 'offers', fact, context, {
      offer_id: id,
      source_id,
      shop_id: shop,
      variant_id: variant,
      price_minor,
      list_price_minor,
      currency,
      status,
      valid_from,
    });
    const told = named(fact, id, valid_from);
    row.told = { kind: 'offer', ...told, shop, variant, price_minor, list_price_minor, status };
    return row;
  },
};

/** What every row of the catalogue is told with. */
function named(
  { source_id, revision, name }: { source_id: string; revision: number; name?: LocalText | undefined },
  id: string,
  valid_from: number,
) {
  const [en, zh] = both(name);
  return { revision, valid_from, id, source_id, en, zh };
}

function sorted(record: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
