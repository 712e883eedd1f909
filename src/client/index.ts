export type { components, paths } from './api.gen.ts';
export * from './api.ts';
export * from './tracker.ts';
