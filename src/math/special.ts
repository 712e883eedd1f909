/** Special functions behind the tests and intervals. All are total on their stated domain and never return NaN there. */

/** Lanczos coefficients, g = 7, n = 9. Source: P. Godfrey, "A note on the computation of the convergent Lanczos complex Gamma approximation" (2001). */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** ln Γ(x) for x > 0, relative error below 1e-13. Cost: O(1). */
export function lnGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - lnGamma(1 - x);
  let sum = LANCZOS[0]!;
  for (let i = 1; i < 9; i++) sum += LANCZOS[i]! / (x - 1 + i);
  const t = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

/**
 * Both regularised incomplete gamma functions: P(a, x) = γ(a, x)/Γ(a) and Q = 1 − P, each accurate in its own tail.
 * @param a > 0 @param x ≥ 0
 * @returns p and q in [0, 1]
 * Cost: O(√a) near x = a. Source: Press et al., Numerical Recipes 3rd ed., 6.2 (series below a + 1, Lentz's continued fraction above).
 */
export function incompleteGamma(a: number, x: number): { p: number; q: number } {
  if (!(x > 0)) return { p: 0, q: 1 };
  if (x === Number.POSITIVE_INFINITY) return { p: 1, q: 0 };
  const front = Math.exp(a * Math.log(x) - x - lnGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n < 100_000 && term > sum * 1e-17; n++) {
      term *= x / (a + n);
      sum += term;
    }
    const p = Math.min(1, front * sum);
    return { p, q: 1 - p };
  }
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let i = 1; i < 100_000; i++) {
    const an = -i * (i - a);
    b += 2;
    d = an * d + b;
    if (Math.abs(d) < 1e-300) d = 1e-300;
    c = b + an / c;
    if (Math.abs(c) < 1e-300) c = 1e-300;
    d = 1 / d;
    const step = d * c;
    h *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  const q = Math.min(1, front * h);
  return { p: 1 - q, q };
}

/** P(Z > z) of a standard normal, with full relative accuracy far into the upper tail (0 beyond about z = 38). */
export function normalUpper(z: number): number {
  const { p, q } = incompleteGamma(0.5, (z * z) / 2);
  return z >= 0 ? q / 2 : 0.5 + p / 2;
}

/** Φ(z) of a standard normal. */
export function normalCdf(z: number): number {
  return normalUpper(-z);
}

/** Two-sided p-value of a standard normal statistic, in [0, 1]. */
export function twoSided(z: number): number {
  return Math.min(1, 2 * normalUpper(Math.abs(z)));
}

/**
 * z with Φ(z) = p, for p in (0, 1); −Infinity at 0, Infinity at 1.
 * Source: P. J. Acklam's rational approximation (2003), then one Halley step: absolute error below 1e-14 in the body.
 */
export function normalQuantile(p: number): number {
  if (!(p > 0)) return Number.NEGATIVE_INFINITY;
  if (p >= 1) return Number.POSITIVE_INFINITY;
  const low = 0.02425;
  let z: number;
  if (p < low || p > 1 - low) {
    const q = Math.sqrt(-2 * Math.log(p < low ? p : 1 - p));
    const value = polynomial(C, q) / (polynomial(D, q) * q + 1);
    z = p < low ? value : -value;
  } else {
    const q = p - 0.5;
    const r = q * q;
    z = (polynomial(A, r) * q) / (polynomial(B, r) * r + 1);
  }
  const error = p < 0.5 ? normalCdf(z) - p : 1 - p - normalUpper(z);
  const step = error * Math.sqrt(2 * Math.PI) * Math.exp((z * z) / 2);
  return z - step / (1 + (z * step) / 2);
}

const A = [
  -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
  2.506628277459239,
];
const B = [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572];
const C = [
  -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
];
const D = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416];

/** Horner, highest power first. */
function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (const c of coefficients) value = value * x + c;
  return value;
}

/**
 * Mid-p tail of a Poisson count: P(X > k) + ½ P(X = k), with k continued to the reals through the incomplete gamma
 * function, so that a shifted count can be tested.
 * @param k ≥ 0 @param mean > 0
 * @returns both tails, each in [0, 1], adding to 1
 */
export function poissonMidP(k: number, mean: number): { lower: number; upper: number } {
  // P(X ≥ k) = P(k, mean); at k = 0 it is 1.
  const atLeast = k > 0 ? incompleteGamma(k, mean) : { p: 1, q: 0 };
  const above = incompleteGamma(k + 1, mean);
  return { lower: (atLeast.q + above.q) / 2, upper: (atLeast.p + above.p) / 2 };
}
