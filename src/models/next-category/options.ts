import { z } from 'zod';

const Completion = z.strictObject({
  /** Ridge of held categories on each other and on context. */
  lambda: z.number().positive(),
  /** Half-life of a line's weight as an input; 0 = none. */
  halfLife: z.number().nonnegative(),
  /** An input vector is divided by (total + shrink)^norm. */
  shrink: z.number().positive(),
  norm: z.number().min(0).max(1),
  /** Exponent of a token's weight. */
  power: z.number().positive().max(1),
  /** Views that are read, with their weight. */
  views: z.record(z.string(), z.number().nonnegative()),
  minPeople: z.number().int().positive(),
  maxTokens: z.number().int().positive(),
  /** People used for the fit, drawn by seed when there are more. */
  maxPeople: z.number().int().positive(),
});

/** Every setting of the model. The bench tunes `completion` and `terms` on windows before the test split. */
export const Options = z.strictObject({
  /** Days in which the first purchase must fall. */
  horizon: z.number().int().positive(),
  seed: z.number().int(),
  /** Half-lives in days: popularity, recent first buyers, trend, a person's trip rate. */
  popularityHalfLife: z.number().positive(),
  newBuyerHalfLife: z.number().positive(),
  trendHalfLife: z.number().positive(),
  activityShort: z.number().positive(),
  activityLong: z.number().positive(),
  /** Lines' worth of prior in a person's share of a department. */
  treeShrink: z.number().positive(),
  /** Recent categories: see `recent.ts`. */
  recent: z.strictObject({
    /** Half-life in days of a line’s weight. */
    halfLife: z.number().positive(),
    /** Prior of the cosine and ridge of the regression, each for every person of the fit. */
    shrink: z.number().nonnegative(),
    ridge: z.number().positive(),
  }),
  completion: Completion,
  /** The same for the finer tokens of `detail.views` alone (product types): a second affinity. */
  detail: Completion,
  /** Directions of taste. */
  tasteRank: z.number().int().positive(),
  /** Terms that are fitted, in the order in which they are summed. */
  terms: z.array(z.string()).min(1),
  knots: z.number().int().min(2).max(64),
  sweeps: z.number().int().positive(),
  smooth: z.number().nonnegative(),
  ridge: z.number().positive(),
  /** One in this many rows without a purchase is kept, with that weight. */
  negativeEvery: z.number().int().positive(),
  /** People whose rows train the shapes, drawn by seed when there are more. */
  maxPeople: z.number().int().positive(),
  /** At least this many eligible people and first purchases, or the result is uninformative. */
  minPeople: z.number().int().positive(),
  minFirsts: z.number().int().positive(),
  /** Training windows begin at split − horizon − k · stride, while `minHistory` days lie before them. */
  windows: z.number().int().positive(),
  stride: z.number().int().positive(),
  minHistory: z.number().int().positive(),
});
export type Options = z.infer<typeof Options>;

export const DEFAULT_OPTIONS: Options = {
  horizon: 90,
  seed: 1,
  popularityHalfLife: 120,
  newBuyerHalfLife: 60,
  trendHalfLife: 30,
  activityShort: 30,
  activityLong: 90,
  treeShrink: 20,
  recent: { halfLife: 60, shrink: 0.04, ridge: 0.4 },
  completion: {
    lambda: 300,
    halfLife: 0,
    shrink: 5,
    norm: 0.5,
    power: 0.5,
    views: {},
    minPeople: 40,
    maxTokens: 400,
    maxPeople: 20_000,
  },
  detail: {
    lambda: 200,
    halfLife: 0,
    shrink: 5,
    norm: 0.25,
    power: 0.5,
    views: { type: 1 },
    minPeople: 15,
    maxTokens: 1_000,
    maxPeople: 20_000,
  },
  tasteRank: 8,
  terms: ['chance', 'new_buyers', 'rate', 'affinity', 'detail', 'taste', 'tree', 'near', 'lead'],
  knots: 12,
  sweeps: 12,
  smooth: 100,
  ridge: 5,
  negativeEvery: 6,
  maxPeople: 8_000,
  minPeople: 100,
  minFirsts: 100,
  windows: 3,
  stride: 30,
  minHistory: 60,
};
