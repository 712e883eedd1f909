import type { Artefact } from '../../../src/models/next-category/artefact.ts';
import type { IndexedHistory } from '../../../src/models/next-category/history.ts';
import { predictor } from '../../../src/models/next-category/predict.ts';
import type { Window } from './protocol.ts';

/** Every candidate of every eligible person, in the order of people, with what came. */
export interface Candidates {
  person: Int32Array;
  category: Int32Array;
  logOdds: Float64Array;
  probability: Float64Array;
  label: Uint8Array;
}

/** What a model says of a window: scores (persons × categories) for ranking, and rows for calibration. */
export function forecast(
  artefact: Artefact,
  h: IndexedHistory,
  window: Window,
): { scores: Float64Array; rows: Candidates } {
  const C = h.categories;
  const reader = predictor(artefact, h);
  const scores = new Float64Array(h.persons * C);
  const out = new Float64Array(C);
  const person: number[] = [];
  const category: number[] = [];
  for (const p of window.eligible) {
    reader.logOdds(p, out);
    scores.set(out, p * C);
    for (let c = 0; c < C; c++)
      if (!window.held[p * C + c]) {
        person.push(p);
        category.push(c);
      }
  }
  const cell = (i: number) => person[i]! * C + category[i]!;
  const logOdds = Float64Array.from(person, (_, i) => scores[cell(i)]!);
  return {
    scores,
    rows: {
      person: Int32Array.from(person),
      category: Int32Array.from(category),
      logOdds,
      probability: logOdds.map((x) => 1 / (1 + Math.exp(-x))),
      label: Uint8Array.from(person, (_, i) => window.fresh[cell(i)]!),
    },
  };
}
