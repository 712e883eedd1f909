import { rngOf } from '../../base/index.ts';
import { drawPeople } from './affinity.ts';
import { ARTEFACT_VERSION, type Artefact } from './artefact.ts';
import { matchMean } from './calibrate.ts';
import { COLUMNS, emptyBlock, readBlock, TERMS } from './features.ts';
import { evaluate, fitGam, quantileKnots, type Rows, type Shape } from './gam.ts';
import type { IndexedHistory } from './history.ts';
import { DEFAULT_OPTIONS, type Options } from './options.ts';
import { type State, stateAt } from './state.ts';

/** A fit, or why there is none. Uninformative is an expected outcome, not an exception. */
export type FitResult =
  | { status: 'fitted'; artefact: Artefact }
  | { status: 'uninformative'; code: Uninformative; detail: string };
export type Uninformative =
  | 'one_category'
  | 'too_few_people'
  | 'too_short'
  | 'nobody_eligible'
  | 'too_few_firsts';

/** Training windows that end at or before `split`: features at s, first purchases in [s, s + horizon). */
export function trainingSplits(h: IndexedHistory, split: number, o: Options): number[] {
  let first = Number.POSITIVE_INFINITY;
  for (const d of h.day) if (d < first) first = d;
  const out: number[] = [];
  for (let k = 0; k < o.windows; k++) {
    const s = split - o.horizon - k * o.stride;
    if (s - first >= o.minHistory) out.push(s);
  }
  return out;
}

/**
 * Fits the model on what happened before `split`, to be used from `split` on: shapes on earlier windows, then the categories'
 * state at `split` itself, and the level that it lets expect.
 * @returns the artefact, or a code when the data cannot say anything
 * Cost: one state per window + sweeps · terms · sampled rows. Deterministic given options.seed.
 */
export function fitNextCategory(h: IndexedHistory, split: number, options: Partial<Options> = {}): FitResult {
  const o: Options = { ...DEFAULT_OPTIONS, ...options };
  const refuse = (code: Uninformative, detail: string): FitResult => ({
    status: 'uninformative',
    code,
    detail,
  });
  if (h.categories < 2) return refuse('one_category', 'With one category nobody can move to another.');
  const splits = trainingSplits(h, split, o);
  if (splits.length === 0)
    return refuse(
      'too_short',
      `${o.minHistory} days of history before a ${o.horizon}-day window are needed.`,
    );
  const newest = rowsAt(h, splits[0]!, o);
  if (newest.people === 0)
    return refuse('nobody_eligible', 'Nobody bought before the newest training window.');
  if (newest.people < o.minPeople)
    return refuse(
      'too_few_people',
      `${newest.people} people bought before the window, ${o.minPeople} are needed.`,
    );
  if (newest.firsts < o.minFirsts)
    return refuse(
      'too_few_firsts',
      `${newest.firsts} first purchases in the window, ${o.minFirsts} are needed.`,
    );
  const windows = [newest, ...splits.slice(1).map((s) => rowsAt(h, s, o))];
  const model = fitShapes(
    windows.map((w) => w.rows),
    o,
  );
  const state = stateAt(h, split, o);
  const coming = rowsAt(h, split, o, state, split).rows;
  const score = scoreRows(coming, model.intercept, model.shapes);
  const shift = matchMean(score, comingShare(newest.rows, coming), coming.weight);
  return {
    status: 'fitted',
    artefact: {
      version: ARTEFACT_VERSION,
      options: o,
      trainedTo: split,
      windows: splits.map((s, i) => ({
        from: s,
        to: s + o.horizon,
        people: windows[i]!.people,
        firsts: windows[i]!.firsts,
      })),
      intercept: model.intercept + shift,
      terms: model.shapes,
      state,
    },
  };
}

/**
 * The share of rows that will be first purchases: what the chance column alone expects of the coming rows, times how right it was
 * in the newest window. Fitted shapes rank better, but their mean drifts as histories grow longer; the chance knows of that.
 */
