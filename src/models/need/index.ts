export { loadNeed, NEED_VERSION, type NeedModel, type NeedPart, type StoredNeed } from './artefact.ts';
export { fitNeed, type NeedRows } from './fit.ts';
export {
  ageValue,
  CO_BOUGHT_ITEMS,
  coBoughtValue,
  daysValue,
  likingValue,
  linesValue,
  NEED_FEATURES,
  NEED_PARTS,
  type NeedFeature,
  popularityValue,
  seasonValue,
  sinceValue,
  timesValue,
} from './values.ts';
