import { openResponse } from '../score/response.ts';
import { openFinder } from '../search/finder.ts';
import type { Snapshot } from '../snapshot/types.ts';
import { hotOffers } from './hot.ts';
import { Marks } from './marks.ts';
import { openNextCategories } from './next-categories.ts';
import type { Past } from './past.ts';
import { newPerson } from './person.ts';
import { Pool } from './pool.ts';

/**
 * Makes a snapshot ready for decisions. The result belongs to one thread: its scratch memory is reused by every call.
 * @throws schema_mismatch where a model of the snapshot is malformed
 */
export function openPast(snapshot: Snapshot): Past {
  return {
    snapshot,
    next: openNextCategories(snapshot),
    response: openResponse(snapshot),
    pool: new Pool(snapshot.offers.item.length),
    person: newPerson(snapshot),
    items: new Marks(snapshot.items.category.length),
    hot: hotOffers(snapshot),
    finder: openFinder(snapshot),
    found: null,
  };
}
