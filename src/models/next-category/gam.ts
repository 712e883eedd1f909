import { knotGrid } from '../../math/index.ts';
import { cholesky, choleskySolve } from './linear.ts';

/**
 * One term of an additive model: a piecewise linear function of one value (`knotsB` empty) or a
 * bilinear surface over two. Outside the knots it is flat.
 */
export interface Shape {
  name: string;
  /** Column (or two) of the feature block that it reads. */
  columns: number[];
  knotsA: Float64Array;
  knotsB: Float64Array;
  /** Log-odds at the knots, row-major (A × B). Centred: the training rows' weighted mean is 0. */
  effect: Float64Array;
  /** Forced direction of a one-value term. */
  monotone: -1 | 0 | 1;
}

/** Rows as columns of equal length: `columns[j][i]` is value j of row i. */
export interface Rows {
  columns: Float32Array[];
  label: Uint8Array;
  weight: Float32Array;
}

/** Knots at quantiles, deduplicated: at most `size`, at least 1. Cost: O(n log n) on a sample of 20,000. */
export function quantileKnots(values: Float32Array, size: number): Float64Array {
  const step = Math.max(1, Math.floor(values.length / 20_000));
  const sample = new Float64Array(Math.ceil(values.length / step));
  for (let i = 0, k = 0; i < values.length; i += step) sample[k++] = values[i]!;
  sample.sort();
  const knots: number[] = [];
  for (let q = 0; q < size; q++) {
    // Quantiles .002 … .998, denser at the top: high scores decide the ranking.
    const u = q / Math.max(1, size - 1);
    const at = 0.002 + 0.997 * (1 - (1 - u) ** 1.5);
    const v = sample[Math.min(sample.length - 1, Math.floor(at * sample.length))];
    if (v !== undefined && Number.isFinite(v) && (knots.length === 0 || v > knots[knots.length - 1]! + 1e-9))
      knots.push(v);
  }
  if (knots.length === 0) knots.push(0);
  return Float64Array.from(knots);
}

/** Where a value lies between knots: the lower knot, and the fraction of the way to the next. */
export function locate(knots: Float64Array, value: number, out: { at: number; part: number }): void {
  const last = knots.length - 1;
  if (last <= 0 || !(value > knots[0]!)) {
    out.at = 0;
    out.part = 0;
    return;
  }
  if (value >= knots[last]!) {
    out.at = last - 1;
    out.part = 1;
    return;
  }
  let lo = 0;
  let hi = last;
  while (hi - lo > 1) {
    const mid = (lo + hi) >> 1;
    if (knots[mid]! <= value) lo = mid;
    else hi = mid;
  }
  out.at = lo;
  out.part = (value - knots[lo]!) / (knots[lo + 1]! - knots[lo]!);
}

const spotA = { at: 0, part: 0 };
const spotB = { at: 0, part: 0 };

/** The term's log-odds at a value (or two). */
export function evaluate(shape: Shape, a: number, b: number): number {
  const { effect, knotsA, knotsB } = shape;
  locate(knotsA, a, spotA);
  const B = Math.max(1, knotsB.length);
  const nextA = knotsA.length > 1 ? B : 0;
  if (knotsB.length === 0) {
    const left = effect[spotA.at]!;
    return left + spotA.part * (effect[spotA.at + nextA]! - left);
  }
  locate(knotsB, b, spotB);
  const nextB = B > 1 ? 1 : 0;
  const i = spotA.at * B + spotB.at;
  const low = effect[i]! + spotB.part * (effect[i + nextB]! - effect[i]!);
  const high = effect[i + nextA]! + spotB.part * (effect[i + nextA + nextB]! - effect[i + nextA]!);
  return low + spotA.part * (high - low);
}

/**
 * A one-value term made ready for whole columns: adds its log-odds to `out` where `skip` is 0. Equal to `evaluate`, bit for bit;
 * a grid over the knots takes the place of its search, which is most of what scoring a person costs.
 */
