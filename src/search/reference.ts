import { countTerms, impactOf, inverseFrequency, weightedFrequency } from './build.ts';
import { wordOf } from './lookup.ts';
import { ENOUGH, NEAR, NEARBY, SOME } from './match.ts';
import type { Query } from './query.ts';
import { FIELDS, type SearchDoc, type SearchIndex } from './types.ts';

/**
 * The slow plain way: every document counted anew for every query. Shares the formulas with the index, none of its columns.
 * @param indexed documents whose statistics hold: those that the index was built from. A word that none of them has is counted in `docs`.
 * @returns relevance of each document that is answered, NaN for the others
 */
export function matchSlowly(
  docs: readonly SearchDoc[],
  index: SearchIndex,
  query: Query,
  indexed: readonly SearchDoc[] = docs,
  nearby = NEARBY,
): Float64Array {
  const counted = docs.map((doc) => countTerms(doc));
  const before = indexed.map((doc) => countTerms(doc));
  const averages = FIELDS.map(
    (_, f) => before.reduce((sum, { lengths }) => sum + lengths[f]!, 0) / Math.max(1, before.length),
  );
  const holdersIn = (list: typeof counted, word: string) =>
    list.filter(({ counts }) => counts.has(word)).length;
  const holding = (word: string) => holdersIn(before, word) || holdersIn(counted, word);
  const among = (word: string) =>
    holdersIn(before, word) > 0 ? before.length : Math.max(before.length, docs.length);
  const rows = counted.map(({ counts, lengths }) => {
    let words = 0;
    let score = 0;
    for (const { variants } of query.wanted) {
      let best = 0;
      for (const { terms, weight } of variants) {
        const names = terms.map((term) => wordOf(index, term)).sort((a, b) => holding(a) - holding(b));
        if (!names.every((name) => counts.has(name))) continue;
        const sum = names.reduce(
          (total, name) =>
            total +
            Math.fround(
              impactOf(
                weightedFrequency(counts.get(name)!, lengths, averages),
                inverseFrequency(among(name), holding(name)),
              ),
            ),
          0,
        );
        best = Math.max(best, Math.fround(weight * sum));
      }
      if (best > 0) words++;
      score += best;
    }
    return { words, score };
  });
  const most = Math.max(0, ...rows.map(({ words }) => words));
  const whole = rows.filter(({ words }) => most > 0 && words === most);
  const highest = Math.max(0, ...whole.map(({ score }) => score));
  const near = rows
    .map((row, doc) => ({ ...row, doc }))
    .filter(({ words, score }) => words > 0 && words < most && SOME * score >= NEAR * highest)
    .sort((a, b) => b.score - a.score || a.doc - b.doc)
    .slice(0, whole.length < ENOUGH ? nearby : 0);
  const answered = new Set(near.map(({ doc }) => doc));
  return Float64Array.from(rows, ({ words, score }, doc) => {
    if (words > 0 && words === most) return score;
    return answered.has(doc) ? SOME * score : Number.NaN;
  });
}
