import { logistic } from '../../math/index.ts';
import type { Artefact } from './artefact.ts';
import { type Block, COLUMNS, emptyBlock, OF_CATEGORY, OF_PERSON, readBlock } from './features.ts';
import { columnTerm, evaluate } from './gam.ts';
import type { IndexedHistory } from './history.ts';

/** Reads a person's probabilities again and again without new memory. One per thread. */
export interface Predictor {
  /**
   * Fills `out` (categories) with the probability of a first purchase within the horizon; NaN never:
   * categories already held and people without history get −1 (not a candidate).
   * @returns how many candidates there are; 0 = the person is not eligible
   */
  person(p: number, out: Float64Array): number;
  /** The same as log-odds, −∞ where there is no candidate. Rankings use this: it has no rounding to 1. */
  logOdds(p: number, out: Float64Array): number;
  /** The block of the last person read, for explanations. */
  readonly block: Block;
}

/** Opens a model on a history. `split` defaults to the day the artefact was trained to. */
export function predictor(artefact: Artefact, h: IndexedHistory, split = artefact.trainedTo): Predictor {
  const reader = scoreReader(artefact);
  const C = artefact.state.categories;
  const logOdds = (p: number, out: Float64Array): number => reader.read(h, p, split, out);
  return {
    block: reader.block,
    logOdds,
    person(p, out) {
      const n = logOdds(p, out);
      for (let c = 0; c < C; c++) out[c] = out[c] === Number.NEGATIVE_INFINITY ? -1 : logistic(out[c]!);
      return n;
    },
  };
}

/** Log-odds of one person after another, of any history. */
export interface ScoreReader {
  readonly block: Block;
  /** As Predictor.logOdds. */
  read(h: IndexedHistory, p: number, split: number, out: Float64Array): number;
}

/**
 * Terms are added category by category in the artefact's order, as `termOf` gives them, bit for bit. Those that depend on the
 * category alone are worked out once, those that depend on the person alone once a person. Cost: readBlock + terms · categories.
 */
export function scoreReader(artefact: Artefact): ScoreReader {
  const { state, options, terms, intercept } = artefact;
  const block = emptyBlock(state);
  const C = state.categories;
  const only = (columns: readonly number[], of: readonly string[]) =>
    columns.every((j) => of.includes(COLUMNS[j]!));
  const plans = terms.map((shape, t) => {
    if (only(shape.columns, OF_CATEGORY))
      return {
        kind: 'category',
        amount: block.columns[0]!.map((_, c) => termOf(artefact, t, block, c)),
      } as const;
    if (only(shape.columns, OF_PERSON)) return { kind: 'person', t } as const;
    if (shape.columns.length === 1)
      return { kind: 'column', j: shape.columns[0]!, add: columnTerm(shape) } as const;
    return { kind: 'pair', t } as const;
  });
  return {
    block,
    read(h, p, split, out) {
      readBlock(h, p, split, state, options, block);
      if (block.lines === 0) {
        out.fill(Number.NEGATIVE_INFINITY);
        return 0;
      }
      out.fill(intercept);
      for (const plan of plans) {
        if (plan.kind === 'category') for (let c = 0; c < C; c++) out[c]! += plan.amount[c]!;
        else if (plan.kind === 'person') {
          const amount = termOf(artefact, plan.t, block, 0);
          for (let c = 0; c < C; c++) out[c]! += amount;
        } else if (plan.kind === 'column') plan.add(block.columns[plan.j]!, block.held, out);
        else for (let c = 0; c < C; c++) if (!block.held[c]) out[c]! += termOf(artefact, plan.t, block, c);
      }
      let n = 0;
      for (let c = 0; c < C; c++) {
        if (block.held[c]) out[c] = Number.NEGATIVE_INFINITY;
        else n++;
      }
      return n;
    },
  };
}

/** The log-odds that term t contributes for category c. */
export function termOf(artefact: Artefact, t: number, block: Block, c: number): number {
  const shape = artefact.terms[t]!;
  const a = block.columns[shape.columns[0]!]![c]!;
  return evaluate(shape, a, shape.columns.length > 1 ? block.columns[shape.columns[1]!]![c]! : 0);
}
