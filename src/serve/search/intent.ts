import { wordsOf } from '../../search/index.ts';
import type { Categories, Snapshot } from '../snapshot/types.ts';
import type { Found } from './finder.ts';

const known = new WeakMap<Categories, ReadonlyMap<string, readonly number[]>>();

/**
 * Categories that go by exactly the words that were typed: who types `coffee` is after coffee, not after coffee makers.
 * @returns their numbers and those of all below them; empty where there are none
 */
export function categoriesMeant({ categories }: Snapshot, { query, index }: Found): ReadonlySet<number> {
  const words = query.wanted.flatMap(({ variants }) => variants[0]?.terms ?? []);
  const key = words.map((term) => index?.terms[term] ?? '').join(' ');
  const meant = new Set(query.unknown.length > 0 ? [] : (byName(categories).get(key) ?? []));
  if (meant.size === 0) return meant;
  for (let c = 0; c < categories.parent.length; c++)
    for (let above = c, n = 0; above >= 0 && n < 32; above = categories.parent[above]!, n++)
      if (meant.has(above)) meant.add(c);
  return meant;
}

function byName(categories: Categories): ReadonlyMap<string, readonly number[]> {
  let names = known.get(categories);
  if (names) return names;
  const found = new Map<string, number[]>();
  for (let c = 0; c < categories.parent.length; c++)
    for (const name of new Set([categories.en.at(c), categories.zh.at(c)])) {
      const key = wordsOf(name).join(' ');
      if (key !== '') found.set(key, [...(found.get(key) ?? []), c]);
    }
  names = found;
  known.set(categories, names);
  return names;
}
