import { logistic } from '../../math/index.ts';
import type { Affinity } from './affinity.ts';
import type { Artefact } from './artefact.ts';
import { COLUMNS, TERMS } from './features.ts';
import { type Predictor, termOf } from './predict.ts';
import type { Vector } from './vocabulary.ts';

/** Why a person's probability for a category is what it is. Terms are in the order in which they are added. */
export interface Explanation {
  intercept: number;
  terms: { name: string; means: string; values: Record<string, number>; logOdds: number }[];
  /** intercept + terms from left to right, bit for bit the predictor's log-odds. */
  logOdds: number;
  probability: number;
  /** The person's held categories and context that carry the affinity, strongest first; they sum to it with `rest`. */
  affinity: Carrier[];
  /** The same for the finer tokens. */
  detail: Carrier[];
}

/** An input and what it adds to an affinity. */
interface Carrier {
  input: { view: string; token: number };
  amount: number;
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
  return {
    intercept: artefact.intercept,
    terms,
    logOdds,
    probability: logistic(logOdds),
    affinity: carriersOf(artefact.state.affinity, block.vector, c).slice(0, top),
    detail: carriersOf(artefact.state.detail, block.detail, c).slice(0, top),
  };
}

function carriersOf({ weight, vocabulary, offset }: Affinity, x: Vector, c: number): Carrier[] {
  const carriers: Carrier[] = [];
  for (let i = 0; i < x.n; i++) {
    const amount = x.value[i]! * weight[x.at[i]! * offset.length + c]!;
    if (amount !== 0) carriers.push({ input: inputName(vocabulary, x.at[i]!), amount });
  }
  return carriers.sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount));
}

/** Which category or token of which view an input is. */
function inputName(vocabulary: Affinity['vocabulary'], at: number) {
  if (at < vocabulary.categories) return { view: 'category', token: at };
  for (const view of vocabulary.views) {
    const token = view.input.indexOf(at);
    if (token >= 0) return { view: view.name, token };
  }
  return { view: 'unknown', token: at };
}
