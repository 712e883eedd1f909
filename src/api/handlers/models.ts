import type { Handlers } from '../call.ts';
import { definedOnly } from './operate.ts';

/** Trained models: cards for readers, training and explanations for operators. */
export const modelHandlers: Handlers<'listModels' | 'trainModel' | 'getModel' | 'explainModel'> = {
  listModels: async ({ engine, query }) => ({ data: await engine.models.list(query.limit) }),
  getModel: ({ engine, params }) => engine.models.card(params.model_id),
  async trainModel({ engine, principal, body }) {
    await engine.ingest.flush();
    const card = await engine.models.train(definedOnly(body), principal.id);
    await engine.audit.record(principal.id, 'model.train', card.model_id, null, body);
    return card;
  },
  explainModel: ({ engine, params, query }) =>
    engine.models.explain(params.model_id, query.account_id, query.category_id),
};
