export { loadNeed, NEED_VERSION, type NeedModel, type NeedPart, type StoredNeed } from './artefact.ts';
export { fitNeed, type NeedRows } from './fit.ts';
export {
  ageValue,
  CO_BOUGHT_ITEMS,
  coBoughtValue,
  daysValue,
  linesValue,
  NEED_FEATURES,
  NEED_PARTS,
  type NeedFeature,
  passedOverValue,
  popularityValue,
  seasonValue,
  sinceValue,
  timesValue,
} from './values.ts';
