/**
 * How evenly people take to each category, for tests: sums over every person and every category, as its definition has it.
 * @param people by person: the category of each line @param parent by category, −1 none
 */
export function plainEvenness(
  people: readonly (readonly number[])[],
  parent: readonly number[],
  share: readonly number[],
): number[] {
  const pathOf = (c: number): number[] => (c < 0 ? [] : [c, ...pathOf(parent[c]!)]);
  const topOf = (c: number) => pathOf(c).at(-1)!;
  const inside = (lines: readonly number[], c: number) =>
    lines.filter((one) => pathOf(one).includes(c)).length;
  const sums = parent.map((up, c) => {
    const ratio = up < 0 ? share[c]! : share[c]! / (share[topOf(c)]! || 1);
    let expected = 0;
    let excess = 0;
    for (const lines of people) {
      const mean = ratio * (up < 0 ? lines.length : inside(lines, topOf(c)));
      expected += mean ** 2;
      excess += (inside(lines, c) - mean) ** 2 - mean * (1 - ratio);
    }
    return { expected, excess };
  });
  return parent.map((up, c) => {
    const level = sums.filter((_, other) => parent[other]! < 0 === up < 0);
    const sum = (of: 'expected' | 'excess') => level.reduce((total, one) => total + one[of], 0);
    const usual = sum('expected') > 0 ? Math.max(1 / 50, sum('excess') / sum('expected')) : 1;
    const { expected, excess } = sums[c]!;
    return Math.min(50, Math.max(0.05, 1 / Math.max(1e-9, (excess + 20 * usual) / (expected + 20))));
  });
}
