export { type BuiltSnapshot, buildSnapshot } from './snapshot-build.ts';
