import type { JourneyGraph, PriceBoard, PricedOfferPage } from '../../contracts/index.ts';
import { tableOf } from '../print.ts';
import type { Context } from './context.ts';

export interface JourneyOptions {
  since?: string;
  until?: string;
  who?: string;
  member?: string;
  region?: string;
  buyer?: string;
  category?: string;
  merchant?: string;
  csv?: boolean;
}

/** Transitions between surfaces, drop-off, steps and time to decide. */
export async function journey(cx: Context, options: JourneyOptions): Promise<void> {
  const client = await cx.client();
  const { since, until, who, member, region, buyer, category, merchant } = options;
  const query = {
    from: since,
    to: until,
    who,
    member,
    region,
    buyer,
    category_id: category,
    merchant_id: merchant,
  };
  if (options.csv) {
    process.stdout.write(await client.text('/v1/journey', { ...query, format: 'csv', lang: cx.lang }));
    return;
  }
  const graph = await client.get<JourneyGraph>('/v1/journey', query);
  cx.answer(graph, () => {
    const head = cx.t('journey.head', {
      from: graph.from,
      to: graph.to,
      visits: graph.visit_count ?? '–',
      people: graph.people_count ?? '–',
      steps: graph.steps_to_order ?? '–',
      seconds: graph.seconds_to_order ?? '–',
    });
    if (graph.status !== 'ok') return `${head}\n${cx.t(`journey.${graph.status}`, { k: graph.k })}`;
    return `${head}\n${tableOf(
      ['from', 'to', 'steps', 'share'].map((key) => cx.t(`col.${key}`)),
      graph.edges.map(({ from, to, step_count, rate }) => [from, to, step_count, Number(rate.toFixed(4))]),
    )}`;
  });
}

export interface PriceOptions {
  by?: string;
  merchant?: string;
  category?: string;
  band?: string;
  limit?: string;
  csv?: boolean;
}

/** Bands of price power by category or merchant; with a merchant, a category or a band, the offers themselves. */
export async function prices(cx: Context, options: PriceOptions): Promise<void> {
  const client = await cx.client();
  const { by, merchant, category, band, limit = '50' } = options;
  const offers = merchant !== undefined || category !== undefined || band !== undefined;
  const path = offers ? '/v1/price-power/offers' : '/v1/price-power';
  const query = offers ? { merchant_id: merchant, category_id: category, band, limit } : { by };
  if (options.csv) {
    process.stdout.write(await client.text(path, { ...query, format: 'csv', lang: cx.lang }));
    return;
  }
  const say = (text: { en: string; zh: string }) => (cx.lang === 'zh-CN' ? text.zh : text.en);
  if (offers) {
    const page = await client.get<PricedOfferPage>(path, query);
    cx.answer(page, () =>
      page.data.length === 0
        ? cx.t('nothing')
        : tableOf(
            ['offer', 'title', 'price', 'band', 'gap', 'basis'].map((key) => cx.t(`col.${key}`)),
            page.data.map((row) => [
              row.offer_id,
              say(row.title),
              row.price_minor,
              row.band,
              row.gap_minor,
              row.basis,
            ]),
          ),
    );
    return;
  }
  const board = await client.get<PriceBoard>(path, query);
  cx.answer(board, () =>
    tableOf(
      [...['label', 'offers'].map((key) => cx.t(`col.${key}`)), '★', '★★', '★★★', '★★★★', '★★★★★', '–'],
      board.rows
        .slice(0, Number(limit))
        .map((row) => [say(row.name), row.offer_count, ...row.bands, row.unbanded_count]),
    ),
  );
}
