import { GcError } from '../../base/index.ts';
import type { SurveyHeader } from '../../contracts/index.ts';
import type { Engine } from '../../engine/index.ts';
import type { Handlers } from '../call.ts';
import { cursorOf, positionOf } from '../cursor.ts';
import { definedOnly } from './operate.ts';

/** Flows, canals, crowds, and the boards beside them. */
export const surveyHandlers: Handlers<
  | 'runSurvey'
  | 'listSurveys'
  | 'listFlows'
  | 'listCanals'
  | 'getCanal'
  | 'listCrowds'
  | 'createCrowd'
  | 'getCrowd'
  | 'whiteSpace'
  | 'incubations'
  | 'trends'
  | 'defence'
> = {
  async runSurvey({ engine, principal, body }) {
    await engine.ingest.flush();
    const header = await engine.surveyor.run(definedOnly(body));
    await engine.audit.record(principal.id, 'survey.run', header.survey_id, null, body);
    return header;
  },

  listSurveys: async ({ engine, query }) => ({ data: await engine.surveyor.headers(query.limit) }),

  async listFlows({ engine, query }) {
    const survey = await surveyOf(engine, query);
    if (!survey) return { survey: null, data: [], next_cursor: null };
    const { from, to, evidence } = query;
    return {
      survey,
      ...(await paged(query, (page) =>
        engine.surveyor.edges(survey.survey_id, { ...definedOnly({ from, to, evidence }), ...page }),
      )),
    };
  },

  async listCanals({ engine, query }) {
    const survey = await surveyOf(engine, query);
    if (!survey) return { survey: null, data: [], next_cursor: null };
    const { from, to } = query;
    return {
      survey,
      ...(await paged(query, (page) =>
        engine.surveyor.canals(survey.survey_id, { ...definedOnly({ from, to }), ...page }),
      )),
    };
  },

  getCanal: ({ engine, params, query }) => engine.surveyor.canal(params.canal_id, query.survey_id),
  listCrowds: async ({ engine }) => ({ data: await engine.surveyor.listCrowds() }),
  async createCrowd({ engine, principal, body }) {
    const view = await engine.surveyor.saveCrowd(definedOnly(body), principal.id);
    await engine.audit.record(principal.id, 'crowd.save', view.crowd.crowd_id, null, view.crowd);
    return view;
  },
  getCrowd: ({ engine, params }) => engine.surveyor.crowd(params.crowd_id),

  whiteSpace: ({ engine, query }) => engine.surveyor.whiteSpace(query),
  incubations: ({ engine, query }) => engine.surveyor.incubations(query),
  trends: ({ engine, query }) => engine.surveyor.trends(query),
  defence: ({ engine, query }) => engine.surveyor.defence(query),
};

/** The survey asked for: by id, or the newest of the level (leaves by default). Null while none was run. */
async function surveyOf(
  engine: Engine,
  { survey_id, level = 0 }: { survey_id?: string | undefined; level?: number | undefined },
): Promise<SurveyHeader | null> {
  if (survey_id === undefined) return engine.surveyor.latest(level);
  const header = await engine.surveyor.header(survey_id);
  if (!header) throw new GcError('not_found', `There is no survey ${survey_id}.`);
  return header;
}

/** One page of an archived list, by offset: a survey never changes, so offsets stay true. */
async function paged<T>(
  { limit, cursor }: { limit: number; cursor?: string | undefined },
  read: (page: { skip: number; top: number }) => Promise<T[]>,
) {
  const skip = Number(positionOf(cursor) ?? 0);
  if (!Number.isSafeInteger(skip) || skip < 0)
    throw new GcError('validation_failed', 'The cursor must be next_cursor of an earlier page.');
  const rows = await read({ skip, top: limit + 1 });
  return {
    data: rows.slice(0, limit),
    next_cursor: rows.length > limit ? cursorOf(String(skip + limit)) : null,
  };
}
