/** What was bought, told plainly. */
export interface PlainShelf {
  readonly items: readonly { readonly id: string; readonly leaf: string; readonly position: number }[];
  readonly bought: readonly { readonly item: string; readonly daysAgo: number }[];
}

const PLACES = [0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5].map((at) => at / 8);

/**
 * How much more a person who bought some items may be expected to buy of another than people at large do, in log: the shelf as sentences
 * would have it. Slow; for tests.
 */
export function plainShelf({
  items,
  bought,
}: PlainShelf): (own: readonly string[], wanted: string) => number {
  const leafOf = new Map(items.map(({ id, leaf }) => [id, leaf]));
  const sums = (halfLife: number) =>
    new Map(
      items.map(({ id }) => [
        id,
        bought
          .filter(({ item }) => item === id)
          .reduce((sum, one) => sum + 2 ** (-one.daysAgo / halfLife), 0),
      ]),
    );
  const [slow, now] = [sums(360), sums(60)];
  const all = (of: Map<string, number>, leaf: string) =>
    items.reduce((sum, one) => sum + (one.leaf === leaf ? of.get(one.id)! : 0), 0);
  const sharesAt = PLACES.map((place) => {
    const weights = items.map(({ id, leaf, position }) => {
      const beside = items.filter((one) => one.leaf === leaf).length;
      const away = Number.isNaN(position) ? 0 : (position - place) / 0.22;
      const amount = slow.get(id)! + Math.min(1, all(slow, leaf) / beside) + 1e-9;
      return [id, amount * (Math.exp(-(away ** 2) / 2) + 0.02)] as const;
    });
    const weight = new Map(weights);
    return new Map(weights.map(([id, its]) => [id, its / all(weight, leafOf.get(id)!)]));
  });
  return (own, wanted) => {
    const likely = sharesAt.map((share) =>
      [...new Set(own)].reduce((p, id) => p * (share.get(id)! + 1e-9), 1),
    );
    const total = likely.reduce((a, b) => a + b, 0);
    const demand = all(now, leafOf.get(wanted)!);
    // Each worth is kept in four bytes.
    const worth = (share: Map<string, number>) =>
      Math.fround((demand * share.get(wanted)! + 0.1) / (now.get(wanted)! + 0.1));
    return Math.log(sharesAt.reduce((sum, share, b) => sum + (likely[b]! / total) * worth(share), 0));
  };
}
