export { problemType } from './problem.ts';
export { type ApiOptions, buildApi, keepWarm } from './server.ts';
