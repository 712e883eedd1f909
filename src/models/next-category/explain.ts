import type { Artefact } from './artefact.ts';
import { COLUMNS, TERMS } from './features.ts';
import { type Predictor, termOf } from './predict.ts';

/** Why a person's probability for a category is what it is. Terms are in the order in which they are added. */
export interface Explanation {
  intercept: number;
  terms: { name: string; means: string; values: Record<string, number>; logOdds: number }[];
  /** intercept + terms from left to right, bit for bit the predictor's log-odds. */
  logOdds: number;
  probability: number;
  /** The person's held categories and context that carry the affinity, strongest first; they sum to it with `rest`. */
  affinity: { input: { view: string; token: number }; amount: number }[];
}

/**
 * Explains one category for one person.
 * @returns null when the category is held already or the person has no history before the split
 */
export function explain(
  artefact: Artefact,
  predictor: Predictor,
  p: number,
  c: number,
  top = 5,
): Explanation | null {
  const out = new Float64Array(artefact.state.categories);
  if (predictor.logOdds(p, out) === 0 || out[c] === Number.NEGATIVE_INFINITY || out[c] === undefined)
    return null;
  const { block } = predictor;
  let logOdds = artefact.intercept;
  const terms = artefact.terms.map((shape, t) => {
    const amount = termOf(artefact, t, block, c);
    logOdds += amount;
    return {
      name: shape.name,
      means: TERMS[shape.name]!.means,
      values: Object.fromEntries(shape.columns.map((j) => [COLUMNS[j]!, block.columns[j]![c]!])),
      logOdds: amount,
    };
  });
  const { weight, vocabulary } = artefact.state.affinity;
  const carriers: Explanation['affinity'] = [];
  for (let i = 0; i < block.vector.n; i++) {
    const at = block.vector.at[i]!;
    const amount = block.vector.value[i]! * weight[at * artefact.state.categories + c]!;
    if (amount !== 0) carriers.push({ input: inputName(vocabulary, at), amount });
  }
  carriers.sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount));
  return {
    intercept: artefact.intercept,
    terms,
    logOdds,
    probability: 1 / (1 + Math.exp(-logOdds)),
    affinity: carriers.slice(0, top),
  };
}

/** Which category or token of which view an input is. */
function inputName(vocabulary: Artefact['state']['affinity']['vocabulary'], at: number) {
  if (at < vocabulary.categories) return { view: 'category', token: at };
  for (const view of vocabulary.views) {
    const token = view.input.indexOf(at);
    if (token >= 0) return { view: view.name, token };
  }
  return { view: 'unknown', token: at };
}
