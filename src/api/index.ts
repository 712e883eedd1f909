export { type ApiOptions, buildApi } from './server.ts';
export { problemType } from './problem.ts';
