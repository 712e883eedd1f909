/**
 * Benjamini–Hochberg q-values (adjusted p-values, monotone) of the tested hypotheses.
 * @param p p-values in [0, 1]; NaN marks a hypothesis that was not tested and is left out of the count
 * @returns q, shape of p; 1 where not tested. Cost: O(m log m).
 * Source: Benjamini & Hochberg, "Controlling the false discovery rate", JRSS B 57 (1995).
 */
export function benjaminiHochberg(p: ArrayLike<number>): Float64Array {
  const q = new Float64Array(p.length).fill(1);
  // Sorting the values with their index in the low bits would lose precision: sort an index by value instead.
  const tested: number[] = [];
  for (let i = 0; i < p.length; i++) if (p[i]! >= 0) tested.push(i);
  const order = Uint32Array.from(tested).sort((a, b) => p[a]! - p[b]! || a - b);
  let least = 1;
  for (let rank = order.length; rank >= 1; rank--) {
    const i = order[rank - 1]!;
    least = Math.min(least, (p[i]! * order.length) / rank);
    q[i] = least;
  }
  return q;
}

/** Plain reference: for each tested p, the least m·p(j)/j over all ranks j at or above its own. O(m²). */
export function benjaminiHochbergReference(p: readonly number[]): number[] {
  const tested = p.filter((x) => x >= 0);
  const m = tested.length;
  return p.map((x) => {
    if (!(x >= 0)) return 1;
    const candidates = tested
      .filter((y) => y >= x)
      .map((y) => (y * m) / tested.filter((other) => other <= y).length);
    return Math.min(1, ...candidates);
  });
}
