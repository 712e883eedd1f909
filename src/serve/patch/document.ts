import type { SearchDoc } from '../../search/index.ts';
import type { Names, Snapshot } from '../snapshot/types.ts';

/** What an item is found by: every name that it, its brand, its categories and its shops go by. */
export function documentOf(snapshot: Snapshot, item: number): SearchDoc {
  const { items, brands, categories, shops, offers } = snapshot;
  const above: number[] = [];
  for (let c = items.category[item]!; c >= 0 && !above.includes(c); c = categories.parent[c]!) above.push(c);
  const own = items.offers.values.subarray(items.offers.start[item]!, items.offers.start[item + 1]!);
  // By number, as a snapshot's builder meets them: the order of offers by popularity says nothing here.
  const sellers = new Set([...own].sort((a, b) => a - b).map((offer) => offers.shop[offer]!));
  return {
    names: namesIn(items, item),
    brands: namesIn(brands, items.brand[item]!),
    categories: above.flatMap((c) => namesIn(categories, c)),
    attributes: [...items.attributes(item)].map(([key, value]) => `${key}=${value}`),
    shops: [...sellers].flatMap((shop) => namesIn(shops, shop)),
  };
}

function namesIn(names: Names, at: number): string[] {
  if (at < 0) return [];
  return [...new Set([names.en.at(at), names.zh.at(at)])].filter((name) => name !== '');
}
