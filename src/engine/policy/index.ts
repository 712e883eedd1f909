export { checkCondition, dryRun } from './dry-run.ts';
export { Parameters } from './parameters.ts';
export { placements } from './placements.ts';
export { Policies } from './policies.ts';
export { standing } from './standing.ts';
export { warmRules } from './warm.ts';
