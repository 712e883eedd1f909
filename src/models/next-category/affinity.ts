import { rngOf } from '../../base/index.ts';
import { expectations, type Popularity } from './expected.ts';
import type { IndexedHistory } from './history.ts';
import { cholesky, choleskySolve } from './linear.ts';
import type { Options } from './options.ts';
import { chooseVocabulary, emptyVector, readPerson, type Vector, type Vocabulary } from './vocabulary.ts';

/**
 * A linear model of how much likelier than their activity suggests a person is to hold a category, from
 * the other categories they hold and from context. It is EASE (Steck 2019) with two changes that matter
 * where baskets are thin: the target is a Pearson residual against the gamma-Poisson chance of holding
 * the category, so activity and popularity are out of it, and context stands beside the categories.
 */
export interface Affinity {
  vocabulary: Vocabulary;
  /** shape (inputs × categories), 0 where input and category are the same. */
  weight: Float32Array;
  /** shape (categories,): minus the mean person's affinity, so that the average is 0. */
  offset: Float64Array;
}

/** Fits affinity from the given people's rows before `split`. Cost: people · |x| · (|x| + categories) + inputs²·(inputs/3 + 2·categories). */
export function affinityAt(
  h: IndexedHistory,
  split: number,
  state: Popularity,
  lines: Float64Array,
  people: Int32Array,
  o: Options['completion'],
  vocabulary: Vocabulary = chooseVocabulary(h, split, o),
): Affinity {
  const C = h.categories;
  const D = vocabulary.size;
  const gram = new Float64Array(D * D);
  const weight = new Float64Array(D * C);
  const sumX = new Float64Array(D);
  const sumY = new Float64Array(C);
  const x = emptyVector(D);
  const y = new Float64Array(C);
  const held = new Int32Array(C).fill(-1);
  const expected = expectations(state);
  for (const p of people) {
    readPerson(h, p, split, vocabulary, o, x);
    for (let i = h.start[p]!; i < h.start[p + 1]! && h.day[i]! < split; i++) held[h.category[i]!] = p;
    const { chance, deviation } = expected(lines[p]!);
    for (let c = 0; c < C; c++) {
      y[c] = ((held[c] === p ? 1 : 0) - chance[c]!) / deviation[c]!;
      sumY[c]! += y[c]!;
    }
    for (let i = 0; i < x.n; i++) {
      const v = x.value[i]!;
      const a = x.at[i]!;
      sumX[a]! += v;
      for (let j = 0; j < x.n; j++) gram[a * D + x.at[j]!]! += v * x.value[j]!;
      const row = a * C;
      for (let c = 0; c < C; c++) weight[row + c]! += v * y[c]!;
    }
  }
  const n = Math.max(1, people.length);
  for (let i = 0; i < D; i++) {
    const m = sumX[i]! / n;
    for (let j = 0; j < D; j++) gram[i * D + j]! -= m * sumX[j]!;
    for (let c = 0; c < C; c++) weight[i * C + c]! -= m * sumY[c]!;
    gram[i * D + i]! += o.lambda;
  }
  const own = vocabulary.categories;
  const inverse = new Float64Array(D * own);
  for (let c = 0; c < own; c++) inverse[c * own + c] = 1;
  if (people.length === 0 || D === 0 || !cholesky(gram, D)) weight.fill(0);
  else {
    choleskySolve(gram, D, weight, C);
    if (own > 0) choleskySolve(gram, D, inverse, own);
    // A category must not explain itself: the constrained optimum moves along its column of the inverse.
    for (let c = 0; c < own; c++) {
      const f = weight[c * C + c]! / inverse[c * own + c]!;
      for (let i = 0; i < D; i++) weight[i * C + c]! -= f * inverse[i * own + c]!;
      weight[c * C + c] = 0;
    }
    // Nor may a token of a category explain it: who is a candidate has none of them.
    vocabulary.views.forEach(({ input }, v) => {
      const { category } = h.views[v]!;
      if (category)
        input.forEach((i, token) => {
          if (i >= 0) weight[i * C + category[token]!] = 0;
        });
    });
  }
  const offset = new Float64Array(C);
  for (let i = 0; i < D; i++) for (let c = 0; c < C; c++) offset[c]! -= (sumX[i]! / n) * weight[i * C + c]!;
  return { vocabulary, weight: Float32Array.from(weight), offset };
}

/** People with a line before the split, at most `max`, drawn by seed and kept in order. */
export function drawPeople(lines: Float64Array, max: number, seed: number): Int32Array {
  const all: number[] = [];
  for (let p = 0; p < lines.length; p++) if (lines[p]! > 0) all.push(p);
  if (all.length <= max) return Int32Array.from(all);
  const rng = rngOf(seed).derive('people');
  for (let i = 0; i < max; i++) {
    const j = i + rng.below(all.length - i);
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return Int32Array.from(all.slice(0, max)).sort();
}

/** The affinity of a person's vector to every category. Cost: |x| · categories. */
export function affinityOf(a: Affinity, x: Vector, out: Float64Array): void {
  const C = out.length;
  const { weight } = a;
  out.set(a.offset);
  for (let i = 0; i < x.n; i++) {
    const row = x.at[i]! * C;
    const v = x.value[i]!;
    for (let c = 0; c < C; c++) out[c]! += v * weight[row + c]!;
  }
}
