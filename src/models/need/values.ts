/** Who buys again, and who buys for the first time: an item is needed for other reasons. */
export const NEED_PARTS = ['repeat', 'novel'] as const;

/** What each part reads, in the order in which its terms are added. */
export const NEED_FEATURES = {
  repeat: ['lines', 'popularity', 'times', 'since'],
  novel: [
    'lines',
    'days',
    'popularity',
    'season',
    'age',
    'affinity',
    'department',
    'at_position',
    'co_bought',
  ],
} as const;
export type NeedFeature = (typeof NEED_FEATURES)['repeat' | 'novel'][number];

/** Lines of the person: whoever buys much needs each single thing less surely, and more of them. */
export const linesValue = (lines: number): number => Math.log1p(lines);
/** Days on which the person bought: with `lines`, how much is bought at once. */
export const daysValue = (days: number): number => Math.log1p(days);
/** Decayed purchases of the item against the mean item's. */
export const popularityValue = (bought: number, mean: number): number =>
  Math.log((bought + 0.1) / (mean + 0.1));
/** What is bought of the item's leaf of late against what its slower decay would give, both decayed. */
export const seasonValue = (late: number, usual: number): number => Math.log((late + 5) / (usual + 5));
/** Days that the item has been on offer: what is new was bought little because it could not be. */
export const ageValue = (days: number): number => Math.log1p(Math.min(OLD, Math.max(0, days)));
const OLD = 365;
/**
 * What those who bought the person's items buy: the sum over the latest `CO_BOUGHT_ITEMS` items the person bought of how near this one
 * is to them, in log.
 */
export const coBoughtValue = (nearness: number): number => Math.log(nearness + 0.01);
export const CO_BOUGHT_ITEMS = 256;
/**
 * How much likelier a person takes to something than people at large, in log: lines of it against those expected, both with as much
 * of everybody's liking as `evenness` says (the mean of a gamma posterior). Nothing expected: NaN, unknown.
 */
export const likingValue = (lines: number, expected: number, evenness: number): number =>
  expected > 0 ? Math.log((lines + evenness) / (expected + evenness)) : Number.NaN;
/** Days on which the person bought the item. */
export const timesValue = (times: number): number => Math.log1p(times);
/** Days since the person last bought the item. */
export const sinceValue = (days: number): number => Math.log1p(Math.max(0, days));
