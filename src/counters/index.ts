export { Counters, type CountersOptions, type IdOf, type Since } from './counters.ts';
export type { ActivityOp, LiveOp, StateOp } from './ops.ts';
