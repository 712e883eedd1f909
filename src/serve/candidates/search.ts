import { numberOf, type Source } from './source.ts';

/**
 * Offers for words and scope: all that are let through of each item found; the slate keeps one of an item. The weight is relevance
 * beside the best result's. What is found stays in `past.found`, so that whoever answers need not find it again.
 */
export const search: Source = ({ past, plan, request }, most) => {
  if (!request.scope) return;
  const found = past.finder.find(request, plan.synonyms, most);
  past.found = found;
  const { items } = past.snapshot;
  const best = found.relevance[0] ?? 0;
  found.items.forEach((item, n) => {
    const weight = best > 0 ? found.relevance[n]! / best : 0;
    for (let i = items.offers.start[item]!; i < items.offers.start[item + 1]!; i++) {
      const offer = items.offers.values[i]!;
      if (found.narrowing.offer(offer)) past.pool.add(offer, numberOf('search'), item, weight);
    }
  });
};
