export * from './api.ts';
export * from './api-routes.ts';
export * from './common.ts';
export * from './facts.ts';
export * from './ingest.ts';
export * from './metrics.ts';
export * from './settings.ts';
export * from './survey.ts';
