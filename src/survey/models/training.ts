import { logistic } from '../../math/index.ts';
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

import { type Estimate, meanOver, shareOver } from './intervals.ts';

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
  readonly deciles: {
    rows: number;
    predicted: number;
    observed: number;
    hits: number;
    low: number;
    high: number;
  }[];
  /** 95% intervals over the people judged; null for fewer than two. */
  readonly intervals: {
    readonly ours: Intervals;
    /** Ours less the baseline's, person by person. */
    readonly difference: Intervals;
  } | null;
}
interface Ranking {
  readonly ndcg: number | null;
  readonly recall: number | null;
}
interface Intervals {
  readonly ndcg: Estimate;
  readonly recall: Estimate;
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
  const row: number[] = [];
  const judgements = { ours: [[], []], baseline: [[], []] } as Record<
    'ours' | 'baseline',
    [number[], number[]]
  >;
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
      row.push(p);
      score.push(out[c]!);
      label.push(fresh[c]!);
    }
    if (firsts === 0) continue;
    judged++;
    for (const [judgement, of] of [
      [judgements.ours, out],
      [judgements.baseline, state.newBuyers],
    ] as const) {
      const [ndcg, recall] = rankingOf(candidates, of, fresh, firsts);
      judgement[0].push(ndcg);
      judgement[1].push(recall);
    }
  }
  if (people === 0) return null;
  const labels = Uint8Array.from(label);
  const probability = Float64Array.from(score, (s) => logistic(s));
  const expected = probability.reduce((a, b) => a + b, 0);
  const { ours, baseline } = judgements;
  return {
    from: split,
    people,
    judged,
    ours: rankingMean(ours),
    baseline: rankingMean(baseline),
    slope: fitPlatt(Float64Array.from(score), labels).slope,
    ratio: expected > 0 ? labels.reduce((a, b) => a + b, 0) / expected : null,
    deciles: decilesWithIntervals(probability, labels, row),
    intervals:
      judged < 2
        ? null
        : {
            ours: { ndcg: meanOver(ours[0])!, recall: meanOver(ours[1])! },
            difference: {
              ndcg: meanOver(ours[0].map((v, i) => v - baseline[0][i]!))!,
              recall: meanOver(ours[1].map((v, i) => v - baseline[1][i]!))!,
            },
          },
  };
}

const rankingMean = ([ndcg, recall]: readonly [number[], number[]]): Ranking => {
  const mean = (values: readonly number[]) =>
    values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length;
  return { ndcg: mean(ndcg), recall: mean(recall) };
};

/** Tenths by probability; the observed share of each with an interval that takes a person's rows together. */
function decilesWithIntervals(probability: Float64Array, label: Uint8Array, row: readonly number[]) {
  const order = Uint32Array.from(probability.keys()).sort(
    (a, b) => probability[a]! - probability[b]! || a - b,
  );
  let from = 0;
  return deciles(probability, label).map((tenth) => {
    const rows = order.subarray(from, from + tenth.rows);
    from += tenth.rows;
    const { low, high } = shareOver(
      Array.from(rows, (i) => row[i]!),
      Array.from(rows, (i) => label[i]!),
    );
    return { ...tenth, low, high };
  });
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
