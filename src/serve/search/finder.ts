import type { NormalisedRequest } from '../../contracts/index.ts';
import { topK } from '../../math/index.ts';
import {
  type CompiledSynonyms,
  countFacets,
  explainMatch,
  type FacetCount,
  match,
  passes,
  type Query,
  ranked,
  type SearchIndex,
  type WordMatch,
} from '../../search/index.ts';
import { sortKey } from '../score/sorted.ts';
import type { Snapshot } from '../snapshot/types.ts';
import { type Narrowing, narrowingOf } from './narrow.ts';
import { indexOf, readerOf } from './words-of.ts';

/** What words and scope find, before gates and scores. */
export interface Found {
  readonly query: Query;
  /** Items in order; relevance is 0 where no words were typed. */
  readonly items: Uint32Array;
  readonly relevance: Float64Array;
  /** All items that match and pass the scope. */
  readonly total: number;
  /** Those of them that have all words that any has; the others have some. */
  readonly whole: number;
  /** Word by word, how an item was matched; their amounts add up to its relevance bit for bit. */
  wordsOf(item: number): WordMatch[];
  readonly dropped: readonly string[];
  /** Nothing matched: these are the items most bought instead. */
  readonly popular: boolean;
  readonly narrowing: Narrowing;
  readonly index: SearchIndex | null;
  /** By facet: leaf categories, brands, and attributes under '' or the key that was chosen. Counted when asked. */
  facets(): Map<string, FacetCount[]>;
}

/** Finds items of one snapshot. One per thread: its scratch memory is reused. */
export interface Finder {
  readonly index: SearchIndex | null;
  find(request: NormalisedRequest, synonyms: CompiledSynonyms | undefined, most: number): Found;
}

/** How many were found, and by how many words. */
interface About {
  readonly total: number;
  readonly whole: number;
  readonly words: number;
  readonly dropped: readonly string[];
}

const NOTHING: Query = { text: '', wanted: [], unknown: [], corrected: null };

/** @throws schema_mismatch where the snapshot's index is malformed */
export function openFinder(snapshot: Snapshot): Finder {
  const index = indexOf(snapshot);
  // What can be had at all, and the facets of it: the same for all who ask for nothing in particular, or for what is not there.
  let everything: Uint32Array | null = null;
  let facetsOfAll: Map<string, FacetCount[]> | null = null;
  const { understood, scratch } = readerOf(index);
  return {
    index,
    find({ query: text, scope }, synonyms, most) {
      const narrowing = narrowingOf(snapshot, index, scope);
      const chosen = narrowing.facets.filter((facet) => facet.chosen !== null);
      const keep = (item: number) => chosen.every((facet) => passes(facet, item));
      const query = understood && text !== '' ? understood.of(text, synonyms) : NOTHING;
      const sort = scope?.sort ?? 'best';
      if (index && query.wanted.length > 0) {
        const matches = match(index, query, scratch, narrowing.item);
        if (matches.docs.length > 0 && sort === 'best') {
          const best = ranked(matches, most, chosen.length > 0 ? keep : null);
          const kept = (docs: Uint32Array) => (chosen.length > 0 ? docs.filter(keep) : docs).length;
          const all = kept(matches.docs);
          // The whole ones come first.
          const whole = kept(matches.docs.subarray(0, matches.whole));
          const about = { total: all, whole, words: matches.words, dropped: matches.dropped };
          return found(query, best.docs, best.relevance, about, false, matches.docs);
        }
        if (matches.docs.length > 0) {
          // Who chose an order sees what was asked for alone: nothing near it stands between.
          const whole = matches.docs.slice(0, matches.whole);
          return ordered(query, whole.filter(keep), whole, matches.dropped);
        }
      }
      if (!narrowing.asks) everything ??= byPopularity(snapshot, narrowing.item);
      const all = narrowing.asks ? byPopularity(snapshot, narrowing.item) : everything!;
      const kept = chosen.length > 0 ? all.filter(keep) : all;
      if (sort !== 'best' && text === '') return ordered(query, kept, all, []);
      return found(
        query,
        kept.slice(0, most),
        new Float64Array(Math.min(kept.length, most)),
        { total: kept.length, whole: kept.length, words: 0, dropped: [] },
        text !== '',
        all,
      );

      /** By the order that was chosen: an item stands where the first of its offers does. */
      function ordered(
        asked: Query,
        items: Uint32Array,
        counted: Uint32Array,
        dropped: readonly string[],
      ): Found {
        const keys = Float64Array.from(items, (item) => {
          let key = Number.NEGATIVE_INFINITY;
          for (let i = snapshot.items.offers.start[item]!; i < snapshot.items.offers.start[item + 1]!; i++) {
            const offer = snapshot.items.offers.values[i]!;
            if (narrowing.offer(offer)) key = Math.max(key, sortKey(snapshot, offer, sort));
          }
          return key;
        });
        const best = Uint32Array.from(topK(keys, most), (i) => items[i]!);
        const about = { total: items.length, whole: items.length, words: asked.wanted.length, dropped };
        return found(asked, best, new Float64Array(best.length), about, false, counted);
      }

      function found(
        asked: Query,
        items: Uint32Array,
        relevance: Float64Array,
        { total, whole, words, dropped }: About,
        popular: boolean,
        counted: Uint32Array,
      ): Found {
        let counts: Map<string, FacetCount[]> | null = null;
        return {
          query: asked,
          items,
          relevance,
          total: popular ? 0 : total,
          whole: popular ? 0 : whole,
          wordsOf: (item) => (index ? explainMatch(index, asked, item, words) : []),
          dropped,
          popular,
          narrowing,
          index,
          facets: () => {
            if (counted !== everything || chosen.length > 0)
              counts ??= countFacets(counted, narrowing.facets);
            else counts = facetsOfAll ??= countFacets(counted, narrowing.facets);
            return counts;
          },
        };
      }
    },
  };
}

/** Items with an offer that is let through, the likeliest bought first. Cost: O(offers). */
function byPopularity({ offers, items }: Snapshot, allowed: (item: number) => boolean): Uint32Array {
  const seen = new Uint8Array(items.category.length);
  const order = new Uint32Array(items.category.length);
  let n = 0;
  for (const offer of offers.popular) {
    const item = offers.item[offer]!;
    if (item < 0 || seen[item]) continue;
    seen[item] = 1;
    if (allowed(item)) order[n++] = item;
  }
  return order.slice(0, n);
}
