import type { NormalisedRequest, Policy, ScenarioConfig } from '../../contracts/index.ts';
import { compilePolicy } from '../rules/index.ts';
import type { Live } from './live.ts';

/** Parts of decisions for tests: a policy of one scenario, a request, no live values. */
export const scenarioOf = (change: Partial<ScenarioConfig> = {}): ScenarioConfig => ({
  scenario: 'home_feed',
  slots: 10,
  sources: [
    { source: 'canal', most: 40 },
    { source: 'next_category', most: 100 },
    { source: 'repeat', most: 40 },
    { source: 'co_purchase', most: 60 },
    { source: 'co_view', most: 40 },
    { source: 'new_item', most: 20 },
    { source: 'new_merchant', most: 10 },
    { source: 'trending', most: 40 },
    { source: 'popular', most: 150 },
  ],
  repeat_rate: 0.3,
  caps: { merchant: 4, category: 3, brand: null },
  frequency_cap: { impressions: 3, days: 7 },
  exploration_slots: 1,
  randomised_rate: 0.05,
  value: { margin_rate: 0.1, first_purchase_minor: 1000 },
  skip_gates: [],
  ...change,
});

export const policyOf = (change: Partial<Policy> = {}) =>
  compilePolicy({
    version: 1,
    hash: 'policy',
    effective_at: '2024-01-01T00:00:00Z',
    scenarios: [scenarioOf()],
    rules: [],
    experiments: [],
    canals: [],
    holdout: { salt: 'h', rate: 0 },
    ...change,
  });

export const requestOf = (change: Partial<NormalisedRequest> = {}): NormalisedRequest => ({
  scenario: 'home_feed',
  account_id: '',
  session: '',
  region: '',
  locale: 'en',
  k: 10,
  item_id: '',
  offer_id: '',
  category_id: '',
  shop_id: '',
  cart: [],
  order: [],
  query: '',
  ...change,
});

export const liveValues = (change: Partial<Live> = {}): Live => ({
  purchases: [],
  views: [],
  cart: [],
  impressions: [],
  gates: [],
  ...change,
});
