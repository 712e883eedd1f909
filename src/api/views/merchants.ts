import { GcError } from '../../base/index.ts';
import type { MerchantRow, MetricResult } from '../../contracts/index.ts';
import type { Catalogue } from '../../survey/index.ts';
import type { Handler } from '../call.ts';
import { sliceOf } from '../cursor.ts';
import type { Reader } from '../reader.ts';
import { textOf } from '../sheet.ts';
import { visible } from './categories.ts';
import { type Base, baseOf, nameOf, provenanceOf, TREND_POINTS, trendDates, trendOf } from './shared.ts';

export const listMerchants: Handler<'listMerchants'> = async ({ reader, query }) => {
  const base = await baseOf(reader, query);
  const catalogue = await reader.catalogue(base.known_at);
  const { rows, lead } = await merchantRows(reader, base, catalogue.merchants);
  const wanted = query.search?.trim().toLowerCase();
  const found = wanted
    ? rows.filter((row) =>
        [textOf(row.name, 'en'), textOf(row.name, 'zh-CN'), row.merchant_id].some((t) =>
          t.toLowerCase().includes(wanted),
        ),
      )
    : rows;
  return { ...provenanceOf(lead), ...sliceOf(found, query.limit, query.cursor) };
};

export const getMerchant: Handler<'getMerchant'> = async ({ engine, reader, params, query }) => {
  const id = params.merchant_id!;
  const base = await baseOf(reader, query);
  const catalogue = await reader.catalogue(base.known_at);
  const known = catalogue.merchants.find((m) => m.merchant_id === id);
  if (!known) {
    if (reader.filter.kind !== 'all')
      throw new GcError('query_forbidden', 'This merchant is not one of yours.');
    throw new GcError('not_found', `There is no merchant ${id}.`);
  }
  const { rows, lead } = await merchantRows(reader, base, [known]);
  const reach = await engine.survey.reach(base.known_at);
  const { as_of, ...rest } = base;
  const trend = await reader.series(
    { ...rest, metric: 'aac', grain: 'merchant', merchant_id: id },
    trendDates(as_of, TREND_POINTS, reach.first_date),
  );
  return {
    ...provenanceOf(lead),
    merchant: rows[0]!,
    shops: catalogue.shops
      .filter((s) => s.merchant_id === id)
      .map(({ shop_id, name, channel }) => ({ shop_id, name, channel })),
    categories: await categoriesOf(reader, base, id, catalogue),
    trend: trendOf(
      trend.map((r) => ({
        ...r,
        cells: r.cells.filter((c) => c.merchant_id === undefined || c.merchant_id === id),
      })),
    ),
  };
};

/** Merchants with the most buyers first. Shares are of the platform, and null where its own number is not the viewer's to see. */
async function merchantRows(
  reader: Reader,
  base: Base,
  merchants: Catalogue['merchants'],
): Promise<{ rows: MerchantRow[]; lead: MetricResult }> {
  const one = merchants.length === 1 ? { merchant_id: merchants[0]!.merchant_id } : {};
  const ask = { ...base, ...one, grain: 'merchant' } as const;
  const lead = await reader.evaluate({ ...ask, metric: 'aac' });
  const [gmv] = await visible(reader, { ...ask, metric: 'gmv_healthy' });
  const total = async (metric: string) => {
    const [result] = await visible(reader, { ...base, metric, grain: 'platform' });
    return result?.cells.find((c) => c.part === undefined)?.value ?? null;
  };
  const [allPeople, allGmv] = [await total('aac'), await total('gmv_healthy')];
  const people = byMerchant(lead);
  const money = gmv ? byMerchant(gmv) : new Map();
  const share = (value: number | null, whole: number | null) =>
    value === null || whole === null || whole === 0 ? null : value / whole;
  const rows = merchants.map((merchant): MerchantRow => {
    const cell = people.get(merchant.merchant_id);
    const aac = cell?.value ?? null;
    const gmvMinor = money.get(merchant.merchant_id)?.value ?? null;
    return {
      merchant_id: merchant.merchant_id,
      name: merchant.name,
      tier: merchant.tier,
      industry: merchant.industry,
      region: merchant.region,
      aac,
      aac_share: share(aac, allPeople),
      gmv_minor: gmvMinor,
      gmv_share: share(gmvMinor, allGmv),
      status: cell?.status ?? 'insufficient',
    };
  });
  rows.sort((a, b) => (b.aac ?? -1) - (a.aac ?? -1) || (a.merchant_id < b.merchant_id ? -1 : 1));
  return { rows, lead };
}

async function categoriesOf(reader: Reader, base: Base, merchantId: string, catalogue: Catalogue) {
  const ask = { ...base, grain: 'merchant_category', merchant_id: merchantId } as const;
  const [people] = await visible(reader, { ...ask, metric: 'aac' });
  const [shares] = await visible(reader, { ...ask, metric: 'merchant_share' });
  const share = new Map(
    shares?.cells.filter((c) => c.merchant_id === merchantId).map((c) => [c.category_id, c.value]) ?? [],
  );
  const levels = new Map(catalogue.categories.map((c) => [c.category_id, c.level]));
  return (people?.cells ?? [])
    .filter((c) => c.merchant_id === merchantId && c.part === undefined && c.category_id !== undefined)
    .map((c) => ({
      category_id: c.category_id!,
      name: nameOf(catalogue, c.category_id!),
      level: levels.get(c.category_id!) ?? 1,
      aac: c.value,
      share: share.get(c.category_id!) ?? null,
      status: c.status,
    }))
    .sort((a, b) => a.level - b.level || (b.aac ?? -1) - (a.aac ?? -1));
}

const byMerchant = (result: MetricResult) =>
  new Map(result.cells.filter((c) => c.part === undefined && c.merchant_id).map((c) => [c.merchant_id!, c]));
