import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CanalOpportunity, FlowEdge, SurveyHeader } from '../../contracts/index.ts';
import { run, type Warehouse } from '../../warehouse/index.ts';
import { canalOpportunities } from './sql/canal-opportunities.sql.gen.ts';
import { flowEdges } from './sql/flow-edges.sql.gen.ts';
import { surveyHeaders } from './sql/survey-headers.sql.gen.ts';

export interface EdgeFilter {
  readonly from?: string;
  readonly to?: string;
  readonly evidence?: FlowEdge['evidence'];
  readonly skip?: number;
  readonly top?: number;
}

/** Surveys as they were computed: written once, never changed. They live on the first shard. */
export interface SurveyArchive {
  /** The header goes in last: a survey without one is a write that a crash cut short, and nobody finds it. */
  save(header: SurveyHeader, edges: Iterable<FlowEdge>, canals: readonly CanalOpportunity[]): Promise<void>;
  /** The newest survey of a level, or any level. */
  latest(level?: number): Promise<SurveyHeader | null>;
  header(surveyId: string): Promise<SurveyHeader | null>;
  headers(top: number): Promise<SurveyHeader[]>;
  edges(surveyId: string, filter?: EdgeFilter): Promise<FlowEdge[]>;
  canals(
    surveyId: string,
    filter?: { canal?: string; from?: string; to?: string; skip?: number; top?: number },
  ): Promise<CanalOpportunity[]>;
}

const parse = <T>(rows: readonly { body: string }[]): T[] => rows.map((row) => JSON.parse(row.body) as T);

export function openArchive(warehouse: Warehouse): SurveyArchive {
  const headers = async (level: number, surveyId: string, top: number) =>
    parse<SurveyHeader>(await run(warehouse, surveyHeaders, { level, survey_id: surveyId, top }));
  return {
    async save(header, edges, canals) {
      const folder = await mkdtemp(join(tmpdir(), 'grandcanal-survey-'));
      const load = async (table: string, rows: Iterable<object>) => {
        const path = join(folder, `${table}.ndjson`);
        const lines = (function* () {
          for (const row of rows) yield `${JSON.stringify(row)}\n`;
        })();
        await pipeline(Readable.from(lines), createWriteStream(path));
        await warehouse.load(table, path);
      };
      try {
        const { survey_id } = header;
        await load(
          'flow_edges',
          mapped(edges, (edge) => edgeRow(survey_id, edge)),
        );
        await load(
          'canal_opportunities',
          mapped(canals, (canal, rank) => canalRow(survey_id, canal, rank)),
        );
        const { as_of, known_at, level, computed_at } = header;
        const at = computed_at.replace('T', ' ').replace('Z', '');
        await load('surveys', [
          { survey_id, as_of, known_at, level, computed_at: at, body: JSON.stringify(header) },
        ]);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    latest: async (level = 255) => (await headers(level, '', 1))[0] ?? null,
    header: async (surveyId) => (await headers(255, surveyId, 1))[0] ?? null,
    headers: (top) => headers(255, '', top),
    async edges(surveyId, { from = '', to = '', evidence = '' as const, skip = 0, top = 1000 } = {}) {
      const params = { survey_id: surveyId, from_id: from, to_id: to, evidence, skip, top };
      return parse(await run(warehouse, flowEdges, params));
    },
    async canals(surveyId, { canal = '', from = '', to = '', skip = 0, top = 1000 } = {}) {
      const params = { survey_id: surveyId, canal_id: canal, from_id: from, to_id: to, skip, top };
      return parse(await run(warehouse, canalOpportunities, params));
    },
  };
}

function* mapped<T, R>(items: Iterable<T>, map: (item: T, i: number) => R): Generator<R> {
  let i = 0;
  for (const item of items) yield map(item, i++);
}

function edgeRow(survey_id: string, edge: FlowEdge) {
  const { from_category_id, to_category_id, evidence } = edge;
  return {
    survey_id,
    from_category_id,
    to_category_id,
    evidence,
    excess_count: edge.excess_count ?? 0,
    lift: edge.lift ?? 0,
    body: JSON.stringify(edge),
  };
}

function canalRow(survey_id: string, canal: CanalOpportunity, rank: number) {
  const { from_category_id, to_category_id } = canal.edge;
  return {
    survey_id,
    rank,
    canal_id: canal.canal_id,
    from_category_id,
    to_category_id,
    body: JSON.stringify(canal),
  };
}
