import { LEAVES, leafNumber } from './taxonomy.ts';

export const SCENARIOS = ['calm', 'festival', 'drift', 'new-merchants', 'fraud', 'null'] as const;
export type ScenarioName = (typeof SCENARIOS)[number];

/**
 * A true flow: from the day after a person enters `from` (first purchase of it within 365 days), for `days`, the weight
 * of `to` in what they choose is multiplied by `ratio`. Entries outside [since, until) days of the world start nothing.
 */
export interface TrueFlow {
  readonly from: string;
  readonly to: string;
  readonly ratio: number;
  readonly days: number;
  readonly since: number;
  readonly until: number;
}

/** What tells one scenario from another. */
export interface Scenario {
  readonly name: ScenarioName;
  /** Great sales happen. */
  readonly peaks: boolean;
  /** Tastes move between verticals over the whole history by up to this factor, up or down. */
  readonly drift: number;
  /** Share of merchants that open within the last 120 days. */
  readonly newMerchants: number;
  /** Brushing rings, and the share of their orders that is confirmed, overturned; the rest stays suspect. */
  readonly rings: number;
  readonly bots: number;
  /** Impressions make people buy what they would not have bought. */
  readonly persuasion: number;
  /** People like whole verticals, or have no babies and pets: tastes of leaves go together. */
  readonly needs: boolean;
}

const CALM: Omit<Scenario, 'name'> = {
  peaks: false,
  drift: 1,
  newMerchants: 0.05,
  rings: 1,
  bots: 6,
  persuasion: 1,
  needs: true,
};

export const SCENARIO: Readonly<Record<ScenarioName, Scenario>> = {
  calm: { name: 'calm', ...CALM },
  festival: { name: 'festival', ...CALM, peaks: true },
  drift: { name: 'drift', ...CALM, drift: 2.5 },
  'new-merchants': { name: 'new-merchants', ...CALM, newMerchants: 0.35 },
  fraud: { name: 'fraud', ...CALM, rings: 6, bots: 40 },
  // Nothing causes anything: no flows, no persuasion, no common needs, nobody cheats.
  null: { name: 'null', ...CALM, rings: 0, bots: 0, persuasion: 0, needs: false },
};

const PLANTED: readonly (readonly [from: string, to: string, ratio: number])[] = [
  ['diapers', 'disinfectant', 4],
  ['infant-formula', 'laundry-detergent', 3],
  ['athletic-shoes', 'smart-watches', 5],
  ['cat-food', 'vacuum-cleaners', 5],
  ['coffee-makers', 'coffee', 4],
  ['air-fryers', 'cookware', 3],
  ['building-toys', 'children-s-books', 2.5],
  ['sunscreen', 'swimwear', 3],
  ['camp-furniture', 'drinkware', 3.5],
  ['yoga-pilates', 'lotion-moisturizer', 2.5],
  ['dresses', 'lipstick', 2],
  ['mobile-phones', 'backpacks', 4],
  ['tea', 'tableware', 2.5],
  ['quilts-comforters', 'humidifiers', 4],
  ['facial-tissue', 'milk', 1.5],
  ['writing-instruments', 'board-games', 2],
];
/** In `drift`, these take over from the first half of the list in the middle of the history. */
const LATER: typeof PLANTED = [
  ['dog-food', 'dish-detergent', 3],
  ['blenders', 'fresh-fruit', 2.5],
  ['t-shirts', 'chips', 2],
  ['novels', 'candy-chocolate', 2.5],
];

export function flowsOf(name: ScenarioName, days: number): TrueFlow[] {
  if (name === 'null') return [];
  const middle = Math.floor(days / 2);
  const flow = ([from, to, ratio]: (typeof PLANTED)[number], since: number, until: number): TrueFlow => {
    if (LEAVES[leafNumber(from)]!.top === LEAVES[leafNumber(to)]!.top)
      throw new Error(`${from} is beside ${to}`);
    return { from, to, ratio, days: 90, since, until };
  };
  const end = Number.POSITIVE_INFINITY;
  if (name !== 'drift') return PLANTED.map((planted) => flow(planted, 0, end));
  return [
    ...PLANTED.map((planted, i) => flow(planted, 0, i < 8 ? middle : end)),
    ...LATER.map((planted) => flow(planted, middle, end)),
  ];
}
