export type { ActiveRules } from './active.ts';
export { type CompiledPolicy, compilePolicy } from './compile.ts';
export { compileCondition } from './condition.ts';
export { requestFacts } from './request-facts.ts';
export { REQUEST_FIELDS, type RequestFacts, VOCABULARY } from './vocabulary.ts';
