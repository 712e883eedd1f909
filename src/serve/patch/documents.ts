import type { SearchDoc } from '../../search/index.ts';
import type { Snapshot } from '../snapshot/types.ts';
import { listed } from './concerned.ts';
import { documentOf } from './document.ts';
import type { Changed } from './in-force.ts';
import type { TablesOver } from './tables.ts';

/** Items whose words may differ from what they were a patch before: of what changed, and of offers that moved. */
export function itemsConcerned(
  before: Snapshot,
  now: Snapshot,
  changed: Changed,
  moved: Iterable<number>,
  tables: TablesOver,
): Set<number> {
  const items = new Set<number>();
  for (const id of changed.item) items.add(tables.items.find(id));
  for (const offer of moved) {
    const [was, is] = [before.offers.item[offer] ?? -1, now.offers.item[offer]!];
    // Whoever sells it stands among an item's words, whether it can be had or not.
    if (was !== is || before.offers.shop[offer] !== now.offers.shop[offer]) items.add(was).add(is);
  }
  for (const id of changed.shop)
    for (const offer of listed(now.shops.offers, tables.shops.find(id))) items.add(now.offers.item[offer]!);
  if (changed.brand.size > 0) {
    const brands = new Set([...changed.brand].map((id) => tables.brands.find(id)));
    now.items.brand.forEach((brand, item) => {
      if (brands.has(brand)) items.add(item);
    });
  }
  items.delete(-1);
  return items;
}

/** Items that are read anew between two steps. */
const AT_ONCE = 200;

/** Documents of items that differ from the snapshot's own, by number, ascending. The same map where none of some items changed. */
export function* documentsWith(
  docs: ReadonlyMap<number, SearchDoc>,
  base: Snapshot,
  now: Snapshot,
  items: Iterable<number>,
): Generator<void, ReadonlyMap<number, SearchDoc>> {
  const changes = new Map<number, SearchDoc | null>();
  let read = 0;
  for (const item of items) {
    const doc = documentOf(now, item);
    const text = JSON.stringify(doc);
    const own = item < base.items.category.length && text === JSON.stringify(documentOf(base, item));
    const known = docs.get(item);
    if (own ? known : !known || JSON.stringify(known) !== text) changes.set(item, own ? null : doc);
    if (++read % AT_ONCE === 0) yield;
  }
  if (changes.size === 0) return docs;
  const all = new Map(docs);
  for (const [item, doc] of changes)
    if (doc) all.set(item, doc);
    else all.delete(item);
  return new Map([...all].sort(([a], [b]) => a - b));
}
