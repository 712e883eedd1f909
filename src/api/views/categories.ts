import { addDays, GcError, localDate } from '../../base/index.ts';
import type { CategoryRow, MetricCell, MetricResult } from '../../contracts/index.ts';
import type { Catalogue } from '../../survey/index.ts';
import type { Handler } from '../call.ts';
import { sliceOf } from '../cursor.ts';
import type { Reader } from '../reader.ts';
import {
  type Base,
  baseOf,
  changeOf,
  nameOf,
  provenanceOf,
  TREND_POINTS,
  trendDates,
  trendOf,
} from './shared.ts';

/** How far back `previous_aac` looks. */
const CHANGE_DAYS = 30;
const TOP_MERCHANTS = 20;
/** Metrics of one category's page, where the registry has them at this grain. */
const DETAIL = [
  'ntc',
  'retained_ntc',
  'repurchase_rate',
  'cross_category_acquisition',
  'attach_rate',
  'arpu',
  'gmv_healthy',
];

export const listCategories: Handler<'listCategories'> = async ({ reader, query }) => {
  const base = await baseOf(reader, query);
  const { rows, lead } = await categoryRows(reader, base);
  const wanted = rows.filter(
    (row) =>
      (query.level === undefined || row.level === query.level) &&
      (query.parent_id === undefined || row.parent_id === query.parent_id),
  );
  return { ...provenanceOf(lead), ...sliceOf(wanted, query.limit, query.cursor) };
};

export const getCategory: Handler<'getCategory'> = async ({ engine, reader, params, query }) => {
  const id = params.category_id!;
  const base = await baseOf(reader, query);
  const catalogue = await reader.catalogue(base.known_at);
  const known = catalogue.categories.find((c) => c.category_id === id);
  if (!known) {
    // Whether it exists elsewhere is not said to who may not see it.
    throw new GcError('not_found', `There is no category ${id} that you may see.`);
  }
  const { rows, lead } = await categoryRows(reader, base);
  const category = rows.find((row) => row.category_id === id) ?? emptyRow(known);
  const reach = await engine.survey.reach(base.known_at);
  const { as_of, ...rest } = base;
  const dates = trendDates(as_of, TREND_POINTS, reach.first_date);
  const about = { ...rest, grain: 'category', category_id: id } as const;
  const trend = await reader.series({ ...about, metric: 'aac' }, dates);
  const penetration = await reader.series({ ...about, metric: 'penetration' }, dates);
  const metrics: MetricResult[] = [];
  for (const metric of DETAIL) metrics.push(...(await visible(reader, { ...about, as_of, metric })));
  return {
    ...provenanceOf(lead),
    category,
    path: known.path.map((step) => ({ category_id: step, name: nameOf(catalogue, step) })),
    children: rows.filter((row) => row.parent_id === id),
    trend: trendOf(trend.map((r) => only(r, id))),
    penetration_trend: trendOf(penetration.map((r) => only(r, id))),
    metrics: metrics.map((r) => only(r, id)),
    merchants: await topMerchants(reader, base, id, catalogue),
  };
};

/** Rows of every category that the viewer may see, in the tree's order: parents before their children. */
async function categoryRows(
  reader: Reader,
  base: Base,
): Promise<{ rows: CategoryRow[]; lead: MetricResult }> {
  const catalogue = await reader.catalogue(base.known_at);
  const ask = { ...base, grain: 'category' } as const;
  const aac = await reader.evaluate({ ...ask, metric: 'aac' });
  const penetration = cellsById(await reader.evaluate({ ...ask, metric: 'penetration' }));
  const before = addDays(localDate(base.as_of), -CHANGE_DAYS);
  const [previous] = await visible(reader, { ...ask, as_of: before, metric: 'aac' });
  const now = cellsById(aac);
  const then = previous ? cellsById(previous) : new Map<string, MetricCell>();
  const rows = catalogue.categories.map((category): CategoryRow => {
    const cell = now.get(category.category_id);
    const earlier = then.get(category.category_id)?.value ?? null;
    return {
      ...emptyRow(category),
      aac: cell?.value ?? null,
      penetration: penetration.get(category.category_id)?.value ?? null,
      status: cell?.status ?? 'insufficient',
      previous_aac: earlier,
      change_rate: changeOf(cell?.value ?? null, earlier),
    };
  });
  const order = new Map(catalogue.categories.map((c) => [c.category_id, c.path.join('/')]));
  rows.sort((a, b) => compare(order.get(a.category_id)!, order.get(b.category_id)!));
  return { rows, lead: aac };
}

async function topMerchants(reader: Reader, base: Base, categoryId: string, catalogue: Catalogue) {
  const ask = { ...base, grain: 'merchant_category', category_id: categoryId } as const;
  const [people] = await visible(reader, { ...ask, metric: 'aac' });
  const [shares] = await visible(reader, { ...ask, metric: 'merchant_share' });
  const share = new Map(shares?.cells.map((c) => [c.merchant_id, c.value]) ?? []);
  const names = new Map(catalogue.merchants.map((m) => [m.merchant_id, m.name]));
  return (people?.cells ?? [])
    .filter((c) => c.category_id === categoryId && c.part === undefined && c.merchant_id !== undefined)
    .sort((a, b) => (b.value ?? -1) - (a.value ?? -1) || compare(a.merchant_id!, b.merchant_id!))
    .slice(0, TOP_MERCHANTS)
    .map((c) => ({
      merchant_id: c.merchant_id!,
      name: names.get(c.merchant_id!) ?? c.label ?? c.merchant_id!,
      aac: c.value,
      share: share.get(c.merchant_id!) ?? null,
      status: c.status,
    }));
}

/** A result, or nothing where it is not the viewer's to see or the data lack its dimension. */
async function visible(reader: Reader, query: Parameters<Reader['evaluate']>[0]): Promise<MetricResult[]> {
  try {
    return [await reader.evaluate(query)];
  } catch (error) {
    if (
      error instanceof GcError &&
      ['not_published', 'query_forbidden', 'dimension_absent'].includes(error.code)
    )
      return [];
    throw error;
  }
}

function emptyRow(category: Catalogue['categories'][number]): CategoryRow {
  const { category_id, parent_id, name, level, is_leaf, industry } = category;
  return {
    category_id,
    parent_id,
    name,
    level,
    is_leaf,
    industry,
    aac: null,
    penetration: null,
    status: 'insufficient',
    previous_aac: null,
    change_rate: null,
  };
}

const only = (result: MetricResult, categoryId: string): MetricResult => ({
  ...result,
  cells: result.cells.filter((c) => c.category_id === undefined || c.category_id === categoryId),
});
const cellsById = (result: MetricResult) =>
  new Map(result.cells.filter((c) => c.part === undefined && c.category_id).map((c) => [c.category_id!, c]));
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

export { visible };
