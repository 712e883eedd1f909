export { problemType } from './problem.ts';
export { type ApiOptions, buildApi } from './server.ts';
