import { type Handlers, Written } from '../call.ts';
import { pageFrom, positionOf } from '../cursor.ts';

/** Slates and what was written down of them. */
export const serveHandlers: Handlers<
  'slates' | 'audiences' | 'setAvailability' | 'listDecisions' | 'getDecision' | 'replayDecision'
> = {
  slates: async ({ engine, body }) => new Written(await engine.serving.slates(body)),
  audiences: ({ engine, body }) => engine.serving.audience(body),
  async setAvailability({ engine, principal, body }) {
    const receipt = engine.serving.setAvailability(body.source, body.offers);
    if (receipt.changed > 0)
      await engine.audit.record(principal.id, 'availability.set', body.source, null, {
        changed: receipt.changed,
        unavailable_count: receipt.unavailable_count,
      });
    return receipt;
  },
  async listDecisions({ engine, query }) {
    const { limit, cursor, ...filter } = query;
    const rows = await engine.serving.decisions.list({
      ...filter,
      limit: limit + 1,
      after: positionOf(cursor),
    });
    return pageFrom(rows, limit, (row) => row.decision_id);
  },
  getDecision: async ({ engine, params }) =>
    JSON.parse(await engine.serving.decisions.record(params.decision_id)),
  replayDecision: ({ engine, params }) => engine.serving.replay(params.decision_id),
};
