import { setTimeout } from 'node:timers/promises';
import { GcError } from '../../base/index.ts';
import type { Headline, MetricResult, Overview } from '../../contracts/index.ts';
import type { Engine } from '../../engine/index.ts';
import type { Call } from '../call.ts';
import type { Reader, Subject } from '../reader.ts';
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
/** Dates that the first answer needs: as_of, and the month end before it. */
const FIRST_DATES = 2;
/** Once those are there, how long the whole may still take before they are answered alone. */
const PATIENCE_MS = 1_000;

/** An overview on its way: with its first dates, then with all. */
interface Progress {
  readonly first: Promise<Overview>;
  readonly whole: Promise<Overview>;
}
const answers = new WeakMap<Engine, Map<string, Progress>>();

/**
 * The overview rests on a hundred evaluations, so an answer is kept while nothing that it depends on moved: facts,
 * settings, publications, the viewer's reach and the question. Nobody waits for a year of trend: where that takes long, the
 * newest points are answered as `partial`, and the rest is counted meanwhile.
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
  const kept = answers.get(engine) ?? new Map<string, Progress>();
  answers.set(engine, kept);
  let progress = kept.get(key);
  if (!progress) {
    if (kept.size >= KEPT) kept.delete(kept.keys().next().value!);
    progress = start(engine, reader, base, query.category_id);
    kept.set(key, progress);
    progress.whole.catch(() => kept.delete(key));
  }
  const { first, whole } = progress;
  const patience = new AbortController();
  const enough = first.then((overview) =>
    setTimeout(PATIENCE_MS, overview, { signal: patience.signal, ref: false }).catch(() => overview),
  );
  try {
    return await Promise.race([whole, enough]);
  } finally {
    patience.abort();
  }
}

type Question = [Engine, Reader, Awaited<ReturnType<typeof baseOf>>, string | undefined];

function start(...[engine, reader, base, categoryId]: Question): Progress {
  let tell!: (overview: Overview) => void;
  let fail!: (cause: unknown) => void;
  const first = new Promise<Overview>((resolve, reject) => {
    tell = resolve;
    fail = reject;
  });
  const whole = compute(tell, engine, reader, base, categoryId);
  whole.catch(fail);
  first.catch(() => {});
  return { first, whole };
}

async function compute(
  onFirst: (overview: Overview) => void,
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
  // Date by date, the newest first: the metrics of one date share their passes over the lines.
  let waterfall: MetricResult | undefined;
  const newestFirst = [...dates].reverse();
  for (const [k, as_of] of newestFirst.entries()) {
    for (const metric of metrics) {
      engine.stopping.throwIfAborted();
      results.get(metric)!.unshift(...(await visible(reader, { ...base, ...about, as_of, metric })));
    }
    if (k === 0) [waterfall] = await visible(reader, { ...base, ...about, metric: 'gmv_waterfall' });
    if (k === FIRST_DATES - 1 && dates.length > FIRST_DATES)
      onFirst(overviewOf(engine, subject, base.as_of, results, waterfall, true));
  }
  return overviewOf(engine, subject, base.as_of, results, waterfall, false);
}

function overviewOf(
  engine: Engine,
  subject: Subject,
  asOf: string,
  results: ReadonlyMap<string, readonly MetricResult[]>,
  waterfall: MetricResult | undefined,
  partial: boolean,
): Overview {
  const headlines: Headline[] = [];
  let lead: MetricResult | null = null;
  for (const [metric, series] of results) {
    const now = series.find((r) => r.as_of === asOf);
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

  return {
    ...provenanceOf(lead),
    subject: { kind: subject.kind, id: subject.id, name: subject.name },
    headlines,
    waterfall: (waterfall?.cells ?? []).flatMap(({ part, value, status }) =>
      part ? [{ part, value, status }] : [],
    ),
    waterfall_unit: 'minor',
    partial,
  };
}
