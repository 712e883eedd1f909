export {
  MINUTES,
  makeWorld,
  type World,
  type WorldKind,
  type WorldLines,
  type WorldOptions,
  worldMonths,
} from './worlds.ts';
