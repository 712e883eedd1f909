import { GcError } from '../../base/index.ts';
import type { Headline, MetricResult, Overview } from '../../contracts/index.ts';
import type { Handler } from '../call.ts';
import type { Reader } from '../reader.ts';
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

export const overview: Handler<'overview'> = async ({ engine, reader, query }) => {
  const base = await baseOf(reader, query);
  const subject = await reader.subject(query.category_id);
  const about = aboutSubject(subject);
  const grain = about.grain ?? 'platform';
  const reach = await engine.survey.reach(base.known_at);
  const dates = trendDates(base.as_of, TREND_POINTS, reach.first_date);
  const { as_of, ...rest } = base;

  const headlines: Headline[] = [];
  let lead: MetricResult | null = null;
  for (const metric of HEADLINES) {
    const definition = engine.survey.definition(metric);
    if (!definition.grains.includes(grain)) continue;
    const results = await seriesOrNothing(reader, { ...rest, ...about, metric }, dates);
    const now = results.find((r) => r.as_of === as_of);
    if (!now) continue;
    lead ??= now;
    const cell = headlineCell(now);
    const trend = trendOf(results);
    headlines.push({
      metric,
      code: now.code,
      version: now.version,
      name: definition.name,
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

  const [waterfall] = await seriesOrNothing(reader, { ...rest, ...about, metric: 'gmv_waterfall' }, [as_of]);
  const answer: Overview = {
    ...provenanceOf(lead),
    subject: { kind: subject.kind, id: subject.id, name: subject.name },
    headlines,
    waterfall: (waterfall?.cells ?? []).flatMap(({ part, value, status }) =>
      part ? [{ part, value, status }] : [],
    ),
    waterfall_unit: 'minor',
  };
  return answer;
};

/** A series, empty where the subject's viewer may not see it at all. */
async function seriesOrNothing(
  reader: Reader,
  query: Parameters<Reader['series']>[0],
  dates: readonly string[],
) {
  try {
    return await reader.series(query, dates);
  } catch (error) {
    if (error instanceof GcError && (error.code === 'not_published' || error.code === 'query_forbidden'))
      return [];
    throw error;
  }
}
