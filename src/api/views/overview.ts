import { GcError } from '../../base/index.ts';
import type { Headline, MetricResult, Overview } from '../../contracts/index.ts';
import type { Engine } from '../../engine/index.ts';
import type { Call } from '../call.ts';
import type { Reader } from '../reader.ts';
import { visible } from './categories.ts';
import {
  aboutSubject,
  baseOf,
  headlineCell,
  provenanceOf,
  TREND_POINTS,
  trendDates,
  trendOf,
} from './shared.ts';

/** In the order of the screen. One that the subject's grain does not have is left out. */
const HEADLINES = [
  'aac',
  'breadth',
  'cross_category_rate',
  'repurchase_rate',
  'arpu',
  'retention',
  'ntc',
  'ntb',
  'gmv_healthy',
  'healthy_ratio',
  'aac_public',
];

const KEPT = 64;
const answers = new WeakMap<Engine, Map<string, Promise<Overview>>>();

/**
 * The overview rests on a hundred evaluations, so an answer is kept while nothing that it depends on moved: facts,
 * settings, publications, the viewer's reach and the question.
 */
export async function overview(call: Call<'overview'>): Promise<Overview> {
  const { engine, reader, query } = call;
  const base = await baseOf(reader, query);
  const known = base.known_at ?? (await engine.survey.current());
  const published = reader.filter.kind === 'merchant' ? await engine.survey.publications() : [];
  const key = JSON.stringify([
    reader.filter,
    { ...base, known_at: known },
    query.category_id,
    engine.settings.view().version,
    published.length,
  ]);
  const kept = answers.get(engine) ?? new Map<string, Promise<Overview>>();
  answers.set(engine, kept);
  let answer = kept.get(key);
  if (!answer) {
    if (kept.size >= KEPT) kept.delete(kept.keys().next().value!);
    answer = compute(engine, reader, base, query.category_id);
    kept.set(key, answer);
    answer.catch(() => kept.delete(key));
  }
  return answer;
}

async function compute(
  engine: Engine,
  reader: Reader,
  base: Awaited<ReturnType<typeof baseOf>>,
  categoryId: string | undefined,
): Promise<Overview> {
  const subject = await reader.subject(categoryId);
  const about = aboutSubject(subject);
  const reach = await engine.survey.reach(base.known_at);
  const dates = trendDates(base.as_of, TREND_POINTS, reach.first_date);
  const metrics = HEADLINES.filter((id) =>
    engine.survey.definition(id).grains.includes(about.grain ?? 'platform'),
  );
  const results = new Map<string, MetricResult[]>(metrics.map((metric) => [metric, []]));
  // Date by date: the metrics of one date share their passes over the lines.
  for (const as_of of dates) {
    for (const metric of metrics) {
      engine.stopping.throwIfAborted();
      results.get(metric)!.push(...(await visible(reader, { ...base, ...about, as_of, metric })));
    }
  }

  const headlines: Headline[] = [];
  let lead: MetricResult | null = null;
  for (const [metric, series] of results) {
    const now = series.find((r) => r.as_of === base.as_of);
    if (!now) continue;
    lead ??= now;
    const cell = headlineCell(now);
    const trend = trendOf(series);
    headlines.push({
      metric,
      code: now.code,
      version: now.version,
      name: engine.survey.definition(metric).name,
      unit: now.unit,
      value: cell?.value ?? null,
      conservative: cell?.conservative ?? null,
      status: cell?.status ?? 'insufficient',
      coverage_rate: now.coverage_rate,
      previous: trend.length > 1 ? trend.at(-2)! : null,
      trend,
    });
  }
  if (!lead) throw new GcError('not_published', 'Nothing of this date is published to you.');

  const [waterfall] = await visible(reader, { ...base, ...about, metric: 'gmv_waterfall' });
  return {
    ...provenanceOf(lead),
    subject: { kind: subject.kind, id: subject.id, name: subject.name },
    headlines,
    waterfall: (waterfall?.cells ?? []).flatMap(({ part, value, status }) =>
      part ? [{ part, value, status }] : [],
    ),
    waterfall_unit: 'minor',
  };
}
