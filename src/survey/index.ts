export { type BoardQuery, createSurveyor, type Surveyor, type SurveyorOptions } from './canals/surveyor.ts';
export { createJourneys, type Journeys } from './journey/journey.ts';
export type {
  Catalogue,
  MetricQueryInput,
  PublishOptions,
  Reach,
  Survey,
  SurveyOptions,
} from './metrics/face.ts';
export { definitionOf, REGISTRY } from './metrics/registry.ts';
export { createSurvey } from './metrics/survey.ts';
export { createModels, type Models } from './models/service.ts';
export type { Resolved, ResolvedShard, ResolveOptions } from './resolve/face.ts';
export { withMarks } from './resolve/tables.ts';
export { startWorker } from './start-worker.ts';
