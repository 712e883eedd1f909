export { OverallPosition } from './overall.ts';
export {
  brandPositions,
  isPositioned,
  POSITION_BASIS,
  POSITION_RULES,
  type PositionBasis,
  positionPrices,
  pricePercentiles,
  type SkuPositions,
  type SkuPrices,
  tierOf,
} from './percentile.ts';
export {
  type OwnLines,
  type OwnPosition,
  ownPositions,
  type Position,
  SHRINKAGE,
  STABLE_LINES,
  samePosition,
} from './person.ts';
