/**
 * White space (R9): how many people of a crowd would be expected to buy a category, judged by people outside the
 * crowd in the same activity stratum, and how many do. Indirect standardisation: expected = Σ_s n_gs · p_s(others).
 */
export interface WhiteSpaceInput {
  readonly crowds: number;
  readonly strata: number;
  readonly categories: number;
  /** People by crowd and stratum, row-major (crowds × strata). Each person is in one crowd and one stratum. */
  readonly people: Float64Array;
  /** People who hold the category, row-major (crowds × strata × categories). */
  readonly holders: Float64Array;
}

export interface WhiteSpace {
  /** People of the crowd in strata where others exist to compare with. */
  readonly people: number;
  readonly observed: number;
  readonly expected: number;
  /** expected − observed; negative where the crowd buys more than its peers. */
  readonly gap: number;
  /** Standard error of the gap under equal rates (binomial in each stratum, both sides). */
  readonly error: number;
  /** Share of the crowd left out for want of peers. */
  readonly droppedRate: number;
  readonly status: 'ok' | 'suppressed' | 'insufficient';
}

/**
 * @param k fewest people that a cell may rest on: below it, holders or the rest of the crowd would be revealed
 * @returns row-major (crowds × categories). Cost: O(crowds × strata × categories).
 */
export function whiteSpaceOf(input: WhiteSpaceInput, k: number): WhiteSpace[] {
  const { crowds, strata, categories, people, holders } = input;
  const allPeople = new Float64Array(strata);
  const allHolders = new Float64Array(strata * categories);
  for (let g = 0; g < crowds; g++) {
    for (let s = 0; s < strata; s++) {
      allPeople[s]! += people[g * strata + s]!;
      const row = (g * strata + s) * categories;
      for (let c = 0; c < categories; c++) allHolders[s * categories + c]! += holders[row + c]!;
    }
  }
  const cells: WhiteSpace[] = [];
  for (let g = 0; g < crowds; g++) {
    for (let c = 0; c < categories; c++) {
      let [n, dropped, observed, expected, variance] = [0, 0, 0, 0, 0];
      for (let s = 0; s < strata; s++) {
        const own = people[g * strata + s]!;
        const others = allPeople[s]! - own;
        if (own === 0) continue;
        if (others === 0) {
          dropped += own;
          continue;
        }
        const held = holders[(g * strata + s) * categories + c]!;
        const rate = (allHolders[s * categories + c]! - held) / others;
        const pooled = allHolders[s * categories + c]! / allPeople[s]!;
        n += own;
        observed += held;
        expected += own * rate;
        variance += own * own * pooled * (1 - pooled) * (1 / own + 1 / others);
      }
      const total = n + dropped;
      const base = { observed, expected, gap: expected - observed, error: Math.sqrt(variance), people: n };
      const droppedRate = total > 0 ? dropped / total : 0;
      // A count is also revealed by its complement: holders and non-holders must both be k or none.
      const reveals = (count: number) => count > 0 && count < k;
      const status =
        n < k
          ? n === 0
            ? 'insufficient'
            : 'suppressed'
          : reveals(observed) || reveals(n - observed)
            ? 'suppressed'
            : 'ok';
      cells.push({ ...base, droppedRate, status });
    }
  }
  return cells;
}
