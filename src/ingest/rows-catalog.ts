import type { FactOf } from '../contracts/index.ts';
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
    return row;
  },

  brand(fact: FactOf<'brand'>, context: RowContext): Prepared {
    const row = plain(fact, 'b', 'brands', 'brand', context);
    const [name_en, name_zh] = both(fact.name);
    write(row, 'brands', fact, context, { brand_id: row.id, source_id: fact.source_id, name_en, name_zh });
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
    write(row, 'items', fact, context, {
      item_id: id,
      source_id: fact.source_id,
      name_en,
      name_zh,
      category_id: context.names.of('category', fact.category),
      brand_id: context.names.of('brand', fact.brand),
      attributes: sorted(fact.attributes),
      valid_from,
    });
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
    return row;
  },

  offer(fact: FactOf<'offer'>, context: RowContext): Prepared {
    const { row, id, valid_from } = dated(fact, 'o', 'offers', 'offer', context);
    const rate = rateOf(fact.currency, fact.fx_rate, context);
    const { source_id, currency, status } = fact;
    write(row, 'offers', fact, context, {
      offer_id: id,
      source_id,
      shop_id: context.names.of('shop', fact.shop),
      variant_id: context.names.of('variant', fact.variant),
      price_minor: convert(fact.price_minor, rate, 'price_minor'),
      list_price_minor: convert(fact.list_price_minor ?? fact.price_minor, rate, 'list_price_minor'),
      currency,
      status,
      valid_from,
    });
    return row;
  },
};

function sorted(record: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
