import { dataFilterOf } from '../../access/index.ts';
import { addDays, businessDate, GcError, localDate } from '../../base/index.ts';
import type { JourneyGraph, JourneyQuery } from '../../contracts/index.ts';
import type { Handlers } from '../call.ts';

const SEGMENTS = ['who', 'member', 'region', 'buyer', 'category_id'] as const;

/**
 * Journeys by who asks: operators any window and segment; industry operators visits to their categories; a merchant visits to its own
 * offers, whole months without further segments and rounded to 10, so that no difference of two answers tells of fewer than k people.
 */
export const journeyHandlers: Handlers<'journey'> = {
  async journey({ engine, principal, reader, query }) {
    const { format: _format, lang: _lang, ...asked } = query;
    const filter = dataFilterOf(principal);
    if (filter.kind === 'all') return engine.journeys.graph(asked);
    if (filter.kind === 'merchant') {
      if (asked.merchant_id !== undefined && asked.merchant_id !== filter.merchant_id)
        throw new GcError('query_forbidden', 'A merchant sees visits to its own offers only.');
      const segment = SEGMENTS.find((name) => asked[name] !== undefined);
      if (segment)
        throw new GcError(
          'query_forbidden',
          `A merchant sees its visits as a whole: ${segment} must not be given.`,
        );
      return rounded(
        await engine.journeys.graph({
          ...wholeMonths(
            asked,
            businessDate(Date.now(), engine.settings.current().timezone),
            await reader.defaultAsOf(),
          ),
          merchant_id: filter.merchant_id,
        }),
      );
    }
    const { categories } = await reader.catalogue();
    const own = categories.filter(
      ({ path }) => asked.category_id === undefined || path.includes(asked.category_id),
    );
    if (own.length === 0) throw new GcError('query_forbidden', 'This category is not one of yours.');
    if (asked.merchant_id !== undefined)
      throw new GcError(
        'query_forbidden',
        'An industry operator sees visits by category: merchant_id must not be given.',
      );
    return engine.journeys.graph({ ...asked, categories: own.map(({ category_id }) => category_id) });
  },
};

const firstOf = (date: string) => localDate(`${date.slice(0, 7)}-01`);
const endOf = (date: string) => addDays(firstOf(addDays(firstOf(date), 31)), -1);

/** The window as given, if it is made of whole months that have ended; by default the last one with orders. */
function wholeMonths(query: JourneyQuery, today: string, last: string): { from: string; to: string } {
  const ended = addDays(firstOf(today), -1);
  const to = query.to ?? [endOf(last), ended].sort()[0]!;
  const from = query.from ?? firstOf(to);
  if (from !== firstOf(from) || to !== endOf(to) || to > ended)
    throw new GcError(
      'query_forbidden',
      `A merchant sees whole months that have ended: from a first of a month to a last, at most ${ended}; got ${from} to ${to}.`,
    );
  return { from, to };
}

const ten = (n: number) => Math.round(n / 10) * 10;
const tenOr = (n: number | null) => (n === null ? null : ten(n));

/** Counts rounded to 10; rates follow from rounded counts where they are of them. Rows still sum to one. */
function rounded(graph: JourneyGraph): JourneyGraph {
  const totals = new Map<string, number>();
  for (const { from, step_count } of graph.edges) totals.set(from, (totals.get(from) ?? 0) + ten(step_count));
  const cents = (rate: number | null) => (rate === null ? null : Math.round(rate * 100) / 100);
  const edges = graph.edges.map((edge) => {
    const step_count = ten(edge.step_count);
    const total = totals.get(edge.from)!;
    return {
      ...edge,
      step_count,
      people_count: tenOr(edge.people_count),
      rate: total > 0 ? step_count / total : edge.rate,
    };
  });
  return {
    ...graph,
    rounded: true,
    visit_count: tenOr(graph.visit_count),
    people_count: tenOr(graph.people_count),
    order_rate: cents(graph.order_rate),
    edges,
    nodes: graph.nodes.map((node) => ({
      ...node,
      step_count: tenOr(node.step_count),
      visit_count: tenOr(node.visit_count),
      exit_rate:
        node.exit_rate === null
          ? null
          : (edges.find(({ from, to }) => from === node.surface && to === 'exit')?.rate ?? null),
      order_rate: cents(node.order_rate),
    })),
    trend: graph.trend.map((week) => ({
      ...week,
      visit_count: tenOr(week.visit_count),
      order_rate: cents(week.order_rate),
    })),
  };
}
