import type { ScenarioConfig } from '../../src/contracts/index.ts';

/** The home feed as it is by default, with so many popular offers that a request has 500 candidates, give or take a few. */
export const feedSources = (scenarios: readonly ScenarioConfig[]): ScenarioConfig[] =>
  scenarios
    .filter(({ scenario }) => scenario === 'home_feed')
    .map((feed) => ({
      ...feed,
      sources: feed.sources.map((one) => (one.source === 'popular' ? { ...one, most: 186 } : one)),
    }));
