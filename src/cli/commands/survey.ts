import type { CanalPage, CanalView, FlowEdge, FlowPage, SurveyHeader } from '../../contracts/index.ts';
import { tableOf, textOf } from '../print.ts';
import type { Context } from './context.ts';

export interface SurveyRunOptions {
  asOf?: string;
  knownAt?: string;
  level?: string;
  lookback?: string;
  horizon?: string;
  control?: string;
}

export interface SurveyReadOptions {
  level?: string;
  survey?: string;
  from?: string;
  to?: string;
  evidence?: string;
  limit?: string;
  csv?: boolean;
}

/** What is no number goes on as it was written: the API says what it must be. */
export const numeric = (text: string | undefined): number | string | undefined =>
  text === undefined || text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);

/** Surveys all flows now. */
export async function survey(cx: Context, options: SurveyRunOptions): Promise<void> {
  const client = await cx.client();
  const header = await client.send<SurveyHeader>('POST', '/v1/surveys', {
    as_of: options.asOf,
    known_at: numeric(options.knownAt),
    level: numeric(options.level),
    lookback_days: numeric(options.lookback),
    horizon_days: numeric(options.horizon),
    control_mode: options.control,
  });
  cx.answer(header, () => headOf(cx, header));
}

/** Flows of a survey, the widest first. */
export async function flows(cx: Context, options: SurveyReadOptions): Promise<void> {
  const client = await cx.client();
  const query = { ...readQuery(options), from: options.from, to: options.to, evidence: options.evidence };
  if (options.csv) {
    process.stdout.write(await client.text('/v1/flows', { ...query, format: 'csv', lang: cx.lang }));
    return;
  }
  const page = await client.get<FlowPage>('/v1/flows', query);
  cx.answer(page, () =>
    page.survey
      ? `${headOf(cx, page.survey)}\n${page.data.length > 0 ? edgesTable(cx, page.data) : cx.t('nothing')}`
      : cx.t('survey.none'),
  );
}

/** Canals that could be opened, or one with its evidence. */
export async function canals(cx: Context, id: string | undefined, options: SurveyReadOptions): Promise<void> {
  const client = await cx.client();
  if (id !== undefined) {
    const view = await client.get<CanalView>(`/v1/canals/${encodeURIComponent(id)}`, {
      survey_id: options.survey,
    });
    cx.answer(view, () =>
      [headOf(cx, view.survey), textOf(view.canal.reason, cx.lang), edgesTable(cx, [view.canal.edge])].join(
        '\n',
      ),
    );
    return;
  }
  const query = { ...readQuery(options), from: options.from, to: options.to };
  if (options.csv) {
    process.stdout.write(await client.text('/v1/canals', { ...query, format: 'csv', lang: cx.lang }));
    return;
  }
  const page = await client.get<CanalPage>('/v1/canals', query);
  const head = ['canal', 'from', 'to', 'reachable', 'first_buyers', 'value', 'lift'].map((key) =>
    cx.t(`col.${key}`),
  );
  cx.answer(page, () => {
    if (!page.survey) return cx.t('survey.none');
    if (page.data.length === 0) return `${headOf(cx, page.survey)}\n${cx.t('survey.noCanal')}`;
    const rows = page.data.map((canal) => [
      canal.canal_id,
      textOf(canal.edge.from_label, cx.lang),
      textOf(canal.edge.to_label, cx.lang),
      canal.crowd.people_count,
      `${round(canal.expected_first_buyers, 0)} (${round(canal.expected_low, 0)} … ${round(canal.expected_high, 0)})`,
      canal.value_minor,
      round(canal.edge.lift, 2),
    ]);
    return `${headOf(cx, page.survey)}\n${tableOf(head, rows)}`;
  });
}

const readQuery = (options: SurveyReadOptions) => ({
  level: options.level,
  survey_id: options.survey,
  limit: options.limit ?? '30',
});

function headOf(cx: Context, header: SurveyHeader): string {
  const simulated = header.simulated ? cx.t('simulatedTag') : '';
  const window = header.new_in_window ? cx.t('survey.inWindow') : '';
  const { from, to } = header.index;
  return `${cx.t('survey.head', { ...header, from, to, simulated })} ${window}`.trimEnd();
}

function edgesTable(cx: Context, edges: readonly FlowEdge[]): string {
  const head = ['from', 'to', 'entries', 'observed', 'expected', 'lift', 'interval', 'excess', 'evidence'];
  return tableOf(
    head.map((key) => cx.t(`col.${key}`)),
    edges.map((edge) => [
      textOf(edge.from_label, cx.lang),
      textOf(edge.to_label, cx.lang),
      edge.entry_count,
      edge.observed_count,
      round(edge.expected_count, 1),
      round(edge.lift, 2),
      edge.lift_low === null ? null : `${round(edge.lift_low, 2)} … ${round(edge.lift_high, 2)}`,
      round(edge.excess_count, 0),
      edge.evidence === 'shown' ? edge.evidence : `${edge.evidence}: ${edge.reason}`,
    ]),
  );
}

const round = (value: number | null, digits: number) =>
  value === null ? null : Number(value.toFixed(digits));
