export { type DecisionFilter, Decisions } from './store.ts';
