export { absence } from './absence.ts';
export { explain, named } from './explain.ts';
export { ownChanges } from './own-change.ts';
export { type Recorded, watched } from './recorded.ts';
export { termNames } from './term-names.ts';
export { wordsOfTerm } from './term-words.ts';
export { explainToConsumer, explainToMerchant, shares } from './views.ts';
export { offerOf, whatIf } from './what-if.ts';
export { GATE_TEXT } from './words.ts';
