import type { SearchDoc } from '../../search/index.ts';
import type { Names, Snapshot } from '../snapshot/types.ts';

/** What is searched of a snapshot's tables: one document an item, in the order of their numbers. */
export type Searchable = Pick<Snapshot, 'items' | 'brands' | 'categories' | 'shops' | 'offers'>;

/** Documents of the items. Cost: O(items × offers of an item). */
export function* searchDocs(tables: Searchable): Generator<SearchDoc> {
  const { items, brands, categories, shops, offers } = tables;
  for (let item = 0; item < items.category.length; item++) {
    const shopsOf = new Set<number>();
    for (let i = items.offers.start[item]!; i < items.offers.start[item + 1]!; i++)
      shopsOf.add(offers.shop[items.offers.values[i]!]!);
    yield {
      names: both(items, item),
      brands: both(brands, items.brand[item]!),
      categories: [...ancestors(categories.parent, items.category[item]!)].flatMap((c) =>
        both(categories, c),
      ),
      attributes: [...items.attributes(item)].map(([key, value]) => `${key}=${value}`),
      shops: [...shopsOf].flatMap((shop) => both(shops, shop)),
    };
  }
}

/** A category and those above it. */
export function* ancestors(parent: ArrayLike<number>, category: number): Generator<number> {
  for (let c = category; c >= 0; c = parent[c]!) yield c;
}

function both(names: Names, at: number): string[] {
  if (at < 0) return [];
  return [...new Set([names.en.at(at), names.zh.at(at)])].filter((text) => text !== '');
}
