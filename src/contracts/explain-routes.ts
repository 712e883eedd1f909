import { z } from 'zod';
import * as explain from './explain.ts';
import { OPERATOR, route } from './route-parts.ts';
import type { RouteSpec } from './route-spec.ts';

const decision = z.object({ decision_id: z.string().min(1).max(64) });

/** Explanations of decisions: all of it to operators, its own to a merchant, a sentence to a consumer. */
export const EXPLAIN_ROUTES = {
  explainDecision: route({
    method: 'GET',
    path: '/v1/decisions/:decision_id/explanation',
    tag: 'decisions',
    summary: 'Why each slot is as it is: sources, terms, rules, gates, thresholds',
    access: OPERATOR,
    params: decision,
    response: explain.DecisionExplanation,
  }),
  explainForMerchant: route({
    method: 'GET',
    path: '/v1/decisions/:decision_id/own-offers',
    tag: 'decisions',
    summary: 'What a decision made of the merchant’s own offers: factors in bands, nothing of others',
    access: { roles: ['operator', 'merchant'], scope: 'metrics:read' },
    params: decision,
    query: z.object({ merchant_id: z.string().max(64).optional().describe('For operators: whose view') }),
    response: explain.MerchantExplanation,
  }),
  ownChanges: route({
    method: 'GET',
    path: '/v1/decisions/:decision_id/own-offers/:offer_id',
    tag: 'decisions',
    summary: 'What would have shown an own offer: the smallest change of price, refunds or stock, in steps',
    access: { roles: ['operator', 'merchant'], scope: 'metrics:read' },
    params: decision.extend({ offer_id: z.string().max(64) }),
    query: z.object({ merchant_id: z.string().max(64).optional().describe('For operators: whose view') }),
    response: explain.OwnChanges,
  }),
  standing: route({
    method: 'GET',
    path: '/v1/standing',
    tag: 'decisions',
    summary: 'Why the merchant’s own offers stand where they do, over recent decisions',
    access: { roles: ['operator', 'merchant'], scope: 'metrics:read' },
    query: z.object({
      merchant_id: z.string().max(64).optional().describe('For operators: whose view'),
      decisions: z.coerce.number().int().min(1).max(100).default(40),
    }),
    response: explain.Standing,
  }),
  explainForConsumer: route({
    method: 'GET',
    path: '/v1/decisions/:decision_id/reasons',
    tag: 'decisions',
    summary: 'A plain sentence for each slot, for the person it was shown to',
    access: { roles: ['operator'], scope: 'serve' },
    params: decision,
    response: explain.ConsumerReasons,
  }),
  explainAbsence: route({
    method: 'GET',
    path: '/v1/decisions/:decision_id/absence',
    tag: 'decisions',
    summary: 'Why an offer is not in a slate, and the smallest change that would put it there',
    access: OPERATOR,
    params: decision,
    query: explain.AbsenceQuery,
    response: explain.Absence,
  }),
  whatIf: route({
    method: 'POST',
    path: '/v1/decisions/:decision_id/what-if',
    tag: 'decisions',
    summary: 'Decide again with offers or rules changed',
    access: OPERATOR,
    params: decision,
    body: explain.WhatIfBody,
    response: explain.WhatIfAnswer,
  }),
} as const satisfies Record<string, RouteSpec>;
