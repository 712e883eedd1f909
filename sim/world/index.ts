export { deliveryOf } from './delivery.ts';
export { type Chunk, historyOf, type WorldHistory, worldHistory } from './history.ts';
export { type LiveOptions, live } from './live.ts';
export type { Impression, Order, Response, Session } from './market.ts';
export { frameOf, optionsOf, SOURCE, specOf, type WorldOptions } from './options.ts';
export { type Outcome, type Rehearsal, type RehearsalResult, rehearse, type ShowPolicy } from './rehearse.ts';
export { SCENARIOS, type ScenarioName, type TrueFlow } from './scenario.ts';
export { LEAVES } from './taxonomy.ts';
export { type Truth, World } from './world.ts';
