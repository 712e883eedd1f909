import { z } from 'zod';
import { DateText, LocalText, PageQuery } from './common.ts';
import { FILE, id, OPERATOR, route } from './route-parts.ts';
import type { RouteSpec } from './route-spec.ts';
import {
  CanalOpportunity,
  CrowdDefinition,
  DefenceItem,
  Evidence,
  FlowEdge,
  Incubation,
  SurveyHeader,
  TrendAlert,
  WhiteSpaceCell,
} from './survey.ts';

/** The survey's part of the API: flows, canals, crowds, white space, incubation, trends, defence. */

const READER = { roles: ['operator'], scope: 'metrics:read' } as const;

const level = z.coerce.number().int().min(0).max(20).optional();

export const RunSurveyBody = z.object({
  as_of: DateText.optional(),
  known_at: z.number().int().min(0).optional(),
  /** Tree level, 1 = top; 0 or absent: leaves. */
  level: z.number().int().min(0).max(20).default(0),
  lookback_days: z.number().int().min(1).max(3650).default(365),
  horizon_days: z.number().int().min(1).max(365).default(90),
  control_mode: z.enum(['every_order', 'monthly_weighted']).default('every_order'),
});
export type RunSurveyBody = z.input<typeof RunSurveyBody>;

/** Which survey: one by id, or the newest of a level (0 = leaves, the default). */
const Which = { survey_id: z.string().max(64).optional(), level };

export const FlowPage = z
  .object({ survey: SurveyHeader.nullable(), data: z.array(FlowEdge), next_cursor: z.string().nullable() })
  .meta({ id: 'FlowPage' });
export type FlowPage = z.infer<typeof FlowPage>;

export const CanalPage = z
  .object({
    survey: SurveyHeader.nullable(),
    data: z.array(CanalOpportunity),
    next_cursor: z.string().nullable(),
  })
  .meta({ id: 'CanalPage' });
export type CanalPage = z.infer<typeof CanalPage>;

export const CanalView = z
  .object({ survey: SurveyHeader, canal: CanalOpportunity })
  .meta({ id: 'CanalView' });
export type CanalView = z.infer<typeof CanalView>;

export const CreateCrowdBody = z.object({
  name: LocalText.optional(),
  /** The crowd behind a canal of the newest survey … */
  canal_id: z.string().max(64).optional(),
  /** … or a definition of one's own. */
  holds_category_id: z.string().max(64).optional(),
  lacks_category_id: z.string().max(64).optional(),
  breadth: CrowdDefinition.shape.breadth,
  as_of: DateText.optional(),
  lookback_days: z.number().int().min(1).max(3650).default(365),
});
export type CreateCrowdBody = z.input<typeof CreateCrowdBody>;

/** A crowd and how many people it holds now. Fewer than the settings' k: suppressed, and it cannot be activated. */
export const CrowdView = z
  .object({
    crowd: CrowdDefinition,
    people_count: z.number().nullable(),
    status: z.enum(['ok', 'suppressed']),
    known_at: z.number().int(),
  })
  .meta({ id: 'CrowdView' });
export type CrowdView = z.infer<typeof CrowdView>;

const BoardQuery = z.object({ as_of: DateText.optional(), level, ...FILE });

/** What a board was computed from. */
const BoardHead = {
  as_of: DateText,
  known_at: z.number().int(),
  level: z.number().int(),
  simulated: z.boolean(),
};

export const WhiteSpace = z
  .object({
    ...BoardHead,
    dimensions: z.array(z.string()),
    data: z.array(WhiteSpaceCell.extend({ dimension: z.string(), label: LocalText })),
  })
  .meta({ id: 'WhiteSpace' });
export type WhiteSpace = z.infer<typeof WhiteSpace>;

export const Incubations = z
  .object({ ...BoardHead, target_aac: z.number().int(), target_date: DateText, data: z.array(Incubation) })
  .meta({ id: 'Incubations' });
export type Incubations = z.infer<typeof Incubations>;

export const Trends = z
  .object({ ...BoardHead, month: z.string(), data: z.array(TrendAlert) })
  .meta({ id: 'Trends' });
export type Trends = z.infer<typeof Trends>;

