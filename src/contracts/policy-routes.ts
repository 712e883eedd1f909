import { z } from 'zod';
import { PageQuery, pageOf } from './common.ts';
import { PlacementView } from './placements.ts';
import { OpenCanal } from './policy.ts';
import * as policy from './policy-changes.ts';
import { OPERATOR, route } from './route-parts.ts';
import type { RouteSpec } from './route-spec.ts';

/** The policy's part of the API: versions, changes with their notice, dry runs, open canals. */

const READER = { roles: ['operator'], scope: 'metrics:read' } as const;
const canal = z.object({ canal_id: z.string().min(1).max(64) });
const version = z.object({ version: z.coerce.number().int().min(1) });
const change = z.object({ change_id: z.coerce.number().int().min(1) });

export const POLICY_ROUTES = {
  getPolicy: route({
    method: 'GET',
    path: '/v1/policy',
    tag: 'policy',
    summary: 'The policy that is live now',
    access: READER,
    response: policy.PolicyVersionView,
  }),
  listPolicies: route({
    method: 'GET',
    path: '/v1/policies',
    tag: 'policy',
    summary: 'Policies that were live, the latest first',
    access: READER,
    query: PageQuery,
    response: pageOf(policy.PolicyVersion),
  }),
  getPolicyVersion: route({
    method: 'GET',
    path: '/v1/policies/:version',
    tag: 'policy',
    summary: 'One policy whole, and what differs from the one before',
    access: READER,
    params: version,
    response: policy.PolicyVersionView,
  }),
  rollbackPolicy: route({
    method: 'POST',
    path: '/v1/policies/:version/rollback',
    tag: 'policy',
    summary: 'Make a new version that equals an old one; live at once',
    access: OPERATOR,
    params: version,
    body: policy.RollbackBody,
    status: 201,
    response: policy.PolicyVersionView,
  }),
  listPolicyChanges: route({
    method: 'GET',
    path: '/v1/policy/changes',
    tag: 'policy',
    summary: 'Changes: pending ones first, with their day, then the latest',
    access: READER,
    query: z.object({ limit: z.coerce.number().int().min(1).max(1000).default(100) }),
    response: z.object({ notice_days: z.number().int(), data: z.array(policy.PolicyChange) }),
  }),
  proposePolicyChange: route({
    method: 'POST',
    path: '/v1/policy/changes',
    tag: 'policy',
    summary: 'Change rules, scenarios, experiments or the holdout; rules and scenarios after notice',
    access: OPERATOR,
    body: policy.ProposeBody,
    status: 201,
    response: policy.PolicyChange,
  }),
  withdrawPolicyChange: route({
    method: 'POST',
    path: '/v1/policy/changes/:change_id/withdraw',
    tag: 'policy',
    summary: 'Withdraw a change that is not live yet',
    access: OPERATOR,
    params: change,
    response: policy.PolicyChange,
  }),
  dryRunPolicy: route({
    method: 'POST',
    path: '/v1/policy/dry-run',
    tag: 'policy',
    summary: 'Try a draft on recent requests; nothing is stored',
    access: OPERATOR,
    body: policy.DryRunBody,
    response: policy.DryRun,
  }),
  checkCondition: route({
    method: 'POST',
    path: '/v1/rules/check',
    tag: 'policy',
    summary: 'Check a condition, and count the offers that it holds for',
    access: OPERATOR,
    body: policy.CheckConditionBody,
    response: policy.ConditionCheck,
  }),
  listOpenCanals: route({
    method: 'GET',
    path: '/v1/open-canals',
    tag: 'policy',
    summary: 'Canals that are open now',
    access: READER,
    response: z.object({ data: z.array(OpenCanal) }),
  }),
  listPlacements: route({
    method: 'GET',
    path: '/v1/placements',
    tag: 'policy',
    summary: 'Places that merchants pay for, with what came of them and what is due; a merchant’s: its own',
    access: { roles: ['operator', 'merchant'], scope: 'metrics:read' },
    response: z.object({ data: z.array(PlacementView), currency: z.string() }),
  }),
  openCanal: route({
    method: 'POST',
    path: '/v1/canals/:canal_id/open',
    tag: 'policy',
    summary: 'Open a canal of the survey; holds from the next request',
    access: OPERATOR,
    params: canal,
    body: policy.OpenCanalBody.prefault({}),
    response: OpenCanal,
  }),
  closeCanal: route({
    method: 'POST',
    path: '/v1/canals/:canal_id/close',
    tag: 'policy',
    summary: 'Close a canal; holds from the next request',
    access: OPERATOR,
    params: canal,
    response: OpenCanal,
  }),
} as const satisfies Record<string, RouteSpec>;
