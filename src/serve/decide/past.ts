import { openResponse, type Response } from '../score/response.ts';
import { type Finder, type Found, openFinder } from '../search/finder.ts';
import type { Snapshot } from '../snapshot/types.ts';
import { Marks } from './marks.ts';
import { type NextCategories, openNextCategories } from './next-categories.ts';
import { newPerson, type Person } from './person.ts';
import { Pool } from './pool.ts';

/** A snapshot made ready to decide on, with the scratch memory of one thread. */
export interface Past {
  readonly snapshot: Snapshot;
  readonly next: NextCategories | null;
  readonly response: Response;
  readonly pool: Pool;
  readonly person: Person;
  /** Sums by item while neighbours are gathered. */
  readonly items: Marks;
  readonly finder: Finder;
  /** What the last search of this thread found. */
  found: Found | null;
}

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
    finder: openFinder(snapshot),
    found: null,
  };
}