export function columnTerm({ effect, knotsA: knots }: Shape) {
  const last = knots.length - 1;
  const first = knots[0]!;
  const { low, scale } = knotGrid(knots);
  return (column: Float64Array, skip: Uint8Array, out: Float64Array): void => {
    for (let c = 0; c < out.length; c++) {
      if (skip[c] !== 0) continue;
      const value = column[c]!;
      if (last <= 0 || !(value > first)) out[c]! += effect[0]!;
      else {
        let lo = last - 1;
        let part = 1;
        if (value < knots[last]!) {
          lo = low[((value - first) * scale) | 0]!;
          while (lo + 1 < last && knots[lo + 1]! <= value) lo++;
          part = (value - knots[lo]!) / (knots[lo + 1]! - knots[lo]!);
        }
        const left = effect[lo]!;
        out[c]! += left + part * (effect[lo + 1]! - left);
      }
    }
  };
}

export interface GamOptions {
  sweeps: number;
  /** Weight of squared second differences of the effect, in units of observations. */
  smooth: number;
  /** Weight of squared effects. */
  ridge: number;
}

/**
 * Fits intercept and shapes of a logistic additive model by cyclic Newton steps, each an exact penalised
 * solve for one term. Shapes are changed in place; returns the intercept.
 * Cost: O(sweeps × terms × rows). Deterministic.
 */
export function fitGam(rows: Rows, shapes: Shape[], start: number, options: GamOptions): number {
  const n = rows.label.length;
  const eta = new Float64Array(n);
  const plans = shapes.map((shape) => planOf(shape, rows));
  let intercept = start;
  for (let i = 0; i < n; i++) eta[i] = intercept;
  for (let j = 0; j < shapes.length; j++) addTerm(plans[j]!, shapes[j]!.effect, eta);
  for (let sweep = 0; sweep < options.sweeps; sweep++) {
    intercept += stepIntercept(rows, eta);
    let moved = 0;
    for (let j = 0; j < shapes.length; j++) {
      const { change, shift } = stepTerm(rows, shapes[j]!, plans[j]!, eta, options);
      moved = Math.max(moved, change);
      intercept += shift;
    }
    if (moved < 1e-4) break;
  }
  intercept += stepIntercept(rows, eta);
  return intercept;
}

/** Per row, the knots touched and their weights: 2 for one value, 4 for two. */
interface Plan {
  touch: number;
  index: Uint16Array;
  share: Float32Array;
}

function planOf(shape: Shape, rows: Rows): Plan {
  const n = rows.label.length;
  const a = rows.columns[shape.columns[0]!]!;
  const pair = shape.knotsB.length > 0;
  const touch = pair ? 4 : 2;
  const index = new Uint16Array(n * touch);
  const share = new Float32Array(n * touch);
  const B = Math.max(1, shape.knotsB.length);
  const nextA = shape.knotsA.length > 1 ? B : 0;
  const nextB = B > 1 ? 1 : 0;
  for (let i = 0; i < n; i++) {
    locate(shape.knotsA, a[i]!, spotA);
    const o = i * touch;
    if (!pair) {
      index[o] = spotA.at;
      index[o + 1] = spotA.at + nextA;
      share[o] = 1 - spotA.part;
      share[o + 1] = spotA.part;
      continue;
    }
    locate(shape.knotsB, rows.columns[shape.columns[1]!]![i]!, spotB);
    const at = spotA.at * B + spotB.at;
    index[o] = at;
    index[o + 1] = at + nextB;
    index[o + 2] = at + nextA;
    index[o + 3] = at + nextA + nextB;
    share[o] = (1 - spotA.part) * (1 - spotB.part);
    share[o + 1] = (1 - spotA.part) * spotB.part;
    share[o + 2] = spotA.part * (1 - spotB.part);
    share[o + 3] = spotA.part * spotB.part;
  }
  return { touch, index, share };
}

function addTerm(plan: Plan, effect: Float64Array, eta: Float64Array): void {
  const { touch, index, share } = plan;
  for (let i = 0, o = 0; i < eta.length; i++)
    for (let k = 0; k < touch; k++, o++) eta[i]! += share[o]! * effect[index[o]!]!;
}

function stepIntercept(rows: Rows, eta: Float64Array): number {
  let total = 0;
  for (let round = 0; round < 3; round++) {
    let g = 0;
    let h = 1e-9;
    for (let i = 0; i < eta.length; i++) {
      const p = 1 / (1 + Math.exp(-eta[i]!));
      g += rows.weight[i]! * (rows.label[i]! - p);
      h += rows.weight[i]! * p * (1 - p);
    }
    const step = Math.max(-2, Math.min(2, g / h));
    total += step;
    for (let i = 0; i < eta.length; i++) eta[i]! += step;
    if (Math.abs(step) < 1e-7) break;
  }
  return total;
}