export const Defence = z
  .object({
    ...BoardHead,
    /** Index date at which risks and causes were measured; their outcome is known by as_of. */
    measured_at: DateText,
    horizon_days: z.number().int(),
    buyers: z.object({
      people_count: z.number(),
      /** Null where fewer than 100 people were active at measured_at: too few to say who leaves. */
      expected_to_leave: z.number().nullable(),
      high_risk_count: z.number().nullable(),
      baseline_rate: z.number().nullable(),
      status: z.enum(['ok', 'insufficient']),
    }),
    causes: z.array(
      z.object({
        kind: z.enum(['buyers', 'merchant']),
        driver: z.string(),
        people_count: z.number(),
        people_now: z.number(),
        left_count: z.number(),
        expected_count: z.number(),
        ratio: z.number().nullable(),
        low: z.number().nullable(),
        high: z.number().nullable(),
        q: z.number().nullable(),
        named: z.boolean(),
        status: z.enum(['ok', 'insufficient']),
        text: LocalText,
        action: LocalText,
      }),
    ),
    data: z.array(DefenceItem),
  })
  .meta({ id: 'Defence' });
export type Defence = z.infer<typeof Defence>;

export const SURVEY_ROUTES = {
  runSurvey: route({
    method: 'POST',
    path: '/v1/surveys',
    tag: 'survey',
    summary: 'Survey all category flows now; answers when it is done',
    access: OPERATOR,
    body: RunSurveyBody,
    status: 201,
    response: SurveyHeader,
  }),
  listSurveys: route({
    method: 'GET',
    path: '/v1/surveys',
    tag: 'survey',
    summary: 'Surveys, the newest first',
    access: READER,
    query: z.object({ limit: z.coerce.number().int().min(1).max(1000).default(100) }),
    response: z.object({ data: z.array(SurveyHeader) }),
  }),
  listFlows: route({
    method: 'GET',
    path: '/v1/flows',
    tag: 'survey',
    summary: 'Flows between categories, the widest first',
    access: READER,
    query: PageQuery.extend({
      ...Which,
      from: z.string().max(64).optional(),
      to: z.string().max(64).optional(),
      evidence: Evidence.optional(),
      ...FILE,
    }),
    response: FlowPage,
    csv: true,
  }),
  listCanals: route({
    method: 'GET',
    path: '/v1/canals',
    tag: 'survey',
    summary: 'Canals that could be opened, the most valuable first',
    access: READER,
    query: PageQuery.extend({
      ...Which,
      from: z.string().max(64).optional(),
      to: z.string().max(64).optional(),
      ...FILE,
    }),
    response: CanalPage,
    csv: true,
  }),
  getCanal: route({
    method: 'GET',
    path: '/v1/canals/:canal_id',
    tag: 'survey',
    summary: 'One canal with its evidence',
    access: READER,
    params: id('canal_id'),
    query: z.object(Which),
    response: CanalView,
  }),
  listCrowds: route({
    method: 'GET',
    path: '/v1/crowds',
    tag: 'survey',
    summary: 'Crowds, saved by reference',
    access: READER,
    query: z.object(FILE),
    response: z.object({ data: z.array(CrowdDefinition) }),
    csv: true,
  }),
  createCrowd: route({
    method: 'POST',
    path: '/v1/crowds',
    tag: 'survey',
    summary: 'Save a crowd by its definition; nobody’s name is stored',
    access: OPERATOR,
    body: CreateCrowdBody,
    status: 201,
    response: CrowdView,
  }),
  getCrowd: route({
    method: 'GET',
    path: '/v1/crowds/:crowd_id',
    tag: 'survey',
    summary: 'A crowd and how many people it holds now',
    access: READER,
    params: id('crowd_id'),
    response: CrowdView,
  }),
  whiteSpace: route({
    method: 'GET',
    path: '/v1/white-space',
    tag: 'survey',
    summary: 'Crowd × category: expected against observed penetration',
    access: READER,
    query: BoardQuery,
    response: WhiteSpace,
    csv: true,
  }),
  incubations: route({
    method: 'GET',
    path: '/v1/incubations',
    tag: 'survey',
    summary: 'Categories on their way to a target AAC',
    access: READER,
    query: BoardQuery.extend({
      category_id: z.string().max(64).optional(),
      target_aac: z.coerce.number().int().min(1).optional(),
      target_date: DateText.optional(),
    }),
    response: Incubations,
    csv: true,
  }),
  trends: route({
    method: 'GET',
    path: '/v1/trends',
    tag: 'survey',
    summary: 'Rises that season and the marketplace’s growth do not explain',
    access: READER,
    query: BoardQuery,
    response: Trends,
    csv: true,
  }),
  defence: route({
    method: 'GET',
    path: '/v1/defence',
    tag: 'survey',
    summary: 'Buyers about to leave and merchants going inactive, with likely causes',
    access: READER,
    query: BoardQuery,
    response: Defence,
    csv: true,
  }),
} as const satisfies Record<string, RouteSpec>;
