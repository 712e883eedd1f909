import type { IndexedHistory } from './history.ts';
import type { Options } from './options.ts';

/** The tokens that an affinity listens to: all categories (or none), then the widespread tokens of each view. */
export interface Vocabulary {
  /** Number of inputs; the first `categories` are the categories themselves; 0 = views only. */
  size: number;
  categories: number;
  /** Per view of the history: its name, its weight, and the input number of each token (−1 = too rare). */
  views: { name: string; weight: number; input: Int32Array }[];
}

/** Chooses the inputs from rows before `split`. Cost: O(rows of the views). */
export function chooseVocabulary(
  h: IndexedHistory,
  split: number,
  o: Options['completion'],
  categories = h.categories,
): Vocabulary {
  let size = categories;
  const views = h.views.map((view) => {
    const weight = o.views[view.name] ?? 0;
    const input = new Int32Array(view.size).fill(-1);
    if (weight === 0) return { name: view.name, weight, input };
    const people = new Int32Array(view.size);
    const last = new Int32Array(view.size).fill(-1);
    for (let p = 0; p < h.persons; p++)
      for (let i = view.start[p]!; i < view.start[p + 1]! && view.day[i]! < split; i++) {
        const t = view.token[i]!;
        if (last[t] !== p) people[t]!++;
        last[t] = p;
      }
    [...people.keys()]
      .filter((t) => people[t]! >= o.minPeople)
      .sort((a, b) => people[b]! - people[a]! || a - b)
      .slice(0, o.maxTokens)
      .forEach((t) => {
        input[t] = size++;
      });
    return { name: view.name, weight, input };
  });
  return { size, categories, views };
}

/** One person as a sparse vector: inputs `at[0 … n − 1]` with their values. Buffers are reused. */
export interface Vector {
  n: number;
  at: Int32Array;
  value: Float64Array;
  /** Scratch: weight per input, all zero between calls. */
  weight: Float64Array;
}

export const emptyVector = (size: number): Vector => ({
  n: 0,
  at: new Int32Array(size),
  value: new Float64Array(size),
  weight: new Float64Array(size),
});

/** Fills `out` with person p's vector from rows before `split`. Cost: O(the person's rows). */
export function readPerson(
  h: IndexedHistory,
  p: number,
  split: number,
  vocabulary: Vocabulary,
  o: Options['completion'],
  out: Vector,
): void {
  const decay = o.halfLife > 0 ? Math.LN2 / o.halfLife : 0;
  out.n = 0;
  let from = 0;
  const add = (t: number, day: number) => {
    if (out.weight[t] === 0) out.at[out.n++] = t;
    // Context older than all history (demographics) does not age.
    out.weight[t]! += day < -1_000_000 ? 1 : Math.exp(decay * (day - split));
  };
  const flush = (scale: number) => {
    let total = 0;
    for (let k = from; k < out.n; k++) total += out.weight[out.at[k]!]!;
    const norm = scale / (total + o.shrink) ** o.norm;
    for (let k = from; k < out.n; k++) {
      const t = out.at[k]!;
      out.value[k] = out.weight[t]! ** o.power * norm;
      out.weight[t] = 0;
    }
    from = out.n;
  };
  if (vocabulary.categories > 0) {
    for (let i = h.start[p]!; i < h.start[p + 1]! && h.day[i]! < split; i++) add(h.category[i]!, h.day[i]!);
    flush(1);
  }
  for (let v = 0; v < vocabulary.views.length; v++) {
    const { weight, input } = vocabulary.views[v]!;
    const view = h.views[v];
    if (weight === 0 || !view) continue;
    for (let i = view.start[p]!; i < view.start[p + 1]! && view.day[i]! < split; i++) {
      const t = input[view.token[i]!]!;
      if (t >= 0) add(t, view.day[i]!);
    }
    flush(weight);
  }
}
