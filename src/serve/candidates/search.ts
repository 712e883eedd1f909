import { categoriesMeant } from '../search/intent.ts';
import { numberOf, type Source } from './source.ts';

/**
 * Offers for words and scope: all that are let through of each item found; the slate keeps one of an item. The weight is relevance
 * beside the best result's, and whether the item is of a category that goes by the words. What is found stays in `past.found`, so that whoever answers need not find it again.
 */
export const search: Source = ({ past, plan, request }, most) => {
  if (!request.scope) return;
  const found = past.finder.find(request, plan.synonyms, most);
  past.found = found;
  const { items } = past.snapshot;
  const best = found.relevance[0] ?? 0;
  const meant = categoriesMeant(past.snapshot, found);
  found.items.forEach((item, n) => {
    const near = best > 0 ? found.relevance[n]! / best : 0;
    // Of a category that is called what was typed: on the highest step, the others below it.
    const weight =
      meant.size === 0 ? near : meant.has(items.category[item]!) ? 0.9 + 0.1 * near : 0.85 * near;
    for (let i = items.offers.start[item]!; i < items.offers.start[item + 1]!; i++) {
      const offer = items.offers.values[i]!;
      if (found.narrowing.offer(offer)) past.pool.add(offer, numberOf('search'), item, weight);
    }
  });
};
