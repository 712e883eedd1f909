import type { Principal } from '../../access/index.ts';
import { GcError } from '../../base/index.ts';
import { standing } from '../../engine/index.ts';
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
  'explainDecision' | 'standing' | 'explainForMerchant' | 'explainForConsumer' | 'explainAbsence' | 'whatIf'
> = {
  async explainDecision({ engine, params }) {
    return explain(await engine.serving.recorded(params.decision_id));
  },
  async explainForMerchant({ engine, principal, params, query }) {
    const own = ownMerchant(principal, query.merchant_id);
    return explainToMerchant(await engine.serving.recorded(params.decision_id), own);
  },
  standing: ({ engine, principal, query }) =>
    standing(engine.serving, ownMerchant(principal, query.merchant_id), query.decisions),
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

/** Whose view: a merchant's own, or the one that an operator names. @throws query_forbidden, validation_failed */
function ownMerchant(principal: Principal, asked: string | undefined): string {
  const own = principal.role === 'merchant' ? principal.merchant_id : asked;
  if (!own)
    throw new GcError('validation_failed', 'An operator must say whose view it is: merchant_id.', {
      causes: [{ pointer: '/querystring/merchant_id', code: 'required', detail: 'must be given' }],
    });
  if (asked !== undefined && asked !== own)
    throw new GcError('query_forbidden', 'A merchant sees its own offers only.');
  return own;
}
