import { defineConfig } from 'vitest/config';

/** Browser tests of the console against a real server, apart: `npm run e2e`. */
export default defineConfig({
  test: {
    include: ['e2e/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
    pool: 'forks',
    maxWorkers: 1,
  },
});
