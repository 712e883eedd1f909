import { type Affinity, affinityAt, drawPeople } from './affinity.ts';
import type { IndexedHistory } from './history.ts';
import type { Options } from './options.ts';
import { type Recent, recentAt } from './recent.ts';
import { type Taste, tasteAt } from './taste.ts';
import { chooseVocabulary } from './vocabulary.ts';

/** What is known about the categories at `split`, from rows with day < split only. Part of the artefact. */
export interface State {
  split: number;
  firstDay: number;
  categories: number;
  departments: number;
  department: Int32Array;
  /** Lines a day of a typical active person. */
  meanRate: number;
  /** shape (categories,): shares of lines, time-decayed and not; of recent first purchases. */
  share: Float64Array;
  popularity: Float64Array;
  newBuyers: Float64Array;
  /** ln(recent share / share). */
  trend: Float64Array;
  /** Shape k of the gamma-Poisson: small = bought again and again by few. */
  dispersion: Float64Array;
  /** Mean price position of the category's lines' buyers, 0 … 1. */
  buyerPosition: Float64Array;
  departmentShare: Float64Array;
  recent: Recent;
  affinity: Affinity;
  /** Affinity from finer tokens alone. */
  detail: Affinity;
  taste: Taste;
}

/** Fits the categories' state. Cost: O(lines), and three ridges on at most `completion.maxPeople` people. */
export function stateAt(h: IndexedHistory, split: number, o: Options): State {
  const C = h.categories;
  let departments = 1;
  for (const d of h.department) departments = Math.max(departments, d + 1);
  const lines = new Float64Array(h.persons);
  const share = new Float64Array(C);
  const popularity = new Float64Array(C);
  const newBuyers = new Float64Array(C);
  const recent = new Float64Array(C);
  const departmentShare = new Float64Array(departments);
  const positionSum = new Float64Array(C);
  const positionCount = new Float64Array(C);
  const seen = new Int32Array(C).fill(-1);
  let firstDay = split;
  let active = 0;
  const popularityRate = Math.LN2 / o.popularityHalfLife;
  const newRate = Math.LN2 / o.newBuyerHalfLife;
  const trendRate = Math.LN2 / o.trendHalfLife;
  for (let p = 0; p < h.persons; p++) {
    const from = h.start[p]!;
    let i = from;
    let own = 0;
    let ownCount = 0;
    for (; i < h.start[p + 1]! && h.day[i]! < split; i++) {
      const c = h.category[i]!;
      const age = split - h.day[i]!;
      share[c]!++;
      popularity[c]! += Math.exp(-popularityRate * age);
      recent[c]! += Math.exp(-trendRate * age);
      departmentShare[h.department[c]!]!++;
      if (seen[c] !== p) {
        seen[c] = p;
        newBuyers[c]! += Math.exp(-newRate * age);
      }
      const x = h.position?.[i] ?? Number.NaN;
      if (!Number.isNaN(x)) {
        own += x;
        ownCount++;
      }
    }
    lines[p] = i - from;
    if (i > from) {
      active++;
      firstDay = Math.min(firstDay, h.day[from]!);
    }
    if (ownCount > 1)
      for (let k = from; k < i; k++) {
        // The buyer's taste elsewhere: without this line, so that a category does not describe itself.
        const x = h.position![k]!;
        const elsewhere = !Number.isNaN(x) ? (own - x) / (ownCount - 1) : own / ownCount;
        positionSum[h.category[k]!]! += elsewhere;
        positionCount[h.category[k]!]!++;
      }
  }
  const all = sum(share);
  const recentAll = sum(recent);
  const dispersion = dispersionOf(h, split, lines, share, all);
  const trend = new Float64Array(C);
  const buyerPosition = new Float64Array(C);
  for (let c = 0; c < C; c++) {
    const expected = (recentAll * (share[c]! + 5)) / (all + 5 * C);
    trend[c] = Math.log((recent[c]! + 5) / (expected + 5));
    buyerPosition[c] = (positionSum[c]! + 0.5 * 20) / (positionCount[c]! + 20);
  }
  const fractions = (x: Float64Array) => {
    const total = sum(x);
    return x.map((v) => (v + 0.5) / (total + 0.5 * x.length));
  };
  const state = {
    split,
    firstDay,
    categories: C,
    departments,
    department: h.department,
    meanRate: all / Math.max(1, active) / Math.max(1, split - firstDay),
    share: fractions(share),
    popularity: fractions(popularity),
    newBuyers: fractions(newBuyers),
    trend,
    dispersion,
    buyerPosition,
    departmentShare: fractions(departmentShare),
  };
  const people = drawPeople(lines, o.completion.maxPeople, o.seed);
  return {
    ...state,
    recent: recentAt(h, split, people, o.recent),
    affinity: affinityAt(h, split, state, lines, people, o.completion),
    detail: affinityAt(h, split, state, lines, people, o.detail, chooseVocabulary(h, split, o.detail, 0)),
    taste: tasteAt(h, split, state, lines, people, o.tasteRank, o.seed),
  };
}

const sum = (x: Float64Array): number => x.reduce((a, b) => a + b, 0);

/**
 * How unevenly a category's lines fall on people: k of a gamma-Poisson, by moments, shrunk to the value
 * of all categories. Small k = few people buy it again and again, so not having bought it says much.
 */
function dispersionOf(
  h: IndexedHistory,
  _split: number,
  lines: Float64Array,
  bought: Float64Array,
  all: number,
): Float64Array {
  const C = h.categories;
  const share = bought.map((x) => (x + 0.5) / (all + 0.5 * C));
  const squares = lines.reduce((a, n) => a + n * n, 0);
  const excess = share.map((s) => s * s * squares);
  const count = new Float64Array(C);
  for (let p = 0; p < h.persons; p++) {
    const from = h.start[p]!;
    const to = from + lines[p]!;
    for (let i = from; i < to; i++) count[h.category[i]!]!++;
    for (let i = from; i < to; i++) {
      const c = h.category[i]!;
      const x = count[c]!;
      if (x === 0) continue;
      const m = lines[p]! * share[c]!;
      // Σ over all people of (x − m)² − x; those with x = 0 contribute the m² counted in advance.
      excess[c]! += (x - m) ** 2 - x - m * m;
      count[c] = 0;
    }
  }
  let top = 0;
  let bottom = 0;
  for (let c = 0; c < C; c++) {
    const square = share[c]! ** 2 * squares;
    top += Math.max(0, excess[c]!) / (1 + square);
    bottom += square / (1 + square);
  }
  const typical = Math.max(0.05, top / Math.max(1e-9, bottom));
  return excess.map((e, c) => {
    const square = share[c]! ** 2 * squares;
    return 1 / Math.max(0.02, (Math.max(0, e) + typical * 20) / (square + 20));
  });
}
