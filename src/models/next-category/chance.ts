/** Gamma-Poisson chance of a first line among `future` lines after none among `past` lines. */
export function firstPurchaseChance(share: number, k: number, past: number, future: number): number {
  return 1 - ((k + share * past) / (k + share * (past + future))) ** k;
}

/** The same as log-odds: ln((1 − t)/t) with t = (…)^k, exact where the chance is small. Three quick functions, no power. */
export function firstPurchaseLogOdds(share: number, k: number, past: number, future: number): number {
  return Math.log(Math.expm1(-k * Math.log((k + share * past) / (k + share * (past + future)))));
}
