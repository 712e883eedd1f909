export {
  loadResponse,
  OUTCOMES,
  type Outcome,
  type OutcomeModel,
  RESPONSE_VERSION,
  StoredResponse,
} from './artefact.ts';
export {
  affinityValue,
  dueValue,
  FEATURE_MEANS,
  FEATURES,
  type Feature,
  habitValue,
  readFeatures,
  type Shown,
  type Usual,
} from './features.ts';
export { fitResponse, type ImpressionRows } from './fit.ts';
export {
  type AddEffects,
  effectAt,
  effectsOf,
  type ResponsePredictor,
  responsePredictor,
} from './predict.ts';
export { aucOf, lossOf } from './quality.ts';
