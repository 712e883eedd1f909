export type {
  Catalogue,
  MetricQueryInput,
  PublishOptions,
  Reach,
  Survey,
  SurveyOptions,
} from './metrics/face.ts';
export { REGISTRY } from './metrics/registry.ts';
export type { Resolved, ResolvedShard, ResolveOptions } from './resolve/face.ts';
