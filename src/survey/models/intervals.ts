/** A number with its 95% interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const Z = 1.959963984540054;

/**
 * Mean over people, who are independent of each other: mean ± z·s/√n.
 * @returns null for fewer than two people
 */
export function meanOver(values: ArrayLike<number>): Estimate | null {
  const n = values.length;
  if (n < 2) return null;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i]!;
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i]! - mean) ** 2;
  const half = Z * Math.sqrt(squares / (n - 1) / n);
  return { value: mean, low: mean - half, high: mean + half };
}

/**
 * Share of rows that are hits, where rows of one person hang together: the ratio estimator's variance over people,
 * Σ(hits − share·rows)² / (Σ rows)². Without a hit, the exact upper limit of a Poisson count.
 * @param group shape (n,), person of each row
 * @param label shape (n,), 1 where the row is a hit
 */
export function shareOver(group: ArrayLike<number>, label: ArrayLike<number>): Estimate {
  const n = label.length;
  const by = new Map<number, { rows: number; hits: number }>();
  let hits = 0;
  for (let i = 0; i < n; i++) {
    const own = by.get(group[i]!) ?? { rows: 0, hits: 0 };
    own.rows++;
    own.hits += label[i]!;
    hits += label[i]!;
    by.set(group[i]!, own);
  }
  if (n === 0) return { value: 0, low: 0, high: 1 };
  const value = hits / n;
  if (hits === 0) return { value, low: 0, high: Math.min(1, -Math.log(0.025) / n) };
  let squares = 0;
  for (const own of by.values()) squares += (own.hits - value * own.rows) ** 2;
  const half = (Z * Math.sqrt(squares)) / n;
  return { value, low: Math.max(0, value - half), high: Math.min(1, value + half) };
}
