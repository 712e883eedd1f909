import type { CandidateSource, ScenarioConfig, ScenarioName } from '../../contracts/index.ts';
import type { PolicyContent } from './content.ts';

type Share = readonly [source: CandidateSource, most: number];

const scenario = (
  name: ScenarioName,
  slots: number,
  sources: readonly Share[],
  over: Partial<ScenarioConfig> = {},
): ScenarioConfig => ({
  scenario: name,
  slots,
  sources: sources.map(([source, most]) => ({ source, most })),
  repeat_rate: null,
  caps: { merchant: 4, category: null, brand: 4 },
  frequency_cap: null,
  exploration_slots: 1,
  randomised_rate: 0.02,
  value: { margin_rate: 0.2, first_purchase_minor: 500 },
  skip_gates: [],
  ...over,
});

/** Where people compare offers, price power counts. */
const COMPARED = { margin_rate: 0.2, first_purchase_minor: 500, price_power_minor: 20 };

const FEED: readonly Share[] = [
  ['canal', 60],
  ['next_category', 140],
  ['repeat', 80],
  ['co_purchase', 80],
  ['co_view', 40],
  ['trending', 40],
  ['new_item', 30],
  ['new_merchant', 20],
  ['popular', 100],
];

/** What a fresh instance serves by: every surface configured, no rules, one person in twenty held out of the canals. */
export const defaultPolicy = (): PolicyContent => ({
  scenarios: [
    scenario('home_feed', 10, FEED, {
      caps: { merchant: 5, category: 3, brand: 5 },
      frequency_cap: { impressions: 10, days: 7 },
      value: { margin_rate: 0.2, first_purchase_minor: 500, need_share: 200 },
      // Need says when a thing is bought again, and how surely: no share of the slots is kept for either kind.
      skip_gates: ['repurchase_interval'],
    }),
    scenario(
      'item_alternatives',
      10,
      [
        ['alternative', 120],
        ['co_view', 60],
        ['category', 80],
        ['popular', 40],
      ],
      {
        exploration_slots: 0,
        value: COMPARED,
      },
    ),
    scenario(
      'item_complements',
      10,
      [
        ['co_purchase', 120],
        ['canal', 30],
        ['next_category', 60],
        ['popular', 40],
      ],
      {
        caps: { merchant: 4, category: 3, brand: 4 },
      },
    ),
    scenario(
      'cart',
      6,
      [
        ['co_purchase', 120],
        ['canal', 30],
        ['next_category', 60],
        ['repeat', 40],
        ['popular', 40],
      ],
      {
        caps: { merchant: 3, category: 2, brand: 3 },
        exploration_slots: 0,
      },
    ),
    scenario(
      'after_purchase',
      8,
      [
        ['canal', 60],
        ['next_category', 120],
        ['co_purchase', 80],
        ['popular', 60],
      ],
      {
        caps: { merchant: 3, category: 2, brand: 3 },
      },
    ),
    scenario('buy_again', 10, [['repeat', 200]], {
      caps: { merchant: null, category: null, brand: null },
      exploration_slots: 0,
      skip_gates: ['owned', 'frequency_cap'],
    }),
    scenario(
      'category_page',
      24,
      [
        ['category', 400],
        ['new_item', 40],
        ['new_merchant', 20],
      ],
      {
        caps: { merchant: 8, category: null, brand: 8 },
        exploration_slots: 2,
        value: COMPARED,
        skip_gates: ['owned', 'frequency_cap'],
      },
    ),
    scenario('shop_page', 24, [['shop', 400]], {
      caps: { merchant: null, category: null, brand: null },
      exploration_slots: 0,
      skip_gates: ['owned', 'frequency_cap'],
    }),
    scenario('live', 6, [
      ['trending', 100],
      ['canal', 30],
      ['next_category', 60],
      ['new_item', 40],
      ['popular', 80],
    ]),
    scenario('notes', 8, [
      ['canal', 40],
      ['next_category', 100],
      ['co_view', 60],
      ['trending', 60],
      ['new_item', 40],
      ['popular', 60],
    ]),
    scenario(
      'message',
      3,
      [
        ['canal', 60],
        ['next_category', 120],
        ['repeat', 60],
        ['popular', 60],
      ],
      {
        caps: { merchant: 1, category: 1, brand: 1 },
        frequency_cap: { impressions: 2, days: 7 },
        exploration_slots: 0,
      },
    ),
    scenario(
      'search',
      24,
      [
        ['search', 500],
        ['canal', 20],
      ],
      {
        caps: { merchant: null, category: null, brand: null },
        exploration_slots: 0,
        randomised_rate: 0,
        value: { margin_rate: 0.2, first_purchase_minor: 500, relevance_share: 1 },
        skip_gates: ['owned', 'in_cart', 'repurchase_interval', 'frequency_cap'],
      },
    ),
  ],
  rules: [],
  experiments: [],
  canals: [],
  holdout: { salt: 'holdout-1', rate: 0.05 },
});
