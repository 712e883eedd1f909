import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,sim,bench,scripts,e2e}/**/*.test.ts', '{src,sim,bench,console/src}/**/*.test-prop.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
