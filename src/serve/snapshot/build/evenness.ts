import type { PeopleLines } from './people.ts';

/** Evenness that nobody falls short of or goes beyond, and squared expected lines that a category's own is shrunk by to that of all. */
const LEAST = 0.05;
const MOST = 50;
const SHRINKAGE = 20;

/**
 * How evenly people take to a category: the shape of a gamma distribution of liking with mean 1, by moments, shrunk to that of all categories.
 * Of a department against all that the person buys; of a category below one, against what the person buys of the department. Cost: O(lines × depth).
 */
export function categoryEvenness(
  { start, category }: Pick<PeopleLines, 'start' | 'category'>,
  { parent, top }: { readonly parent: Int32Array; readonly top: Int32Array },
  share: Float32Array,
): Float32Array {
  const n = parent.length;
  const own = new Float64Array(n);
  // Over people: squared lines of a category; lines of it times lines of what it is measured against; the latter squared, and itself.
  const squared = new Float64Array(n);
  const crossed = new Float64Array(n);
  const wholeSquared = new Float64Array(n);
  const whole = new Float64Array(n);
  let allSquared = 0;
  let all = 0;
  const found: number[] = [];
  for (let p = 0; p + 1 < start.length; p++) {
    const lines = start[p + 1]! - start[p]!;
    all += lines;
    allSquared += lines * lines;
    for (let i = start[p]!; i < start[p + 1]!; i++)
      for (let c = category[i]!; c >= 0; c = parent[c]!) if (own[c]!++ === 0) found.push(c);
    for (const c of found) {
      squared[c]! += own[c]! ** 2;
      crossed[c]! += own[c]! * (parent[c]! < 0 ? lines : own[top[c]!]!);
      if (parent[c]! >= 0) continue;
      whole[c]! += own[c]!;
      wholeSquared[c]! += own[c]! ** 2;
    }
    for (const c of found) own[c] = 0;
    found.length = 0;
  }
  const expected = new Float64Array(n);
  const excess = new Float64Array(n);
  // Of departments, and of what is below one.
  const allExpected = new Float64Array(2);
  const allExcess = new Float64Array(2);
  const levelOf = (c: number) => (parent[c]! < 0 ? 0 : 1);
  for (let c = 0; c < n; c++) {
    const level = levelOf(c);
    const ratio = level === 0 ? share[c]! : share[c]! / (share[top[c]!]! || 1);
    const [of, ofSquared] = level === 0 ? [all, allSquared] : [whole[top[c]!]!, wholeSquared[top[c]!]!];
    expected[c] = ratio * ratio * ofSquared;
    excess[c] = squared[c]! - 2 * ratio * crossed[c]! + expected[c]! - of * ratio * (1 - ratio);
    allExpected[level]! += expected[c]!;
    allExcess[level]! += excess[c]!;
  }
  return Float32Array.from({ length: n }, (_, c) => {
    const level = levelOf(c);
    const usual = allExpected[level]! > 0 ? Math.max(1 / MOST, allExcess[level]! / allExpected[level]!) : 1;
    const spread = (excess[c]! + usual * SHRINKAGE) / (expected[c]! + SHRINKAGE);
    return Math.min(MOST, Math.max(LEAST, 1 / Math.max(1e-9, spread)));
  });
}
