import { atOnce } from '../../base/index.ts';
import {
  type AddEffects,
  ageValue,
  effectsOf as columnOf,
  effectAt,
  type NeedFeature,
  type NeedPart,
} from '../../models/index.ts';
import { type Bought, boughtBefore, popularityOf, seasonOf } from '../snapshot/build/bought.ts';
import { itemPositions } from '../snapshot/build/prices.ts';
import { type Shelves, shelvesOf } from '../snapshot/build/shelf.ts';
import type { People, Snapshot } from '../snapshot/types.ts';

/** What people bought is one reading of all their lines: done once for a snapshot and everything that is laid over it. */
const counted = new WeakMap<People, Bought>();

/** Reads it a step at a time, where it was not read yet: then `openNeed` is quick. */
export function* readyNeed(snapshot: Snapshot): Generator<void> {
  const { people, items, manifest } = snapshot;
  if (!snapshot.models.need || counted.has(people)) return;
  counted.set(people, yield* boughtBefore(people, items.category.length, manifest.day));
}

function boughtOf(snapshot: Snapshot): Bought {
  atOnce(readyNeed(snapshot));
  return counted.get(snapshot.people)!;
}

/**
 * What an item itself adds, by item, and the shelves it is bought from: of the snapshot's own items, the
 * same whatever is laid over it. What is new was never bought, and where it stands on its shelf is not known until the next snapshot.
 */
interface Effects {
  readonly model: unknown;
  readonly repeated: Float64Array;
  /** Addends of an item that is new to the person, in their order, and their sum. */
  readonly ofItem: { readonly name: NeedFeature; readonly log_odds: Float64Array }[];
  readonly fresh: Float64Array;
  readonly shelves: Shelves;
}
const effects = new WeakMap<People, Effects>();

export function effectsOf(snapshot: Snapshot, repeat: ReadyPart, novel: ReadyPart): Effects {
  const { people, models, patch } = snapshot;
  const n = snapshot.items.category.length;
  const known = effects.get(people);
  const before = known?.model === models.need ? known : null;
  if (before && n <= before.fresh.length) return before;
  const { items, offers } = patch?.base ?? snapshot;
  const bought = boughtOf(snapshot);
  // Room for more, so that it is seldom made again.
  const popularity = popularityOf(bought, items.category.length, n + (n >> 6) + 1);
  const amounts = { slow: bought.slow, now: bought.amount };
  // Of what came since, nothing is known: it is new, and its leaf is bought as ever.
  const season = seasonOf(bought, items.category);
  const { day } = snapshot.manifest;
  const ofItem = [
    { name: 'popularity' as const, log_odds: popularity.map((value) => novel.effect('popularity', value)) },
    {
      name: 'season' as const,
      log_odds: popularity.map((_, i) => novel.effect('season', season[i] ?? Number.NaN)),
    },
    {
      name: 'age' as const,
      log_odds: popularity.map((_, i) =>
        novel.effect('age', ageValue(i < items.since.length ? day - items.since[i]! : 0)),
      ),
    },
  ];
  const made = {
    model: models.need,
    repeated: popularity.map((value) => repeat.effect('popularity', value)),
    ofItem,
    fresh: popularity.map((_, i) => ofItem.reduce((sum, { log_odds }) => sum + log_odds[i]!, 0)),
    shelves:
      before?.shelves ?? shelvesOf(items.category, itemPositions(items.offers, offers.position), amounts),
  };
  effects.set(people, made);
  return made;
}

export type ReadyPart = ReturnType<typeof ready>;
/** A part of the model, its numbers side by side. */
export function ready(part: NeedPart) {
  const terms = new Map(
    part.terms.map((term) => [
      term.feature,
      { ...term, knots: Float64Array.from(term.knots), effect: Float64Array.from(term.effect) },
    ]),
  );
  const term = (feature: NeedFeature) => {
    const found = terms.get(feature);
    return (value: number): number => (found ? effectAt(found, value) : 0);
  };
  return {
    intercept: part.intercept,
    term,
    /** Adds a term to whole columns, as `term` would, bit for bit. */
    column: (feature: NeedFeature): AddEffects => {
      const found = terms.get(feature);
      return found ? columnOf(found) : () => {};
    },
    effect: (feature: NeedFeature, value: number): number => {
      const found = terms.get(feature);
      return found ? effectAt(found, value) : 0;
    },
  };
}