function stepTerm(rows: Rows, shape: Shape, plan: Plan, eta: Float64Array, options: GamOptions) {
  const size = shape.effect.length;
  const { touch, index, share } = plan;
  const g = new Float64Array(size);
  const H = new Float64Array(size * size);
  const mass = new Float64Array(size);
  for (let i = 0; i < eta.length; i++) {
    const p = 1 / (1 + Math.exp(-eta[i]!));
    const w = rows.weight[i]!;
    const r = w * (rows.label[i]! - p);
    const v = w * p * (1 - p);
    const o = i * touch;
    for (let k = 0; k < touch; k++) {
      const a = index[o + k]!;
      const sa = share[o + k]!;
      if (sa === 0) continue;
      g[a]! += r * sa;
      mass[a]! += w * sa;
      for (let m = 0; m < touch; m++) H[a * size + index[o + m]!]! += v * sa * share[o + m]!;
    }
  }
  penalise(shape, g, H, options);
  const old = shape.effect.slice();
  const diagonal = new Float64Array(size);
  for (let k = 0; k < size; k++) diagonal[k] = H[k * size + k]!;
  if (!cholesky(H, size)) return { change: 0, shift: 0 };
  choleskySolve(H, size, g, 1);
  for (let k = 0; k < size; k++) shape.effect[k]! += Math.max(-1.5, Math.min(1.5, g[k]!));
  if (shape.monotone !== 0) isotonic(shape.effect, diagonal, shape.monotone);
  let mean = 0;
  let total = 0;
  for (let k = 0; k < size; k++) {
    mean += mass[k]! * shape.effect[k]!;
    total += mass[k]!;
  }
  mean = total > 0 ? mean / total : 0;
  let change = 0;
  const delta = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    delta[k] = shape.effect[k]! - old[k]!;
    shape.effect[k]! -= mean;
    change = Math.max(change, Math.abs(shape.effect[k]! - old[k]!));
  }
  // The mean moves to the intercept, so the predictor itself changes by the uncentred delta.
  addTerm(plan, delta, eta);
  return { change, shift: mean };
}

/** Adds ridge and squared second differences (along each axis) to the Newton system. */
function penalise(shape: Shape, g: Float64Array, H: Float64Array, { smooth, ridge }: GamOptions): void {
  const size = shape.effect.length;
  const A = shape.knotsA.length;
  const B = Math.max(1, shape.knotsB.length);
  for (let k = 0; k < size; k++) {
    H[k * size + k]! += ridge;
    g[k]! -= ridge * shape.effect[k]!;
  }
  const bend = (i: number, j: number, k: number) => {
    const at = [i, j, k];
    const c = [1, -2, 1];
    const d = shape.effect[i]! - 2 * shape.effect[j]! + shape.effect[k]!;
    for (let x = 0; x < 3; x++) {
      g[at[x]!]! -= smooth * c[x]! * d;
      for (let y = 0; y < 3; y++) H[at[x]! * size + at[y]!]! += smooth * c[x]! * c[y]!;
    }
  };
  for (let a = 0; a < A; a++)
    for (let b = 0; b < B; b++) {
      if (a + 2 < A) bend(a * B + b, (a + 1) * B + b, (a + 2) * B + b);
      if (b + 2 < B) bend(a * B + b, a * B + b + 1, a * B + b + 2);
    }
}

/** Weighted pool-adjacent-violators, in place. `direction` 1 = rising, −1 = falling. */
export function isotonic(values: Float64Array, weight: Float64Array, direction: 1 | -1): void {
  const level: number[] = [];
  const mass: number[] = [];
  const count: number[] = [];
  for (let i = 0; i < values.length; i++) {
    level.push(values[i]! * direction);
    mass.push(Math.max(weight[i]!, 1e-12));
    count.push(1);
    while (level.length > 1 && level[level.length - 2]! > level[level.length - 1]!) {
      const m = mass.pop()!;
      const v = level.pop()!;
      const c = count.pop()!;
      const k = level.length - 1;
      level[k] = (level[k]! * mass[k]! + v * m) / (mass[k]! + m);
      mass[k]! += m;
      count[k]! += c;
    }
  }
  let i = 0;
  for (let k = 0; k < level.length; k++)
    for (let c = 0; c < count[k]!; c++) values[i++] = level[k]! * direction;
}
