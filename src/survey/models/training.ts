import {
  deciles,
  findLeaks,
  fitNextCategory,
  fitPlatt,
  type IndexedHistory,
  indexHistory,
  nextCategoryPredictor,
  type StoredArtefact,
  storeNextCategory,
  type Uninformative,
} from '../../models/index.ts';

/** Lines as the model reads them; days since 1970 in the marketplace's zone. Plain columns, so that a thread can be handed them. */
export interface TrainingLines {
  readonly persons: number;
  readonly categories: number;
  readonly department: Int32Array<ArrayBuffer>;
  readonly person: Int32Array<ArrayBuffer>;
  readonly day: Int32Array<ArrayBuffer>;
  readonly category: Int32Array<ArrayBuffer>;
  readonly amount: Float64Array<ArrayBuffer>;
}

export interface TrainingInput {
  readonly lines: TrainingLines;
  /** First day that is not training data. */
  readonly split: number;
  readonly horizon: number;
}

export interface Quality {
  readonly from: number;
  readonly people: number;
  readonly judged: number;
  readonly ours: Ranking;
  readonly baseline: Ranking;
  readonly slope: number;
  readonly ratio: number | null;
  readonly deciles: { rows: number; predicted: number; observed: number; hits: number }[];
}
interface Ranking {
  readonly ndcg: number | null;
  readonly recall: number | null;
}

export type Training =
  | {
      readonly status: 'fitted';
      readonly artefact: StoredArtefact;
      readonly leakage: { readonly people: number; readonly leaks: readonly string[] } | null;
      readonly quality: Quality | null;
    }
  | { readonly status: 'uninformative'; readonly code: Uninformative; readonly detail: string };

/** People whose scores are held against worlds without, and with another, future: a fit each, so not all of them. */
const LEAK_PEOPLE = 2_000;
/** People judged in the held-out window, evenly chosen. */
const JUDGED_PEOPLE = 20_000;

/**
 * Fits at `split`, and tells how good the same fit is one horizon earlier, on the window that was then still to come.
 * Pure; cost: five fits, three of them on `LEAK_PEOPLE` people.
 */
export function train({ lines, split, horizon }: TrainingInput): Training {
  const h = indexHistory({ ...lines });
  const fit = fitNextCategory(h, split, { horizon });
  if (fit.status === 'uninformative') return fit;
  const before = split - horizon;
  const some = firstPeople(h, LEAK_PEOPLE);
  let read = 0;
  const score = (world: IndexedHistory, at: number) => {
    const values = scores(world, at, horizon);
    read = Math.max(read, values.length);
    return values;
  };
  const leaks = findLeaks({ score }, some, before);
  return {
    status: 'fitted',
    artefact: storeNextCategory(fit.artefact),
    leakage: read === 0 ? null : { people: some.persons, leaks },
    quality: judge(h, before, horizon),
  };
}

function judge(h: IndexedHistory, split: number, horizon: number): Quality | null {
  const fit = fitNextCategory(h, split, { horizon });
  if (fit.status === 'uninformative') return null;
  const { state } = fit.artefact;
  const predictor = nextCategoryPredictor(fit.artefact, h);
  const out = new Float64Array(h.categories);
  const fresh = new Uint8Array(h.categories);
  const score: number[] = [];
  const label: number[] = [];
  const sums = { ours: [0, 0], baseline: [0, 0] } as const satisfies Record<string, [number, number]>;
  let people = 0;
  let judged = 0;
  const step = Math.max(1, Math.ceil(h.persons / JUDGED_PEOPLE));
  for (let p = 0; p < h.persons; p += step) {
    if (predictor.logOdds(p, out) === 0) continue;
    people++;
    fresh.fill(0);
    let firsts = 0;
    for (let i = h.start[p]!; i < h.start[p + 1]!; i++) {
      const c = h.category[i]!;
      if (
        h.day[i]! < split ||
        h.day[i]! >= split + horizon ||
        fresh[c] ||
        out[c] === Number.NEGATIVE_INFINITY
      )
        continue;
      fresh[c] = 1;
      firsts++;
    }
    const candidates: number[] = [];
    for (let c = 0; c < out.length; c++) {
      if (out[c] === Number.NEGATIVE_INFINITY) continue;
      candidates.push(c);
      score.push(out[c]!);
      label.push(fresh[c]!);
    }
    if (firsts === 0) continue;
    judged++;
    for (const [sum, of] of [
      [sums.ours, out],
      [sums.baseline, state.newBuyers],
    ] as const) {
      const [ndcg, recall] = rankingOf(candidates, of, fresh, firsts);
      sum[0] += ndcg;
      sum[1] += recall;
    }
  }
  if (people === 0) return null;
  const labels = Uint8Array.from(label);
  const probability = Float64Array.from(score, (s) => 1 / (1 + Math.exp(-s)));
  const expected = probability.reduce((a, b) => a + b, 0);
  const mean = ([ndcg, recall]: readonly [number, number]): Ranking =>
    judged === 0 ? { ndcg: null, recall: null } : { ndcg: ndcg / judged, recall: recall / judged };
  return {
    from: split,
    people,
    judged,
    ours: mean(sums.ours),
    baseline: mean(sums.baseline),
    slope: fitPlatt(Float64Array.from(score), labels).slope,
    ratio: expected > 0 ? labels.reduce((a, b) => a + b, 0) / expected : null,
    deciles: deciles(probability, labels),
  };
}

/** nDCG@10 with binary gains and an ideal of min(10, new) hits, and recall@10. Equal scores: the lower number first. */
function rankingOf(
  candidates: readonly number[],
  score: Float64Array,
  fresh: Uint8Array,
  firsts: number,
): [number, number] {
  const top = [...candidates].sort((a, b) => score[b]! - score[a]! || a - b).slice(0, 10);
  let gain = 0;
  let hits = 0;
  let ideal = 0;
  top.forEach((c, rank) => {
    if (fresh[c]) {
      gain += 1 / Math.log2(rank + 2);
      hits++;
    }
  });
  for (let rank = 0; rank < Math.min(10, firsts); rank++) ideal += 1 / Math.log2(rank + 2);
  return [gain / ideal, hits / firsts];
}

/** The history of the first people with lines; whoever they are, they are the same in every world. */
function firstPeople(h: IndexedHistory, most: number): IndexedHistory {
  const persons = Math.min(h.persons, most);
  const end = h.start[persons]!;
  return indexHistory({
    persons,
    categories: h.categories,
    department: h.department,
    person: h.person.slice(0, end),
    day: h.day.slice(0, end),
    category: h.category.slice(0, end),
    amount: h.amount.slice(0, end),
  });
}

/** Log-odds of every hundredth person for every category, after a fit at `split`. */
function scores(h: IndexedHistory, split: number, horizon: number): Float64Array {
  // The leakage test asks for the same numbers, not for good ones: few people are enough to fit.
  const fit = fitNextCategory(h, split, { horizon, minPeople: 1, minFirsts: 1 });
  if (fit.status === 'uninformative') return new Float64Array(0);
  const predictor = nextCategoryPredictor(fit.artefact, h);
  const people = Math.ceil(h.persons / 100);
  const all = new Float64Array(people * h.categories);
  for (let k = 0; k < people; k++)
    predictor.logOdds(k * 100, all.subarray(k * h.categories, (k + 1) * h.categories));
  return all;
}
