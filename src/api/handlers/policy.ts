import { checkCondition, dryRun, placements } from '../../engine/index.ts';
import type { Handlers } from '../call.ts';
import { pageFrom, positionOf } from '../cursor.ts';

/** What operators decide about serving: versions, changes with their notice, open canals. */
export const policyHandlers: Handlers<
  | 'getPolicy'
  | 'listPolicies'
  | 'getPolicyVersion'
  | 'rollbackPolicy'
  | 'listPolicyChanges'
  | 'proposePolicyChange'
  | 'withdrawPolicyChange'
  | 'dryRunPolicy'
  | 'checkCondition'
  | 'listOpenCanals'
  | 'listPlacements'
  | 'openCanal'
  | 'closeCanal'
  | 'parameters'
> = {
  getPolicy: ({ engine }) => engine.policies.view(),
  async listPolicies({ engine, query }) {
    const position = positionOf(query.cursor);
    const rows = await engine.policies.list(
      query.limit + 1,
      position === undefined ? undefined : Number(position),
    );
    return pageFrom(rows, query.limit, (row) => String(row.version));
  },
  getPolicyVersion: ({ engine, params }) => engine.policies.view(params.version),
  rollbackPolicy: ({ engine, principal, params, body }) =>
    engine.policies.rollback(params.version, body.reason, principal.id),
  async listPolicyChanges({ engine, query }) {
    return {
      notice_days: engine.settings.current().policy_notice_days,
      data: await engine.policies.changes(query.limit),
    };
  },
  proposePolicyChange: ({ engine, principal, body }) => engine.policies.propose(body, principal.id),
  withdrawPolicyChange: ({ engine, principal, params }) =>
    engine.policies.withdraw(params.change_id, principal.id),

  dryRunPolicy: ({ engine, body }) => dryRun(engine.policies, engine.serving, body),
  checkCondition: ({ engine, body }) => checkCondition(engine.policies, engine.serving, body.when),
  listOpenCanals: async ({ engine }) => ({ data: engine.policies.current().policy.canals }),
  async listPlacements({ engine, principal }) {
    const { currency, timezone } = engine.settings.current();
    const own = principal.role === 'merchant' ? principal.merchant_id! : null;
    return { data: await placements(engine, own, { now: Date.now(), timezone }), currency };
  },
  async openCanal({ engine, principal, params, body }) {
    const { canal } = await engine.surveyor.canal(params.canal_id);
    return engine.policies.openCanal(
      {
        canal_id: canal.canal_id,
        from_category_id: canal.edge.from_category_id,
        to_category_id: canal.edge.to_category_id,
        ...body,
      },
      principal.id,
    );
  },
  parameters: ({ engine }) => engine.parameters.published(),
  closeCanal: ({ engine, principal, params }) => engine.policies.closeCanal(params.canal_id, principal.id),
};
