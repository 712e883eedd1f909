/**
 * nDCG@10 of a page by graded judgements: gain 2^grade − 1, discounted by log2(place + 1); what was not judged gains nothing.
 * @returns 0 … 1; null where no judgement is above 0: then there is nothing to be right about
 * Source: Järvelin, Kekäläinen, Cumulated gain-based evaluation of IR techniques, TOIS 20 (2002).
 */
export function ndcgOf(page: readonly string[], grades: ReadonlyMap<string, number>): number | null {
  const sum = (list: readonly number[]) =>
    list.slice(0, 10).reduce((total, grade, rank) => total + (2 ** grade - 1) / Math.log2(rank + 2), 0);
  const ideal = sum([...grades.values()].sort((a, b) => b - a));
  return ideal > 0 ? sum(page.map((id) => grades.get(id) ?? 0)) / ideal : null;
}
