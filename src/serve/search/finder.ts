import type { NormalisedRequest } from '../../contracts/index.ts';
import { topK } from '../../math/index.ts';
import {
  type CompiledSynonyms,
  countFacets,
  type FacetCount,
  match,
  openIndex,
  passes,
  type Query,
  ranked,
  type SearchIndex,
  scratchFor,
  understand,
} from '../../search/index.ts';
import { sortKey } from '../score/sorted.ts';
import type { Snapshot } from '../snapshot/types.ts';
import { type Narrowing, narrowingOf } from './narrow.ts';

/** What words and scope find, before gates and scores. */
export interface Found {
  readonly query: Query;
  /** Items in order; relevance is 0 where no words were typed. */
  readonly items: Uint32Array;
  readonly relevance: Float64Array;
  /** All items that match and pass the scope. */
  readonly total: number;
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

const NOTHING: Query = { text: '', wanted: [], unknown: [], corrected: null };

/** @throws schema_mismatch where the snapshot's index is malformed */
export function openFinder(snapshot: Snapshot): Finder {
  const index = snapshot.search && openIndex(snapshot.search);
  const scratch = scratchFor(index?.docs ?? 0);
  return {
    index,
    find({ query: text, scope }, synonyms, most) {
      const narrowing = narrowingOf(snapshot, index, scope);
      const keep = (item: number) => narrowing.facets.every((facet) => passes(facet, item));
      const query = index && text !== '' ? understand(index, text, synonyms) : NOTHING;
      const sort = scope?.sort ?? 'best';
      if (index && query.wanted.length > 0) {
        const matches = match(index, query, scratch, narrowing.item);
        if (matches.docs.length > 0 && sort === 'best') {
          let total = 0;
          for (let i = 0; i < matches.docs.length; i++) if (keep(matches.docs[i]!)) total++;
          const best = ranked(matches, most, keep);
          return found(query, best.docs, best.relevance, total, matches.dropped, false, matches.docs);
        }
        if (matches.docs.length > 0)
          return ordered(query, matches.docs.filter(keep), matches.docs, matches.dropped);
      }
      const all = byPopularity(snapshot, narrowing.item);
      const kept = all.filter(keep);
      if (sort !== 'best' && text === '') return ordered(query, kept, all, []);
      return found(
        query,
        kept.slice(0, most),
        new Float64Array(Math.min(kept.length, most)),
        kept.length,
        [],
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
        return found(asked, best, new Float64Array(best.length), items.length, dropped, false, counted);
      }

      function found(
        asked: Query,
        items: Uint32Array,
        relevance: Float64Array,
        total: number,
        dropped: readonly string[],
        popular: boolean,
        counted: Uint32Array,
      ): Found {
        return {
          query: asked,
          items,
          relevance,
          total: popular ? 0 : total,
          dropped,
          popular,
          narrowing,
          index,
          facets: () => countFacets(counted, narrowing.facets),
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
