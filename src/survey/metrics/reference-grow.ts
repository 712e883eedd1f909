import type { LocalDate } from '../../base/index.ts';
import { groupBy, type ReferenceLine, sum } from './reference-lines.ts';

type Bought = ReferenceLine & { readonly at: LocalDate };

/** Parts of the GROW bridge (M9b) by brute force: Σ L(v1, v0)·ln(x1/x0). @param now lines of the period @param before of the one before */
export function growOf(
  now: readonly Bought[],
  before: readonly Bought[],
  categoryOf: (l: ReferenceLine) => string,
): Record<'G' | 'R' | 'O' | 'W' | 'X', number> {
  const factors = (rows: readonly Bought[]) => ({
    buyers: new Set(rows.map((l) => l.person)).size,
    // Several lines of a person on one date are one occasion.
    occasions: new Set(rows.map((l) => `${l.person} ${l.at}`)).size,
    gmv: sum(rows.map((l) => l.net)),
  });
  const parts = { G: 0, R: 0, O: 0, W: 0, X: 0 };
  const [rows1, rows0] = [groupBy([...now], categoryOf), groupBy([...before], categoryOf)];
  for (const category of new Set([...rows1.keys(), ...rows0.keys()])) {
    const [one, zero] = [factors(rows1.get(category) ?? []), factors(rows0.get(category) ?? [])];
    const change = one.gmv - zero.gmv;
    if (zero.gmv <= 0) parts.W += change;
    else if (one.gmv <= 0) parts.X += change;
    else {
      const mean = change === 0 ? one.gmv : change / Math.log(one.gmv / zero.gmv);
      const frequency = (f: typeof one) => f.occasions / f.buyers;
      parts.G += mean * Math.log(one.buyers / zero.buyers);
      parts.R += mean * Math.log(frequency(one) / frequency(zero));
      parts.O += mean * Math.log(one.gmv / one.occasions / (zero.gmv / zero.occasions));
    }
  }
  return parts;
}
