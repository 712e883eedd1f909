export {
  MINUTES,
  makeWorld,
  WORLD_KINDS,
  type World,
  type WorldKind,
  type WorldLines,
  type WorldOptions,
  worldMonths,
} from './worlds.ts';
