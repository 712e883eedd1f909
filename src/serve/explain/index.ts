export { absence } from './absence.ts';
export { explain, named } from './explain.ts';
export { again, type Recorded, watched } from './recorded.ts';
export { explainToConsumer, explainToMerchant, groupsOf } from './views.ts';
export { offerOf, whatIf } from './what-if.ts';
