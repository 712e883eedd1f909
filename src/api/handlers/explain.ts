import { standing } from '../../engine/index.ts';
import {
  absence,
  explain,
  explainToConsumer,
  explainToMerchant,
  offerOf,
  ownChanges,
  whatIf,
} from '../../serve/index.ts';
import type { Handlers } from '../call.ts';
import { ownMerchant } from './own-merchant.ts';

/** Explanations: decisions made again from their records. */
export const explainHandlers: Handlers<
  | 'explainDecision'
  | 'ownChanges'
  | 'standing'
  | 'explainForMerchant'
  | 'explainForConsumer'
  | 'explainAbsence'
  | 'whatIf'
> = {
  async explainDecision({ engine, params }) {
    return explain(await engine.serving.recorded(params.decision_id));
  },
  async explainForMerchant({ engine, principal, params, query }) {
    const own = ownMerchant(principal, query.merchant_id);
    return explainToMerchant(await engine.serving.recorded(params.decision_id), own);
  },
  async ownChanges({ engine, principal, params, query }) {
    const own = ownMerchant(principal, query.merchant_id);
    return ownChanges(await engine.serving.recorded(params.decision_id), own, params.offer_id);
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
