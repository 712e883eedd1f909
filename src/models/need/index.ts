export { loadNeed, NEED_VERSION, type NeedModel, type NeedPart, type StoredNeed } from './artefact.ts';
export { fitNeed, type NeedRows } from './fit.ts';
export {
  CO_BOUGHT_ITEMS,
  coBoughtValue,
  linesValue,
  NEED_FEATURES,
  NEED_PARTS,
  type NeedFeature,
  popularityValue,
  sinceValue,
  timesValue,
} from './values.ts';
