import { pastOn } from '../explain/change.ts';
import { openNeed, readyNeed } from '../score/need.ts';
import { openResponse } from '../score/response.ts';
import { openFinder } from '../search/finder.ts';
import type { Snapshot } from '../snapshot/types.ts';
import { hotOffers } from './hot.ts';
import { Marks } from './marks.ts';
import { type NextCategories, openNextCategories } from './next-categories.ts';
import type { Past } from './past.ts';
import { newPerson } from './person.ts';
import { Pool } from './pool.ts';

/**
 * Makes a snapshot ready for decisions. The result belongs to one thread: its scratch memory is reused by every call.
 * @throws schema_mismatch where a model of the snapshot is malformed
 */
export function openPast(snapshot: Snapshot, next?: NextCategories | null): Past {
  const opening = openingPast(snapshot, next);
  for (;;) {
    const { done, value } = opening.next();
    if (done) return value;
  }
}

/** The same a step of some milliseconds at a time, so that who serves can answer requests in between. */
export function* openingPast(snapshot: Snapshot, given?: NextCategories | null): Generator<void, Past> {
  yield* readyNeed(snapshot);
  const next = given === undefined ? openNextCategories(snapshot) : given;
  yield;
  const response = openResponse(snapshot);
  yield;
  const need = openNeed(snapshot);
  yield;
  const hot = hotOffers(snapshot, need);
  yield;
  const finder = openFinder(snapshot);
  yield;
  return {
    snapshot,
    next,
    response,
    need,
    pool: new Pool(),
    person: newPerson(snapshot),
    items: new Marks(snapshot.items.category.length),
    hot,
    finder,
    found: null,
  };
}

/** The same for the snapshot with another patch over it: the models and, where nothing is new, the scratch memory are shared. */
export function patchedPast(past: Past, snapshot: Snapshot): Past {
  const before = past.snapshot;
  const sized =
    before.offers.item.length === snapshot.offers.item.length &&
    before.items.category.length === snapshot.items.category.length;
  return sized ? pastOn(past, snapshot) : openPast(snapshot, past.next);
}
