import { GcError } from '../../base/index.ts';
import {
  absence,
  explain,
  explainToConsumer,
  explainToMerchant,
  offerOf,
  whatIf,
} from '../../serve/index.ts';
import type { Handlers } from '../call.ts';

/** Explanations: decisions made again from their records. */
export const explainHandlers: Handlers<
  'explainDecision' | 'explainForMerchant' | 'explainForConsumer' | 'explainAbsence' | 'whatIf'
> = {
  async explainDecision({ engine, params }) {
    return explain(await engine.serving.recorded(params.decision_id));
  },
  async explainForMerchant({ engine, principal, params, query }) {
    const own = principal.role === 'merchant' ? principal.merchant_id : query.merchant_id;
    if (!own)
      throw new GcError('validation_failed', 'An operator must say whose view it is: merchant_id.', {
        causes: [{ pointer: '/querystring/merchant_id', code: 'required', detail: 'must be given' }],
      });
    if (query.merchant_id !== undefined && query.merchant_id !== own)
      throw new GcError('query_forbidden', 'A merchant sees its own offers only.');
    return explainToMerchant(await engine.serving.recorded(params.decision_id), own);
  },
  async explainForConsumer({ engine, params }) {
    const json = await engine.serving.decisions.record(params.decision_id);
    return explainToConsumer({ decision: JSON.parse(json) });
  },
  async explainAbsence({ engine, params, query }) {
    const recorded = await engine.serving.recorded(params.decision_id);
    return absence(recorded, offerOf(recorded.past.snapshot, query.offer));
  },
  async whatIf({ engine, params, body }) {
    return whatIf(await engine.serving.recorded(params.decision_id), body);
  },
};
