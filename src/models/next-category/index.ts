export {
  ARTEFACT_VERSION,
  type Artefact,
  load as loadNextCategory,
  StoredArtefact,
  store as storeNextCategory,
} from './artefact.ts';
export { type Decile, deciles, fitPlatt } from './calibrate.ts';
export { type Evaluation, renderCard } from './card.ts';
export { type Explanation, explain as explainNextCategory } from './explain.ts';
export { COLUMNS, TERMS } from './features.ts';
export { type FitResult, fitNextCategory, trainingSplits, type Uninformative } from './fit.ts';
export { type History, type IndexedHistory, indexHistory, STATIC_DAY, type View } from './history.ts';
export { findLeaks, type Reader } from './leak.ts';
export { DEFAULT_OPTIONS, Options } from './options.ts';
export { type Predictor, predictor as nextCategoryPredictor } from './predict.ts';
export {
  type NextCategoryScorer,
  nextCategoryScorer,
  type PersonRows,
  type ScoredCategory,
} from './score.ts';
