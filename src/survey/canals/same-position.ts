import { type OwnPosition, samePosition } from '../../models/index.ts';

/** A positioned item that B sold lately. */
export interface Offer {
  readonly category: number;
  readonly percentile: number;
  /** False: on a scale lent by the parent category. */
  readonly stable: boolean;
}

/** A person as positions know them: the surveyed categories they hold, and where they stand in each. */
export interface CrowdPerson {
  readonly held: ReadonlySet<number>;
  readonly positions: (category: number) => OwnPosition;
}

/** Fewer people than these with a position say nothing of a crowd. */
export const LEAST_POSITIONED = 30;

/**
 * Of the people who hold A, do not hold B and have a position in A (a positioned line there), the share for whom B has an offer
 * at the same price position (metrics.md 4.4).
 * @returns a function of (a, b); null where B has no positioned offer or fewer than 30 people have a position
 * Cost: the people who hold A, × log offers of B, a call.
 */
export function samePositionRates(
  people: readonly CrowdPerson[],
  offers: readonly Offer[],
  categories: number,
): (a: number, b: number) => number | null {
  const holders = Array.from({ length: categories }, () => [] as { who: CrowdPerson; own: OwnPosition }[]);
  for (const who of people) {
    for (const a of who.held) {
      const own = who.positions(a);
      if (own.lines > 0) holders[a]!.push({ who, own });
    }
  }
  const shelves = Array.from({ length: categories }, () => ({
    stable: [] as number[],
    lent: [] as number[],
  }));
  for (const { category, percentile, stable } of offers)
    shelves[category]![stable ? 'stable' : 'lent'].push(percentile);
  const sorted = shelves.map(({ stable, lent }) => ({
    stable: Float64Array.from(stable).sort(),
    lent: Float64Array.from(lent).sort(),
  }));
  return (a, b) => {
    const { stable, lent } = sorted[b]!;
    if (stable.length + lent.length === 0) return null;
    let positioned = 0;
    let found = 0;
    for (const { who, own } of holders[a]!) {
      if (who.held.has(b)) continue;
      positioned++;
      if (isOffered(own, stable, true) || isOffered(own, lent, false)) found++;
    }
    return positioned < LEAST_POSITIONED ? null : found / positioned;
  };
}

/** Whether one of these offers is at the person's position: the nearest on either side, or one in the same quintile, decides. */
function isOffered(own: OwnPosition, percentiles: Float64Array, stable: boolean): boolean {
  const at = lowerBound(percentiles, own.percentile);
  const tier = lowerBound(percentiles, (own.tier - 1) / 5);
  return [at - 1, at, tier].some((i) => {
    const percentile = percentiles[i];
    return percentile !== undefined && samePosition(own, { percentile, stable }) === 'same';
  });
}

function lowerBound(sorted: Float64Array, value: number): number {
  let lo = 0;
  let hi = sorted.length;
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if (sorted[mid]! < value) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}

/** The same by the letter, over every offer: for tests. */
export function samePositionReference(
  people: readonly CrowdPerson[],
  offers: readonly Offer[],
  a: number,
  b: number,
): number | null {
  const crowd = people.filter((who) => who.held.has(a) && !who.held.has(b) && who.positions(a).lines > 0);
  const shelf = offers.filter((offer) => offer.category === b);
  if (shelf.length === 0 || crowd.length < LEAST_POSITIONED) return null;
  const isSame = (who: CrowdPerson) =>
    shelf.some((offer) => samePosition(who.positions(a), offer) === 'same');
  return crowd.filter(isSame).length / crowd.length;
}
