/** The package as a library: open an instance and mount its API. */
export { type ApiOptions, buildApi } from './api/index.ts';
export * from './contracts/index.ts';
export { type Engine, type EngineOptions, openEngine } from './engine/index.ts';
