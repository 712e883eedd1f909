import type { SearchDoc } from '../../../search/index.ts';
import { writeAttributes } from '../open.ts';
import type { CatalogueRows, Named } from './facts.ts';

/**
 * One document an item, in the order of the rows: every name that it, its brand, its categories and its shops go by.
 * The same as `documentOf` reads from the columns.
 */
export function* documentsOf(rows: CatalogueRows): Generator<SearchDoc> {
  const category = new Map(rows.categories.map((row) => [row.id, row]));
  const brand = new Map(rows.brands.map((row) => [row.id, row]));
  const shop = new Map(rows.shops.map((row) => [row.id, row]));
  const shops = new Map<string, Set<string>>();
  for (const offer of rows.offers) {
    const own = shops.get(offer.item);
    if (own) own.add(offer.shop);
    else shops.set(offer.item, new Set([offer.shop]));
  }
  for (const item of rows.items) {
    const categories: string[] = [];
    const seen = new Set<string>();
    for (let c = category.get(item.category ?? ''); c && !seen.has(c.id); c = category.get(c.parent ?? '')) {
      seen.add(c.id);
      categories.push(...namesOf(c));
    }
    yield {
      names: namesOf(item),
      brands: namesOf(brand.get(item.brand ?? '')),
      categories,
      attributes: writeAttributes(item.attributes ?? {})
        .split('\n')
        .filter((pair) => pair !== ''),
      shops: [...(shops.get(item.id) ?? [])].flatMap((id) => namesOf(shop.get(id))),
    };
  }
}

/** As columns hold them: a missing language takes the other, and who has no name goes by its id at the source. */
function namesOf(row: Named | undefined): string[] {
  if (!row) return [];
  const { en, zh, source_id = '' } = row;
  return [...new Set([en || zh || source_id, zh || en || source_id])].filter((name) => name !== '');
}
