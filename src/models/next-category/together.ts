import type { IndexedHistory } from './history.ts';

/**
 * ln of how much more often two categories are held by one person than pairs of this activity would be:
 * people count by their pairs, so that people with many categories do not make everything go together.
 * @returns shape (categories × categories), 0 on the diagonal and where nothing was seen
 * Cost: Σ |held|². Deterministic.
 */
export function liftAt(h: IndexedHistory, split: number, shrink: number): Float32Array {
  const C = h.categories;
  const pairs = new Float64Array(C * C);
  const seen = new Int32Array(C).fill(-1);
  const held = new Int32Array(C);
  for (let p = 0; p < h.persons; p++) {
    let n = 0;
    for (let i = h.start[p]!; i < h.start[p + 1]! && h.day[i]! < split; i++) {
      const c = h.category[i]!;
      if (seen[c] !== p) held[n++] = c;
      seen[c] = p;
    }
    for (let i = 0; i < n; i++) {
      const row = held[i]! * C;
      for (let j = 0; j < n; j++) if (i !== j) pairs[row + held[j]!]!++;
    }
  }
  const margin = new Float64Array(C);
  let total = 0;
  for (let a = 0; a < C; a++)
    for (let b = 0; b < C; b++) {
      margin[a]! += pairs[a * C + b]!;
      total += pairs[a * C + b]!;
    }
  const lift = new Float32Array(C * C);
  if (total === 0) return lift;
  for (let a = 0; a < C; a++)
    for (let b = 0; b < C; b++)
      if (a !== b) {
        const expected = (margin[a]! * margin[b]!) / total;
        lift[a * C + b] = Math.log((pairs[a * C + b]! + shrink) / (expected + shrink));
      }
  return lift;
}