function comingShare(newest: Rows, coming: Rows): number {
  const at = COLUMNS.indexOf('chance');
  const mean = ({ columns, weight }: Rows, value: (i: number) => number) => {
    let sum = 0;
    let total = 0;
    for (let i = 0; i < columns[at]!.length; i++) {
      sum += weight[i]! * value(i);
      total += weight[i]!;
    }
    return sum / Math.max(1, total);
  };
  const chance = (rows: Rows) => mean(rows, (i) => 1 / (1 + Math.exp(-rows.columns[at]![i]!)));
  return (chance(coming) * mean(newest, (i) => newest.label[i]!)) / Math.max(1e-12, chance(newest));
}

interface WindowRows {
  rows: Rows;
  people: number;
  firsts: number;
}

/**
 * Sampled rows (person, category not held) of one window: every first purchase, one in so many others.
 * @param until end of the window; with `split` itself nothing of what comes is read
 */
function rowsAt(
  h: IndexedHistory,
  split: number,
  o: Options,
  state: State = stateAt(h, split, o),
  until = split + o.horizon,
): WindowRows {
  const lines = new Float64Array(h.persons);
  for (let p = 0; p < h.persons; p++)
    if (h.start[p]! < h.start[p + 1]! && h.day[h.start[p]!]! < split) lines[p] = 1;
  const people = drawPeople(lines, o.maxPeople, o.seed);
  const block = emptyBlock(state);
  const fresh = new Uint8Array(h.categories);
  const columns: number[][] = COLUMNS.map(() => []);
  const label: number[] = [];
  const weight: number[] = [];
  let firsts = 0;
  for (const p of people) {
    readBlock(h, p, split, state, o, block);
    fresh.fill(0);
    for (let i = h.start[p]! + block.lines; i < h.start[p + 1]! && h.day[i]! < until; i++)
      fresh[h.category[i]!] = 1;
    // The draw depends on seed, person and window only, so the order of people cannot change it.
    const rng = rngOf(o.seed).derive(p).derive(split);
    for (let c = 0; c < h.categories; c++) {
      const kept = rng.below(o.negativeEvery) === 0;
      if (block.held[c] || !(fresh[c] || kept)) continue;
      for (let j = 0; j < COLUMNS.length; j++) columns[j]!.push(block.columns[j]![c]!);
      label.push(fresh[c]!);
      weight.push(fresh[c] ? 1 : o.negativeEvery);
      firsts += fresh[c]!;
    }
  }
  return {
    rows: {
      columns: columns.map((x) => Float32Array.from(x)),
      label: Uint8Array.from(label),
      weight: Float32Array.from(weight),
    },
    people: people.length,
    firsts,
  };
}

function concat(parts: Rows[]): Rows {
  const n = parts.reduce((a, r) => a + r.label.length, 0);
  const out: Rows = {
    columns: COLUMNS.map(() => new Float32Array(n)),
    label: new Uint8Array(n),
    weight: new Float32Array(n),
  };
  let at = 0;
  for (const part of parts) {
    for (let j = 0; j < COLUMNS.length; j++) out.columns[j]!.set(part.columns[j]!, at);
    out.label.set(part.label, at);
    out.weight.set(part.weight, at);
    at += part.label.length;
  }
  return out;
}

function fitShapes(parts: Rows[], o: Options): { intercept: number; shapes: Shape[] } {
  const rows = concat(parts);
  const shapes = o.terms.map((name): Shape => {
    const { columns, monotone } = TERMS[name]!;
    const [a, b] = columns.map((column) => COLUMNS.indexOf(column)) as [number, number?];
    const knotsA = quantileKnots(rows.columns[a]!, b === undefined ? o.knots : 6);
    const knotsB = b === undefined ? new Float64Array(0) : quantileKnots(rows.columns[b]!, 6);
    return {
      name,
      columns: b === undefined ? [a] : [a, b],
      knotsA,
      knotsB,
      effect: new Float64Array(knotsA.length * Math.max(1, knotsB.length)),
      monotone,
    };
  });
  const intercept = fitGam(rows, shapes, -3, o);
  return { intercept, shapes };
}

function scoreRows(rows: Rows, intercept: number, shapes: Shape[]): Float64Array {
  const out = new Float64Array(rows.label.length);
  for (let i = 0; i < out.length; i++) {
    let s = intercept;
    for (const shape of shapes)
      s += evaluate(shape, rows.columns[shape.columns[0]!]![i]!, rows.columns[shape.columns[1] ?? 0]![i]!);
    out[i] = s;
  }
  return out;
}
