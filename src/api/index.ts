export { type ApiOptions, buildApi, keepWarm } from './server.ts';
