import { MODEL_ROUTES } from './api-models.ts';
import { EXPLAIN_ROUTES } from './explain-routes.ts';
import { FACT_ROUTES } from './fact-routes.ts';
import { INSTANCE_ROUTES } from './instance-routes.ts';
import { JOURNEY_ROUTES } from './journey.ts';
import { MEASURE_ROUTES } from './measure-routes.ts';
import { PARAMETER_ROUTES } from './parameters.ts';
import { POLICY_ROUTES } from './policy-routes.ts';
import { PRICE_POWER_ROUTES } from './price-power.ts';
import type { RouteSpec } from './route-spec.ts';
import { SEARCH_ROUTES } from './search-routes.ts';
import { SERVE_ROUTES } from './serve-routes.ts';
import { SNAPSHOT_ROUTES } from './snapshots.ts';
import { SURVEY_ROUTES } from './survey-routes.ts';

export type { Access, RouteSpec } from './route-spec.ts';

/** Every route of /v1. The API refuses to start when one has no handler, and registers no other. */
export const ROUTES = {
  ...SURVEY_ROUTES,
  ...MODEL_ROUTES,
  ...POLICY_ROUTES,
  ...SERVE_ROUTES,
  ...SEARCH_ROUTES,
  ...EXPLAIN_ROUTES,
  ...PARAMETER_ROUTES,
  ...SNAPSHOT_ROUTES,
  ...JOURNEY_ROUTES,
  ...PRICE_POWER_ROUTES,
  ...FACT_ROUTES,
  ...MEASURE_ROUTES,
  ...INSTANCE_ROUTES,
} as const satisfies Record<string, RouteSpec>;

export type Routes = typeof ROUTES;
export type RouteName = keyof Routes;
