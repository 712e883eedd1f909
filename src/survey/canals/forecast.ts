/** A forecast with its band: index 0 is one step ahead. */
export interface Forecast {
  readonly p10: Float64Array;
  readonly p50: Float64Array;
  readonly p90: Float64Array;
  /** One-step error's standard deviation. */
  readonly sigma: number;
  readonly alpha: number;
  readonly beta: number;
}

const Z90 = 1.2815515655446004;
const GRID = [0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9];

/**
 * Holt's linear trend (ETS(A,A,N)) with level and trend smoothing chosen by one-step errors on the history,
 * and the model's own interval: Var(h) = σ²·(1 + Σ_{j=1}^{h−1}(α + αβ·j)²).
 * @param history values at equal steps, oldest first, at least 4
 * @param steps how many to forecast
 * @returns null where the history is too short to say anything
 * Cost: O(49 · n). Deterministic.
 * Source: Hyndman, Koehler, Ord, Snyder, Forecasting with Exponential Smoothing (2008), table 6.1.
 */
export function holtForecast(history: ArrayLike<number>, steps: number): Forecast | null {
  const n = history.length;
  if (n < 4 || steps < 1) return null;
  let best = { error: Number.POSITIVE_INFINITY, alpha: 0.5, beta: 0.1, level: 0, trend: 0 };
  for (const alpha of GRID) {
    for (const beta of GRID) {
      const fit = run(history, alpha, beta);
      if (fit.error < best.error) best = { ...fit, alpha, beta };
    }
  }
  const { alpha, beta, level, trend } = best;
  // Two values start the recursion and two numbers are fitted: what is left are the degrees of freedom.
  const sigma = Math.sqrt(best.error / Math.max(1, n - 3));
  const p10 = new Float64Array(steps);
  const p50 = new Float64Array(steps);
  const p90 = new Float64Array(steps);
  let variance = 1;
  for (let h = 1; h <= steps; h++) {
    const middle = level + h * trend;
    const half = Z90 * sigma * Math.sqrt(variance);
    p50[h - 1] = middle;
    p10[h - 1] = middle - half;
    p90[h - 1] = middle + half;
    variance += (alpha + alpha * beta * h) ** 2;
  }
  return { p10, p50, p90, sigma, alpha, beta };
}

function run(history: ArrayLike<number>, alpha: number, beta: number) {
  let level = history[1]!;
  let trend = history[1]! - history[0]!;
  let error = 0;
  for (let t = 2; t < history.length; t++) {
    const miss = history[t]! - (level + trend);
    error += miss * miss;
    level = level + trend + alpha * miss;
    trend = trend + alpha * beta * miss;
  }
  return { error, level, trend };
}
