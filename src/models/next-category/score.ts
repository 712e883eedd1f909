import { logistic, topK } from '../../math/index.ts';
import type { Artefact } from './artefact.ts';
import type { IndexedHistory } from './history.ts';
import { scoreReader, termOf } from './predict.ts';

/** What is known of one person, oldest first: a row per line bought, in the artefact's category numbers and days. */
export interface PersonRows {
  readonly day: Int32Array;
  readonly category: Int32Array;
  /** Price position of each line, 0 … 1; NaN = unpositioned. */
  readonly position?: Float32Array;
  /** Context, one entry per view that the model was trained with, in their order; absent: none is known. */
  readonly views?: readonly { readonly day: Int32Array; readonly token: Int32Array }[];
}

/** A category the person has not bought, with the chance of a first purchase within the horizon. */
export interface ScoredCategory {
  readonly category: number;
  readonly probability: number;
  readonly logOdds: number;
  /** Log-odds of the intercept and of each term, in the order of `NextCategoryScorer.terms`: added from the left they are `logOdds`, bit for bit. */
  readonly terms: Float64Array;
}

/** A model opened for one person at a time, with no history of others and no I/O. Keeps scratch: one per thread. */
export interface NextCategoryScorer {
  /** 'intercept', then the terms. */
  readonly terms: readonly string[];
  readonly horizonDays: number;
  readonly categories: number;
  /**
   * The likeliest new categories, best first; ties to the lower number. Empty for a person without a row before `day`, or who has
   * bought everything.
   * @param day first day that is not known yet, in days since 1970: rows on it and later are not read
   */
  top(person: PersonRows, day: number, k: number): ScoredCategory[];
}

/** Opens an artefact (`loadNextCategory`) for serving. Cost: categories · terms once; a call about lines + held · categories. */
export function nextCategoryScorer(artefact: Artefact): NextCategoryScorer {
  const { state, terms, options } = artefact;
  const { categories, department } = state;
  const reader = scoreReader(artefact);
  const out = new Float64Array(categories);
  const none = new Int32Array(0);
  return {
    terms: ['intercept', ...terms.map((term) => term.name)],
    horizonDays: options.horizon,
    categories,
    top(person, day, k) {
      const candidates = reader.read(alone(person), 0, day, out);
      return Array.from(topK(out, Math.min(k, candidates)), (category) => {
        const logOdds = out[category]!;
        const parts = Float64Array.from({ length: terms.length + 1 }, (_, t) =>
          t === 0 ? artefact.intercept : termOf(artefact, t - 1, reader.block, category),
        );
        return { category, probability: logistic(logOdds), logOdds, terms: parts };
      });
    },
  };

  /** The person as the whole history. */
  function alone({ day, category, position, views = [] }: PersonRows): IndexedHistory {
    const n = day.length;
    return {
      persons: 1,
      categories,
      department,
      person: none,
      day,
      category,
      amount: new Float64Array(0),
      ...(position && { position }),
      start: Int32Array.of(0, n),
      views: views.map((view) => ({
        name: '',
        size: 0,
        person: none,
        ...view,
        start: Int32Array.of(0, view.day.length),
      })),
    };
  }
}
