import { fitNextCategory, indexHistory, storeNextCategory } from '../../src/models/index.ts';
import type { SnapshotFacts } from '../../src/serve/index.ts';

/** People that the model is fitted on: the first ones; people of the synthetic world are alike. */
const PEOPLE = 20_000;

/** The next-category model of a synthetic world, and the categories that it knows, in its own order. */
export function worldModel(facts: SnapshotFacts): { nextCategory: unknown; modelCategories: string[] } {
  const { catalogue, lines, manifest } = facts;
  const leaves = catalogue.categories.map((c, i) => ({ c, i })).filter(({ c }) => c.parent !== null);
  const number = new Int32Array(catalogue.categories.length).fill(-1);
  leaves.forEach(({ i }, m) => {
    number[i] = m;
  });
  const top = new Map(catalogue.categories.filter((c) => c.parent === null).map((c, i) => [c.id, i]));
  let n = 0;
  while (n < lines.person.length && lines.person[n]! < PEOPLE) n++;
  const history = indexHistory({
    persons: PEOPLE,
    categories: leaves.length,
    department: Int32Array.from(leaves, ({ c }) => top.get(c.parent!)!),
    person: lines.person.slice(0, n),
    day: lines.day.slice(0, n),
    category: lines.category.slice(0, n).map((c) => number[c]!),
    amount: lines.amount_minor.slice(0, n),
  });
  const fit = fitNextCategory(history, manifest.day);
  if (fit.status !== 'fitted') throw new Error(`the model could not be fitted: ${JSON.stringify(fit)}`);
  return { nextCategory: storeNextCategory(fit.artefact), modelCategories: leaves.map(({ c }) => c.id) };
}
