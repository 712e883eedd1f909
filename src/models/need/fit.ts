import { evaluate, fitGam, quantileKnots, type Rows, type Shape } from '../next-category/gam.ts';
import { NEED_VERSION, type NeedPart, type StoredNeed } from './artefact.ts';
import { holding } from './holding.ts';
import { NEED_FEATURES, type NEED_PARTS, type NeedFeature } from './values.ts';

/** Person–item pairs as columns: `values[j][i]` is feature j of the part as of a day; `label` whether it stood in the next basket. */
export interface NeedRows {
  readonly values: readonly Float32Array[];
  readonly label: Uint8Array;
  readonly weight: Float32Array;
  /** The first so many are of the latest window: they say how much is bought now. Absent: all. */
  readonly latest?: number;
}

export const NEED_RULES = {
  /** Fewest items of next baskets that say anything, of each part. */
  positives: 50,
  knots: 8,
  /** Items of baskets that a knot needs to stand on. */
  positivesPerKnot: 15,
  sweeps: 10,
  smooth: 5,
  ridge: 1,
  /** Items of the latest window's baskets that count as much as all windows together for how much is bought. */
  levelShrinkage: 500,
  /** Fewest items of the latest window's baskets, and of all before, that may say how much of a term holds; with fewer it is chance. */
  positivesToDoubt: 500,
  /** How strongly a term is taken to hold whole: as much as so many units of what the rows tell of its slope. */
  belief: 20,
} as const;

/**
 * Fits who will need what in the next basket, as two additive models in log-odds: items bought before, and new ones. Purchases alone
 * teach it, so it needs nothing that was shown. What is forecast is the next window: a term counts as much as what was fitted without the
 * latest one held there, and the level is that one's. Deterministic. Cost: O(sweeps × terms × rows).
 */
export function fitNeed(rows: Readonly<Record<Part, NeedRows>>, horizon: number): StoredNeed {
  const [repeat, novel] = [positivesOf(rows.repeat), positivesOf(rows.novel)];
  if (repeat < NEED_RULES.positives || novel < NEED_RULES.positives)
    return {
      status: 'uninformative',
      version: NEED_VERSION,
      detail: `Next baskets held ${repeat} items bought before and ${novel} new ones of those likely; ${NEED_RULES.positives} of each are needed.`,
    };
  return {
    status: 'fitted',
    version: NEED_VERSION,
    horizon_days: horizon,
    repeat: fitPart(rows.repeat, 'repeat', repeat),
    novel: fitPart(rows.novel, 'novel', novel),
  };
}

const positivesOf = ({ label }: Pick<NeedRows, 'label'>) => label.reduce((sum, x) => sum + x, 0);

type Part = (typeof NEED_PARTS)[number];

/** Features that may pull either way; more of the others never makes a purchase less likely. */
const FREE: ReadonlySet<NeedFeature> = new Set(['since', 'lines', 'days', 'season', 'age']);

function fitPart(rows: NeedRows, part: Part, positives: number): NeedPart {
  const all: Rows = { ...rows, columns: rows.values.map(middled) };
  const { shapes, intercept: pooled } = fitTerms(all, part);
  let intercept = pooled;
  if (rows.latest !== undefined) {
    const latest = some(all, 0, rows.latest);
    const before = some(all, rows.latest);
    if (Math.min(positivesOf(latest), positivesOf(before)) >= NEED_RULES.positivesToDoubt) {
      const past = fitTerms(before, part);
      const terms = past.shapes.map((shape, j) => along(shape, latest.columns[j]!));
      const told = { ...latest, terms, intercept: past.intercept };
      holding(told, NEED_RULES.belief).forEach((share, j) => {
        shapes[j]!.effect = shapes[j]!.effect.map((effect) => share * effect);
      });
      intercept += levelOf(all, shapes, intercept).shift;
    }
    const { shift, hits } = levelOf(latest, shapes, intercept);
    intercept += (shift * hits) / (hits + NEED_RULES.levelShrinkage);
  }
  return {
    intercept,
    terms: shapes.map(({ knotsA, effect }, j) => ({
      feature: NEED_FEATURES[part][j]!,
      knots: [...knotsA],
      effect: [...effect],
      unknown: 0,
    })),
    positives,
  };
}

/** A column whose unknown values stand at the middle: they say nothing. */
function middled(column: Float32Array): Float32Array {
  const known = column.filter((v) => !Number.isNaN(v)).sort();
  const middle = known[known.length >> 1] ?? 0;
  return column.map((v) => (Number.isNaN(v) ? middle : v));
}

const some = ({ columns, label, weight }: Rows, from: number, to?: number): Rows => ({
  columns: columns.map((column) => column.subarray(from, to)),
  label: label.subarray(from, to),
  weight: weight.subarray(from, to),
});

function fitTerms(rows: Rows, part: Part): { shapes: Shape[]; intercept: number } {
  const size = Math.min(
    NEED_RULES.knots,
    Math.max(2, Math.floor(positivesOf(rows) / NEED_RULES.positivesPerKnot)),
  );
  const shapes = NEED_FEATURES[part].map((name, j): Shape => {
    const knotsA = quantileKnots(rows.columns[j]!, size);
    const effect = new Float64Array(knotsA.length);
    return {
      name,
      columns: [j],
      knotsA,
      knotsB: new Float64Array(),
      effect,
      monotone: FREE.has(name) ? 0 : 1,
    };
  });
  let hits = 0;
  let total = 0;
  for (let i = 0; i < rows.label.length; i++) {
    total += rows.weight[i]!;
    hits += rows.weight[i]! * rows.label[i]!;
  }
  const rate = Math.min(0.99, Math.max(1e-6, hits / Math.max(1, total)));
  return { shapes, intercept: fitGam(rows, shapes, Math.log(rate / (1 - rate)), NEED_RULES) };
}

/** The term's log-odds along its column. */
const along = (shape: Shape, column: Float32Array): Float64Array =>
  Float64Array.from(column, (value) => evaluate(shape, value, 0));

/** What is to be added for as much to be expected of the rows as was bought, which is `hits`. */
function levelOf({ columns, label, weight }: Rows, shapes: Shape[], intercept: number) {
  const eta = new Float64Array(label.length).fill(intercept);
  shapes.forEach((shape, j) => {
    along(shape, columns[j]!).forEach((effect, i) => {
      eta[i]! += effect;
    });
  });
  let hits = 0;
  for (let i = 0; i < label.length; i++) hits += weight[i]! * label[i]!;
  let shift = 0;
  for (let round = 0; round < 6; round++) {
    let expected = 0;
    let slope = 1e-9;
    for (let i = 0; i < label.length; i++) {
      const p = 1 / (1 + Math.exp(-eta[i]! - shift));
      expected += weight[i]! * p;
      slope += weight[i]! * p * (1 - p);
    }
    shift += Math.max(-1, Math.min(1, (hits - expected) / slope));
  }
  return { shift, hits };
}
