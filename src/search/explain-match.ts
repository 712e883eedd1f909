import { holdingOf, wordOf } from './lookup.ts';
import { SOME } from './match.ts';
import { seek } from './postings.ts';
import type { Query, Variant } from './query.ts';
import { FIELDS, type Field, type SearchIndex } from './types.ts';

/** Why a document is relevant: for each word that it has, through which terms, in which fields, and what that adds. */
export interface WordMatch {
  readonly word: string;
  readonly terms: readonly string[];
  readonly how: Variant['how'];
  readonly fields: readonly Field[];
  readonly amount: number;
}

/**
 * The words of a query in one document, in the query's order; their amounts add up to its relevance, bit for bit.
 * @param words the most words that any document has: one with fewer counts SOME
 */
export function explainMatch(index: SearchIndex, query: Query, doc: number, words = 0): WordMatch[] {
  const matches: WordMatch[] = [];
  for (const { word, variants } of query.wanted) {
    let best: WordMatch | null = null;
    for (const variant of variants) {
      const at = variant.terms.map((term) => postingOf(index, term, doc));
      if (at.some((one) => one === null)) continue;
      // The rarest term first, as when it was matched: the order of additions is part of the sum.
      const order = variant.terms
        .map((term, n) => ({ n, holding: holdingOf(index, term) }))
        .sort((a, b) => a.holding - b.holding);
      const sum = order.reduce((total, { n }) => total + at[n]!.impact, 0);
      const amount = Math.fround(variant.weight * sum);
      if (best && best.amount >= amount) continue;
      const mask = at.reduce((bitsOf, one) => bitsOf | one!.fields, 0);
      best = {
        word,
        terms: variant.terms.map((term) => wordOf(index, term)),
        how: variant.how,
        fields: FIELDS.filter((_, f) => mask & (1 << f)),
        amount,
      };
    }
    if (best) matches.push(best);
  }
  if (matches.length >= words) return matches;
  return matches.map((one) => ({ ...one, amount: one.amount * SOME }));
}

/** What a term counts in a document, and the bits of the fields that hold it; null: it does not. */
function postingOf(index: SearchIndex, term: number, doc: number): { impact: number; fields: number } | null {
  const segment = index.live?.masked[doc] ? index.live : index;
  const row = segment === index ? term : index.live!.rowOf.get(term);
  if (row === undefined || row + 1 >= segment.start.length) return null;
  const docs = segment.doc.subarray(segment.start[row]!, segment.start[row + 1]!);
  const at = seek(docs, 0, doc);
  if (docs[at] !== doc) return null;
  const i = segment.start[row]! + at;
  return { impact: segment.impact[i]!, fields: segment.fields[i]! };
}
