import { weightedMedian } from '../../math/index.ts';
import { tierOf } from './percentile.ts';

/** One person's positioned lines of the last 365 days; all of one length. */
export interface OwnLines {
  readonly category: ArrayLike<number>;
  readonly percentile: ArrayLike<number>;
  /** Net amount, minor units. */
  readonly amount: ArrayLike<number>;
}

/** Lines a category needs to outweigh what is known of the person elsewhere. */
export const SHRINKAGE = 3;
/** A person's place is stable from as many lines on. */
export const STABLE_LINES = 3;

export interface OwnPosition {
  readonly percentile: number;
  readonly tier: number;
  /** Positioned lines in the category itself. */
  readonly lines: number;
  readonly stable: boolean;
}

/**
 * A person's price position: per category the amount-weighted median percentile m of own lines, shrunk to the mean of the
 * other categories' medians, and that to one half:
 *   π = w·m + (1 − w)·μ, w = n/(n + 3); μ = w′·mean(m′) + (1 − w′)/2, w′ = n′/(n′ + 3), n′ lines in other categories.
 * @returns a function of the category; one not bought gives μ. Cost: O(n log n) once, O(categories of the person) a call.
 */
export function ownPositions(lines: OwnLines): (category: number) => OwnPosition {
  const byCategory = new Map<number, number[]>();
  for (let i = 0; i < lines.category.length; i++) {
    if (!(lines.amount[i]! > 0)) continue;
    const group = byCategory.get(lines.category[i]!);
    if (group) group.push(i);
    else byCategory.set(lines.category[i]!, [i]);
  }
  const medians = new Map<number, { median: number; lines: number }>();
  for (const [category, group] of byCategory) {
    const median = weightedMedian(
      group.map((i) => lines.percentile[i]!),
      group.map((i) => lines.amount[i]!),
    );
    medians.set(category, { median: median!, lines: group.length });
  }
  return (category) => {
    let others = 0;
    let sum = 0;
    let otherLines = 0;
    for (const [c, { median, lines: n }] of medians) {
      if (c === category) continue;
      others++;
      sum += median;
      otherLines += n;
    }
    const elsewhere = shrink(others > 0 ? sum / others : 0.5, 0.5, otherLines);
    const own = medians.get(category);
    const percentile = own ? shrink(own.median, elsewhere, own.lines) : elsewhere;
    const n = own?.lines ?? 0;
    return { percentile, tier: tierOf(percentile), lines: n, stable: n >= STABLE_LINES };
  };
}

/** What n lines say, shrunk towards what is known otherwise. */
export function shrink(value: number, towards: number, n: number): number {
  const w = n / (n + SHRINKAGE);
  return w * value + (1 - w) * towards;
}

/** A place in a category, of a SKU, a brand, a person or a crowd. */
export interface Position {
  readonly percentile: number;
  /** False: few lines, or a scale lent by the parent category; then quintiles count too. */
  readonly stable: boolean;
  /** The brand's percentile in its category, where known. */
  readonly brand?: number | undefined;
}

/**
 * Whether two places, each in its own category, are the same price position: percentiles within 0.15, or the same quintile
 * when either is unstable; and, where both brands are known, theirs too. Absolute prices are never compared.
 */
export function samePosition(
  a: Position | undefined,
  b: Position | undefined,
  tolerance = 0.15,
): 'same' | 'different' | 'unpositioned' {
  if (!a || !b) return 'unpositioned';
  const near = (x: number, y: number) =>
    // Percentiles are ratios of counts: a difference of exactly the tolerance must not fail for its last bit.
    Math.abs(x - y) <= tolerance + 1e-12 || (!(a.stable && b.stable) && tierOf(x) === tierOf(y));
  if (!near(a.percentile, b.percentile)) return 'different';
  if (a.brand !== undefined && b.brand !== undefined && !near(a.brand, b.brand)) return 'different';
  return 'same';
}
