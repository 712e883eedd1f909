import type { Artefact } from './artefact.ts';
import { type Block, emptyBlock, readBlock } from './features.ts';
import { evaluate } from './gam.ts';
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
  const block = emptyBlock(artefact.state);
  const C = artefact.state.categories;
  const logOdds = (p: number, out: Float64Array): number => {
    readBlock(h, p, split, artefact.state, artefact.options, block);
    out.fill(Number.NEGATIVE_INFINITY);
    if (block.lines === 0) return 0;
    let n = 0;
    for (let c = 0; c < C; c++) {
      if (block.held[c]) continue;
      out[c] = scoreOf(artefact, block, c);
      n++;
    }
    return n;
  };
  return {
    block,
    logOdds,
    person(p, out) {
      const n = logOdds(p, out);
      for (let c = 0; c < C; c++)
        out[c] = out[c] === Number.NEGATIVE_INFINITY ? -1 : 1 / (1 + Math.exp(-out[c]!));
      return n;
    },
  };
}

/** Intercept plus terms, added in the artefact's order: the one order in which they are ever added. */
export function scoreOf(artefact: Artefact, block: Block, c: number): number {
  let s = artefact.intercept;
  for (let t = 0; t < artefact.terms.length; t++) s += termOf(artefact, t, block, c);
  return s;
}

/** The log-odds that term t contributes for category c. */
export function termOf(artefact: Artefact, t: number, block: Block, c: number): number {
  const shape = artefact.terms[t]!;
  const a = block.columns[shape.columns[0]!]![c]!;
  return evaluate(shape, a, shape.columns.length > 1 ? block.columns[shape.columns[1]!]![c]! : 0);
}
