import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../base/index.ts';
import type { SuggestionsAnswer } from '../../contracts/index.ts';
import { topK } from '../../math/index.ts';
import {
  buildingSuggester,
  type Suggester,
  type Suggestion,
  suggest,
  suggestionKeys,
} from '../../search/index.ts';
import type { Names, Snapshot } from '../../serve/index.ts';
import { run, type Warehouse } from '../../warehouse/index.ts';
import type { EngineLogger } from '../logger.ts';
import { popularQueries } from './sql/popular-queries.sql.gen.ts';

/** Items that are suggested: those most bought. */
const ITEMS = 5_000;
const QUERIES = 5_000;
/** Words that fewer people searched for are not shown to others. */
const LEAST_PEOPLE = 10;
const QUERY_DAYS = 30;
/** Entries made before others get their turn. */
const AT_ONCE = 100;

interface SuggestionsOptions {
  readonly warehouse: Warehouse;
  readonly clock: Clock;
  readonly logger: EngineLogger;
}

/** What a person may be about to type: made anew for each snapshot, in the background. Until then nothing is suggested. */
export class Suggestions {
  readonly #o: SuggestionsOptions;
  #of: { readonly snapshot: Snapshot; readonly suggester: Suggester } | null = null;
  #making: Snapshot | null = null;

  constructor(options: SuggestionsOptions) {
    this.#o = options;
  }

  /** Begins to make them for a snapshot; those of the one before go on being given. */
  take(snapshot: Snapshot): void {
    if (this.#making === snapshot || this.#of?.snapshot === snapshot) return;
    this.#making = snapshot;
    this.#make(snapshot)
      .then((suggester) => {
        if (this.#making === snapshot) this.#of = { snapshot, suggester };
      })
      .catch((error) => this.#o.logger.warn({ err: error }, 'suggestions were not made'));
  }

  answer(typed: string, most: number): SuggestionsAnswer {
    if (!this.#of) return { data: [] };
    const { snapshot, suggester } = this.#of;
    const tables = { category: snapshot.categories, brand: snapshot.brands, item: snapshot.items };
    return {
      data: suggest(suggester, typed, most).map(({ kind, text, ref }) => ({
        kind,
        text,
        id: kind === 'query' ? '' : tables[kind].id.at(ref),
      })),
    };
  }

  async #make(snapshot: Snapshot): Promise<Suggester> {
    const entries = await this.#queries(snapshot);
    for (const some of entriesOf(snapshot)) {
      entries.push(...some);
      await setImmediate();
    }
    const keys: string[][] = [];
    for (const { text } of entries) {
      keys.push(suggestionKeys(text));
      if (keys.length % AT_ONCE === 0) await setImmediate();
    }
    const building = buildingSuggester(entries, keys);
    for (;;) {
      const { done, value } = building.next();
      if (done) return value;
      await setImmediate();
    }
  }

  async #queries({ manifest }: Snapshot): Promise<Suggestion[]> {
    const from = new Date(this.#o.clock.now() - QUERY_DAYS * 86_400_000)
      .toISOString()
      .replace('T', ' ')
      .replace('Z', '');
    const rows = await run(this.#o.warehouse, popularQueries, {
      from,
      up_to: manifest.known_at,
      least: LEAST_PEOPLE,
      most: QUERIES,
    });
    return rows.map(({ text, people_count }) => ({
      kind: 'query',
      text,
      ref: -1,
      weight: Number(people_count),
    }));
  }
}

/** Categories and brands by what is bought in them, and the items most bought; in both languages, some at a time. */
function* entriesOf({ categories, brands, items, offers }: Snapshot): Generator<Suggestion[]> {
  const byCategory = new Float64Array(categories.parent.length);
  const byBrand = new Float64Array(brands.id.length);
  const byItem = new Float64Array(items.category.length);
  for (let o = 0; o < offers.item.length; o++) {
    const bought = offers.bought[o]!;
    for (let c = offers.category[o]!; c >= 0; c = categories.parent[c]!) byCategory[c]! += bought;
    if (offers.brand[o]! >= 0) byBrand[offers.brand[o]!]! += bought;
    if (offers.item[o]! >= 0) byItem[offers.item[o]!]! += bought;
  }
  yield [];
  const top = topK(byItem, ITEMS);
  yield [];
  const all = (size: number) => Array.from({ length: size }, (_, i) => i);
  yield named('category', categories, all(byCategory.length), byCategory);
  yield named('brand', brands, all(byBrand.length), byBrand);
  for (let at = 0; at < top.length; at += AT_ONCE)
    yield named('item', items, [...top.subarray(at, at + AT_ONCE)], byItem);
}

function named(
  kind: Suggestion['kind'],
  names: Names,
  refs: readonly number[],
  weight: Float64Array,
): Suggestion[] {
  return refs.flatMap((ref) =>
    [...new Set([names.en.at(ref), names.zh.at(ref)])]
      .filter((text) => text !== '')
      .map((text) => ({ kind, text, ref, weight: weight[ref]! })),
  );
}
