import { defineConfig } from 'tsdown';

// The published package is plain ESM. SQL travels beside the code that runs it, as generated modules.
export default defineConfig({
  entry: {
    cli: 'src/cli/main.ts',
    index: 'src/index.ts',
    'warehouse-worker': 'src/warehouse/embedded/worker.ts',
    'flows-worker': 'src/survey/flows/worker.ts',
    'world-worker': 'src/cli/world-worker.ts',
    'metrics-worker': 'src/survey/metrics/worker.ts',
    'models-worker': 'src/survey/models/worker.ts',
    'snapshot-worker': 'src/engine/jobs/snapshot-worker.ts',
  },
  format: 'esm',
  platform: 'node',
  target: 'node20',
  dts: false,
  // dist/console is the console's build: it stays.
  clean: ['dist/*.js'],
  outExtensions: () => ({ js: '.js' }),
});
