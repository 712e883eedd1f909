import { evaluate, fitGam, quantileKnots, type Shape } from '../next-category/gam.ts';
import { NEED_VERSION, type NeedPart, type StoredNeed } from './artefact.ts';
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
} as const;

/**
 * Fits who will need what in the next basket, as two additive models in log-odds: items bought before, and new ones. Purchases alone
 * teach it, so it needs nothing that was shown. Deterministic. Cost: O(sweeps × terms × rows).
 */
export function fitNeed(
  rows: Readonly<Record<(typeof NEED_PARTS)[number], NeedRows>>,
  horizon: number,
): StoredNeed {
  const positives = (of: NeedRows) => of.label.reduce((sum, x) => sum + x, 0);
  const [repeat, novel] = [positives(rows.repeat), positives(rows.novel)];
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

/** Features that may pull either way; more of the others never makes a purchase less likely. */
const FREE: ReadonlySet<NeedFeature> = new Set(['since', 'lines', 'days', 'season', 'age']);

function fitPart(rows: NeedRows, part: (typeof NEED_PARTS)[number], positives: number): NeedPart {
  const { label, weight } = rows;
  const size = Math.min(NEED_RULES.knots, Math.max(2, Math.floor(positives / NEED_RULES.positivesPerKnot)));
  // An unknown value stands at the middle: it says nothing.
  const columns = rows.values.map((column) => {
    const known = column.filter((v) => !Number.isNaN(v)).sort();
    const middle = known[known.length >> 1] ?? 0;
    return column.map((v) => (Number.isNaN(v) ? middle : v));
  });
  const shapes = NEED_FEATURES[part].map((name, j): Shape => {
    const knotsA = quantileKnots(columns[j]!, size);
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
  for (let i = 0; i < label.length; i++) {
    total += weight[i]!;
    hits += weight[i]! * label[i]!;
  }
  const rate = Math.min(0.99, Math.max(1e-6, hits / Math.max(1, total)));
  const pooled = fitGam({ columns, label, weight }, shapes, Math.log(rate / (1 - rate)), NEED_RULES);
  return {
    intercept: pooled + levelOf(rows, columns, shapes, pooled),
    terms: shapes.map(({ knotsA, effect }, j) => ({
      feature: NEED_FEATURES[part][j]!,
      knots: [...knotsA],
      effect: [...effect],
      unknown: 0,
    })),
    positives,
  };
}

/** What is to be added for the latest window to come out at its own level, shrunk to that of all. */
function levelOf(
  { label, weight, latest }: NeedRows,
  columns: Float32Array[],
  shapes: Shape[],
  intercept: number,
) {
  if (latest === undefined) return 0;
  const eta = new Float64Array(latest).fill(intercept);
  shapes.forEach((shape, j) => {
    for (let i = 0; i < latest; i++) eta[i]! += evaluate(shape, columns[j]![i]!, 0);
  });
  let hits = 0;
  for (let i = 0; i < latest; i++) hits += weight[i]! * label[i]!;
  let shift = 0;
  for (let round = 0; round < 6; round++) {
    let expected = 0;
    let slope = 1e-9;
    for (let i = 0; i < latest; i++) {
      const p = 1 / (1 + Math.exp(-eta[i]! - shift));
      expected += weight[i]! * p;
      slope += weight[i]! * p * (1 - p);
    }
    shift += Math.max(-1, Math.min(1, (hits - expected) / slope));
  }
  return (shift * hits) / (hits + NEED_RULES.levelShrinkage);
}
