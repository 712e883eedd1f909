import type { ScenarioConfig } from '../../src/contracts/index.ts';

/** The home feed as it is by default, with enough popular offers that every request has 500 candidates and more. */
export const feedSources = (scenarios: readonly ScenarioConfig[]): ScenarioConfig[] =>
  scenarios
    .filter(({ scenario }) => scenario === 'home_feed')
    .map((feed) => ({
      ...feed,
      sources: feed.sources.map((one) => (one.source === 'popular' ? { ...one, most: 400 } : one)),
    }));
