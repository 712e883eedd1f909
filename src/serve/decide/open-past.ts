import { atOnce } from '../../base/index.ts';
import { readyNeed } from '../score/item-need.ts';
import { openNeed } from '../score/need.ts';
import { openResponse } from '../score/response.ts';
import { openFinder } from '../search/finder.ts';
import type { Snapshot } from '../snapshot/types.ts';
import { fillingHot } from './hot.ts';
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
  return atOnce(openingPast(snapshot, next));
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
  const hot = yield* fillingHot(snapshot, need);
  yield;
  const finder = openFinder(snapshot);
  yield;
  const items = snapshot.items.category.length;
  const room = items + (items >> 6) + MORE_ITEMS;
  return {
    snapshot,
    room,
    next,
    response,
    need,
    pool: new Pool(),
    person: newPerson(snapshot, room),
    items: new Marks(room),
    hot,
    finder,
    found: null,
  };
}

/** New items that the scratch memory has room for, beside one in 64. */
const MORE_ITEMS = 1_000;

/** The same for the snapshot with another patch over it: the models and, while there is room, the scratch memory are shared. */
export function patchedPast(past: Past, snapshot: Snapshot): Past {
  return atOnce(patchingPast(past, snapshot));
}

/** The same a step of some milliseconds at a time. */
export function* patchingPast(past: Past, snapshot: Snapshot): Generator<void, Past> {
  if (snapshot.items.category.length > past.room) return yield* openingPast(snapshot, past.next);
  const response = openResponse(snapshot);
  yield;
  const need = openNeed(snapshot);
  yield;
  const hot = yield* fillingHot(snapshot, need);
  yield;
  return { ...past, snapshot, hot, response, need, finder: openFinder(snapshot), found: null };
}
