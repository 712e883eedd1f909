export { Counters, type CountersOptions, type IdOf, type Since } from './counters.ts';
