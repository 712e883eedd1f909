import { z } from 'zod';
import { PageQuery, pageOf } from './common.ts';
import { ScenarioName } from './policy.ts';
import { OPERATOR, route } from './route-parts.ts';
import type { RouteSpec } from './route-spec.ts';
import * as serve from './serve.ts';

const SERVE = { roles: ['operator'], scope: 'serve' } as const;
const decision = z.object({ decision_id: z.string().min(1).max(64) });

export const SERVE_ROUTES = {
  slates: route({
    method: 'POST',
    path: '/v1/slates',
    tag: 'serve',
    summary: 'Slates of offers for one or several surfaces, each slot with its reason',
    access: SERVE,
    body: serve.SlatesBody,
    response: serve.SlatesAnswer,
    serving: true,
  }),
  audiences: route({
    method: 'POST',
    path: '/v1/audiences',
    tag: 'serve',
    summary: 'Who should hear of a category or an offer: numbers and reasons, never people',
    access: OPERATOR,
    body: serve.AudienceBody,
    response: serve.Audience,
  }),
  setAvailability: route({
    method: 'POST',
    path: '/v1/availability',
    tag: 'serve',
    summary: 'What can be had right now; holds from the next request',
    access: { roles: ['operator'], scope: 'facts:write' },
    body: serve.AvailabilityBody,
    response: serve.AvailabilityReceipt,
  }),
  listDecisions: route({
    method: 'GET',
    path: '/v1/decisions',
    tag: 'decisions',
    summary: 'Decisions, the latest first',
    access: OPERATOR,
    query: PageQuery.extend({
      scenario: ScenarioName.optional(),
      account_id: z.string().max(64).optional(),
      offer_id: z.string().max(64).optional(),
    }),
    response: pageOf(serve.DecisionSummary),
  }),
  getDecision: route({
    method: 'GET',
    path: '/v1/decisions/:decision_id',
    tag: 'decisions',
    summary: 'One decision as it was written down',
    access: OPERATOR,
    params: decision,
    response: serve.Decision,
  }),
  replayDecision: route({
    method: 'POST',
    path: '/v1/decisions/:decision_id/replay',
    tag: 'decisions',
    summary: 'Decide again from the record, and compare byte for byte',
    access: OPERATOR,
    params: decision,
    response: serve.ReplayReport,
  }),
} as const satisfies Record<string, RouteSpec>;
