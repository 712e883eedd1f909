/** Gamma-Poisson chance of a first line among `future` lines after none among `past` lines. */
export function firstPurchaseChance(share: number, k: number, past: number, future: number): number {
  return 1 - ((k + share * past) / (k + share * (past + future))) ** k;
}
