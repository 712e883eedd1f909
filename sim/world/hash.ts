/**
 * Random numbers by counter: every number is a hash of what it is for (seed, purpose, person, day, …), so it does not
 * depend on who asked before. The mixer is the finaliser of splitmix32.
 */
export function mix(x: number): number {
  let z = (x + 0x9e3779b9) | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}

/** A 32-bit hash of up to three numbers under a key. */
export const hashOf = (key: number, a: number, b = 0): number =>
  mix(mix(key ^ Math.imul(a + 1, 0x9e3779b1)) ^ Math.imul(b + 1, 0x85ebca6b));

/** FNV-1a over UTF-16 units: names of purposes, and seeds that are text. */
export function hashText(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return mix(h);
}

/** The key of one purpose in one world. */
export const keyOf = (seed: number | string, purpose: string): number =>
  mix(hashText(String(seed)) ^ hashText(purpose));

export const unit = (hash: number): number => hash / 4294967296;

/** A short stream that starts anywhere: `at(hash)` sets it, so that one object serves millions of streams. */
export class Draws {
  #state = 0;

  at(hash: number): this {
    this.#state = hash;
    return this;
  }

  bits(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    return mix(this.#state);
  }

  next(): number {
    return this.bits() / 4294967296;
  }

  below(n: number): number {
    return Math.floor(this.next() * n);
  }

  normal(): number {
    return normalOf(this.bits());
  }

  /** Position in cumulative weights, in proportion to them. */
  pick(cumulative: ArrayLike<number>, length = cumulative.length): number {
    const target = this.next() * cumulative[length - 1]!;
    let low = 0;
    let high = length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulative[middle]! > target) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

const BINS = 4096;
const QUANTILES = Float64Array.from({ length: BINS }, (_, i) => probit((i + 0.5) / BINS));

/** A standard normal number from a hash, in 4,096 steps: exact enough for tastes, and one look-up. */
export const normalOf = (hash: number): number => QUANTILES[hash >>> 20]!;

/** exp(sigma · normal) of a hash, by table. */
export const logNormals = (sigma: number): Float64Array => QUANTILES.map((z) => Math.exp(sigma * z));
export const binOf = (hash: number): number => hash >>> 20;

/** Quantile of the normal distribution. Source: P. J. Acklam's rational approximation, relative error below 1.2e-9. */
function probit(p: number): number {
  if (p < 0.02425 || p > 1 - 0.02425) {
    const q = Math.sqrt(-2 * Math.log(Math.min(p, 1 - p)));
    const x =
      (((((-7.784894002430293e-3 * q - 0.3223964580411365) * q - 2.400758277161838) * q - 2.549732539343734) *
        q +
        4.374664141464968) *
        q +
        2.938163982698783) /
      ((((7.784695709041462e-3 * q + 0.3224671290700398) * q + 2.445134137142996) * q + 3.754408661907416) *
        q +
        1);
    return p < 0.5 ? x : -x;
  }
  const q = p - 0.5;
  const r = q * q;
  return (
    ((((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.357751867269) * r -
      30.66479806614716) *
      r +
      2.506628277459239) *
      q) /
    (((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r -
      13.28068155288572) *
      r +
      1)
  );
}
