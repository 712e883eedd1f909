/** One offer before one person, in plain numbers: what training reads as of an impression, and serving reads now. */
export interface Shown {
  /** Time-decayed counts of the offer (half-life 14 days). */
  shown: number;
  clicked: number;
  bought: number;
  /** Mean decayed purchases of an active offer. */
  meanBought: number;
  /** |price position of the offer − the person's|; NaN: one is unknown. */
  gap: number;
  /** Price by unit over the median of its item or leaf; NaN: unknown. */
  pricePower: number;
  /** 0 brand, 1 standard, 2 small; −1 unknown. */
  tier: number;
  /** Days since it was first on offer. */
  age: number;
  /** ln of recent purchases over the usual. */
  trend: number;
  refundRate: number;
  /** Days since the person last bought the item over the category's usual interval; NaN: never, or no interval. */
  due: number;
  /** Times the person bought the item. */
  times: number;
  /** The person's lines, those in the leaf, and the leaf's share of everybody's lines. */
  lines: number;
  leafLines: number;
  leafShare: number;
  /** 1 where the person saw the item of late without buying it. */
  viewed: number;
  /** Place in the slate, 0 = first: corrects for attention; fixed at 0 when serving. */
  slot: number;
}

/** Usual rates that an offer's own are shrunk to. */
export interface Usual {
  readonly click: number;
  readonly purchase: number;
}

export const FEATURES = [
  'popularity',
  'click_rate',
  'purchase_rate',
  'price_gap',
  'price_power',
  'tier',
  'novelty',
  'trend',
  'refund_rate',
  'repeat',
  'habit',
  'category_affinity',
  'viewed',
  'slot',
] as const;
export type Feature = (typeof FEATURES)[number];

/** What each term says, for explanations and cards. */
export const FEATURE_MEANS: Readonly<Record<Feature, string>> = {
  popularity: 'how much the offer is bought, against the mean offer',
  click_rate: 'how often the offer is clicked when shown, shrunk to the usual rate',
  purchase_rate: 'how often the offer is bought when shown, shrunk to the usual rate',
  price_gap: 'distance of the offer’s price position from the person’s',
  price_power: 'the offer’s price by unit against the same item or its leaf',
  tier: 'the merchant’s tier',
  novelty: 'days since the offer was first on sale',
  trend: 'whether it is bought more than usual of late',
  refund_rate: 'share of its lines that came back',
  repeat: 'how due the item is again for this person',
  habit: 'how often the person bought the item',
  category_affinity: 'how much of the person’s buying is in the leaf, against everybody’s',
  viewed: 'whether the person looked at the item of late',
  slot: 'place in the slate: attention, not taste',
};

/** Impressions' worth of the usual rate. */
export const RATE_SHRINKAGE = 20;
/** Lines' worth of everybody's share. */
const SHARE_SHRINKAGE = 2;
const CLIP = { due: 4, trend: 2 } as const;

/** Values of the terms, in the order of FEATURES; NaN is "unknown" and adds nothing. No allocation. */
export function readFeatures(shown: Shown, usual: Usual, out: Float64Array): Float64Array {
  out[0] = Math.log((shown.bought + 1) / (shown.meanBought + 1));
  out[1] = logitOf(shown.clicked, shown.shown, usual.click);
  out[2] = logitOf(shown.bought, shown.shown, usual.purchase);
  out[3] = shown.gap;
  out[4] = Math.log(shown.pricePower);
  out[5] = shown.tier < 0 ? Number.NaN : shown.tier;
  out[6] = Math.log1p(Math.max(0, shown.age));
  out[7] = Math.max(-CLIP.trend, Math.min(CLIP.trend, shown.trend));
  out[8] = shown.refundRate;
  out[9] = dueValue(shown.due);
  out[10] = habitValue(shown.times);
  out[11] = affinityValue(shown.lines, shown.leafLines, shown.leafShare);
  out[12] = shown.viewed;
  out[13] = Math.log1p(shown.slot);
  return out;
}

/** Values of `repeat`, `habit` and `category_affinity`: what serving reads of a person again and again. */
export const dueValue = (due: number): number => Math.min(CLIP.due, due);
export const habitValue = (times: number): number => Math.log1p(times);
export function affinityValue(lines: number, leafLines: number, leafShare: number): number {
  if (!(lines > 0 && leafShare > 0)) return Number.NaN;
  return Math.log((leafLines + SHARE_SHRINKAGE * leafShare) / (lines + SHARE_SHRINKAGE) / leafShare);
}

/** Log-odds of a rate shrunk to the usual one. */
function logitOf(hits: number, shown: number, usual: number): number {
  const p = (hits + RATE_SHRINKAGE * usual) / (Math.max(shown, hits) + RATE_SHRINKAGE);
  return Math.log(p / (1 - Math.min(p, 1 - 1e-6)));
}
