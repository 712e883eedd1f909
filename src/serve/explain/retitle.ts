import type { WhatIfChange } from '../../contracts/index.ts';
import { documentOf } from '../patch/document.ts';
import type { Patch, Snapshot, Texts } from '../snapshot/types.ts';

export type NewTitle = NonNullable<WhatIfChange['title']>;

/**
 * The snapshot with some items under other names, and their words put over the index as a fact told live would put them. Whatever
 * else differs in it from the one before stays. Cost: O(words of the items + offers).
 * @param changed the snapshot with what else is to differ; `titles` by item
 */
export function retitled(changed: Snapshot, titles: ReadonlyMap<number, NewTitle>): Snapshot {
  const { patch, manifest, items, offers } = changed;
  if (titles.size === 0 && !patch) return changed;
  const named = (own: Texts, language: keyof NewTitle): Texts => ({
    length: own.length,
    at: (item) => titles.get(item)?.[language] ?? own.at(item),
  });
  const after: Snapshot = {
    ...changed,
    items: {
      ...items,
      find: (id) => items.find(id),
      attributes: (item) => items.attributes(item),
      en: named(items.en, 'en'),
      zh: named(items.zh, 'zh'),
    },
  };
  const docs = new Map(patch?.docs ?? []);
  for (const item of titles.keys()) docs.set(item, documentOf(after, item));
  const { hash, known_at, at, base } = patch ?? { ...manifest, at: 0, base: changed };
  const over: Patch = {
    hash,
    known_at,
    at,
    base,
    // Rules look at every offer again: what a change moves is not listed.
    touched: Uint32Array.from(offers.item, (_, offer) => offer),
    docs: new Map([...docs].sort(([a], [b]) => a - b)),
  };
  return { ...after, patch: over };
}
