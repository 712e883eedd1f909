import { addDays, daysBetween, GcError, localDate } from '../../base/index.ts';
import type { Handlers } from '../call.ts';
import { sliceOf } from '../cursor.ts';
import { getCategory, listCategories } from '../views/categories.ts';
import { cohorts } from '../views/cohorts.ts';
import { getMerchant, listMerchants } from '../views/merchants.ts';
import { overview } from '../views/overview.ts';
import { monthEnd } from '../views/shared.ts';
import { definedOnly } from './operate.ts';

const MAX_POINTS = 400;

/** Metrics and the views made of them. */
export const measureHandlers: Handlers<
  | 'status'
  | 'listMetrics'
  | 'getMetric'
  | 'getSeries'
  | 'overview'
  | 'listCategories'
  | 'getCategory'
  | 'listMerchants'
  | 'getMerchant'
  | 'cohorts'
  | 'listPublications'
  | 'createPublication'
> = {
  overview,
  listCategories,
  getCategory,
  listMerchants,
  getMerchant,
  cohorts,

  async status({ engine, reader }) {
    const settings = engine.settings.current();
    const reach = await engine.survey.reach();
    const published = await engine.survey.publications();
    return {
      version: engine.version,
      name: settings.name,
      simulated: settings.simulated,
      timezone: settings.timezone,
      currency: settings.currency,
      known_at: reach.known_at,
      first_date: reach.first_date,
      last_date: reach.last_date,
      default_as_of: reach.last_date === null ? null : await reader.defaultAsOf(),
      last_fact_at: reach.last_fact_at,
      dimensions: reach.dimensions,
      published: [...new Set(published.map((p) => p.as_of))].sort().reverse(),
    };
  },

  listMetrics: async ({ engine }) => ({ data: [...engine.survey.registry()] }),

  async getMetric({ engine, reader, params, query: { format: _format, lang: _lang, as_of, ...query } }) {
    // What is wrong with a question is told before that there is no date to answer it for.
    engine.survey.definition(params.metric!);
    const result = await reader.evaluate({
      ...definedOnly(query),
      metric: params.metric!,
      as_of: as_of ?? (await reader.defaultAsOf()),
    });
    const [named] = await reader.named([result], query.known_at);
    return named!;
  },

  async getSeries({ reader, params, query: { format: _format, lang: _lang, from, to, step, ...query } }) {
    const results = await reader.series(
      { ...definedOnly(query), metric: params.metric! },
      datesOf(from, to, step),
    );
    return { metric: params.metric!, from, to, step, results: await reader.named(results, query.known_at) };
  },

  async listPublications({ engine, query }) {
    const all = await engine.survey.publications(query.metric === undefined ? {} : { metric: query.metric });
    return sliceOf(all, query.limit, query.cursor);
  },

  async createPublication({ engine, principal, body }) {
    const { as_of, force, metrics } = body;
    await engine.ingest.flush();
    const data = await engine.survey.publish(metrics ? { as_of, force, metrics } : { as_of, force });
    await engine.audit.record(principal.id, 'metrics.publish', as_of, null, {
      revisions: data.length,
      metrics,
    });
    return { data };
  },
};

/** The dates of a series, oldest first: every day, every seventh day up to `to`, or month ends (and `to`). */
function datesOf(from: string, to: string, step: 'day' | 'week' | 'month'): string[] {
  const [first, last] = [localDate(from), localDate(to)];
  if (first > last)
    throw new GcError('validation_failed', `from must not be later than to, got ${from} … ${to}.`);
  const dates: string[] = [];
  if (step === 'month') {
    for (let date = localDate(monthEnd(first)); date < last; date = localDate(monthEnd(addDays(date, 1))))
      dates.push(date);
    dates.push(last);
  } else {
    const days = step === 'day' ? 1 : 7;
    for (let k = Math.floor(daysBetween(first, last) / days); k >= 0; k--)
      dates.push(addDays(last, -k * days));
  }
  if (dates.length > MAX_POINTS) {
    throw new GcError('validation_failed', `A series has at most ${MAX_POINTS} dates, got ${dates.length}.`);
  }
  return dates;
}
